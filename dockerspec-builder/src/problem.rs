//! What is wrong with an image, and which line of the program said so.

use std::fmt;
use std::panic::Location;
use std::path::PathBuf;

use dockerspec_core::check::PolicyError;
use dockerspec_core::finding::Finding;
use dockerspec_core::render::RenderError;
use dockerspec_core::value::ValueError;

use crate::extent::Extent;
use crate::target::UnknownTarget;

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
        write_all(formatter, "the image", &self.problems)
    }
}

/// Writes problems, of which there is at least one: one as it is, and several each on a line below their number.
pub(crate) fn write_all(
    formatter: &mut fmt::Formatter<'_>,
    owner: &str,
    problems: &[impl fmt::Display],
) -> fmt::Result {
    match problems {
        [problem] => fmt::Display::fmt(problem, formatter),
        problems => {
            write!(formatter, "{owner} has {} problems", problems.len())?;
            problems.iter().try_for_each(|problem| write!(formatter, "\n{problem}"))
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
    /// Packages for a base that has nothing to install them with.
    #[error(
        "packages were asked for, and {base} has no package manager; install them in a build stage and copy what they \
         bring"
    )]
    NoPackageManager {
        /// How messages call the base.
        base: String,
    },
    /// A package whose name the package manager would take for something else.
    #[error("`{name}` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first")]
    PackageName {
        /// The name.
        name: String,
    },
    /// A package with its version behind its name, which each package manager writes in its own way.
    #[error(
        "`{package}={version}` is a package and its version; write `{package}`, and pin the version with \
         `pinned(\"{package}\", \"{version}\")`"
    )]
    PackageWithVersion {
        /// The name.
        package: String,
        /// The version.
        version: String,
    },
    /// A version that no package can have.
    #[error(
        "`{version}` is not the version of a package; expected letters, digits and `.+:~^_-`, and a letter or digit \
         first, as in `pinned(\"{name}\", \"1.2.3-1\")`"
    )]
    PackageVersion {
        /// The name of the package.
        name: String,
        /// The version.
        version: String,
    },
    /// Something that is said of a package which is not to be installed.
    #[error("`{name}` is not in this list of packages; {}", listed_package(nearest.as_deref()))]
    UnlistedPackage {
        /// The name.
        name: String,
        /// The name in the list that is nearly the same.
        nearest: Option<String>,
    },
    /// A version of a package where there is only the newest one.
    #[error(
        "`{package_manager}` installs the newest version of `{name}` and no other; leave the version out, or name a \
         mirror that has the packages of one day, such as `archive.archlinux.org`, in the base"
    )]
    UnpinnablePackage {
        /// The name.
        name: String,
        /// The package manager.
        package_manager: &'static str,
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
    /// A login shell that is no plain absolute path.
    #[error(
        "`{path}` is not a login shell; expected an absolute path of letters, digits and `_./-`, as in `/bin/bash`"
    )]
    LoginShell {
        /// The path.
        path: String,
    },
    /// A path that must be writable, and that this line gives to somebody else.
    #[error("`{path}` must be writable, and this line gives it to {owner}, while {user} runs the container; {way_out}")]
    NotWritable {
        /// The path.
        path: String,
        /// Who owns it.
        owner: String,
        /// Who runs the container.
        user: String,
        /// What to do.
        way_out: &'static str,
    },
    /// A path that must be writable, and that nothing gives to who runs the container.
    #[error(
        "`{path}` must be writable, and nothing gives it to {user}, who runs the container; make it with `directory`"
    )]
    NotGiven {
        /// The path.
        path: String,
        /// Who runs the container.
        user: String,
    },
    /// A path that must be writable, and is a volume of root.
    #[error(
        "`{path}` must be writable, and the volume that this line makes will belong to root, since no directory is there, \
         while {user} runs the container; make it before with `directory`"
    )]
    VolumeOfRoot {
        /// The path.
        path: String,
        /// Who runs the container.
        user: String,
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
    /// A pattern that no ignore file can hold.
    #[error("`{pattern}` is no pattern of an ignore file: {why}")]
    IgnorePattern {
        /// The pattern.
        pattern: String,
        /// What is wrong, and what to write.
        why: &'static str,
    },
    /// A source that is not in the build context.
    #[error("`{source_path}` is not in the build context `{}`; {}", directory.display(), meant(nearest.as_deref()))]
    MissingSource {
        /// The source, as it was written.
        source_path: String,
        /// The directory of the build context.
        directory: PathBuf,
        /// The path that is there and nearly the same.
        nearest: Option<String>,
    },
    /// A source that an ignore file, written by hand, leaves out.
    #[error(
        "`{source_path}` is left out of the build context by `{pattern}` in line {line} of `{}`; write `!{path}` below it",
        ignore_file.display()
    )]
    IgnoredSource {
        /// The source, as it was written.
        source_path: String,
        /// What is left out: the source, or the first of the paths that it matches.
        path: String,
        /// The line that leaves it out.
        pattern: String,
        /// The ignore file.
        ignore_file: PathBuf,
        /// The number of the line, from 1.
        line: u32,
    },
    /// A source that a pattern of the image leaves out.
    #[error(
        "`{source_path}` is left out of the build context by `{pattern}`; take that out of `Image::ignore`, or add \
         `!{path}` behind it"
    )]
    IgnoredByImage {
        /// The source, as it was written.
        source_path: String,
        /// What is left out: the source, or the first of the paths that it matches.
        path: String,
        /// The pattern.
        pattern: String,
    },
    /// A source that leads by symbolic links to something that is not in the build context.
    #[error("`{source_path}` leads by symbolic links to `{path}`, {}", lost(*is_there))]
    LinkedSource {
        /// The source, as it was written.
        source_path: String,
        /// Where it leads.
        path: String,
        /// Whether that is in the directory, and the ignore file leaves it or a link on the way out.
        is_there: bool,
    },
    /// A pattern that matches nothing, which BuildKit takes for nothing to copy.
    #[error("`{source_path}` matches nothing in the build context `{}`, and copies nothing", directory.display())]
    EmptyPattern {
        /// The source, as it was written.
        source_path: String,
        /// The directory of the build context.
        directory: PathBuf,
    },
    /// An ignore file, written by hand, that lets through what nothing in the image reads.
    #[error(
        "`{}` lets through {extent} that nothing in the image reads, such as {}; leave that out, or remove the file and \
         have one generated",
        ignore_file.display(),
        listed(biggest)
    )]
    UnreadFiles {
        /// The ignore file.
        ignore_file: PathBuf,
        /// How much it is.
        extent: Extent,
        /// The files and directories of which nothing is read, the biggest first; at most five.
        biggest: Vec<(String, Extent)>,
    },
    /// A base that does not tell which image runs what it compiles.
    #[error(
        "nothing tells which image runs what {base} compiles; say it with `runtime(…)`, or link it with `static_linked()`"
    )]
    NoRuntime {
        /// The base, as messages call it.
        base: String,
    },
    /// A base whose compiler is too old.
    #[error("`{package}` needs Rust {needed}, and `{base}` has {there}; take a base with {needed} or later{or}")]
    OldRust {
        /// The package of Cargo.
        package: String,
        /// The version that it needs.
        needed: String,
        /// The base.
        base: String,
        /// The version that it has.
        there: String,
        /// Another way out, or nothing.
        or: &'static str,
    },
    /// A name that no stage has.
    #[error(transparent)]
    UnknownTarget(#[from] UnknownTarget),
    /// A base that is named more than once where each gives an image of its own.
    #[error("the base `{base}` is named twice; leave one out")]
    RepeatedBase {
        /// The base.
        base: String,
    },
    /// A reason that says nothing.
    #[error("`run_as_root` has no reason; say why this image must run as root")]
    NoReason,
}

/// The way out for a path that is not there.
fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(|| "name a path that is there".to_owned(), |nearest| format!("write `{nearest}`"))
}

/// The way out for a package that is not in a list.
fn listed_package(nearest: Option<&str>) -> String {
    nearest.map_or_else(|| "add it".to_owned(), |nearest| format!("write `{nearest}`"))
}

/// What is wrong with the end of a link, and the way out.
fn lost(is_there: bool) -> &'static str {
    if is_there {
        "and the ignore file leaves a part of that way out; copy that path instead, or add each part with `!` to `Image::ignore`"
    } else {
        "which is not in the build context; copy a file that is"
    }
}

fn listed(biggest: &[(String, Extent)]) -> String {
    biggest.iter().map(|(path, extent)| format!("`{path}` ({})", extent.size())).collect::<Vec<_>>().join(", ")
}
