//! What keeps a text from being an image reference.

use std::borrow::Cow;

use super::grammar::{registry_end, split};
use crate::value::digest::DigestProblem;
use crate::value::{ValueError, ValueKind};

/// What is wrong with an image reference.
///
/// ```
/// # use dockerspec_core::value::{ImageRef, ReferencePolicy};
/// let problem = ImageRef::check("acme/Base", ReferencePolicy::Any).unwrap_err();
/// assert_eq!(problem.expected(), "an image reference with its repository in lower case");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReferenceProblem {
    /// There is no text.
    Empty,
    /// It is longer than 65,535 bytes.
    Long,
    /// It holds a blank or control character.
    Blank,
    /// It holds a `$`.
    Variable,
    /// It begins with a scheme such as `https://`.
    Scheme,
    /// The host of the registry is none.
    Registry,
    /// The port of the registry is not made of digits.
    Port,
    /// The repository is missing, or one of its components is.
    RepositoryEmpty,
    /// The repository has an upper-case letter.
    RepositoryUpperCase,
    /// The repository has another wrong character, or a separator in a wrong place.
    Repository,
    /// The full repository name has more than 255 bytes.
    RepositoryLong,
    /// It is 64 hexadecimal digits, which is the identifier of an image and no name.
    HexadecimalId,
    /// There is nothing after the `:`.
    TagEmpty,
    /// The tag has a wrong character.
    Tag,
    /// The tag has more than 128 bytes.
    TagLong,
    /// The digest has another algorithm than `sha256` and `sha512`.
    DigestAlgorithm,
    /// The digest has not as many digits as its algorithm.
    DigestLength,
    /// The digest has an upper-case letter.
    DigestUpperCase,
    /// The digest has something other than hexadecimal digits.
    DigestHexadecimal,
    /// The policy asks for a tag or digest.
    Untagged,
    /// The policy refuses the tag `latest`.
    Latest,
    /// The policy asks for a digest.
    Unpinned,
}

impl ReferenceProblem {
    /// What would have been accepted, as a noun phrase.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Empty => "an image reference, not nothing",
            Self::Long => "an image reference of at most 65535 bytes",
            Self::Blank => "an image reference without blanks",
            Self::Variable => "an image reference in full, without a variable",
            Self::Scheme => "an image reference without a scheme",
            Self::Registry => "an image reference with a registry of letters, digits, `-` and `.`",
            Self::Port => "an image reference with digits after the `:` of its registry",
            Self::RepositoryEmpty => "an image reference with a name before, between and after its slashes",
            Self::RepositoryUpperCase => "an image reference with its repository in lower case",
            Self::Repository => {
                "an image reference with a repository of lower-case letters and digits, with `.`, `_`, `__` or `-` \
                 between them"
            }
            Self::RepositoryLong => "an image reference with a repository of at most 255 bytes",
            Self::HexadecimalId => "an image reference with a name, not an image identifier",
            Self::TagEmpty => "an image reference with a tag after the `:`",
            Self::Tag => "an image reference with a tag of letters, digits, `_`, `.` and `-`, not `.` or `-` first",
            Self::TagLong => "an image reference with a tag of at most 128 characters",
            Self::DigestAlgorithm => "an image reference with `sha256:` or `sha512:` after the `@`",
            Self::DigestLength => "an image reference with 64 digits after `sha256:`, or 128 after `sha512:`",
            Self::DigestUpperCase => "an image reference with its digest in lower case",
            Self::DigestHexadecimal => "an image reference with only hexadecimal digits in its digest",
            Self::Untagged => "an image reference with a tag or digest",
            Self::Latest => "an image reference with a tag other than `latest`, which moves",
            Self::Unpinned => "an image reference with a digest",
        }
    }

    #[cold]
    pub(super) fn error(self, text: &str) -> ValueError {
        ValueError::new(ValueKind::ImageRef, text, self.expected(), self.correction(text))
    }

    fn correction(self, text: &str) -> Cow<'static, str> {
        match self {
            Self::Untagged | Self::Latest => {
                let name = text.strip_suffix(":latest").unwrap_or(text);
                let version = if name == "debian" || name.ends_with("/debian") { "13.2-slim" } else { "1.2.3" };
                format!("write a version, as in `{name}:{version}`").into()
            }
            Self::Unpinned => {
                format!("add the digest that `docker buildx imagetools inspect {text}` shows, behind an `@`").into()
            }
            Self::DigestAlgorithm | Self::DigestLength | Self::DigestHexadecimal => {
                "copy the whole digest from the output of `docker buildx imagetools inspect`".into()
            }
            Self::DigestUpperCase => DigestProblem::UpperCase.correction(text),
            Self::Variable => "write the image in full, as in `debian:13.2-slim`".into(),
            Self::HexadecimalId => "write the name of the image, as in `debian:13.2-slim`".into(),
            _ => match mended(text) {
                Some(mended) => format!("write `{mended}`").into(),
                None => "write it as in `debian:13.2-slim` or `ghcr.io/acme/base:1.4`".into(),
            },
        }
    }
}

/// `text` with its likely mistakes mended, if that makes it a reference.
fn mended(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|&c| c > ' ' && c != '\x7F').collect();
    let text = text.split_once("://").map_or(&*text, |(_, rest)| rest);
    let text = text.trim_matches('/').trim_end_matches([':', '@']);
    // A name that only its upper-case letters make a registry was hardly meant as one.
    let start = registry_end(text.as_bytes()).map_or(0, |(end, _)| end);
    let start = if text[..start].contains(['.', ':']) { start } else { 0 };
    let name = text[start..].find([':', '@']).map_or(text.len(), |length| start + length);
    let mut repository = text[start..name].to_lowercase();
    while repository.contains("//") {
        repository = repository.replace("//", "/");
    }
    let tag = text[name..].replace(":-", ":").replace(":.", ":");
    let mended = format!("{}{repository}{tag}", &text[..start]);
    (mended.len() <= 200 && split(&mended).is_ok()).then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::super::{ImageRef, ReferencePolicy};
    use crate::value::tests::assert_corrections;

    const SHA: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn corrections_are_references() {
        let upper = format!("acme/base@{}", SHA.to_uppercase());
        assert_corrections::<ImageRef<'_>>(&[
            "",
            " ",
            "Acme/Base:RC1",
            "EXAMPLE/A",
            "https://example.com/A/b:1",
            "/a/",
            "a//b",
            "debian: 13",
            "a:",
            "a@",
            "a:-x",
            "a:..x",
            "a..b",
            "debian:$X",
            "a:b:c",
            &upper,
            &"a".repeat(300),
            &"A".repeat(300),
        ]);
        for (text, correction) in [
            ("Acme/Base:RC1", "write `acme/base:RC1`"),
            ("EXAMPLE/A", "write `example/a`"),
            ("EXAMPLE.com/A", "write `EXAMPLE.com/a`"),
            ("https://example.com/a", "write `example.com/a`"),
            (" debian:13 ", "write `debian:13`"),
        ] {
            assert_eq!(ImageRef::new(text).unwrap_err().correction(), correction);
        }
        for (text, correction) in [
            ("debian", "write a version, as in `debian:13.2-slim`"),
            ("rust:latest", "write a version, as in `rust:1.2.3`"),
            ("ghcr.io/acme/base", "write a version, as in `ghcr.io/acme/base:1.2.3`"),
        ] {
            assert_eq!(ImageRef::parse(text, ReferencePolicy::Tagged).unwrap_err().correction(), correction);
        }
    }
}
