//! Names by content, and files that name each other.
//!
//! A file in `client/static` names another as `{{style.css}}`, which becomes the name with the hash in it;
//! `{{style.css:integrity}}` becomes what a tag's `integrity` wants; `{{build}}` is the name of the build.
//! `sw.js` gets `{{files}}`: every file with its SHA-256.

use crate::wasm::Program;
use crate::{BundleError, root};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files that are asked for by a name that must not change. All others are named by what they hold.
const NAMED: [&str; 3] = ["index.html", "sw.js", "manifest.webmanifest"];

/// The files of a client, by the name they are served under.
#[derive(Default)]
pub(crate) struct Files {
    files: BTreeMap<String, Vec<u8>>,
    /// What a file in `client/static` calls another → the name it is served under.
    names: BTreeMap<String, String>,
}

impl Files {
    /// Adds a program and its glue.
    pub(crate) fn add_program(&mut self, program: &Program) {
        self.add(&format!("{}.js", program.name), program.js.clone().into_bytes());
        self.add(&format!("{}.wasm", program.name), program.wasm.clone());
    }

    /// Every file, with the name it is served under.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let served = if NAMED.contains(&name) { name.to_owned() } else { hashed(name, &bytes) };
        self.names.insert(name.to_owned(), served.clone());
        self.files.insert(served, bytes);
    }

    /// Replaces the folder by these files.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), BundleError> {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(BundleError::disk(folder))?;
        }
        fs::create_dir_all(folder).map_err(BundleError::disk(folder))?;
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            fs::write(&path, bytes).map_err(BundleError::disk(&path))?;
        }
        Ok(())
    }

    /// The file with the names of others put in; a picture is taken as it is.
    fn filled(&self, file: &str, bytes: &[u8]) -> Result<Vec<u8>, BundleError> {
        let Ok(text) = str::from_utf8(bytes) else { return Ok(bytes.to_owned()) };
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (named, after) = after.split_once("}}").unwrap_or((after, ""));
            let unnamed = || BundleError::Unnamed { file: file.to_owned(), named: named.to_owned() };
            filled.push_str(before);
            filled.push_str(&self.value(named).ok_or_else(unnamed)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled.into_bytes())
    }

    fn value(&self, named: &str) -> Option<String> {
        match named {
            "build" => return Some(self.build()),
            "files" => return Some(self.list()),
            _ => {}
        }
        let Some(name) = named.strip_suffix(":integrity") else {
            return self.names.get(named).cloned();
        };
        let bytes = self.files.get(self.names.get(name)?)?;
        Some(format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes))))
    }

    /// The name of the build: it changes when any file does.
    fn build(&self) -> String {
        let mut hash = Sha256::new();
        for (name, bytes) in &self.files {
            hash.update(name);
            hash.update(Sha256::digest(bytes));
        }
        hex(&hash.finalize()[..8])
    }

    /// Every file with its SHA-256, as an object of JavaScript. The page itself is asked for by its address.
    fn list(&self) -> String {
        let line = |(name, bytes): (&String, &Vec<u8>)| {
            let path = if name == "index.html" { "" } else { name };
            format!("  \"/{path}\": \"{}\",\n", hex(&Sha256::digest(bytes)))
        };
        format!("{{\n{}}}", self.files.iter().map(line).collect::<String>())
    }
}

/// What stands in `client/static`, by name.
pub(crate) fn static_files() -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let folder = root().join("client/static");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).map_err(BundleError::disk(&folder))? {
        let path = entry.map_err(BundleError::disk(&folder))?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| path.is_file()) {
            files.insert(name.to_owned(), fs::read(&path).map_err(BundleError::disk(&path))?);
        }
    }
    Ok(files)
}

/// Adds what stands in `client/static`, each file after those that it names.
pub(crate) fn assemble(files: &mut Files) -> Result<(), BundleError> {
    let mut waiting = static_files()?;
    // The list and the name of the build are of all the others.
    let last = waiting.remove("sw.js");
    while !waiting.is_empty() {
        let mut refused = None;
        let before = waiting.len();
        for (name, bytes) in std::mem::take(&mut waiting) {
            match files.filled(&name, &bytes) {
                Ok(bytes) => files.add(&name, bytes),
                Err(error) => {
                    refused = Some(error);
                    waiting.insert(name, bytes);
                }
            }
        }
        // A round without success: a file names one that is not there, or two name each other.
        if let Some(error) = refused.filter(|_| waiting.len() == before) {
            return Err(error);
        }
    }
    if let Some(bytes) = last {
        let bytes = files.filled("sw.js", &bytes)?;
        files.add("sw.js", bytes);
    }
    Ok(())
}

fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = hex(&Sha256::digest(bytes)[..8]);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("{stem}.{hash}.{ending}")
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
