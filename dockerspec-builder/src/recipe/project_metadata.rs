//! What manifests of other languages say of their package.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::recipe::Metadata;

/// Why a manifest says nothing of its package.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// The file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not of its language.
    #[error("`{}` is not {language}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The language.
        language: &'static str,
        /// What is wrong, and where.
        message: String,
    },
    /// It has nothing where all is said.
    #[error("`{}` has no {what}; expected one with the name and the version of the package", path.display())]
    Nothing {
        /// The file.
        path: PathBuf,
        /// What it has not.
        what: &'static str,
    },
}

impl Metadata {
    /// What a `package.json` says: name, version, description, licence, repository, homepage and author.
    ///
    /// ```
    /// # use dockerspec::recipe::Metadata;
    /// # let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/recipes/npm");
    /// let metadata = Metadata::from_package_json(format!("{directory}/package.json"))?;
    /// let expected = Metadata::new()
    ///     .title("shop")
    ///     .version("0.4.0")
    ///     .description("A shop that says what is in it")
    ///     .licenses("MIT");
    /// assert_eq!(metadata, expected);
    /// # Ok::<(), dockerspec::recipe::MetadataError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not an object in JSON.
    ///
    /// Source: [npm's documentation](https://docs.npmjs.com/cli/configuring-npm/package-json) of the file.
    pub fn from_package_json(path: impl AsRef<Path>) -> Result<Self, MetadataError> {
        let path = path.as_ref();
        let package: Value =
            parsed(path, "JSON", |text| serde_json::from_str(text).map_err(|error| error.to_string()))?;
        if !package.is_object() {
            return Err(MetadataError::Nothing { path: path.to_owned(), what: "object" });
        }
        let repository = said(&package["repository"]).or_else(|| said(&package["repository"]["url"]));
        // What npm has for those that have no licence of this list.
        let license = said(&package["license"]).filter(|it| *it != "UNLICENSED" && !it.starts_with("SEE LICENSE IN"));
        Ok(Self::new()
            .title(text(&package["name"]))
            .version(text(&package["version"]))
            .description(text(&package["description"]))
            .licenses(license.unwrap_or_default().to_owned())
            .source(repository.and_then(address).unwrap_or_default())
            .url(text(&package["homepage"]))
            .authors(person(&package["author"]).unwrap_or_default()))
    }

    /// What the table `project` of a `pyproject.toml` says: name, version, description, licence, authors, and the
    /// addresses that have one of the well-known names.
    ///
    /// What is `dynamic` is not there, and is to be said by the methods.
    ///
    /// ```
    /// # use dockerspec::recipe::Metadata;
    /// # let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/recipes/uv");
    /// let metadata = Metadata::from_pyproject(format!("{directory}/pyproject.toml"))?;
    /// let expected = Metadata::new()
    ///     .title("shop")
    ///     .version("0.4.0")
    ///     .description("A shop that says what is in it")
    ///     .licenses("MIT");
    /// assert_eq!(metadata, expected);
    /// # Ok::<(), dockerspec::recipe::MetadataError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is not TOML, or has no table `project`.
    ///
    /// Source: the [specification](https://packaging.python.org/en/latest/specifications/pyproject-toml/) of the file.
    pub fn from_pyproject(path: impl AsRef<Path>) -> Result<Self, MetadataError> {
        let path = path.as_ref();
        let file: Value =
            parsed(path, "TOML", |text| toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned()))?;
        let project = &file["project"];
        if !project.is_object() {
            return Err(MetadataError::Nothing { path: path.to_owned(), what: "table `project`" });
        }
        let authors: Vec<String> = project["authors"].as_array().into_iter().flatten().filter_map(person).collect();
        let named = |names: &[&str]| {
            let addresses = project["urls"].as_object().into_iter().flatten();
            // As the specification compares them.
            let plain = |name: &str| -> String {
                name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
            };
            let mut addresses = addresses.filter(|(name, _)| names.contains(&&*plain(name)));
            addresses.next().map(|(_, address)| text(address)).unwrap_or_default()
        };
        Ok(Self::new()
            .title(text(&project["name"]))
            .version(text(&project["version"]))
            .description(text(&project["description"]))
            .licenses(text(&project["license"]))
            .source(named(&["source", "repository", "sourcecode", "github"]))
            .url(named(&["homepage"]))
            .documentation(named(&["documentation", "docs"]))
            .authors(authors.join(", ")))
    }
}

fn parsed(
    path: &Path,
    language: &'static str,
    parse: fn(&str) -> Result<Value, String>,
) -> Result<Value, MetadataError> {
    let text = std::fs::read_to_string(path).map_err(|source| MetadataError::Read { path: path.to_owned(), source })?;
    parse(&text).map_err(|message| MetadataError::Syntax { path: path.to_owned(), language, message })
}

fn said(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

fn text(value: &Value) -> String {
    said(value).unwrap_or_default().to_owned()
}

/// Somebody, by text or by name and address.
fn person(value: &Value) -> Option<String> {
    if let Some(text) = said(value) {
        return Some(text.to_owned());
    }
    match (said(&value["name"]), said(&value["email"])) {
        (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

/// The address of a repository, as npm understands what stands for one.
fn address(repository: &str) -> Option<String> {
    let plain = repository.strip_prefix("git+").unwrap_or(repository);
    if plain.starts_with("https://") || plain.starts_with("http://") {
        return Some(plain.to_owned());
    }
    let (host, path) = match plain.split_once(':') {
        Some(("github", path)) => ("github.com", path),
        Some(("gitlab", path)) => ("gitlab.com", path),
        Some(("bitbucket", path)) => ("bitbucket.org", path),
        None if plain.matches('/').count() == 1 => ("github.com", plain),
        _ => return None,
    };
    Some(format!("https://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str, read: fn(PathBuf) -> Result<Metadata, MetadataError>) -> String {
        let directory = tempfile::tempdir().expect("there is room for a directory");
        let path = directory.path().join(name);
        std::fs::write(&path, content).expect("the directory can be written");
        match read(path) {
            Ok(metadata) => format!("{metadata:?}"),
            Err(error) => error.to_string().replace(&*directory.path().to_string_lossy(), "DIRECTORY"),
        }
    }

    #[test]
    fn package_json() {
        let read = |content| read("package.json", content, Metadata::from_package_json);
        insta::assert_snapshot!(
            read(r#"{"name": "shop", "version": "1.0.0", "license": "UNLICENSED", "homepage": "https://shop.example",
                "repository": {"type": "git", "url": "git+https://example.com/shop.git"},
                "author": {"name": "A", "email": "a@example.com"}}"#),
            @r#"Metadata { labels: [("title", "shop"), ("version", "1.0.0"), ("source", "https://example.com/shop.git"), ("url", "https://shop.example"), ("authors", "A <a@example.com>")] }"#);
        insta::assert_snapshot!(read(r#"{"repository": "acme/shop", "author": "A <a@example.com>", "license": "MIT"}"#), @r#"Metadata { labels: [("licenses", "MIT"), ("source", "https://github.com/acme/shop"), ("authors", "A <a@example.com>")] }"#);
        insta::assert_snapshot!(read("[]"), @"`DIRECTORY/package.json` has no object; expected one with the name and the version of the package");
        insta::assert_snapshot!(read("{"), @"`DIRECTORY/package.json` is not JSON: EOF while parsing an object at line 1 column 1");
    }

    #[test]
    fn repositories_of_npm() {
        let addresses = ["gitlab:a/b", "bitbucket:a/b", "git@example.com:a/b.git", "gist:11081aaa281", "a", "http://a"];
        let addresses = addresses.map(|repository| address(repository).unwrap_or_else(|| "?".to_owned()));
        assert_eq!(addresses.join(" "), "https://gitlab.com/a/b https://bitbucket.org/a/b ? ? ? http://a");
    }

    #[test]
    fn pyproject() {
        let read = |content| read("pyproject.toml", content, Metadata::from_pyproject);
        insta::assert_snapshot!(
            read("[project]\nname = \"shop\"\ndynamic = [\"version\"]\nlicense = {file = \"LICENSE\"}\n\
                authors = [{name = \"A\"}, {name = \"B\", email = \"b@example.com\"}, {email = \"c@example.com\"}]\n\
                [project.urls]\nHomepage = \"https://shop.example\"\n\"Source Code\" = \"https://example.com/shop\"\n\
                Docs = \"https://docs.example\"\n"),
            @r#"Metadata { labels: [("title", "shop"), ("source", "https://example.com/shop"), ("url", "https://shop.example"), ("documentation", "https://docs.example"), ("authors", "A, B <b@example.com>, c@example.com")] }"#);
        insta::assert_snapshot!(read("[tool.x]\n"), @"`DIRECTORY/pyproject.toml` has no table `project`; expected one with the name and the version of the package");
        insta::assert_snapshot!(read("[project\n"), @r"
        `DIRECTORY/pyproject.toml` is not TOML: TOML parse error at line 1, column 9
          |
        1 | [project
          |         ^
        unclosed table, expected `]`
        ");
    }

    #[test]
    fn no_file() {
        let error = Metadata::from_package_json("no/such/package.json").unwrap_err().to_string();
        assert!(error.starts_with("cannot read `no/such/package.json`: "), "{error}");
    }
}
