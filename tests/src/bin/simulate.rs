//! `simulate`: tells stories of the simulation, many of them or one aloud.

use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use tests::simulation::{Bug, Kind, Tally, run_aloud, tell};

/// Tells stories of the simulation: many seeds on every core, or one aloud.
#[derive(Parser)]
struct Cli {
    /// How many seeds.
    #[arg(long, default_value_t = 20_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// One seed, with everything that happens in it.
    #[arg(long, conflicts_with_all = ["seeds", "from"])]
    seed: Option<u64>,
    /// What documents are made of.
    #[arg(long, value_enum, default_value_t = Tier::Opaque)]
    tier: Tier,
    /// A bug to be planted.
    #[arg(long, value_parser = bug)]
    bug: Option<Bug>,
    /// On how many cores; all, if it is not said.
    #[arg(long)]
    cores: Option<usize>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tier {
    Opaque,
    Records,
}

fn bug(name: &str) -> Result<Bug, String> {
    let known = || Bug::ALL.map(Bug::name).join(", ");
    Bug::named(name).ok_or_else(|| format!("there is no such bug; there are: {}", known()))
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let kind = match cli.tier {
        Tier::Opaque => Kind::Opaque,
        Tier::Records => Kind::Records,
    };
    let is_well = match cli.seed {
        Some(seed) => one(kind, seed, cli.bug),
        None => many(kind, &cli),
    };
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn one(kind: Kind, seed: u64, bug: Option<Bug>) -> bool {
    let report = run_aloud(kind, seed, bug);
    for (i, line) in report.told.iter().enumerate() {
        say(&format!("{i:5}  {line}"));
    }
    report.wrong.iter().for_each(|wrong| say(&format!("wrong: {wrong}")));
    say(&format!("{:?}", report.counts));
    say(if report.wrong.is_empty() { "a good end" } else { "a bad end" });
    report.wrong.is_empty()
}

fn many(kind: Kind, cli: &Cli) -> bool {
    let cores = cli.cores.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from));
    let begun = Instant::now();
    let told = tell(kind, cli.from..cli.from.saturating_add(cli.seeds), cli.bug, cores, progress);
    let per_core = told.seeds as f64 / begun.elapsed().as_secs_f64() / cores as f64;
    say(&format!(
        "{} in {:.0?} on {cores} cores: {per_core:.1} seeds a second and core",
        told.line(),
        begun.elapsed()
    ));
    if told.failed > 0 {
        say(&told.as_tests(kind, cli.bug, 3));
    }
    told.failed == 0
}

fn progress(told: &Tally, since: Duration) {
    let a_second = told.seeds as f64 / since.as_secs_f64();
    let first = told.first.first().map(|(seed, _)| format!(", the first is {seed}")).unwrap_or_default();
    // Nobody is left to hear that standard error is closed.
    let _ = writeln!(
        io::stderr(),
        "{} seeds told, {a_second:.0} a second, {} went wrong{first}",
        told.seeds,
        told.failed
    );
}

fn say(line: &str) {
    // A closed standard output is no reason to fail.
    let _ = writeln!(io::stdout(), "{line}");
}
