//! Does a full disk stop only what needs one? On a real small disk that is filled to its end the relay refuses in plain
//! words and goes on reading, also after it was killed and started again; and when there is space it takes entries by
//! itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use shared::api::{ApiCode, ApiError, KeepVault, path};
use shared::codec;
use shared::ids::EntryId;
use shared::keys::SealedVault;
use shared::roll::Role;
use shared::sync::{Reason, Receipt};
use tests::Scratch;
use tests::relay::http;
use tests::relay::kept::{check_disk, fed};
use tests::relay::process::RelayProcess;
use tests::relay::socket::{Fate, Socket};
use tests::relay::strace;
use tests::relay::studio::{MENDS_WITHIN, Pen, Studio};
use tokio::time::{Duration, sleep};

/// A disk that can be filled to its end.
enum SmallDisk {
    /// A real one of 64 MiB, of which somebody else has taken a part.
    Mounted { at: PathBuf, ballast: PathBuf },
    /// Where mounting is not allowed: the system calls that write are refused as a full disk refuses them, by a tracer.
    Refusing { at: PathBuf },
}

impl SmallDisk {
    fn new(scratch: &Scratch) -> Self {
        let at = scratch.path().join("disk");
        fs::create_dir_all(&at).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "parlor-test"]).arg(&at);
        if mount.output().is_ok_and(|it| it.status.success()) {
            let ballast = at.join("ballast");
            fs::write(&ballast, vec![1; 44 << 20]).expect("it fits");
            return Self::Mounted { at, ballast };
        }
        Self::Refusing { at }
    }

    fn data(&self) -> PathBuf {
        let (Self::Mounted { at, .. } | Self::Refusing { at }) = self;
        at.join("data")
    }

    fn start(&self, port: u16, free_mib: &str) -> RelayProcess {
        let under = match self {
            Self::Mounted { .. } => Vec::new(),
            // enough for the studio to begin
            Self::Refusing { .. } => strace::refusing(&self.data(), "pwrite64:error=ENOSPC:when=400+"),
        };
        RelayProcess::start_with(&self.data(), port, &["--free-mib", free_mib], &under).expect("it starts")
    }

    /// Somebody makes room.
    fn free(&self, relay: &RelayProcess) {
        match self {
            Self::Mounted { ballast, .. } => fs::remove_file(ballast).expect("it is there"),
            Self::Refusing { .. } => {
                let status = fs::read_to_string(format!("/proc/{}/status", relay.id())).expect("it runs");
                let tracer = status.lines().find_map(|line| line.strip_prefix("TracerPid:"));
                let tracer = tracer.expect("it is traced").trim();
                assert!(Command::new("kill").arg(tracer).status().expect("kill is there").success());
            }
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if let Self::Mounted { at, .. } = self {
            // even if a relay that failed still has files open there
            let _ = Command::new("umount").arg("-l").arg(at).status();
        }
    }
}

/// Pushes until the disk has no more room. Answers with what was kept, and what was refused.
async fn fill(
    relay: &RelayProcess,
    studio: &Studio,
    pen: &mut Pen,
) -> (Vec<(EntryId, Receipt)>, shared::entry::Entry) {
    let mut kept = Vec::new();
    let (mut socket, _) = Socket::greet(relay.address, studio.id, None, None).await.expect("it is let in");
    for _ in 0..1000 {
        let entry = pen.write_random(400 << 10);
        let fates = socket.settle(std::slice::from_ref(&entry)).await.expect("it answers");
        match fates[..] {
            [Fate::Kept(receipt)] => kept.push((entry.id, receipt)),
            [Fate::Refused(refused)] => {
                assert_eq!(refused.reason, Reason::Disk);
                return (kept, entry);
            }
            _ => panic!("{fates:?}"),
        }
    }
    panic!("the disk does not fill");
}

async fn reads(relay: &RelayProcess, studio: &Studio, kept: &[(EntryId, Receipt)]) {
    let found = fed(relay.address, studio.id, &studio.founder.key).await.expect("reading goes on");
    for (id, it) in kept {
        assert_eq!(found.get(&(it.doc, it.device, it.n)), Some(&(*id, it.position)));
    }
}

async fn refuses_a_vault(relay: &RelayProcess, vault: &SealedVault) {
    let keep = KeepVault { vault: vault.encode().into(), auth: None };
    let answer = http::post(relay.address, path::VAULT, codec::encode(&keep), "").await.expect("it answers");
    assert_eq!((answer.status, ApiError::read(&answer.body).code), (507, ApiCode::Disk));
}

async fn readiness(relay: &RelayProcess) -> u16 {
    http::get(relay.address, "/readyz").await.expect("it answers").status
}

async fn mends(relay: &RelayProcess) -> Duration {
    let began = Instant::now();
    while readiness(relay).await != 200 {
        assert!(began.elapsed() < MENDS_WITHIN, "not ready again: {}", relay.log());
        sleep(Duration::from_millis(50)).await;
    }
    began.elapsed()
}

fn no_panic(data: &Path) {
    let log = fs::read_to_string(data.with_extension("log")).expect("it logs");
    assert!(!log.contains("panicked"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_refused_in_plain_words_read_on_and_mended_by_itself() {
    let scratch = Scratch::new("full-disk");
    let disk = SmallDisk::new(&scratch);
    let mut relay = disk.start(0, "0");
    let token = relay.founding_token().expect("it prints a link");
    let mut studio = Studio::found(relay.address, token).await;
    let member = studio.join("P02", &[Role::Member]).await;
    let mut pen = studio.case(&member, &[]).await;

    let (mut kept, refused) = fill(&relay, &studio, &mut pen).await;
    assert!(!kept.is_empty(), "something was kept before");
    refuses_a_vault(&relay, &studio.founder_vault(2)).await;
    assert_eq!(readiness(&relay).await, 503);
    assert_eq!(http::get(relay.address, "/healthz").await.expect("it answers").status, 200);
    reads(&relay, &studio, &kept).await;

    if let SmallDisk::Mounted { .. } = &disk {
        let port = relay.address.port();
        relay.kill().expect("it runs");
        relay = disk.start(port, "0");
        reads(&relay, &studio, &kept).await;
        let (mut socket, _) = Socket::greet(relay.address, studio.id, None, None).await.expect("let in");
        let fates = socket.settle(std::slice::from_ref(&refused)).await.expect("it answers");
        assert!(matches!(fates[..], [Fate::Refused(it)] if it.reason == Reason::Disk), "{fates:?}");
    }

    disk.free(&relay);
    let mended = mends(&relay).await;
    let receipts = studio.keep(std::slice::from_ref(&refused)).await;
    kept.push((refused.id, receipts[0]));
    studio.renew_vault(2).await;
    reads(&relay, &studio, &kept).await;
    tests::say(format_args!(
        "{} large entries filled the disk; ready {mended:?} after there was space",
        kept.len()
    ));

    // what must stay free is not written into
    let port = relay.address.port();
    relay.kill().expect("it runs");
    if let SmallDisk::Mounted { at, .. } = &disk {
        relay = disk.start(port, "8");
        let (more, _) = fill(&relay, &studio, &mut pen).await;
        kept.extend(more);
        let free = rest(at);
        tests::say(format_args!("{free} bytes stay free"));
        assert!(free > 4 << 20, "{free} bytes are left free");
        refuses_a_vault(&relay, &studio.founder_vault(3)).await;
        assert_eq!(readiness(&relay).await, 503);
        reads(&relay, &studio, &kept).await;
        relay.kill().expect("it runs");
    }
    no_panic(&disk.data());
    check_disk(&disk.data(), studio.id);
}

/// How many bytes are free on a disk, as `df` says.
fn rest(at: &Path) -> u64 {
    let said = Command::new("df").args(["--output=avail", "-B1"]).arg(at).output().expect("df is there");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    said.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("a number of bytes")
}
