//! Patterns of image names.

use std::borrow::Cow;
use std::fmt;

use crate::value::{ImageRef, ValueError, ValueKind};

/// A pattern of image names: `*` is any text, everything else is itself.
///
/// It is compared with the name in full, `docker.io/library/debian` for `debian`. A pattern without a tag fits all tags.
///
/// ```
/// # use dockerspec_core::{bases::ImagePattern, value::ImageRef};
/// let pattern = ImagePattern::new("registry.example.com/python/*")?;
/// assert!(pattern.matches(&ImageRef::from_static("registry.example.com/python/web:3.13")));
/// assert!(!pattern.matches(&ImageRef::from_static("python:3.13")));
/// assert!(ImagePattern::new("debian:12*")?.matches(&ImageRef::from_static("debian:12-slim")));
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
///
/// In JSON it is a string.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImagePattern(Cow<'static, str>);

impl ImagePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When it is empty, or has characters that no image name has.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, ValueError> {
        let text = text.into();
        let is_in_names = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:@[]*".contains(&byte);
        if text.is_empty() || !text.bytes().all(is_in_names) {
            let expected = "letters, digits, `-._/:@`, and `*` for any text";
            return Err(ValueError::new(ValueKind::ImagePattern, &text, expected, "write `registry.example.com/*`"));
        }
        Ok(Self(text))
    }

    /// The text as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an image has such a name.
    pub fn matches(&self, image: &ImageRef<'_>) -> bool {
        let pattern = self.in_full();
        let name = image.canonical();
        let name_start = pattern.rfind('/').map_or(0, |slash| slash + 1);
        if pattern[name_start..].contains([':', '@']) {
            return is_like(pattern.as_bytes(), name.as_bytes());
        }
        let rest = image.as_str().len() - image.registry().map_or(0, |registry| registry.len() + 1);
        let tag = rest - image.repository().len();
        is_like(pattern.as_bytes(), &name.as_bytes()[..name.len() - tag])
    }

    /// With the registry and the `library/` that Docker Hub means.
    fn in_full(&self) -> Cow<'_, str> {
        let is_host = |first: &str| first.contains(['.', ':', '*']) || first == "localhost";
        match self.0.split_once('/') {
            Some((first, _)) if is_host(first) => Cow::Borrowed(&self.0),
            Some(_) => Cow::Owned(format!("docker.io/{}", self.0)),
            None if *self.0 == *"*" => Cow::Borrowed(&self.0),
            None => Cow::Owned(format!("docker.io/library/{}", self.0)),
        }
    }
}

impl fmt::Display for ImagePattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for ImagePattern {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(text)
    }
}

impl std::str::FromStr for ImagePattern {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text.to_owned())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ImagePattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for ImagePattern {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(crate::form::text(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Whether `text` is like a pattern. A star that took too little takes one byte more, and only the last star can.
fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, t));
            p += 1;
        } else if pattern.get(p) == Some(&text[t]) {
            p += 1;
            t += 1;
        } else if let Some((at, taken)) = star {
            star = Some((at, taken + 1));
            p = at + 1;
            t = taken + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &'static str, image: &str) -> bool {
        ImagePattern::new(pattern).unwrap().matches(&ImageRef::new(image).unwrap())
    }

    #[test]
    fn names_are_compared_in_full() {
        assert!(matches("debian", "docker.io/library/debian:12"));
        assert!(matches("docker.io/library/*", "debian"));
        assert!(!matches("debian", "registry.example.com/debian"));
        assert!(matches("*/debian", "registry.example.com/debian"));
        assert!(matches("team/*", "team/app:1"));
        assert!(matches("*", "team/app:1"));
    }

    #[test]
    fn a_tag_counts_where_the_pattern_has_one() {
        assert!(matches("debian:*-slim", "debian:12-slim"));
        assert!(!matches("debian:*-slim", "debian:12"));
        assert!(matches("localhost:5000/a*c", "localhost:5000/a-b-c:1"));
        assert!(!matches("localhost:5000/a*c", "localhost:5000/a-b-d:1"));
    }

    #[test]
    fn what_no_name_has_is_refused() {
        insta::assert_snapshot!(ImagePattern::new("a b").unwrap_err(), @"`a b` is not a pattern of image names: expected letters, digits, `-._/:@`, and `*` for any text; write `registry.example.com/*`");
        assert!(ImagePattern::new("").is_err());
    }
}
