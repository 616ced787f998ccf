//! Unlocking and leaving, and what is shown before anybody has unlocked.

use shared::api::{LogOut, path};
use shared::keys::DocKey;

use super::*;
use crate::engine::Link;
use crate::engine::api::Resume;

impl<S: Surroundings> Tablet<S> {
    /// Opens one person's records.
    pub(super) async fn unlock(
        &mut self,
        studio: StudioId,
        person: PersonId,
        passphrase: String,
    ) -> Result<(), Failure> {
        let disk = self.around.shelf().open(&disk_name(studio, person)).await?;
        let read = async |name| Ok::<_, DiskError>(disk.get(Table::Meta, name).await?);
        let (Some(vault), Some(device)) = (read(VAULT).await?, read(DEVICE).await?) else {
            return Err(Failure::NotHere);
        };
        let vault = SealedVault::decode(&vault).map_err(|_| Failure::NotHere)?;
        let stretched = match self.around.stretch(passphrase, vault.salt).await {
            Ok(stretched) => stretched,
            // no passphrase in use is weak: this one cannot be right
            Err(WeakPassphrase::TooShort | WeakPassphrase::TooLong) => return Err(Failure::WrongPassphrase),
        };
        let key = stretched.vault_key();
        let session = Session::open(&vault, &device.into(), &key).map_err(|_| Failure::WrongPassphrase)?;
        self.enter(disk, session).await?;
        self.hand_out(&key);
        Ok(())
    }

    /// Opens the records of whoever was at the tablet when the engine failed.
    pub(super) async fn resume(&mut self, resume: &Resume) -> Result<(), Failure> {
        let disk = self.around.shelf().open(&disk_name(resume.studio, resume.person)).await?;
        let (Some(vault), Some(device)) =
            (disk.get(Table::Meta, VAULT).await?, disk.get(Table::Meta, DEVICE).await?)
        else {
            return Err(Failure::NotHere);
        };
        let vault = SealedVault::decode(&vault).map_err(|_| Failure::NotHere)?;
        let key = DocKey(resume.key);
        let session = Session::open(&vault, &device.into(), &key).map_err(|_| Failure::Locked)?;
        self.enter(disk, session).await
    }

    /// Hands out what brings whoever has come in back, should the engine fail.
    pub(super) fn hand_out(&self, key: &DocKey) {
        if let Some(engine) = &self.engine {
            let (studio, person) = (engine.session().studio, engine.session().person);
            self.around.host().tell(ToPage::Resume(Resume { studio, person, key: key.0 }));
        }
    }

    /// Opens the engine of somebody whose keys are at hand.
    pub(super) async fn enter(
        &mut self,
        disk: <S::Shelf as Shelf>::Disk,
        session: Session,
    ) -> Result<(), Failure> {
        let mut engine = Engine::open(self.around.host(), disk, session, self.around.seed()).await?;
        engine.beware(self.guard.clone());
        self.engine = Some(engine);
        self.refresh_tile().await;
        self.input(Input::Wake).await;
        Ok(())
    }

    /// Removes whoever has unlocked the tablet from it. Refused while anything is unsent.
    pub(super) async fn log_out(&mut self) -> Result<(), Failure> {
        let engine = self.engine.as_ref().ok_or(Failure::Locked)?;
        let unsent = engine.outbox_len();
        if unsent > 0 {
            return Err(Failure::Unsent(unsent as u32));
        }
        let (studio, person) = (engine.session().studio, engine.session().person);
        self.engine = None;
        // what was noted is done at the next contact; until then the session runs out by itself
        self.disk.commit(vec![store::put_meta(&left_key(person), &person)]).await?;
        self.left.insert(person);
        self.leave(studio, person).await?;
        self.end_sessions().await;
        Ok(())
    }

    /// Ends at the relay the sessions of those who have left this tablet.
    pub(super) async fn end_sessions(&mut self) {
        for person in self.left.clone() {
            let body = codec::encode(&LogOut { person });
            if self.around.host().post(path::LOGOUT, body).await.is_err() {
                return;
            }
            // a note that stays is done once more, which changes nothing
            let _noted = self.disk.commit(vec![Op::Delete(Table::Meta, left_key(person))]).await;
            self.left.remove(&person);
        }
    }

    /// The tile goes, and the person's records with it.
    async fn leave(&mut self, studio: StudioId, person: PersonId) -> Result<(), Failure> {
        self.disk.commit(vec![Op::Delete(Table::Meta, tile_key(studio, person))]).await?;
        self.tiles.retain(|it| (it.studio, it.person) != (studio, person));
        self.around.shelf().destroy(&disk_name(studio, person)).await?;
        Ok(())
    }

    /// Whoever has unlocked the tablet was removed, and all they had to hand in is held by the relay.
    pub(super) async fn wipe(&mut self) {
        let Some(engine) = self.engine.take() else { return };
        let (studio, person) = (engine.session().studio, engine.session().person);
        drop(engine);
        let name = self.tiles.iter().find(|it| (it.studio, it.person) == (studio, person));
        let name = name.map(|it| it.name.clone()).unwrap_or_default();
        // what a failing disk leaves is wiped at the next unlock
        if self.leave(studio, person).await.is_ok() {
            self.wiped.push(name);
        }
        self.tell_door().await;
    }

    /// Keeps on the tablet's own disk what the door shows of whoever has unlocked it.
    pub(super) async fn refresh_tile(&mut self) {
        let Some(engine) = &mut self.engine else { return };
        let (studio, person) = (engine.session().studio, engine.session().person);
        let label = engine.session().about.label.clone();
        let known = self.tiles.iter().position(|it| (it.studio, it.person) == (studio, person));
        let kept = known.and_then(|at| self.tiles.get(at)).cloned();
        let announced = self.announced.take().filter(|it| (it.studio, it.person) == (studio, person));
        let before = announced.or_else(|| kept.clone());
        let (studio_name, name, roles) = engine.face().await;
        let tile = TileFile {
            studio,
            person,
            // until the studio's page has come, what was known before stands
            studio_name: or_before(studio_name, before.as_ref().map(|it| &it.studio_name)),
            name: or_before(name, before.as_ref().map(|it| &it.name)),
            roles: if roles.is_empty() {
                before.as_ref().map(|it| it.roles.clone()).unwrap_or_default()
            } else {
                roles
            },
            label,
        };
        if kept.as_ref() == Some(&tile) {
            return;
        }
        // a tile that is not kept is made again at the next unlock
        let op = Op::Put(Table::Meta, tile_key(studio, person), codec::encode(&tile));
        let _ = self.disk.commit(vec![op]).await;
        match known.and_then(|at| self.tiles.get_mut(at)) {
            Some(it) => *it = tile,
            None => self.tiles.push(tile),
        }
    }

    /// Remembers what is known of somebody who is about to enter. Nothing is kept until they have.
    pub(super) fn announce(&mut self, session: &Session, studio_name: &str, name: &str, roles: &[Role]) {
        self.announced = Some(TileFile {
            studio: session.studio,
            person: session.person,
            studio_name: studio_name.to_owned(),
            name: name.to_owned(),
            roles: roles.to_vec(),
            label: session.about.label.clone(),
        });
    }

    /// Tells the page who is at the tablet, if it watches.
    pub(super) async fn tell_door(&mut self) {
        if self.watches_door {
            let door = self.door().await;
            self.around.host().tell(ToPage::View(Topic::Door, View::Door(door)));
        }
    }

    /// Who is at the tablet, or who may be.
    pub async fn door(&mut self) -> DoorView {
        let mut tiles = Vec::with_capacity(self.tiles.len());
        for TileFile { studio, person, studio_name, name, roles, label } in self.tiles.clone() {
            let unsent = self.unsent(studio, person).await;
            tiles.push(Tile { studio, person, studio_name, name, roles, label, unsent });
        }
        let me = self.engine.as_ref().and_then(|engine| {
            let session = engine.session();
            let tile =
                self.tiles.iter().find(|it| (it.studio, it.person) == (session.studio, session.person))?;
            Some(Me {
                studio: session.studio,
                studio_name: tile.studio_name.clone(),
                person: session.person,
                name: tile.name.clone(),
                roles: tile.roles.clone(),
                device: session.device,
                label: session.about.label.clone(),
                tablet: session.about.tablet,
                office: session.about.office,
                removed: engine.is_removed(),
                renew: engine.is_renewal_due(),
            })
        });
        DoorView { tiles, me, wiped: self.wiped.clone() }
    }

    /// How many entries of a person have not reached the relay: counted, not opened.
    async fn unsent(&self, studio: StudioId, person: PersonId) -> u32 {
        if let Some(engine) = &self.engine
            && (engine.session().studio, engine.session().person) == (studio, person)
        {
            return engine.outbox_len() as u32;
        }
        let Ok(disk) = self.around.shelf().open(&disk_name(studio, person)).await else { return 0 };
        disk.scan(Table::Outbox, &[]).await.map_or(0, |rows| rows.len() as u32)
    }
}

fn or_before(now: String, before: Option<&String>) -> String {
    if now.is_empty() { before.cloned().unwrap_or_default() } else { now }
}

fn left_key(person: PersonId) -> Vec<u8> {
    [LEFT, &person.0].concat()
}

fn tile_key(studio: StudioId, person: PersonId) -> Vec<u8> {
    [TILE, &studio.0, &person.0].concat()
}
