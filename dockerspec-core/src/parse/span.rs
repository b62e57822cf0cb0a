//! Places in a source.

use std::ops::Range;

/// A range of bytes in the source of a Dockerfile.
///
/// ```
/// # use dockerspec_core::parse::Span;
/// assert_eq!(&"FROM scratch"[Span::new(5, 12).range()], "scratch");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Span {
    /// Its first byte.
    pub start: u32,
    /// The byte behind its last one.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` to `end`, which does not belong to it.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The same as a range, to index the source with.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it is a place between two bytes.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// A range of a source, which `parse` has refused when it is over 4 GiB.
    pub(crate) const fn of(start: usize, end: usize) -> Self {
        Self { start: narrow(start), end: narrow(end) }
    }
}

/// A number of bytes, lines or instructions of a source that is parsed.
#[expect(clippy::cast_possible_truncation, reason = "no source that is parsed has 4 GiB")]
pub(crate) const fn narrow(number: usize) -> u32 {
    number as u32
}
