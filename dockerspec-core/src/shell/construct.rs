//! What stands around commands: subshells, conditions, loops, functions, substitutions.

use std::borrow::Cow;
use std::ops::Range;

use super::{Joint, Redirection, Word};
use crate::parse::Span;

/// Something that has commands in it.
///
/// It holds either other constructs or one list of commands, so that commands with the same construct are of one list.
/// `if` holds a [`Condition`](ConstructKind::Condition) and a [`Branch`](ConstructKind::Branch) for example, and those
/// hold commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Construct<'a> {
    /// What it is.
    pub kind: ConstructKind<'a>,
    /// From its first byte to its last one, without redirections.
    pub span: Span,
    /// The construct around it, by its number, which is a smaller one.
    pub parent: Option<u32>,
    /// The command in whose words it stands, by its number, for what is in words.
    pub command: Option<u32>,
    /// The commands in it, by their numbers, without those in bodies of heredocs.
    pub commands: Range<u32>,
    /// What stands between it and what comes before it in the same list. `First` where it is in no list.
    pub joint: Joint,
    /// Whether a `!` stands in front of its pipeline, and it is the first one there.
    pub is_negated: bool,
    /// `> file` and the like behind it.
    pub redirections: Vec<Redirection<'a>>,
}

/// What a [`Construct`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConstructKind<'a> {
    /// `( … )`: a list of commands in a shell of its own.
    Subshell,
    /// `{ …; }`: a list of commands.
    Group,
    /// `if … fi`: conditions and branches.
    If,
    /// What `if`, `elif`, `while` or `until` looks at: a list of commands.
    Condition,
    /// What `then` or `else` leads to: a list of commands.
    Branch,
    /// `while … done` or `until … done`: a condition and a body.
    Loop {
        /// Whether it is `until`.
        is_until: bool,
    },
    /// `for NAME in …` or `select NAME in …`: a body.
    For {
        /// The name.
        variable: Cow<'a, str>,
        /// The words behind `in`. `None` without an `in`, for the arguments of the script.
        words: Option<Vec<Word<'a>>>,
        /// Whether it is `select`.
        is_select: bool,
    },
    /// `for ((…;…;…))` of bash: a body.
    ForArithmetic,
    /// `do … done`: a list of commands.
    Body,
    /// `case … esac`: arms.
    Case {
        /// What is compared with the patterns.
        subject: Word<'a>,
    },
    /// `pattern) …;;` of `case`: a list of commands.
    Arm {
        /// The patterns.
        patterns: Vec<Word<'a>>,
    },
    /// `name() …` or `function name …`: one construct, its body.
    Function {
        /// The name.
        name: Cow<'a, str>,
    },
    /// `$(…)` or `` `…` ``: a list of commands in a shell of its own.
    Substitution,
    /// `<(…)` or `>(…)` of bash: a list of commands in a shell of its own.
    Process {
        /// Whether it is `>(…)`, which is written to.
        is_written: bool,
    },
    /// `[[ … ]]` of bash. Constructs in it are those of its words.
    Test {
        /// The words between, with operators as they stand there.
        words: Vec<Word<'a>>,
    },
    /// `((…))` of bash. Constructs in it are substitutions.
    Arithmetic,
}

impl Construct<'_> {
    /// Whether it stands in a word, and not in a list.
    pub(super) fn is_in_word(&self) -> bool {
        matches!(self.kind, ConstructKind::Substitution | ConstructKind::Process { .. })
    }
}

impl ConstructKind<'_> {
    /// Whether its commands run in a shell of their own, so that `cd`, `set` and variables end with it.
    pub fn is_own_shell(&self) -> bool {
        matches!(self, Self::Subshell | Self::Substitution | Self::Process { .. })
    }
}
