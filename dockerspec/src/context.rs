//! The build context of an image, proved before a build.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use dockerspec_core::context::{ContextSource, IgnoreText};
use dockerspec_core::ignore::{IgnoreFile, IgnoreFileError};

use crate::content::Place;
use crate::extent::Extent;
use crate::ignore_file::{DOCKERFILE, IgnoreFileInForce};
use crate::image::Image;
use crate::problem::{ImageError, Problem, ProblemKind};
use crate::walk::{Excluded, Kind, Tree};
use crate::write::FileError;

/// The build context of an image: a directory in which every source of the image is, and the ignore file that lets them
/// through.
///
/// ```
/// # use dockerspec::{Image, Stage, User, image_ref};
/// # let directory = tempfile::tempdir()?;
/// # std::fs::create_dir(directory.path().join("my_app"))?;
/// # std::fs::write(directory.path().join("my_app/main.py"), "print('hello')\n")?;
/// # std::fs::write(directory.path().join("data.bin"), [0; 70_000])?;
/// let stage = Stage::from_image("app", image_ref!("python:3.11-slim-bookworm")).copy("my_app", "/app");
/// let image = Image::new(stage.user(&User::new("app", 10001)));
/// let context = image.context(directory.path())?;
/// assert_eq!(
///     context.to_string(),
///     "the build context has 1 file (15 B); without an ignore file it would have 2 files (70 kB)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "what it found is in `findings`"]
pub struct Context {
    ignore_file: PathBuf,
    whole: Extent,
    sent: Extent,
    files: Vec<String>,
    findings: Vec<Problem>,
}

/// Why a directory is no build context of an image.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// The image has problems, or its sources are not in the directory or do not survive the ignore file.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// Something cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The ignore file has a line that is no pattern.
    #[error("`{}`: {error}", path.display())]
    IgnoreFile {
        /// The file.
        path: PathBuf,
        /// The line.
        error: IgnoreFileError,
    },
}

impl Image {
    /// Proves that a directory is a build context of this image: that everything the image reads by its name is there,
    /// and that the ignore file lets it through.
    ///
    /// The ignore file is the one that BuildKit takes, `Dockerfile.dockerignore` or else `.dockerignore`, if somebody
    /// wrote it by hand, and otherwise the one of [`Image::ignore_file`], whether it has been written yet or not.
    /// Sources with a variable are not looked for.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let directory = tempfile::tempdir()?;
    /// # std::fs::write(directory.path().join("requirements.txt"), "flask\n")?;
    /// let stage = Stage::from_image("app", image_ref!("python:3.11-slim-bookworm")).copy("requirments.txt", "/app/");
    /// let error = Image::new(stage.user(&User::new("app", 10001))).context(directory.path()).unwrap_err().to_string();
    /// assert!(error.ends_with("; write `requirements.txt`"), "{error}");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Problems of the image; sources that are missing, left out, or symbolic links to what is, each with the line of
    /// the program that wrote it; a file or directory that cannot be read; an ignore file that BuildKit refuses.
    pub fn context(&self, directory: impl AsRef<Path>) -> Result<Context, ContextError> {
        self.context_for(directory, DOCKERFILE)
    }

    /// As [`Image::context`], for a Dockerfile of another name, which can have an ignore file of its own:
    /// `NAME.dockerignore` beside it.
    ///
    /// # Errors
    ///
    /// As [`Image::context`].
    pub fn context_for(
        &self,
        directory: impl AsRef<Path>,
        dockerfile: impl AsRef<Path>,
    ) -> Result<Context, ContextError> {
        let directory = directory.as_ref();
        let generated = self.ignore_file()?;
        let in_force = IgnoreFileInForce::find(directory, dockerfile.as_ref())?;
        let text = match &in_force {
            IgnoreFileInForce::HandWritten { text, .. } => text,
            IgnoreFileInForce::Generated { .. } => &generated,
        };
        let ignore = IgnoreFile::parse(text)
            .map_err(|error| ContextError::IgnoreFile { path: in_force.path().to_owned(), error })?;
        let mut tree = Tree::read(directory)?;
        let excluded = tree.excluded_by(&ignore);
        tree.refuse_unreadable(&excluded)?;
        let proof = Proof {
            directory,
            ignore_file: in_force.path(),
            ignore_text: text,
            is_generated: matches!(in_force, IgnoreFileInForce::Generated { .. }),
            dockerfile: dockerfile.as_ref(),
            tree: &tree,
            excluded: &excluded,
        };
        let sources = self.context_sources();
        let (mut problems, mut findings) = (Vec::new(), Vec::new());
        for (source, place) in &sources {
            proof.check(source, place, &mut problems, &mut findings);
        }
        if !problems.is_empty() {
            return Err(ImageError::new(problems).into());
        }
        if let IgnoreFileInForce::HandWritten { .. } = in_force {
            let sources: Vec<ContextSource> = sources.into_iter().map(|(source, _)| source).collect();
            findings.extend(proof.unread(&sources));
        }
        let whole = proof.extent(|_| true);
        let sent = proof.extent(|number| !excluded[number].is_excluded);
        let files = proof.files().filter(|number| !excluded[*number].is_excluded);
        let mut files: Vec<String> = files.map(|number| tree.entries[number].path.clone()).collect();
        files.sort_unstable();
        Ok(Context { ignore_file: in_force.path().to_owned(), whole, sent, files, findings })
    }
}

impl Context {
    /// The ignore file that counts, whether it is there or will be generated.
    pub fn ignore_file(&self) -> &Path {
        &self.ignore_file
    }

    /// How much the directory holds: what a builder would be sent without an ignore file.
    pub fn whole(&self) -> Extent {
        self.whole
    }

    /// How much the ignore file lets through.
    pub fn sent(&self) -> Extent {
        self.sent
    }

    /// The files that the ignore file lets through, by their paths from the directory on, sorted.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// What is no error and should not be so: patterns that match nothing, and an ignore file that was written by hand
    /// and lets through what nothing reads.
    pub fn findings(&self) -> &[Problem] {
        &self.findings
    }
}

impl fmt::Display for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the build context has {}", self.sent)?;
        if self.whole != self.sent {
            write!(formatter, "; without an ignore file it would have {}", self.whole)?;
        }
        Ok(())
    }
}

impl Tree {
    /// A directory that a build looks into, and cannot.
    fn refuse_unreadable(&mut self, excluded: &[Excluded]) -> Result<(), FileError> {
        for (entry, excluded) in self.entries.iter_mut().zip(excluded) {
            if matches!(entry.kind, Kind::Unreadable(_)) && !excluded.is_excluded {
                let unreadable = std::mem::replace(&mut entry.kind, Kind::Directory);
                let Kind::Unreadable(error) = unreadable else { continue };
                return Err(error);
            }
        }
        Ok(())
    }
}

/// What is proved of sources.
struct Proof<'c> {
    directory: &'c Path,
    ignore_file: &'c Path,
    ignore_text: &'c str,
    is_generated: bool,
    dockerfile: &'c Path,
    tree: &'c Tree,
    excluded: &'c [Excluded],
}

/// Where a path leads.
enum End {
    /// To this entry.
    Entry(usize),
    /// To nothing.
    Missing(String),
    /// To the whole context.
    Root,
}

/// The links on the way of a path, and where it leads.
struct Followed {
    end: End,
    links: Vec<usize>,
}

/// As many links in a row as Linux follows.
const MOST_LINKS: usize = 40;

impl Proof<'_> {
    fn check(&self, source: &ContextSource, place: Place, problems: &mut Vec<Problem>, findings: &mut Vec<Problem>) {
        if !source.is_known() || source.is_everything() {
            return;
        }
        let problem = |kind| Problem { kind, location: Some(place) };
        match source.path() {
            Some(path) => problems.extend(self.check_path(source, &path).map(problem)),
            None => match self.check_pattern(source) {
                Some(kind @ ProblemKind::EmptyPattern { .. }) => findings.push(problem(kind)),
                kind => problems.extend(kind.map(problem)),
            },
        }
    }

    fn check_path(&self, source: &ContextSource, path: &str) -> Option<ProblemKind> {
        let Followed { end, links } = self.follow(path);
        let source_path = source.text().to_owned();
        let is_lost = |number: &usize| self.excluded[*number].is_excluded;
        match end {
            End::Missing(path) if !links.is_empty() => {
                Some(ProblemKind::LinkedSource { source_path, path, is_there: false })
            }
            End::Missing(_) => {
                let known = self.tree.entries.iter().map(|entry| &*entry.path);
                let nearest = source.nearest(known).map(str::to_owned);
                Some(ProblemKind::MissingSource { source_path, directory: self.directory.to_owned(), nearest })
            }
            End::Root => None,
            End::Entry(end) if self.is_sent(end) && !links.iter().any(is_lost) => None,
            End::Entry(end) if !links.is_empty() => {
                let path = self.tree.entries[end].path.clone();
                Some(ProblemKind::LinkedSource { source_path, path, is_there: true })
            }
            End::Entry(end) => Some(self.ignored(source_path, end)),
        }
    }

    /// A pattern is lost when everything is that it matches.
    fn check_pattern(&self, source: &ContextSource) -> Option<ProblemKind> {
        let source_path = source.text().to_owned();
        let mut matched = (0..self.excluded.len()).filter(|number| source.names(&self.tree.entries[*number].path));
        let Some(first) = matched.next() else {
            return Some(ProblemKind::EmptyPattern { source_path, directory: self.directory.to_owned() });
        };
        let is_lost = !self.is_sent(first) && !matched.any(|number| self.is_sent(number));
        is_lost.then(|| self.ignored(source_path, first))
    }

    fn ignored(&self, source_path: String, entry: usize) -> ProblemKind {
        let mut entries = std::iter::once(entry).chain(self.below(entry)).map(|entry| self.excluded[entry]);
        let line = entries.find_map(|excluded| excluded.line.filter(|_| excluded.is_excluded)).unwrap_or(1);
        let pattern = self.ignore_text.lines().nth(line as usize - 1).unwrap_or_default().trim().to_owned();
        let path = self.tree.entries[entry].path.clone();
        if self.is_generated {
            ProblemKind::IgnoredByImage { source_path, path, pattern }
        } else {
            ProblemKind::IgnoredSource { source_path, path, pattern, ignore_file: self.ignore_file.to_owned(), line }
        }
    }

    /// Follows symbolic links, as a build does for sources.
    fn follow(&self, path: &str) -> Followed {
        let mut path = IgnoreFile::clean(&format!("/{path}"));
        let mut links = Vec::new();
        while links.len() < MOST_LINKS {
            let mut ends = path.match_indices('/').map(|(end, _)| end).skip(1).chain([path.len()]);
            let mut last = None;
            let link = ends.find_map(|end| {
                last = self.tree.find(&path[1..end]);
                match &self.tree.entries[last?].kind {
                    Kind::Link(target) => Some((end, target)),
                    _ => None,
                }
            });
            let Some((end, target)) = link else {
                let end = match last {
                    Some(last) if self.tree.entries[last].path == path[1..] => End::Entry(last),
                    _ => End::Missing(path[1..].to_owned()),
                };
                return Followed { end, links };
            };
            links.extend(last);
            let directory =
                if target.starts_with('/') { "" } else { &path[..path[..end].rfind('/').unwrap_or_default()] };
            path = IgnoreFile::clean(&format!("{directory}/{target}/{}", &path[end..]));
            if path == "/" {
                return Followed { end: End::Root, links };
            }
        }
        Followed { end: End::Missing(path[1..].to_owned()), links }
    }

    /// Whether a build is sent an entry: of a directory with files, one of them.
    fn is_sent(&self, entry: usize) -> bool {
        let mut files = self.below(entry).filter(|number| self.is_file(*number)).peekable();
        match files.peek() {
            Some(_) => files.any(|number| !self.excluded[number].is_excluded),
            None => !self.excluded[entry].is_excluded,
        }
    }

    fn below(&self, entry: usize) -> impl Iterator<Item = usize> {
        let directory = &self.tree.entries[entry].path;
        let is_below = move |path: &str| path.strip_prefix(&**directory).is_some_and(|rest| rest.starts_with('/'));
        (entry + 1..self.excluded.len()).filter(move |number| is_below(&self.tree.entries[*number].path))
    }

    fn is_file(&self, number: usize) -> bool {
        matches!(self.tree.entries[number].kind, Kind::File { .. } | Kind::Link(_))
    }

    fn files(&self) -> impl Iterator<Item = usize> {
        (0..self.excluded.len()).filter(|number| self.is_file(*number))
    }

    fn extent(&self, counts: impl Fn(usize) -> bool) -> Extent {
        let mut extent = Extent::default();
        self.files().filter(|number| counts(*number)).for_each(|number| extent += self.extent_of(number));
        extent
    }

    fn extent_of(&self, number: usize) -> Extent {
        match self.tree.entries[number].kind {
            Kind::File { bytes } => Extent { files: 1, bytes },
            _ => Extent { files: 1, bytes: 0 },
        }
    }

    /// What is let through and read by no source, where it is known what they read.
    fn unread(&self, sources: &[ContextSource]) -> Option<Problem> {
        if sources.iter().any(|source| source.is_everything() || !source.is_known()) {
            return None;
        }
        let needed = IgnoreFile::parse(&IgnoreText::new(sources, &[]).to_string()).expect("its lines are patterns");
        let needed = self.tree.excluded_by(&needed);
        // The directories in which something is read.
        let mut is_read = vec![false; self.excluded.len()];
        for number in self.files().filter(|number| !needed[*number].is_excluded) {
            let mut above = Some(number);
            while let Some(number) = above.filter(|number| !is_read[*number]) {
                is_read[number] = true;
                above = self.tree.entries[number].directory;
            }
        }
        let (mut all, mut by_root) = (Extent::default(), BTreeMap::<usize, Extent>::new());
        // BuildKit reads these on its own.
        let is_description = |path: &str| path.ends_with(".dockerignore") || Path::new(path) == self.dockerfile;
        let is_unread = |number: &usize| !self.excluded[*number].is_excluded && !is_read[*number];
        for number in self.files().filter(is_unread).filter(|it| !is_description(&self.tree.entries[*it].path)) {
            let mut root = number;
            while let Some(above) = self.tree.entries[root].directory.filter(|above| !is_read[*above]) {
                root = above;
            }
            all += self.extent_of(number);
            *by_root.entry(root).or_default() += self.extent_of(number);
        }
        let mut biggest: Vec<(String, Extent)> =
            by_root.into_iter().map(|(root, extent)| (self.tree.entries[root].path.clone(), extent)).collect();
        biggest.sort_by(|(one, a), (other, b)| (b.bytes, b.files, one).cmp(&(a.bytes, a.files, other)));
        biggest.truncate(5);
        let kind = ProblemKind::UnreadFiles { ignore_file: self.ignore_file.to_owned(), extent: all, biggest };
        (all.files > 0).then_some(Problem { kind, location: None })
    }
}
