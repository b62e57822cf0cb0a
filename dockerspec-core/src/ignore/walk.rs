//! What a build leaves out as it walks a directory: each path with what is known of the directory above it.

use super::{IgnoreFile, Pattern};

/// What the file says of a path, for the paths below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which patterns matched here or above, of those that were asked.
    matched: Vec<bool>,
    is_excluded: bool,
    line: Option<u32>,
}

impl Verdict {
    /// Whether the path is left out.
    pub fn is_excluded(&self) -> bool {
        self.is_excluded
    }

    /// The line that says so, counted from 1; none if no line matches.
    pub fn line(&self) -> Option<u32> {
        self.line
    }
}

impl IgnoreFile {
    /// Whether a build leaves out a path, given what it found of the directory that it is in; none for the root.
    ///
    /// This differs from [`IgnoreFile::excludes`] where a line made no difference to a directory and would make one
    /// below: BuildKit does not ask it for the directory, and then forgets that it matches there.
    ///
    /// ```
    /// # use dockerspec_core::ignore::IgnoreFile;
    /// let ignore = IgnoreFile::parse("docs/*.md\n!docs\n")?;
    /// let docs = ignore.verdict(None, "docs");
    /// assert!(ignore.verdict(Some(&docs), "docs/a.md").is_excluded());
    /// assert!(!ignore.excludes("docs/a.md"));
    /// # Ok::<(), dockerspec_core::ignore::IgnoreFileError>(())
    /// ```
    ///
    /// Source: `MatchesUsingParentResults` of `github.com/moby/patternmatcher`.
    pub fn verdict(&self, directory: Option<&Verdict>, path: &str) -> Verdict {
        let mut verdict = Verdict { matched: vec![false; self.patterns.len()], is_excluded: false, line: None };
        for (number, pattern) in self.patterns.iter().enumerate() {
            let above = directory.is_some_and(|directory| directory.matched[number]);
            let is_asked = pattern.is_exception == verdict.is_excluded;
            if above || is_asked && pattern.glob.matches(path) {
                verdict.matched[number] = true;
                verdict.is_excluded = !pattern.is_exception;
                verdict.line = Some(pattern.line);
            }
        }
        verdict
    }

    /// Whether a build need not look into a directory that is left out: nothing in it can be taken back in.
    pub fn can_skip(&self, directory: &str) -> bool {
        let mut exceptions = self.patterns.iter().filter(|pattern| pattern.is_exception).map(Pattern::without_end);
        // BuildKit looks everywhere as soon as one exception is a pattern.
        let inside = |text: &str| {
            text.contains(['*', '[', ']', '?', '^', '\\'])
                || text.strip_prefix(directory).is_some_and(|below| below.is_empty() || below.starts_with('/'))
        };
        !exceptions.any(inside)
    }
}

impl Pattern {
    fn without_end(&self) -> &str {
        let text = self.text.strip_suffix("/**").unwrap_or(&self.text);
        text.strip_suffix("/*").unwrap_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignore(text: &str) -> IgnoreFile {
        IgnoreFile::parse(text).unwrap()
    }

    #[test]
    fn the_line_that_counted() {
        let ignore = ignore("# all\n**\n\n!src\nsrc/*.md\n");
        let src = ignore.verdict(None, "src");
        assert_eq!((src.is_excluded(), src.line()), (false, Some(4)));
        let below = |name: &str| ignore.verdict(Some(&src), name);
        assert_eq!((below("src/a.rs").is_excluded(), below("src/a.rs").line()), (false, Some(4)));
        assert_eq!((below("src/a.md").is_excluded(), below("src/a.md").line()), (true, Some(5)));
        assert_eq!(ignore.verdict(None, "b").line(), Some(2));
    }

    #[test]
    fn directories_to_skip() {
        let file = ignore("**\n!a/b\n!c/**\n");
        assert!(file.can_skip("d") && file.can_skip("ab"));
        assert!(!file.can_skip("a") && !file.can_skip("c"));
        assert!(!ignore("**\n!*.rs\n").can_skip("d"));
        assert!(ignore("d\n").can_skip("d"));
    }
}
