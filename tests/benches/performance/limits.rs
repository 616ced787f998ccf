//! What this machine can do at best: what no relay beats.

use std::fs::File;
use std::io::Write;
use std::time::Instant;

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use shared::keys::SignKey;
use tests::Scratch;

use crate::Broken;
use crate::figure::Figure;

const SYNCS: usize = 300;
const CHECKS: usize = 2000;

/// What this machine can do at best.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits {
    /// Milliseconds to append 4 KiB to a file and bring it to the disk.
    pub(crate) sync_ms: Figure,
    /// Milliseconds to check one signature.
    pub(crate) check_ms: f64,
}

/// Measures it.
pub(crate) fn measure() -> Result<Limits, Broken> {
    let scratch = Scratch::new("limits");
    let mut file = File::create(scratch.path().join("file")).map_err(Broken::Disk)?;
    let mut sync_ms = Figure::default();
    for _ in 0..SYNCS {
        let begun = Instant::now();
        file.write_all(&[7; 4096]).and_then(|()| file.sync_data()).map_err(Broken::Disk)?;
        sync_ms.add_ms(begun.elapsed());
    }
    let key = SignKey::random(&mut ChaCha8Rng::seed_from_u64(4));
    let (public, message) = (key.public(), [7; 32]);
    let signature = key.sign(b"limits", &message);
    let begun = Instant::now();
    let good = (0..CHECKS).filter(|_| public.verify(b"limits", &message, &signature)).count();
    let check_ms = begun.elapsed().as_secs_f64() * 1000.0 / CHECKS as f64;
    if good == CHECKS {
        Ok(Limits { sync_ms, check_ms })
    } else {
        Err(Broken::Corpus("a signature is not what it should be"))
    }
}
