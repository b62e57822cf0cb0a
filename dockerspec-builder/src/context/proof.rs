//! What is proved of the sources of an image in a directory.

use std::collections::BTreeMap;
use std::path::Path;

use dockerspec_core::context::{ContextSource, IgnoreText};
use dockerspec_core::ignore::IgnoreFile;

use crate::content::Place;
use crate::extent::Extent;
use crate::problem::{Problem, ProblemKind};
use crate::walk::{Excluded, Kind, Tree};

/// What is proved of sources.
pub(super) struct Proof<'c> {
    pub(super) directory: &'c Path,
    pub(super) ignore_file: &'c Path,
    pub(super) ignore_text: &'c str,
    pub(super) is_generated: bool,
    pub(super) dockerfile: &'c Path,
    pub(super) tree: &'c Tree,
    pub(super) excluded: &'c [Excluded],
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
    /// Looks for a source, as far as it is known.
    pub(super) fn check(
        &self,
        source: &ContextSource,
        place: Place,
        problems: &mut Vec<Problem>,
        findings: &mut Vec<Problem>,
    ) {
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

    /// What sources read by symbolic links: the links, and all that they lead to.
    fn behind_links(&self, sources: &[ContextSource]) -> Vec<usize> {
        let followed = sources.iter().filter_map(ContextSource::path).map(|path| self.follow(&path));
        let read = followed.filter(|followed| !followed.links.is_empty()).flat_map(|Followed { end, mut links }| {
            if let End::Entry(end) = end {
                links.push(end);
                links.extend(self.below(end));
            }
            links
        });
        read.collect()
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

    /// The entries that are files or links.
    pub(super) fn files(&self) -> impl Iterator<Item = usize> {
        (0..self.excluded.len()).filter(|number| self.is_file(*number))
    }

    /// How much the files are that count.
    pub(super) fn extent(&self, counts: impl Fn(usize) -> bool) -> Extent {
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
    pub(super) fn unread(&self, sources: &[ContextSource]) -> Option<Problem> {
        if sources.iter().any(|source| source.is_everything() || !source.is_known()) {
            return None;
        }
        let needed = IgnoreFile::parse(&IgnoreText::new(sources, &[]).to_string()).expect("its lines are patterns");
        let needed = self.tree.excluded_by(&needed);
        // The directories in which something is read.
        let mut is_read = vec![false; self.excluded.len()];
        let needed = self.files().filter(|number| !needed[*number].is_excluded);
        for number in needed.chain(self.behind_links(sources)) {
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
