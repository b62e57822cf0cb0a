//! What is wrong with an image, and which line of the program said so.

use std::fmt;
use std::panic::Location;

use dockerspec_core::check::PolicyError;
use dockerspec_core::finding::Finding;
use dockerspec_core::render::RenderError;
use dockerspec_core::value::ValueError;

/// Why an image has no Dockerfile: all of its problems, each with the line of the program that wrote it.
///
/// ```
/// # use dockerspec::{Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).workdir("app").expose("80/http").user(&app);
/// let error = Image::new(stage).render().unwrap_err();
/// assert_eq!(error.problems().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ImageError {
    problems: Vec<Problem>,
}

impl ImageError {
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// The problems: those of each stage in turn, those of the image, and what no Dockerfile can say; or else what the
    /// checks deny. At least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [problem] => fmt::Display::fmt(problem, formatter),
            problems => {
                write!(formatter, "the image has {} problems", problems.len())?;
                problems.iter().try_for_each(|problem| write!(formatter, "\n{problem}"))
            }
        }
    }
}

/// One problem of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The call in the program that said so.
    pub location: Option<&'static Location<'static>>,
}

impl fmt::Display for Problem {
    /// Writes the place and what is wrong: `src/main.rs:12:10: …`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = self.location {
            write!(formatter, "{location}: ")?;
        }
        fmt::Display::fmt(&self.kind, formatter)
    }
}

/// What can be wrong with an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Text that is not what it should be.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// An instruction that no Dockerfile can say.
    #[error(transparent)]
    Unsayable(Box<RenderError>),
    /// A working directory that depends on the one of the base.
    #[error("the working directory `{path}` is not absolute, so it depends on the base; write `/{path}`")]
    RelativeWorkdir {
        /// The path.
        path: String,
    },
    /// A linked copy that would replace a link of the base by a directory.
    #[error(
        "a linked copy to `{destination}` would replace the symbolic link `/{link}` of the base by a directory, and the \
         image would have no shell and no programs any more; copy to `/usr{destination}`, or without `link`"
    )]
    LinkOverSymbolicLink {
        /// Where to, from the root on.
        destination: String,
        /// The link in the root of the base.
        link: &'static str,
    },
    /// Two stages of one name.
    #[error("another stage is called `{name}` too; give this one a name of its own")]
    DuplicateStage {
        /// The name.
        name: String,
    },
    /// A target that cannot stand before the last stage.
    #[error(
        "the target `{target}` needs the last stage, which then is not the last one; \
         make the image from a stage that builds on it"
    )]
    TargetNeedsLastStage {
        /// The target.
        target: String,
    },
    /// An image whose container runs as root.
    #[error("the last stage runs as `{user}`; create a user and name it with `user`, or say `run_as_root(\"reason\")`")]
    RootUser {
        /// The user that was named.
        user: String,
    },
    /// A stage argument where only those of the whole file are known.
    #[error("`{name}` is an argument of stages, and FROM stands before them; make it with `Arg::global`")]
    StageArgInFrom {
        /// The argument.
        name: String,
    },
    /// Two arguments of one name.
    #[error("two build arguments are called `{name}` and differ; use one handle for both, or two names")]
    ArgConflict {
        /// The name.
        name: String,
    },
    /// A user that cannot be created, or packages that cannot be installed.
    #[error("{what} needs to know the distribution of the base, and nothing tells it; say `distribution(…)`")]
    UnknownDistribution {
        /// What was asked for.
        what: &'static str,
    },
    /// Something that the distribution does not have.
    #[error("{what}, and {distribution} has {lacks}; {way_out}")]
    Unsupported {
        /// What was asked for.
        what: &'static str,
        /// The distribution.
        distribution: &'static str,
        /// What is not there.
        lacks: &'static str,
        /// What to do instead.
        way_out: &'static str,
    },
    /// A package whose name the package manager would take for something else.
    #[error("`{name}` is not the name of a package; expected letters, digits and `+-._:=~`, and no `-` first")]
    PackageName {
        /// The name.
        name: String,
    },
    /// A name that not every program that creates users takes.
    #[error(
        "`{name}` is not the name of a user; expected at most 32 lower-case letters, digits, `_` and `-`, and no digit or `-` first, as in `app`"
    )]
    UserName {
        /// The name.
        name: String,
    },
    /// A home directory that is no plain absolute path.
    #[error(
        "`{path}` is not a home directory; expected an absolute path of letters, digits and `_./-`, as in `/home/{name}`"
    )]
    Home {
        /// The path.
        path: String,
        /// The name of the user.
        name: String,
    },
    /// A user that cannot be created under this number.
    #[error(
        "the user `{name}` cannot have the id 0, which is root; take one from 10000 on, as in `User::new(\"{name}\", 10001)`"
    )]
    RootId {
        /// The name.
        name: String,
    },
    /// A second instruction of which a stage has one.
    #[error("the stage has a second {keyword}, and only the last one counts; leave one out")]
    Second {
        /// The instruction.
        keyword: &'static str,
    },
    /// What a check found. Its places are those of the text that [`Image::render_unchecked`](crate::Image::render_unchecked) gives.
    #[error("{0}")]
    Found(Box<Finding>),
    /// A rule that is not there, or a reason that says nothing.
    #[error(transparent)]
    Allow(#[from] PolicyError),
    /// A reason that says nothing.
    #[error("`run_as_root` has no reason; say why this image must run as root")]
    NoReason,
}
