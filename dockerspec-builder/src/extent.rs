//! How many files, and how large.

use std::fmt;
use std::ops::AddAssign;

/// A number of files, and the bytes that are in them.
///
/// ```
/// # use dockerspec::Extent;
/// assert_eq!(Extent { files: 1, bytes: 532 }.to_string(), "1 file (532 B)");
/// assert_eq!(Extent { files: 20, bytes: 1_234_567 }.to_string(), "20 files (1.2 MB)");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Extent {
    /// The files and symbolic links.
    pub files: u64,
    /// The bytes in them.
    pub bytes: u64,
}

impl Extent {
    /// The bytes alone, as people read them: in units of 1000.
    ///
    /// ```
    /// # use dockerspec::Extent;
    /// assert_eq!(Extent { files: 1, bytes: 99_960 }.size(), "100 kB");
    /// ```
    pub fn size(&self) -> String {
        let mut units = ["kB", "MB", "GB", "TB", "PB", "EB"].into_iter();
        let (mut unit, mut name) = (1_u64, "B");
        // What is 1000 of a unit once it is rounded is one of the next.
        while self.bytes.saturating_add(unit / 2) >= unit.saturating_mul(1000)
            && let Some(next) = units.next()
        {
            (unit, name) = (unit * 1000, next);
        }
        if unit == 1 {
            return format!("{} {name}", self.bytes);
        }
        let tenths = self.bytes.saturating_add(unit / 20) / (unit / 10);
        if tenths < 100 {
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        } else {
            format!("{} {name}", self.bytes.saturating_add(unit / 2) / unit)
        }
    }
}

impl AddAssign for Extent {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.bytes += other.bytes;
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = if self.files == 1 { "file" } else { "files" };
        write!(formatter, "{} {files} ({})", self.files, self.size())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (bytes, size) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (9_949, "9.9 kB"),
            (9_950, "10 kB"),
            (999_400, "999 kB"),
            (999_500, "1.0 MB"),
            (1_000_000, "1.0 MB"),
            (310_000_000, "310 MB"),
            (u64::MAX, "18 EB"),
        ] {
            assert_eq!(Extent { files: 1, bytes }.size(), size, "{bytes}");
        }
    }
}
