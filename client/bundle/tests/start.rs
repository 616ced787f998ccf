//! Is everything that `cargo start` can know beforehand said in one line, before anything is built?

#![cfg(unix)]

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A machine as `cargo start` sees it: a compiler that says where its targets are, a rustup that can add none, and a cargo
/// that leaves a mark and builds nothing.
struct Machine {
    folder: PathBuf,
}

impl Machine {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("parlor-start-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("bin")).expect("a folder is made");
        fs::create_dir_all(folder.join("targets")).expect("a folder is made");
        let machine = Self { folder };
        machine.program("cargo", &format!("echo \"$@\" >> {}; exit 1", machine.path("built").display()));
        machine.program("rustc", &format!("echo {}", machine.path("targets").display()));
        machine.program("rustup", "echo 'info: downloading' >&2; echo 'error: no network' >&2; exit 1");
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a program is written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it can be run");
    }

    fn start(&self, arguments: &[&str], data: Option<&Path>) -> Output {
        let mut task = Command::new(env!("CARGO_BIN_EXE_task"));
        task.arg("start").args(arguments).current_dir(&self.folder);
        if let Some(data) = data {
            task.arg("--data").arg(data);
        }
        let path = std::env::var("PATH").expect("there is a path");
        task.env("PATH", format!("{}:{path}", self.path("bin").display()));
        task.env("CARGO", self.path("bin/cargo"));
        task.output().expect("the task runs")
    }

    /// What is said when nothing is built: one line.
    fn refusal(&self, arguments: &[&str], data: Option<&Path>) -> String {
        let output = self.start(arguments, data);
        let said = String::from_utf8(output.stderr).expect("it is text");
        assert!(!output.status.success() && output.stdout.is_empty(), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!self.path("built").exists(), "something was built before this was said: {said}");
        said
    }

    /// What cargo was told, once everything was ready.
    fn built(&self, arguments: &[&str], data: Option<&Path>) -> String {
        let output = self.start(arguments, data);
        let said = String::from_utf8_lossy(&output.stderr);
        fs::read_to_string(self.path("built")).unwrap_or_else(|_| panic!("nothing was built: {said}"))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Any port that is free.
const ANY: [&str; 2] = ["--port", "0"];

#[test]
fn a_port_that_is_taken_is_said_before_anything_is_built() {
    let machine = Machine::new("port");
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    for more in [&[][..], &["--lan"], &["--demo"], &["--quick"]] {
        let said = machine.refusal(&[&["--port", &port], more].concat(), Some(&machine.path("data")));
        assert!(said.contains(&format!("port {port} is taken")) && said.contains("with --port"), "{said}");
    }
    assert!(!machine.path("data").exists());
}

#[test]
fn a_data_folder_that_cannot_be_written_is_said_before_anything_is_built() {
    let machine = Machine::new("data");
    let file = machine.path("a-file");
    fs::write(&file, "in the way").unwrap();
    // nobody makes a folder there, not even root
    for data in [file.clone(), file.join("data"), "/proc/parlor/data".into()] {
        for more in [&[][..], &["--demo"]] {
            let said = machine.refusal(&[&ANY[..], more].concat(), Some(&data));
            assert!(said.contains(data.to_str().unwrap()) && said.contains("with --data"), "{said}");
        }
    }
}

#[test]
fn a_default_data_folder_that_cannot_be_written_is_said_as_well() {
    let machine = Machine::new("default");
    fs::write(machine.path("parlor-data"), "in the way").unwrap();
    let said = machine.refusal(&ANY, None);
    assert!(said.contains("parlor-data") && said.contains("with --data"), "{said}");
}

#[test]
fn a_missing_wasm_target_is_said_before_anything_is_built_and_with_what_rustup_said() {
    let machine = Machine::new("target");
    machine.program("rustc", "echo /nowhere");
    let said = machine.refusal(&ANY, None);
    let told =
        ["wasm32-unknown-unknown", "error: no network", "run `rustup target add wasm32-unknown-unknown`"];
    assert!(told.iter().all(|it| said.contains(it)) && !said.contains("downloading"), "{said}");
}

#[test]
fn the_demo_is_not_written_over_a_relays_folder_and_that_is_said_before_anything_is_built() {
    let machine = Machine::new("demo");
    let data = machine.path("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("parlor.db"), "").unwrap();
    let said = machine.refusal(&[&ANY[..], &["--demo"]].concat(), Some(&data));
    let told = [data.to_str().unwrap(), "with --data", "without --demo"];
    assert!(told.iter().all(|it| said.contains(it)), "{said}");
    assert!(
        machine.built(&ANY, Some(&data)).contains("parlor-client"),
        "without --demo it is just a data folder"
    );
}

#[test]
fn when_everything_is_ready_the_client_is_built_and_nothing_is_left_where_was_looked() {
    let machine = Machine::new("ready");
    for arguments in [&ANY[..], &["--port", "0", "--demo"]] {
        let built = machine.built(arguments, Some(&machine.path("new/data")));
        assert!(built.starts_with("build --package parlor-client"), "{built}");
    }
    assert!(!machine.path("new").exists(), "the relay makes the folder, for its owner only");
    let hidden = fs::read_dir(&machine.folder).unwrap();
    assert!(hidden.map(|it| it.unwrap().file_name()).all(|name| !name.to_string_lossy().starts_with('.')));
}
