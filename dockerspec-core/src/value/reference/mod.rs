//! Image references.

use std::borrow::Cow;
use std::fmt;

use super::ValueError;

mod grammar;
mod problem;
mod usual;

use grammar::{HUB, Parts, equals};

pub(super) use grammar::split;
pub use problem::ReferenceProblem;

/// A reference to an image, as it is written: `[REGISTRY/]REPOSITORY[:TAG][@DIGEST]`.
///
/// The grammar is that of `ParseNormalizedNamed` in [distribution/reference][grammar], which BuildKit applies to
/// `FROM` and `--from`. The first component is a registry when it holds `.`, `:` or an upper-case letter, or is
/// `localhost`. Nothing is filled in: a missing tag stays missing.
///
/// ```
/// # use dockerspec_core::value::ImageRef;
/// const BASE: ImageRef<'_> = ImageRef::from_static("ghcr.io/acme/base:1.4");
/// assert_eq!(BASE.registry(), Some("ghcr.io"));
/// assert_eq!(BASE.repository(), "acme/base");
/// assert_eq!(BASE.tag(), Some("1.4"));
/// assert_eq!(BASE.digest(), None);
/// ```
///
/// [grammar]: https://pkg.go.dev/github.com/distribution/reference
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageRef<'a> {
    text: Cow<'a, str>,
    parts: Parts,
}

from_text!(ImageRef<'a>, new);

impl<'a> ImageRef<'a> {
    /// Checks the syntax of `text` and keeps it as an image reference.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` is not an image reference.
    ///
    /// ```
    /// # use dockerspec_core::value::ImageRef;
    /// assert!(ImageRef::new("debian").is_ok());
    /// assert_eq!(ImageRef::new("acme/Base:1").unwrap_err().correction(), "write `acme/base:1`");
    /// ```
    pub fn new(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        Self::parse(text, ReferencePolicy::Any)
    }

    /// Checks the syntax of `text`, and that it says what `policy` asks for.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` is not an image reference, or one that `policy` refuses.
    ///
    /// ```
    /// # use dockerspec_core::value::{ImageRef, ReferencePolicy};
    /// let error = ImageRef::parse("debian:latest", ReferencePolicy::Tagged).unwrap_err();
    /// assert_eq!(error.correction(), "write a version, as in `debian:13.2-slim`");
    /// ```
    pub fn parse(text: impl Into<Cow<'a, str>>, policy: ReferencePolicy) -> Result<Self, ValueError> {
        let text = text.into();
        match check(&text, policy) {
            Ok(parts) => Ok(Self { text, parts }),
            Err(problem) => Err(problem.error(&text)),
        }
    }

    /// The same check for the program text, under [`ReferencePolicy::Tagged`]; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not an image reference, or has neither a digest nor a tag other than `latest`.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> ImageRef<'static> {
        match check(text, ReferencePolicy::Tagged) {
            Ok(parts) => ImageRef { text: Cow::Borrowed(text), parts },
            Err(problem) => panic!("{}", problem.expected()),
        }
    }

    /// The check of [`parse`](Self::parse) without the value: what is wrong with `text`, if anything is.
    ///
    /// # Errors
    ///
    /// The first [`ReferenceProblem`] of `text`.
    ///
    /// ```
    /// # use dockerspec_core::value::{ImageRef, ReferencePolicy, ReferenceProblem};
    /// const PROBLEM: Result<(), ReferenceProblem> = ImageRef::check("debian:", ReferencePolicy::Any);
    /// assert_eq!(PROBLEM, Err(ReferenceProblem::TagEmpty));
    /// ```
    pub const fn check(text: &str, policy: ReferencePolicy) -> Result<(), ReferenceProblem> {
        match check(text, policy) {
            Ok(_) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    /// The text as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The registry as it is written, with its port; `None` where Docker Hub is meant.
    pub fn registry(&self) -> Option<&str> {
        (self.parts.registry > 0).then(|| &self.text[..usize::from(self.parts.registry)])
    }

    /// The host of the registry, without its port.
    ///
    /// ```
    /// # use dockerspec_core::value::ImageRef;
    /// let image = ImageRef::new("[::1]:5000/app:1")?;
    /// assert_eq!((image.host(), image.port()), (Some("[::1]"), Some("5000")));
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn host(&self) -> Option<&str> {
        let registry = self.registry()?;
        Some(if self.parts.port > 0 { &registry[..usize::from(self.parts.port) - 1] } else { registry })
    }

    /// The port of the registry.
    pub fn port(&self) -> Option<&str> {
        (self.parts.port > 0).then(|| &self.text[usize::from(self.parts.port)..usize::from(self.parts.registry)])
    }

    /// The repository as it is written, without the registry.
    pub fn repository(&self) -> &str {
        &self.text[self.parts.repository()..usize::from(self.parts.name)]
    }

    /// The tag.
    pub fn tag(&self) -> Option<&str> {
        (self.parts.tag > self.parts.name)
            .then(|| &self.text[usize::from(self.parts.name) + 1..usize::from(self.parts.tag)])
    }

    /// The digest.
    pub fn digest(&self) -> Option<&str> {
        self.text.get(usize::from(self.parts.tag) + 1..)
    }

    /// Whether a digest fixes the content.
    pub fn is_pinned(&self) -> bool {
        self.parts.has_digest(&self.text)
    }

    /// The reference with registry and repository in full; a missing tag stays missing.
    ///
    /// ```
    /// # use dockerspec_core::value::ImageRef;
    /// assert_eq!(ImageRef::new("debian:13")?.canonical(), "docker.io/library/debian:13");
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn canonical(&self) -> String {
        let path = self.repository();
        let rest = &self.text[usize::from(self.parts.name)..];
        let registry = match self.registry() {
            Some("index.docker.io") | None => HUB,
            Some(registry) => registry,
        };
        let library = if registry == HUB && !path.contains('/') { "library/" } else { "" };
        format!("{registry}/{library}{path}{rest}")
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> ImageRef<'static> {
        ImageRef { text: Cow::Owned(self.text.into_owned()), parts: self.parts }
    }
}

impl AsRef<str> for ImageRef<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ImageRef<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// How much an image reference has to say.
///
/// ```
/// # use dockerspec_core::value::{ImageRef, ReferencePolicy};
/// assert!(ImageRef::parse("debian", ReferencePolicy::Any).is_ok());
/// assert!(ImageRef::parse("debian", ReferencePolicy::Tagged).is_err());
/// assert!(ImageRef::parse("debian:13.2", ReferencePolicy::Pinned).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReferencePolicy {
    /// Whatever is a reference.
    Any,
    /// A digest, or a tag other than `latest`.
    Tagged,
    /// A digest.
    Pinned,
}

const fn check(text: &str, policy: ReferencePolicy) -> Result<Parts, ReferenceProblem> {
    let parts = match split(text) {
        Ok(parts) => parts,
        Err(problem) => return Err(problem),
    };
    let problem = match policy {
        ReferencePolicy::Any => None,
        _ if parts.has_digest(text) => None,
        ReferencePolicy::Pinned => Some(ReferenceProblem::Unpinned),
        ReferencePolicy::Tagged if parts.tag == parts.name => Some(ReferenceProblem::Untagged),
        ReferencePolicy::Tagged if equals(text.as_bytes(), parts.name as usize, text.len(), b":latest") => {
            Some(ReferenceProblem::Latest)
        }
        ReferencePolicy::Tagged => None,
    };
    match problem {
        None => Ok(parts),
        Some(problem) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    const SHA: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn fields(text: &str) -> (Option<String>, String, Option<String>, Option<String>) {
        let image = ImageRef::new(text).unwrap_or_else(|error| panic!("{error}"));
        let owned = |part: Option<&str>| part.map(str::to_owned);
        (owned(image.registry()), image.repository().to_owned(), owned(image.tag()), owned(image.digest()))
    }

    #[test]
    fn references_are_split() {
        let with_sha = |text: &str| format!("{text}@{SHA}");
        for (text, registry, repository, tag, digest) in [
            ("debian".to_owned(), None, "debian", None, None),
            ("debian:13".to_owned(), None, "debian", Some("13"), None),
            ("acme/base:_a.B-1".to_owned(), None, "acme/base", Some("_a.B-1"), None),
            (with_sha("debian"), None, "debian", None, Some(SHA)),
            (with_sha("a/b:1"), None, "a/b", Some("1"), Some(SHA)),
            (with_sha("localhost:5000/x:1"), Some("localhost:5000"), "x", Some("1"), Some(SHA)),
            ("localhost/x".to_owned(), Some("localhost"), "x", None, None),
            ("localhost".to_owned(), None, "localhost", None, None),
            ("localhost:5000".to_owned(), None, "localhost", Some("5000"), None),
            ("example.com".to_owned(), None, "example.com", None, None),
            ("example.com/a/b_c/d--e".to_owned(), Some("example.com"), "a/b_c/d--e", None, None),
            ("EXAMPLE/a".to_owned(), Some("EXAMPLE"), "a", None, None),
            ("ex-ample/a".to_owned(), None, "ex-ample/a", None, None),
            ("a--b.c/d".to_owned(), Some("a--b.c"), "d", None, None),
            ("[::1]:5000/a".to_owned(), Some("[::1]:5000"), "a", None, None),
            ("[::1]/a".to_owned(), Some("[::1]"), "a", None, None),
            ("a:99999/b".to_owned(), Some("a:99999"), "b", None, None),
            ("a_b.c/d".to_owned(), Some("a_b.c"), "d", None, None),
            ("a__b/c.d".to_owned(), None, "a__b/c.d", None, None),
        ] {
            let owned = |part: Option<&str>| part.map(str::to_owned);
            assert_eq!(fields(&text), (owned(registry), repository.to_owned(), owned(tag), owned(digest)), "{text}");
        }
    }

    #[test]
    fn policies_ask_for_more() {
        use ReferencePolicy as Policy;
        let pinned = format!("debian:latest@{SHA}");
        for (text, tagged, fixed) in [
            ("debian", Some(ReferenceProblem::Untagged), Some(ReferenceProblem::Unpinned)),
            ("debian:latest", Some(ReferenceProblem::Latest), Some(ReferenceProblem::Unpinned)),
            ("debian:latest-slim", None, Some(ReferenceProblem::Unpinned)),
            ("debian:13", None, Some(ReferenceProblem::Unpinned)),
            ("localhost:5000/latest", Some(ReferenceProblem::Untagged), Some(ReferenceProblem::Unpinned)),
            (&*pinned, None, None),
        ] {
            assert_eq!(ImageRef::check(text, Policy::Tagged).err(), tagged, "{text}");
            assert_eq!(ImageRef::check(text, Policy::Pinned).err(), fixed, "{text}");
        }
    }

    #[test]
    fn the_canonical_form_is_complete() {
        let pinned = format!("debian:13@{SHA}");
        for (text, canonical) in [
            ("debian", "docker.io/library/debian"),
            ("debian:13", "docker.io/library/debian:13"),
            ("acme/base:1", "docker.io/acme/base:1"),
            ("docker.io/debian", "docker.io/library/debian"),
            ("docker.io/acme/base", "docker.io/acme/base"),
            ("index.docker.io/debian", "docker.io/library/debian"),
            ("ghcr.io/base:1", "ghcr.io/base:1"),
            ("example.com", "docker.io/library/example.com"),
            ("a_b.c/d:1", "a_b.c/d:1"),
            ("a/b.c", "docker.io/a/b.c"),
            (&*pinned, &format!("docker.io/library/{pinned}")),
        ] {
            assert_eq!(ImageRef::new(text).unwrap().canonical(), canonical);
        }
    }

    #[test]
    fn borrowed_text_stays_borrowed() {
        assert!(matches!(ImageRef::new("debian:13").unwrap().text, Cow::Borrowed(_)));
        assert_eq!(ImageRef::new("debian:13").unwrap().into_owned(), ImageRef::from_static("debian:13"));
    }

    #[test]
    #[should_panic(expected = "a tag other than `latest`")]
    fn a_static_reference_has_a_version() {
        let _ = ImageRef::from_static("debian:latest");
    }

    proptest! {
        #[test]
        fn the_written_grammar_passes(
            host in "([a-zA-Z0-9]([a-zA-Z0-9-]{0,3}[a-zA-Z0-9])?\\.[a-z]{1,3}|\\[[0-9a-f]{0,2}:[0-9a-f:]{0,3}\\]|localhost)(:[0-9]{1,5})?",
            path in "[a-z0-9]{1,3}((\\.|_|__|-{1,3})[a-z0-9]{1,2}){0,2}(/[a-z0-9]{1,3}){0,2}",
            tag in proptest::option::of("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,5}"),
            digest in proptest::option::of(Just(SHA)),
        ) {
            let text = format!(
                "{host}/{path}{}{}",
                tag.as_ref().map(|tag| format!(":{tag}")).unwrap_or_default(),
                digest.map(|digest| format!("@{digest}")).unwrap_or_default()
            );
            prop_assert_eq!(fields(&text), (Some(host), path, tag, digest.map(str::to_owned)));
        }

        #[test]
        fn the_parts_make_the_text(text in "[a.]{0,2}[aA0:/@._-]{0,10}") {
            match ImageRef::new(&*text) {
                Ok(image) => {
                    let mut again = image.registry().map(|registry| format!("{registry}/")).unwrap_or_default();
                    again.push_str(image.repository());
                    if let Some(tag) = image.tag() {
                        again.push(':');
                        again.push_str(tag);
                    }
                    prop_assert_eq!(again, &*text);
                    prop_assert_eq!(ImageRef::new(image.canonical()).unwrap().canonical(), image.canonical());
                }
                Err(_) => assert_corrections::<ImageRef<'_>>(&[&text]),
            }
        }
    }
}
