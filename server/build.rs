//! Puts the client into a release relay. A debug relay carries only a page that says so: its client is named with
//! `--client`, so that a changed page does not mean a new relay.

use std::path::{Path, PathBuf};
use std::{env, fs};

const NOT_BUILT: &str = "<!doctype html><meta charset=\"utf-8\"><title>Parlor</title>\
    <p>This relay carries no client. Run <code>cargo start</code>, or name the folder of a built client with \
    <code>--client</code>.</p>\n";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = if env::var("PROFILE").as_deref() == Ok("release") { built() } else { not_built() };
    match folder {
        Ok(folder) => memory_serve::load_directory_with_embed(folder, true),
        Err(reason) => println!("cargo::error={reason}"),
    }
}

fn built() -> Result<PathBuf, String> {
    let dist = Path::new("../client/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    if dist.join("index.html").is_file() && dist.join("sw.js").is_file() {
        return Ok(dist.to_owned());
    }
    Err("client/dist holds no built client, and a release relay carries one: run `cargo start`".to_owned())
}

fn not_built() -> Result<PathBuf, String> {
    let out = env::var("OUT_DIR").map_err(|_| "cargo named no OUT_DIR")?;
    let folder = Path::new(&out).join("not-built");
    let write = || {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), NOT_BUILT)
    };
    write()
        .map_err(|e: std::io::Error| format!("cannot write the page that stands in for the client: {e}"))?;
    Ok(folder)
}
