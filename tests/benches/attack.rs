//! What an attack costs honest people in time: how long an edit takes to another tablet, quiet and under each attack in
//! turns, in one run on one machine, so that the ratios mean something. The attackers share this machine, and their own
//! work is part of what is measured.
//!
//! `cargo bench -p parlor-tests --bench attack` measures the relay as it is released, which carries the client, so
//! `cargo start` must have built that once; with `PARLOR_QUICK=1` the relay of the tests, which is not optimised.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use shared::roll::Role;
use tests::Scratch;
use tests::relay::attack::{Attack, Attackers, Honest, Target};
use tests::relay::process::{self, RelayProcess};
use tests::relay::studio::Studio;

const ROUNDS: usize = 3;
const EDITS: usize = 200;
const BETWEEN: Duration = Duration::from_millis(10);

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    NotBuilt(#[from] bundle::BundleError),
    #[error("the relay cannot be run: {0}")]
    Process(#[from] io::Error),
    #[error(transparent)]
    Gone(#[from] tests::relay::socket::Gone),
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let measured = runtime.map_err(Broken::from).and_then(|runtime| runtime.block_on(measure()));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("attack: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    // A closed standard output leaves nobody to tell.
    let _ = writeln!(io::stdout().lock(), "{line}");
}

async fn measure() -> Result<(), Broken> {
    if std::env::var_os("PARLOR_QUICK").is_none() {
        process::run(bundle::cargo::build_relay()?);
    }
    let scratch = Scratch::new("attack");
    let mut relay = RelayProcess::start(&scratch.path().join("data"), 0)?;
    let token = relay.founding_token()?;
    let mut studio = Studio::found(relay.address, token).await;
    let member = studio.join("P02", &[Role::Member]).await;
    let hostile = studio.join("P03", &[Role::Member]).await;
    let pen = studio.case(&member, &[]).await;
    let target = Target { relay: relay.address, studio: studio.id, key: hostile.key };
    let mut honest = Honest::new(pen, &target, &studio.founder.key).await?;
    round(&mut honest).await?;
    say("| attack | quiet p50 | p99 | under attack p50 | p99 | p99 ratio | memory |");
    say("|---|--:|--:|--:|--:|--:|--:|");
    let each = Attack::ALL.iter().map(|attack| (format!("{attack:?}"), vec![*attack]));
    for (name, attacks) in each.chain([("all at once".to_owned(), Attack::ALL.to_vec())]) {
        let (mut quiet, mut attacked, mut most) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            quiet.extend(round(&mut honest).await?);
            let attackers = Attackers::start(&attacks, &target);
            tokio::time::sleep(Duration::from_millis(600)).await;
            attacked.extend(round(&mut honest).await?);
            most = most.max(relay.resident_kib());
            drop(attackers);
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let (q50, q99) = (percentile(&mut quiet, 50), percentile(&mut quiet, 99));
        let (a50, a99) = (percentile(&mut attacked, 50), percentile(&mut attacked, 99));
        say(&format!(
            "| {name} | {q50:.2} ms | {q99:.2} ms | {a50:.2} ms | {a99:.2} ms | {:.2} | {} MiB |",
            a99 / q99,
            most >> 10
        ));
    }
    relay.kill()?;
    Ok(())
}

/// Edits, one after another.
async fn round(honest: &mut Honest) -> Result<Vec<Duration>, Broken> {
    let mut took = Vec::with_capacity(EDITS);
    for _ in 0..EDITS {
        let began = Instant::now();
        took.push(honest.edit().await?);
        tokio::time::sleep(BETWEEN.saturating_sub(began.elapsed())).await;
    }
    Ok(took)
}

/// In milliseconds.
fn percentile(took: &mut [Duration], percent: usize) -> f64 {
    took.sort();
    took[(took.len() * percent / 100).min(took.len() - 1)].as_secs_f64() * 1000.0
}
