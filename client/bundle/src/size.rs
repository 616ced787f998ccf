//! What a tablet on a slow line has to fetch, held against a limit at every build.

use crate::BundleError;
use crate::assemble::Files;
use brotli::enc::BrotliEncoderParams;

/// The two programs together: what they take now, and a little. The goal is half of it; see decision 13.
const WASM_LIMIT: usize = 1_450_000;
/// Glue, loaders and looks together.
const TEXT_LIMIT: usize = 60_000;

/// What a tablet has to fetch, in bytes after brotli.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The two WASM programs.
    pub wasm: usize,
    /// JavaScript and CSS.
    pub text: usize,
}

impl Sizes {
    pub(crate) fn check(self) -> Result<Self, BundleError> {
        let parts = [("WASM", self.wasm, WASM_LIMIT), ("JavaScript and CSS", self.text, TEXT_LIMIT)];
        match parts.into_iter().find(|(_, bytes, limit)| bytes > limit) {
            Some((what, bytes, limit)) => Err(BundleError::TooLarge { what, bytes, limit }),
            None => Ok(self),
        }
    }
}

/// Compresses each file as the relay does, to see how large it gets.
pub(crate) fn measure(files: &Files) -> Sizes {
    let mut sizes = Sizes { wasm: 0, text: 0 };
    for (name, bytes) in files.iter() {
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("wasm") => sizes.wasm += compressed(bytes),
            Some("js" | "css") => sizes.text += compressed(bytes),
            _ => {}
        }
    }
    sizes
}

fn compressed(mut bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    match brotli::BrotliCompress(&mut bytes, &mut out, &BrotliEncoderParams::default()) {
        Ok(size) => size,
        // Nothing that writes into memory fails; were it so, the file counts as it is.
        Err(_) => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_grew_too_large_is_refused() {
        assert!(Sizes { wasm: WASM_LIMIT, text: TEXT_LIMIT }.check().is_ok());
        let error = Sizes { wasm: WASM_LIMIT + 1, text: 0 }.check().unwrap_err().to_string();
        assert!(error.contains(&(WASM_LIMIT + 1).to_string()) && error.contains("WASM"), "{error}");
        assert!(Sizes { wasm: 0, text: TEXT_LIMIT + 1 }.check().is_err());
    }
}
