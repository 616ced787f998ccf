//! The folder in which the relay keeps everything.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot write in {}: {source}; name another folder with --data", folder.display())]
pub struct DataError {
    /// The folder that was asked for.
    pub folder: PathBuf,
    #[source]
    source: io::Error,
}

/// Makes the folder if it is missing, for its owner only, and tries that it can be written: better now than at the
/// first entry.
pub(crate) fn prepare(folder: &Path) -> Result<(), DataError> {
    let prepare = || {
        if !folder.is_dir() {
            make(folder)?;
        }
        let probe = folder.join(".probe");
        fs::write(&probe, b"")?;
        fs::remove_file(probe)
    };
    prepare().map_err(|source| DataError { folder: folder.to_owned(), source })
}

/// Writes a file that only its owner may read. It appears whole or not at all.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let unfinished = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}

pub(crate) fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_made_is_named_in_one_line() {
        let file = std::env::temp_dir().join(format!("parlor-a-file-{}", std::process::id()));
        fs::write(&file, b"in the way").unwrap();
        let error = prepare(&file.join("data")).unwrap_err().to_string();
        fs::remove_file(&file).unwrap();
        assert!(error.contains("--data") && error.contains("parlor-a-file"), "{error}");
        assert!(!error.contains('\n'));
    }
}
