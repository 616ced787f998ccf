//! Finds what tests need besides Cargo, and installs it where that is allowed. What is missing fails in one line.

use bundle::root;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

const CHROMIUM_NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/// What the browser tests need.
#[derive(Debug, Clone)]
pub(crate) struct Tools {
    pub(crate) chromium: PathBuf,
    pub(crate) node: PathBuf,
    /// Where the scenarios lie.
    pub(crate) scenarios: PathBuf,
}

/// A thing that is missing, and what to do.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Missing {
    #[error("$CHROMIUM is {}, which is not there", .0.display())]
    NamedChromium(PathBuf),
    #[error(
        "no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk), or name it in $CHROMIUM"
    )]
    Chromium,
    #[error("no Node: install Node 20 or later with npm (Debian: apt-get install nodejs npm)")]
    Node,
    #[error("no strace, which makes a disk fail: install it (Debian: apt-get install strace)")]
    Strace,
    #[error("npm could not install playwright-core; run `npm ci` in tests/browser to see why")]
    Playwright,
}

impl Tools {
    pub(crate) fn find() -> Result<Self, Missing> {
        let chromium = chromium()?;
        let node = on_path("node").or_else(|| installed(&["nodejs", "npm"], "node")).ok_or(Missing::Node)?;
        let scenarios = root().join("tests/browser");
        playwright(&scenarios)?;
        Ok(Self { chromium, node, scenarios })
    }
}

/// Stands between a program and the system: it can write down what is asked of the disk, and refuse it.
pub(crate) fn strace() -> Result<PathBuf, Missing> {
    on_path("strace").or_else(|| installed(&["strace"], "strace")).ok_or(Missing::Strace)
}

fn chromium() -> Result<PathBuf, Missing> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|named| !named.is_empty()).map(PathBuf::from) {
        return if named.is_file() { Ok(named) } else { Err(Missing::NamedChromium(named)) };
    }
    let found = CHROMIUM_NAMES.iter().find_map(|name| on_path(name));
    found.or_else(|| installed(&["chromium", "fonts-noto-cjk"], "chromium")).ok_or(Missing::Chromium)
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Installs packages where that is allowed: on Debian and its like, as root.
fn installed(packages: &[&str], program: &str) -> Option<PathBuf> {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root || on_path("apt-get").is_none() {
        return None;
    }
    let run = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        apt.status().is_ok_and(|status| status.success())
    };
    let install = [&["install", "--yes", "--no-install-recommends"], packages].concat();
    let done = run(&install) || (run(&["update"]) && run(&install));
    on_path(program).filter(|_| done)
}

/// Installs what the lock file names, unless that is there.
fn playwright(scenarios: &Path) -> Result<(), Missing> {
    let lock = fs::read(scenarios.join("package-lock.json")).map_err(|_| Missing::Playwright)?;
    let stamp = scenarios.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.arg("ci").current_dir(scenarios).stdout(Stdio::null());
    if !npm.status().is_ok_and(|status| status.success()) {
        return Err(Missing::Playwright);
    }
    fs::write(stamp, lock).map_err(|_| Missing::Playwright)
}
