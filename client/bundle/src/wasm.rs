//! The glue between WASM and JavaScript.

use crate::cargo::Binary;
use crate::{BundleError, Profile};
use wasm_bindgen_cli_support::Bindgen;

/// A WASM program with its glue.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) js: String,
    pub(crate) wasm: Vec<u8>,
}

/// Binds a binary. The loader says where the WASM lies, since its name follows from what it holds.
pub(crate) fn bind(binary: &Binary, profile: Profile) -> Result<Program, BundleError> {
    let refuse = |reason| BundleError::NotBound { binary: binary.name, reason };
    let ship = profile == Profile::Ship;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&binary.path)
        .typescript(false)
        .remove_name_section(ship)
        .remove_producers_section(ship);
    bindgen.web(true).map_err(|error| refuse(format!("{error:#}")))?;
    let mut output = bindgen.generate_output().map_err(|error| refuse(format!("{error:#}")))?;
    let inline = output.snippets().iter().filter(|(_, scripts)| !scripts.is_empty()).map(|(name, _)| name);
    if let Some(script) = output.local_modules().keys().chain(inline).next() {
        return Err(BundleError::ForeignScript(binary.name, script.clone()));
    }
    Ok(Program { name: binary.name, js: output.js().to_owned(), wasm: output.wasm_mut().emit_wasm() })
}
