//! What instructions read of the build context.

use std::borrow::Cow;

use super::pattern::{Language, PathPattern, read};
use crate::convert::is_context_path;
use crate::dockerfile::{Add, Copy, ExpandedMount, Instruction, Mount, MountField, Source};
use crate::ignore::clean;
use crate::parse::nearest;
use crate::word::{Part, Word};

/// A path of the build context that an instruction reads, with all below it: a source of COPY, of ADD, or of a mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextSource {
    pub(super) text: String,
    pub(super) reach: Reach,
    /// What of it is not read, in order.
    pub(super) excluded: Vec<Excluded>,
    is_known: bool,
}

/// How much of the context it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// Only the build knows: anything.
    Unknown,
    /// The root.
    Everything,
    /// These paths.
    Paths(PathPattern),
}

/// A pattern of `--exclude`, as a path from the root of the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excluded {
    pub(super) pattern: PathPattern,
    /// Whether it is what is read after all.
    pub(super) is_exception: bool,
}

impl ContextSource {
    /// What an instruction reads of the context, in order. What a trigger of ONBUILD reads, another stage does.
    ///
    /// ```
    /// # use dockerspec_core::context::ContextSource;
    /// # use dockerspec_core::dockerfile::Copy;
    /// let sources = ContextSource::of(&Copy::new(["Cargo.toml", "src/*.rs"], "./").into());
    /// assert!(sources[0].names("Cargo.toml") && sources[1].names("src/main.rs"));
    /// assert!(!sources[1].names("src"));
    /// ```
    pub fn of(instruction: &Instruction<'_>) -> Vec<Self> {
        match instruction {
            Instruction::Copy(copy) if copy.from.is_none() => of_copy(copy),
            Instruction::Add(add) => of_add(add),
            Instruction::Run(run) => run.mounts.iter().filter_map(of_mount).collect(),
            _ => Vec::new(),
        }
    }

    /// The source as it was written, with `${NAME}` for a variable.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is the whole context.
    pub fn is_everything(&self) -> bool {
        self.reach == Reach::Everything
    }

    /// Whether all of it is known: it has no variable, and no pattern that ignore files do not have.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// The one path that it names, if it is known and no pattern; none for the whole context.
    pub fn path(&self) -> Option<String> {
        match &self.reach {
            Reach::Paths(pattern) if self.is_known && pattern.is_literal() => {
                Some(pattern.leading_names().collect::<Vec<_>>().join("/"))
            }
            _ => None,
        }
    }

    /// The path that was probably meant, of those that are there.
    ///
    /// ```
    /// # use dockerspec_core::context::ContextSource;
    /// # use dockerspec_core::dockerfile::Copy;
    /// let sources = ContextSource::of(&Copy::new(["scr/main.rs"], "./").into());
    /// assert_eq!(sources[0].nearest(["Cargo.toml", "src/main.rs"].into_iter()), Some("src/main.rs"));
    /// ```
    pub fn nearest<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
        let path = self.path()?;
        let depth = |path: &str| path.split('/').count();
        nearest(&path, paths.filter(|known| depth(known) == depth(&path)))
    }

    /// Whether it names a path of the context itself, rather than a directory above it.
    pub fn names(&self, path: &str) -> bool {
        matches!(&self.reach, Reach::Paths(pattern) if pattern.says(path))
    }
}

fn of_copy(copy: &Copy<'_>) -> Vec<ContextSource> {
    let paths = copy.sources.iter().filter_map(path);
    paths
        .map(|path| {
            let text = known(path);
            let (base, pattern) = if copy.parents { parents(text) } else { plain(text) };
            source(path, &base, pattern, &copy.exclude)
        })
        .collect()
}

fn of_add(add: &Add<'_>) -> Vec<ContextSource> {
    let paths = add.sources.iter().filter_map(path).filter(|path| is_context_path(path.literal_prefix()));
    paths
        .map(|path| {
            let (base, pattern) = plain(known(path));
            source(path, &base, pattern, &add.exclude)
        })
        .collect()
}

fn of_mount(mount: &Mount<'_>) -> Option<ContextSource> {
    let path = match mount {
        Mount::Bind(bind) if bind.from.is_none() => bind.source.as_ref(),
        Mount::Expanded(mount) if can_be_of_context(mount) => {
            let is_source = |field: &&MountField<'_>| matches!(&*field.key, "source" | "src");
            mount.fields.iter().rfind(is_source).and_then(|field| field.value.as_ref())
        }
        _ => return None,
    };
    let root = Word::from("/");
    let path = path.unwrap_or(&root);
    let read = read(known(path), Language::Names);
    Some(source(path, &PathPattern::default(), (read.pattern, read.is_whole), &[]))
}

/// Whether a mount of which only the build knows what it is can be one of the context.
fn can_be_of_context(mount: &ExpandedMount<'_>) -> bool {
    mount.fields.iter().all(|field| {
        let text = field.value.as_ref().and_then(Word::as_literal);
        match &*field.key {
            "from" => text == Some(""),
            "type" => text.is_none_or(|kind| kind.eq_ignore_ascii_case("bind")),
            _ => true,
        }
    })
}

fn path<'s, 'a>(source: &'s Source<'a>) -> Option<&'s Word<'a>> {
    match source {
        Source::Path(path) => Some(path),
        Source::File(_) => None,
    }
}

/// The text, or of one with variables the directory that they are in; nothing if they can lead out of it.
fn known<'w>(path: &'w Word<'_>) -> &'w str {
    let Word::Parts(parts) = path else { return path.literal_prefix() };
    if path.as_literal().is_some() {
        return path.literal_prefix();
    }
    let leads_out = |part: &Part<'_>| matches!(part, Part::Literal(text) if text.contains(".."));
    let prefix = path.literal_prefix();
    let end = prefix.rfind('/').map_or(0, |slash| slash + 1);
    if parts.iter().skip(1).any(leads_out) { "" } else { &prefix[..end] }
}

/// The base that patterns of `--exclude` begin at, and the paths, of a source that is no pattern of `--parents`.
fn plain(text: &str) -> (PathPattern, (PathPattern, bool)) {
    let read = read(text, Language::Copy);
    (read.pattern.clone(), (read.pattern, read.is_whole))
}

/// The same with `--parents`: behind `/./`, or all of it without, is a pattern as in an ignore file.
fn parents(text: &str) -> (PathPattern, (PathPattern, bool)) {
    let (parent, below) = text.split_once("/./").unwrap_or(("", text));
    let base = read(parent, Language::Copy);
    let rest = read(below, Language::IgnoreFile);
    if !base.is_whole || below.starts_with('!') || below.trim() != below {
        return (PathPattern::default(), (base.pattern, false));
    }
    let pattern = rest.pattern.below(&base.pattern);
    (base.pattern, (pattern, rest.is_whole))
}

fn source(
    path: &Word<'_>,
    base: &PathPattern,
    (pattern, is_whole): (PathPattern, bool),
    patterns: &[Cow<'_, str>],
) -> ContextSource {
    let is_known = is_whole && path.as_literal().is_some();
    let reach = match (pattern.components.is_empty(), is_known) {
        (true, true) => Reach::Everything,
        (true, false) => Reach::Unknown,
        (false, _) => Reach::Paths(pattern),
    };
    let is_base = match &reach {
        Reach::Paths(pattern) => pattern == base,
        Reach::Everything | Reach::Unknown => base.components.is_empty(),
    };
    // Patterns of `--parents` begin above the paths. One that leaves out a directory on the way there would let the
    // client send files that it then refuses to open.
    let excluded = if is_known && is_base { excluded(base, patterns) } else { Vec::new() };
    ContextSource { text: text(path), reach, excluded, is_known }
}

/// The patterns of `--exclude` from the root on; none, which is to read more, unless all of them can be said.
fn excluded(base: &PathPattern, patterns: &[Cow<'_, str>]) -> Vec<Excluded> {
    let read_one = |pattern: &Cow<'_, str>| {
        let (is_exception, text) =
            pattern.trim().strip_prefix('!').map_or((false, pattern.trim()), |text| (true, text));
        let read = read(text, Language::IgnoreFile);
        // BuildKit cleans these, and compares what then begins with `/` or `..` with paths that never do.
        let is_below = !matches!(clean(text).split('/').next(), Some("" | "." | ".."));
        let is_said = read.is_whole && is_below;
        is_said.then(|| Excluded { pattern: read.pattern.below(base), is_exception })
    };
    patterns.iter().map(read_one).collect::<Option<_>>().unwrap_or_default()
}

/// The word as one writes it.
fn text(path: &Word<'_>) -> String {
    let Word::Parts(parts) = path else { return path.literal_prefix().to_owned() };
    let written = parts.iter().map(|part| match part {
        Part::Literal(text) => text.clone(),
        Part::Variable(variable) => format!("${{{}}}", variable.name).into(),
    });
    written.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{BindMount, CacheMount, CopyFrom, InlineFile, MountFrom, Run};
    use crate::value::StageName;
    use crate::word::Arg;

    fn reach(source: &ContextSource) -> String {
        match &source.reach {
            Reach::Unknown => "unknown".to_owned(),
            Reach::Everything => "everything".to_owned(),
            Reach::Paths(pattern) => pattern.including(),
        }
    }

    fn reaches(instruction: impl Into<Instruction<'static>>) -> Vec<String> {
        ContextSource::of(&instruction.into()).iter().map(reach).collect()
    }

    #[test]
    fn copy_reads_the_context_unless_it_says_otherwise() {
        assert_eq!(reaches(Copy::new(["./a/", "/b", "c/../d*", "."], "/x/")), ["!a", "!b", "!d*", "everything"]);
        let mut copy = Copy::new(["a"], "/x");
        copy.from = Some(CopyFrom::Index(0));
        assert_eq!(reaches(copy), [""; 0]);
        assert_eq!(reaches(Copy::new([InlineFile::new("x\n")], "/x")), [""; 0]);
    }

    #[test]
    fn variables_reach_all_that_they_can() {
        let arg = Arg::new("X");
        for (path, expected) in [
            (Word::from(&arg), "unknown"),
            ("a" + &arg, "unknown"),
            ("a/b" + &arg, "!a"),
            ("a/b/" + &arg + "/c", "!a/b"),
            ("a/" + &arg + "/../c", "unknown"),
            ("./" + &arg, "unknown"),
        ] {
            assert_eq!(reaches(Copy::new([path], "/x")), [expected]);
        }
        assert_eq!(ContextSource::of(&Copy::new(["a/" + &arg], "/x").into())[0].text(), "a/${X}");
    }

    #[test]
    fn patterns_that_ignore_files_do_not_have_reach_the_directory() {
        assert_eq!(reaches(Copy::new(["a/[", "[", "a/[b-a]/c"], "/x/")), ["!a", "unknown", "!a"]);
    }

    #[test]
    fn add_reads_what_is_no_address() {
        let sources = ["a.tar", "https://x/y", "git@x:y", "github.com/a/b", "https://x/y.git"];
        assert_eq!(reaches(Add::new(sources, "/x/")), ["!a.tar", "!github.com/a/b"]);
        assert_eq!(reaches(Add::new(["https://x/" + &Arg::new("V")], "/x/")), [""; 0]);
    }

    #[test]
    fn mounts_name_what_they_read() {
        let mut run = Run::shell("x");
        let bind = |source: &'static str| {
            let mut bind = BindMount::new("/x");
            bind.source = Some(source.into());
            bind
        };
        let mut of_stage = bind("c");
        of_stage.from = Some(MountFrom::Stage(StageName::from_static("s")));
        let field = |key: &'static str, value: Word<'static>| MountField { key: key.into(), value: Some(value) };
        let kind = || field("type", (&Arg::new("T")).into());
        run.mounts = vec![
            bind("a*").into(),
            BindMount::new("/x").into(),
            of_stage.into(),
            CacheMount::new("/x").into(),
            ExpandedMount { fields: vec![kind(), field("src", "b".into())] }.into(),
            ExpandedMount { fields: vec![kind(), field("from", "s".into())] }.into(),
        ];
        assert_eq!(reaches(run), ["![a][*]".replace("[a][*]", "a[\\*]").as_str(), "everything", "!b"]);
    }

    #[test]
    fn parents_are_patterns_of_ignore_files_behind_the_pivot() {
        let mut copy = Copy::new(["a/./**/x", "**/Cargo.toml", "a*/./b", "./c/d", "a/./b**c"], "/x/");
        copy.parents = true;
        copy.exclude = vec!["a".into()];
        assert!(ContextSource::of(&copy.clone().into()).iter().all(|source| source.excluded.is_empty()));
        assert_eq!(reaches(copy), ["!a/**/x", "!**/Cargo.toml", "!a*/b", "!c/d", "!a"]);
    }

    #[test]
    fn exclude_is_below_the_source() {
        let excluded = |source: &'static str, patterns: &[&'static str]| {
            let mut copy = Copy::new([source], "/x/");
            copy.exclude = patterns.iter().map(|pattern| (*pattern).into()).collect();
            let [source] = <[_; 1]>::try_from(ContextSource::of(&copy.into())).unwrap();
            let lines = source.excluded.iter().map(|excluded| {
                if excluded.is_exception { excluded.pattern.including() } else { excluded.pattern.excluding() }
            });
            lines.collect::<Vec<_>>()
        };
        assert_eq!(excluded("src", &["*.md", "!a.md", "**/t"]), ["src/*.md", "!src/a.md", "src/**/t"]);
        assert_eq!(excluded(".", &[".git", "#a"]), [".git", "[\\#]a"]);
        for pattern in ["/a", "..", ".", "a**b", "[*]"] {
            assert_eq!(excluded("src", &["a", pattern]), [""; 0], "{pattern}");
        }
    }
}
