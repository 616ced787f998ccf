//! The log of the relay: what it does, never what people wrote.

use tracing_subscriber::EnvFilter;

/// How to write the log.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum LogStyle {
    /// For a person at a terminal.
    Plain,
    /// One JSON object a line, for a collector.
    Json,
}

/// Starts the log. `PARLOR_LOG` says how much of it, in the way of `RUST_LOG`; `info` if it says nothing.
pub(crate) fn start(style: LogStyle) {
    let filter =
        EnvFilter::try_from_env("PARLOR_LOG").unwrap_or_else(|_| EnvFilter::new("info,memory_serve=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match style {
        LogStyle::Plain => log.with_target(false).init(),
        LogStyle::Json => log.json().init(),
    }
}
