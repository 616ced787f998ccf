//! The task program: `cargo start` and `cargo ci`.

mod ci;
mod start;

use clap::{Parser, Subcommand};
use std::io::{self, Write};
use std::process::ExitCode;

/// The tasks of this project.
#[derive(Parser)]
#[command(name = "cargo", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the client, build the relay around it, and run it.
    Start(start::Start),
    /// Everything that must be green: format, lints, WASM, tests.
    Ci,
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Start(start) => start.run().map_err(|error| error.to_string()),
        Task::Ci => ci::run().map_err(|error| error.to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error);
            ExitCode::FAILURE
        }
    }
}

/// Says one line to whoever started the task. What the tasks make goes to standard output; this does not.
fn say(line: &str) {
    // Nobody is left to hear that standard error is closed.
    let _ = writeln!(io::stderr(), "{line}");
}
