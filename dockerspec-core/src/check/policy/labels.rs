//! What a project wants of labels.

/// What the value of a label has to be.
///
/// In JSON it is a word in lower case: `"url"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LabelType {
    /// Any text but the empty one.
    Text,
    /// An absolute URI, as in RFC 3986: `https://example.com/app`.
    Url,
    /// A date with a time, as in RFC 3339: `2026-03-10T10:26:33Z`.
    Rfc3339,
    /// A semantic version: `1.4.0`.
    Semver,
    /// The hash of a git commit, whole or shortened: `43c572f`.
    Hash,
    /// A license expression of SPDX: `MIT OR Apache-2.0`.
    Spdx,
    /// An address for mail: `team@example.com`.
    Email,
}
