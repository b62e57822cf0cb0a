//! `include_dockerfile!`: a Dockerfile that is read while the program compiles.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use dockerspec_core::finding::{Finding, LineColumn, Source};
use dockerspec_core::parse::Parsed;
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::error::Place;

/// The file is read here, for its errors. The expansion includes its text, so that the compiler knows that the program
/// depends on it, and reads that again where the program runs.
pub(crate) fn expand(input: &TokenStream, folder: Option<&Path>) -> TokenStream {
    match check(input, folder) {
        Ok(path) => quote!(::dockerspec::model::Dockerfile::parse(::core::include_str!(#path)).0),
        Err(errors) => Place::of(input).errors(errors, &quote!(::dockerspec::model::Dockerfile::parse("").0)),
    }
}

/// The absolute path of the file, when nothing is wrong with it.
fn check(input: &TokenStream, folder: Option<&Path>) -> Result<String, Vec<String>> {
    let name = match syn::parse2::<LitStr>(input.clone()) {
        Ok(literal) if !literal.value().is_empty() => literal.value(),
        _ => {
            let expected = "expected the path of a Dockerfile in quotes, as in `include_dockerfile!(\"Dockerfile\")`";
            return Err(vec![expected.to_owned()]);
        }
    };
    let folder = folder.ok_or_else(|| {
        vec![format!("the path `{name}` begins at `CARGO_MANIFEST_DIR`, which is not set; build with cargo")]
    })?;
    let path = folder.join(&name);
    let text = read(&name, &path).map_err(|error| vec![error])?;
    let errors = errors(&name, &text);
    if !errors.is_empty() {
        return Err(errors);
    }
    path.into_os_string().into_string().map_err(|path| {
        vec![format!("the path `{}` is not UTF-8; move the package to a folder whose path is", path.display())]
    })
}

/// The text of a file.
fn read(name: &str, path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("there is no file `{name}`; write its path from the folder of Cargo.toml on"),
        _ if path.is_dir() => format!("`{name}` is a folder; name the file in it, as in `{name}/Dockerfile`"),
        _ => format!("`{name}` cannot be read: {error}"),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let place = place(&Source::new(name, &text), u32::MAX);
        format!("{place}: byte {valid} of the file is not UTF-8; save it as UTF-8")
    })
}

/// What is wrong with the file, whatever the build arguments are.
fn errors(name: &str, text: &str) -> Vec<String> {
    let source = Source::new(name, text);
    let errors = Parsed::new(text).findings.into_iter().filter(Finding::is_error);
    let errors = errors.map(|finding| {
        let place = place(&source, finding.label.span.start);
        match &finding.help {
            Some(help) => format!("{place}: {}; {help}", finding.message),
            None => format!("{place}: {}", finding.message),
        }
    });
    errors.collect()
}

fn place(source: &Source<'_>, offset: u32) -> String {
    let LineColumn { line, column } = source.line_column(offset);
    format!("{}:{line}:{column}", source.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expansion for a file of that text, in which `FOLDER` is where the file is.
    fn expanded(text: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Dockerfile"), text).unwrap();
        let expansion = expand(&quote!("Dockerfile"), Some(folder.path())).to_string();
        expansion.replace(folder.path().to_str().unwrap(), "FOLDER")
    }

    fn errors_of(input: &TokenStream, folder: Option<&Path>) -> Vec<String> {
        check(input, folder).unwrap_err()
    }

    #[test]
    fn the_program_depends_on_the_file() {
        let expansion = expanded(b"FROM scratch\n");
        assert!(expansion.contains("include_str ! (\"FOLDER/Dockerfile\")"), "{expansion}");
        assert!(!expansion.contains("compile_error"), "{expansion}");
    }

    #[test]
    fn every_error_is_told() {
        let expansion = expanded(b"\xef\xbb\xbfFROM scratch\r\nRUNN a\r\n  COPY a\r\n");
        assert_eq!(expansion.matches("compile_error").count(), 2, "{expansion}");
        assert!(expansion.contains("Dockerfile:2:1: ") && expansion.contains("Dockerfile:3:8: "), "{expansion}");
    }

    #[test]
    fn what_arguments_can_change_is_no_error() {
        assert!(!expanded(b"ARG BASE\nFROM $BASE\n").contains("compile_error"));
    }

    #[test]
    fn other_compilers_than_cargo_say_no_folder() {
        let error = "the path `a` begins at `CARGO_MANIFEST_DIR`, which is not set; build with cargo";
        assert_eq!(errors_of(&quote!("a"), None), [error]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_not_utf8_cannot_be_included() {
        use std::os::unix::ffi::OsStrExt as _;

        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff"));
        // Not every file system has such names.
        if fs::create_dir(&folder).is_ok() {
            fs::write(folder.join("a"), "FROM scratch\n").unwrap();
            let errors = errors_of(&quote!("a"), Some(&folder));
            assert!(errors[0].ends_with("is not UTF-8; move the package to a folder whose path is"), "{errors:?}");
        }
    }
}
