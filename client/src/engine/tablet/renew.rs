//! A new passphrase; after a device was lost, a new box key with it.

use shared::api::{ChangePassphrase, path};

use super::*;
use crate::engine::enrol::{self, Lock};

impl<S: Surroundings> Tablet<S> {
    /// Changes the passphrase of whoever has unlocked the tablet. The relay takes the new vault first: until then the
    /// old one opens this disk.
    pub(super) async fn change_passphrase(&mut self, old: String, new: String) -> Result<(), Failure> {
        let engine = self.engine.as_ref().ok_or(Failure::Locked)?;
        let (studio, person) = (engine.session().studio, engine.session().person);
        let is_renewal = engine.is_renewal_due();
        let disk = self.around.shelf().open(&disk_name(studio, person)).await?;
        let known = disk.get(Table::Meta, VAULT).await?.ok_or(Failure::NotHere)?;
        let known = SealedVault::decode(&known).map_err(|_| Failure::NotHere)?;
        let stretched = match self.around.stretch(old, known.salt).await {
            Ok(stretched) => stretched,
            Err(WeakPassphrase::TooShort | WeakPassphrase::TooLong) => return Err(Failure::WrongPassphrase),
        };
        let mut vault = known.open(&stretched.vault_key()).map_err(|_| Failure::WrongPassphrase)?;
        if is_renewal {
            vault.renew_box_key(&mut self.rng);
        }
        let salt = enrol::salt(&mut self.rng);
        let stretched = self.around.stretch(new, salt).await?;
        let sheet = known.sheet.as_ref().map(|sheet| (sheet.name, sheet.public));
        let lock = Lock { stretched: &stretched, salt, sheet };
        let sealed = enrol::reseal(&known, &vault, &lock, &mut self.rng)?;
        let change = ChangePassphrase { vault: sealed.encode().into(), auth: stretched.auth() };
        self.call::<_, ()>(path::PASSPHRASE, &change).await?;
        disk.commit(vec![Op::Put(Table::Meta, VAULT.to_vec(), sealed.encode())]).await?;
        if let Some(engine) = &mut self.engine {
            engine.renewed(vault, sealed.version);
        }
        // the roll is told at once, so that the person's other devices fetch it
        self.input(Input::Tick).await;
        Ok(())
    }
}
