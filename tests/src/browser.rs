//! Runs a scenario with real browsers against the real relay.

use crate::Scratch;
use crate::tools::{Missing, Tools};
use bundle::{BundleError, Profile, cargo};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs, io};

/// A scenario that takes longer than this hangs.
const LONGEST: Duration = Duration::from_secs(240);

/// Why there is nothing to run a scenario with.
#[derive(Debug, thiserror::Error)]
enum NoStage {
    #[error(transparent)]
    Missing(#[from] Missing),
    #[error(transparent)]
    NotBuilt(#[from] BundleError),
}

/// What every scenario needs, made once.
struct Stage {
    tools: Tools,
    relay: PathBuf,
    dist: PathBuf,
    /// The relay carries no client.
    is_quick: bool,
}

impl Stage {
    /// What ships: the client as a tablet gets it, inside the relay as it is released. With `PARLOR_QUICK=1` both are
    /// built the quick way, for whoever works on a page.
    fn build() -> Result<Self, NoStage> {
        let tools = Tools::find()?;
        let is_quick = env::var_os("PARLOR_QUICK").is_some_and(|value| value == "1");
        let dist = bundle::build(if is_quick { Profile::Quick } else { Profile::Ship })?.folder;
        let relay = if is_quick { cargo::build_quick_relay()? } else { cargo::build_relay()? };
        Ok(Self { tools, relay, dist, is_quick })
    }

    fn get() -> &'static Self {
        static STAGE: OnceLock<Result<Stage, NoStage>> = OnceLock::new();
        match STAGE.get_or_init(Self::build) {
            Ok(stage) => stage,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Runs a scenario of `tests/browser`; if it fails, with everything it said.
///
/// `late_relay` is the program of that name, which only a test can name.
pub fn run(scenario: &str, late_relay: &str) {
    let stage = Stage::get();
    let scratch = Scratch::new(scenario);
    let output_path = scratch.path().join("output");
    let output = File::create(&output_path).expect("the folder for temporary files can be written");
    let mut node = Command::new(&stage.tools.node);
    node.arg(format!("{scenario}.mjs")).current_dir(&stage.tools.scenarios);
    node.env("CHROMIUM", &stage.tools.chromium).env("PARLOR_RELAY", &stage.relay);
    node.env("PARLOR_LATE_RELAY", late_relay);
    node.env("PARLOR_DIST", &stage.dist).env("PARLOR_SCRATCH", scratch.path());
    node.env("PARLOR_DEMO", demo()).env_remove("PARLOR_CLIENT");
    if stage.is_quick {
        node.env("PARLOR_CLIENT", &stage.dist);
    }
    node.stderr(output.try_clone().expect("a file can be opened twice")).stdout(output);
    let ended = node.spawn().and_then(|mut child| wait(&mut child));
    let said = fs::read_to_string(&output_path).unwrap_or_default();
    match ended {
        Ok(Some(status)) if status.success() => {}
        Ok(Some(_)) => panic!("{scenario} failed:\n{said}"),
        Ok(None) => panic!("{scenario} did not end within {} s:\n{said}", LONGEST.as_secs()),
        Err(error) => panic!("{scenario} could not be run: {error}"),
    }
}

/// A folder with the demo studio's data and accounts, written once for all scenarios, which copy it.
fn demo() -> &'static Path {
    static DEMO: OnceLock<Scratch> = OnceLock::new();
    let written = DEMO.get_or_init(|| {
        let scratch = Scratch::new("demo-studio");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let data = scratch.path().join("data");
        let writing = crate::demo::write(&data);
        let written = tokio::task::LocalSet::new().block_on(&runtime.expect("a runtime starts"), writing);
        let written = written.unwrap_or_else(|error| panic!("{error}"));
        let json = written.to_json().expect("accounts are plain text");
        fs::write(scratch.path().join("accounts.json"), json).expect("the folder can be written");
        scratch
    });
    written.path()
}

/// Nothing if it did not end in time; it is then ended.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    while started.elapsed() < LONGEST {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
