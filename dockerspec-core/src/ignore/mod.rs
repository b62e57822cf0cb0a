//! `.dockerignore`: which files of a directory are no part of the build context.

mod glob;
mod path;
mod walk;

use glob::Glob;
pub(crate) use path::clean;
pub use walk::Verdict;

/// The patterns of a `.dockerignore` file.
///
/// ```
/// # use dockerspec_core::ignore::IgnoreFile;
/// let ignore = IgnoreFile::parse("# what the build makes\ntarget\n**/*.log\n!keep.log\n")?;
/// assert!(ignore.excludes("target/debug/app"));
/// assert!(ignore.excludes("deep/down/a.log"));
/// assert!(!ignore.excludes("keep.log"));
/// # Ok::<(), dockerspec_core::ignore::IgnoreFileError>(())
/// ```
///
/// Source: `github.com/moby/patternmatcher`, as BuildKit uses it on Linux.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IgnoreFile {
    patterns: Vec<Pattern>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// What stands there, cleaned and without `!`.
    text: String,
    glob: Glob,
    /// Whether it takes files back in.
    is_exception: bool,
    /// Where it stands, counted from 1.
    line: u32,
}

/// A line that is no pattern. BuildKit fails with most of them, and takes the others for something that nobody means.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the ignore file is no pattern: {why}")]
#[non_exhaustive]
pub struct IgnoreFileError {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong, and what to write.
    pub why: &'static str,
}

impl IgnoreFile {
    /// Reads the text of the file.
    ///
    /// # Errors
    ///
    /// When a line is a pattern that cannot be matched.
    pub fn parse(text: &str) -> Result<Self, IgnoreFileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut patterns = Vec::new();
        for (line, pattern) in (1..).zip(text.lines()) {
            let pattern = Pattern::parse(pattern, line).map_err(|why| IgnoreFileError { line, why })?;
            patterns.extend(pattern);
        }
        Ok(Self { patterns })
    }

    /// Whether a file or directory, by its path in the context, is left out: itself, or with a directory above it.
    pub fn excludes(&self, path: &str) -> bool {
        let mut is_excluded = false;
        for pattern in &self.patterns {
            if pattern.is_exception == is_excluded && pattern.matches(path) {
                is_excluded = !pattern.is_exception;
            }
        }
        is_excluded
    }

    /// Whether patterns with `!` take files back in.
    pub fn has_exceptions(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_exception)
    }

    /// Whether a pattern leaves out everything: `*`, `**` or `**/*`.
    pub fn excludes_everything(&self) -> bool {
        let is_all = |pattern: &Pattern| !pattern.is_exception && matches!(&*pattern.text, "*" | "**" | "**/*");
        self.patterns.iter().any(is_all)
    }

    /// The path of a source of COPY or ADD as its patterns are meant: without `.`, without `..` where that goes, with
    /// one `/` between names, and none at the end.
    pub fn clean(path: &str) -> String {
        clean(path)
    }
}

impl Pattern {
    /// The pattern of a line; none for a comment and a blank one.
    fn parse(text: &str, line: u32) -> Result<Option<Self>, &'static str> {
        let is_comment = text.starts_with('#');
        let text = text.trim();
        if is_comment || text.is_empty() {
            return Ok(None);
        }
        let (is_exception, text) = text.strip_prefix('!').map_or((false, text), |text| (true, text.trim()));
        if text.is_empty() {
            return Err("expected a pattern behind `!`");
        }
        let cleaned = clean(text);
        let text = cleaned.strip_prefix('/').filter(|relative| !relative.is_empty()).unwrap_or(&cleaned);
        if is_exception {
            return Self::new(text, true, line).map(Some);
        }
        // Without the `/` in front, it is read as a line of its own again.
        let text = clean(text.trim());
        match text.strip_prefix('!') {
            Some("") => Err("expected a pattern behind `!`"),
            Some(text) => Self::new(text, true, line).map(Some),
            None => Self::new(&text, false, line).map(Some),
        }
    }

    fn new(text: &str, is_exception: bool, line: u32) -> Result<Self, &'static str> {
        Ok(Self { text: text.to_owned(), glob: Glob::new(text)?, is_exception, line })
    }

    /// Whether it matches a path, or a directory above it.
    fn matches(&self, path: &str) -> bool {
        if self.glob.matches(path) {
            return true;
        }
        let Some((parent, _)) = path.rsplit_once('/') else { return false };
        if parent.is_empty() {
            // The root is one directory by its empty name, and one as itself.
            return self.glob.matches("") || self.glob.matches("/");
        }
        let ends = parent.match_indices('/').map(|(end, _)| end).chain([parent.len()]);
        ends.into_iter().any(|end| self.glob.matches(&parent[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(patterns: &str, path: &str) -> bool {
        IgnoreFile::parse(patterns).unwrap().excludes(path)
    }

    #[test]
    fn the_last_match_counts() {
        assert!(excludes("*.md\n!README.md\nREADME.*", "README.md"));
        assert!(!excludes("*.md\n!README.md", "README.md"));
        assert!(excludes("docs\n!docs/a\n", "docs/b"));
        assert!(!excludes("docs\n!docs/a\n", "docs/a/c"));
        assert!(!excludes("!a", "a"));
    }

    #[test]
    fn lines_are_cleaned() {
        for line in ["a/b", " a/b ", "/a/b", "./a/b/", "a//b", "a/c/../b", "\u{feff}a/b", "a/b\r\n"] {
            assert!(excludes(line, "a/b/c"), "{line}");
        }
        assert!(!excludes("#a", "a") && !excludes("#a", "#a"));
        assert!(excludes(" #a", "#a"));
        assert!(!excludes("*\n/!b", "b"));
        assert!(excludes("/ b", "b"));
        assert!(excludes("a\n! b", "a") && !excludes("*\n! b", "b"));
    }

    #[test]
    fn what_excludes_everything() {
        for (patterns, everything) in
            [("*", true), ("**", true), ("**/*", true), ("/**/", true), ("!*", false), ("a*", false), ("", false)]
        {
            assert_eq!(IgnoreFile::parse(patterns).unwrap().excludes_everything(), everything, "{patterns}");
        }
    }

    #[test]
    fn what_is_no_pattern() {
        let error = |text| IgnoreFile::parse(text).unwrap_err().to_string();
        insta::assert_snapshot!(error("a\n!"), @"line 2 of the ignore file is no pattern: expected a pattern behind `!`");
        insta::assert_snapshot!(error("a[b"), @"line 1 of the ignore file is no pattern: expected a `]` behind `[`, with something in between; write `[[]` for a bracket");
        insta::assert_snapshot!(error("a[b-a]"), @"line 1 of the ignore file is no pattern: expected the ends of a range in `[…]` in their order");
        insta::assert_snapshot!(error(r"a\d"), @r"line 1 of the ignore file is no pattern: `\` before a letter or digit is no escape; leave it out");
    }
}
