//! What a Dockerfile cannot say.

use std::fmt;

use crate::value::StageName;

/// An instruction that no Dockerfile text can say, and why.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Env, Stage};
/// # use dockerspec_core::word::Word;
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Env::new("MOTD", "two\nlines").into());
/// let errors = Dockerfile::from(stage).render().unwrap_err();
/// assert_eq!(
///     errors.to_string(),
///     "ENV in stage 0: the value of `MOTD` has a line feed, which ENV cannot hold; \
///      replace it by a blank, or write a file with COPY",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct RenderError {
    /// The instruction.
    pub place: Place,
    /// What cannot be said.
    pub reason: Reason,
}

/// All that a Dockerfile could not say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct RenderErrors(pub(super) Vec<RenderError>);

impl RenderErrors {
    /// The errors in the order of the file; at least one.
    pub fn iter(&self) -> std::slice::Iter<'_, RenderError> {
        self.0.iter()
    }
}

impl<'e> IntoIterator for &'e RenderErrors {
    type Item = &'e RenderError;
    type IntoIter = std::slice::Iter<'e, RenderError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for RenderErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            fmt::Display::fmt(error, formatter)?;
        }
        Ok(())
    }
}

/// Where an instruction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The keyword.
    pub keyword: &'static str,
    /// The stage, counted from 0; none before the first one.
    pub stage: Option<usize>,
    /// The name of that stage.
    pub stage_name: Option<StageName<'static>>,
    /// The instruction in the stage or preamble, counted from 0; none for `FROM` itself and the directives.
    pub instruction: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.keyword)?;
        match (&self.stage_name, self.stage) {
            (Some(name), _) => write!(formatter, " in stage `{name}`"),
            (None, Some(stage)) => write!(formatter, " in stage {stage}"),
            (None, None) => Ok(()),
        }
    }
}

/// Why an instruction cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A line feed where the language has no way to write one.
    #[error("{what} has a line feed, which {keyword} cannot hold; {way_out}")]
    LineFeed {
        /// The text in question.
        what: String,
        /// The instruction, or the flag.
        keyword: &'static str,
        /// What to do instead.
        way_out: &'static str,
    },
    /// A character outside ASCII in a flag, which BuildKit reads byte by byte.
    #[error("{what} has `{character}`, and BuildKit reads flags as ASCII; use a name in ASCII")]
    NotAscii {
        /// The flag.
        what: &'static str,
        /// The first such character.
        character: char,
    },
    /// A NUL in a path, a variable or a command of the build: the operating system ends all such text there.
    #[error("{what} has a NUL, which no path, variable or argument of a program can hold; leave it out")]
    Nul {
        /// The text in question.
        what: &'static str,
    },
    /// The path of a file of the build context that BuildKit cannot ask the client for.
    #[error("{what} cannot be fetched: {why}; rename it, or take the directory that it is in")]
    SourceName {
        /// The text in question.
        what: &'static str,
        /// What stands in the way.
        why: &'static str,
    },
    /// Something that must not be empty is.
    #[error("{what} is empty; {way_out}")]
    Empty {
        /// What is empty.
        what: &'static str,
        /// What to do instead.
        way_out: &'static str,
    },
    /// A key with `=` in it.
    #[error("the key `{key}` has a `=`, where BuildKit ends the key; use another character")]
    EqualsInKey {
        /// The key.
        key: String,
    },
    /// A line that is over BuildKit's limit, and nowhere can be cut.
    #[error("a line has {length} bytes and BuildKit reads at most {limit}; put the text into a file and copy it")]
    LineTooLong {
        /// Its length in bytes.
        length: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// Text that the shell form would change.
    #[error("the shell form cannot hold this command: {why}; use the exec form or, for RUN, a heredoc")]
    ShellForm {
        /// What would happen to it.
        why: &'static str,
    },
    /// A number over BuildKit's limit.
    #[error("{what} is {text}, and BuildKit takes at most {limit}; write a smaller number")]
    TooLarge {
        /// What the number is of.
        what: &'static str,
        /// The number.
        text: String,
        /// The limit.
        limit: &'static str,
    },
    /// Text for an inline document that does not end with a line feed.
    #[error("{what} must end with a line feed, since a heredoc always does; add one")]
    NoFinalLineFeed {
        /// The document.
        what: &'static str,
    },
    /// A name, destination or text that a heredoc cannot have.
    #[error("{what} cannot be written beside a heredoc: {why}")]
    BesideHeredoc {
        /// What cannot be written.
        what: String,
        /// Why not, and what to do.
        why: &'static str,
    },
    /// Two inline files of one name in one instruction.
    #[error("two inline files are called `{name}`, and BuildKit would give both the last content; rename one")]
    DuplicateFile {
        /// The name.
        name: String,
    },
    /// Text with variables where BuildKit takes no quotes.
    #[error("`{text}` cannot stand in {what}, where BuildKit knows no quotes; use letters, digits and `_./:=,@+%-`")]
    NoQuotes {
        /// The place.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// A pattern or replacement that a modifier cannot hold.
    #[error("the pattern `{pattern}` cannot be written: {why}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why not.
        why: &'static str,
    },
    /// A comment that BuildKit would obey.
    #[error("the comment `{text}` would be read as a setting; reword it, or use the directives of the file")]
    CommentIsDirective {
        /// The comment.
        text: String,
    },
    /// An instruction where it cannot stand.
    #[error("{keyword} cannot stand {place}; {way_out}")]
    Misplaced {
        /// The instruction.
        keyword: &'static str,
        /// The place.
        place: &'static str,
        /// What to do instead.
        way_out: &'static str,
    },
    /// A line for `ONBUILD` to keep that it would not keep as it is.
    #[error("ONBUILD cannot keep the line `{text}`: {why}")]
    Trigger {
        /// The line.
        text: String,
        /// What stands in the way.
        why: &'static str,
    },
    /// Text that loses its blanks or turns into a flag.
    #[error("MAINTAINER takes its text as it stands, and cannot hold this: {why}; use a LABEL")]
    Maintainer {
        /// What would happen to it.
        why: &'static str,
    },
}
