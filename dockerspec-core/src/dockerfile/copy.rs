//! `COPY`.

use std::borrow::Cow;

use super::Source;
use super::instruction::Words;
use super::source::{self, Place};
use crate::List;
use crate::render::{Reason, Render, TextProblem, Writer, push_flag_text, push_flag_value};
use crate::value::{ContextName, FileMode, ImageRef, Owner, StageName};
use crate::word::{IntoWord, Value, Word};

/// `COPY`: files from the build context, a stage, an image or a named context into the image.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Copy, CopyFrom, Dockerfile, Stage};
/// # use dockerspec_core::value::StageName;
/// let mut copy = Copy::new(["/out/app"], "/usr/local/bin/app");
/// copy.from = Some(CopyFrom::Stage(StageName::from_static("build")));
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(copy.into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nCOPY --from=build /out/app /usr/local/bin/app\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Copy<'a> {
    /// `--from`: where the sources are; the build context without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub from: Option<CopyFrom<'a>>,
    /// `--chown`: the owner of the copies; root without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub chown: Option<Value<'a, Owner<'a>>>,
    /// `--chmod`: the mode of the copies; that of the sources without it. Symbolic modes need Dockerfile 1.14.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub chmod: Option<Value<'a, FileMode<'a>>>,
    /// `--link`: a layer of its own that does not depend on those below. Off when `chmod` is given.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub link: bool,
    /// `--parents`: the directories of a source are made too, from a `/./` in it on; Dockerfile 1.20.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub parents: bool,
    /// `--exclude`: patterns, as in `.dockerignore`, of what is left out; Dockerfile 1.19.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub exclude: Vec<Cow<'a, str>>,
    /// What is copied; at least one.
    pub sources: List<Source<'a>>,
    /// Where to: a directory if it ends with `/`.
    pub destination: Word<'a>,
}

/// Where the sources of [`struct@Copy`](struct@Copy) are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CopyFrom<'a> {
    /// A stage, by name.
    Stage(StageName<'a>),
    /// A stage, by its number from 0.
    Index(u32),
    /// An image.
    Image(ImageRef<'a>),
    /// A named build context (`--build-context NAME=…`). The text is that of an image called `NAME`.
    Context(ContextName<'a>),
}

impl<'a> Copy<'a> {
    /// Sources from the build context.
    pub fn new<T: Into<Source<'a>>>(sources: impl IntoIterator<Item = T>, destination: impl IntoWord<'a>) -> Self {
        Self::of(sources.into_iter().map(Into::into).collect(), destination)
    }

    /// As [`Copy::new`], of a list that is there already.
    ///
    /// ```
    /// # use dockerspec_core::{List, dockerfile::{Base, Copy, Dockerfile, Stage}};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Copy::of(List::from(["a".into(), "b".into()]), "/c/").into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nCOPY a b /c/\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    #[inline]
    pub fn of(sources: List<Source<'a>>, destination: impl IntoWord<'a>) -> Self {
        Self {
            from: None,
            chown: None,
            chmod: None,
            link: false,
            parents: false,
            exclude: Vec::new(),
            sources,
            destination: destination.into_word(),
        }
    }
}

/// A source path of `COPY` or `ADD` that names one file, whatever characters the name has.
///
/// Two pattern languages read a source: that of the context upload and that of the copy. Both take `[*]` for a star,
/// and only that. A source with such a bracket counts as a pattern, so it copies nothing when the file is missing.
///
/// ```
/// # use dockerspec_core::dockerfile::literal_path;
/// assert_eq!(literal_path("plain.txt"), "plain.txt");
/// assert_eq!(literal_path("what?.txt"), "what[\\?].txt");
/// ```
pub fn literal_path(path: &str) -> Cow<'_, str> {
    let last = path.len() - path.chars().next_back().map_or(0, char::len_utf8);
    let special = |index: usize, character: char| match character {
        '*' | '?' | '[' | ']' | '\\' => true,
        '!' => index == 0,
        _ => character.is_whitespace() && (index == 0 || index == last),
    };
    if !path.char_indices().any(|(index, character)| special(index, character)) {
        return Cow::Borrowed(path);
    }
    let mut quoted = String::with_capacity(path.len() + 6);
    for (index, character) in path.char_indices() {
        // A quoted character makes BuildKit write a regular expression, in which it forgets to escape these.
        let forgotten = matches!(character, '^' | '+' | '|' | '(' | ')' | '{' | '}');
        match character {
            _ if !forgotten && !special(index, character) => quoted.push(character),
            // Behind `\`, a regular expression takes ASCII only.
            _ if character.is_ascii() => quoted.extend(['[', '\\', character, ']']),
            _ => quoted.extend(['[', character, ']']),
        }
    }
    Cow::Owned(quoted)
}

/// The flags that `COPY` and `ADD` share.
pub(super) struct SharedFlags<'f, 'a> {
    pub(super) keyword: &'static str,
    pub(super) chown: Option<&'f Value<'a, Owner<'a>>>,
    pub(super) chmod: Option<&'f Value<'a, FileMode<'a>>>,
    pub(super) link: bool,
    pub(super) exclude: &'f [Cow<'a, str>],
}

impl SharedFlags<'_, '_> {
    pub(super) fn render(&self, out: &mut String, own: &str) -> Result<(), Reason> {
        if let Some(owner) = self.chown {
            out.push_str(" --chown=");
            push_flag_value(out, owner).map_err(|problem| problem.of(self.keyword, "`--chown`"))?;
        }
        if let Some(mode) = self.chmod {
            out.push_str(" --chmod=");
            push_flag_value(out, mode).map_err(|problem| problem.of(self.keyword, "`--chmod`"))?;
        }
        if self.link {
            out.push_str(" --link");
        }
        out.push_str(own);
        for pattern in self.exclude {
            if pattern.is_empty() {
                return Err(Reason::Empty { what: "a pattern of `--exclude`", way_out: "leave it out" });
            }
            out.push_str(" --exclude=");
            push_flag_text(out, pattern).map_err(|problem| problem.of(self.keyword, "`--exclude`"))?;
        }
        Ok(())
    }
}

impl<'a> Words<'a> for Copy<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        if let Some(Value::Expanded(word)) = &mut self.chown {
            visit(word);
        }
        if let Some(Value::Expanded(word)) = &mut self.chmod {
            visit(word);
        }
        self.sources.iter_mut().map(Source::word_mut).for_each(&mut *visit);
        visit(&mut self.destination);
    }
}

impl Render for Copy<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let out = &mut writer.out;
        out.push_str("COPY");
        if let Some(from) = &self.from {
            out.push_str(" --from=");
            from.push(out).map_err(|problem| problem.of("COPY", "`--from`"))?;
        }
        let flags = SharedFlags {
            keyword: "COPY",
            chown: self.chown.as_ref(),
            chmod: self.chmod.as_ref(),
            link: self.link,
            exclude: &self.exclude,
        };
        flags.render(out, if self.parents { " --parents" } else { "" })?;
        let place = if self.from.is_some() { Place::Elsewhere } else { Place::Context };
        source::render(writer, "COPY", &self.sources, place, &self.destination)
    }
}

impl CopyFrom<'_> {
    fn push(&self, out: &mut String) -> Result<(), TextProblem> {
        match self {
            Self::Stage(name) => push_flag_text(out, name.as_str()),
            Self::Index(index) => push_flag_text(out, &index.to_string()),
            Self::Image(image) => push_flag_text(out, image.as_str()),
            Self::Context(name) => push_flag_text(out, name.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::InlineFile;
    use crate::dockerfile::rendered;
    use crate::value::{OctalMode, Uid};
    use crate::word::Arg;

    #[test]
    fn plain_paths_are_text_and_others_json() {
        assert_eq!(rendered(Copy::new(["*.toml", "src/"], "./")), "COPY *.toml src/ ./\n");
        assert_eq!(rendered(Copy::new(["a b"], "./")), "COPY [\"\\\"a b\\\"\", \"./\"]\n");
        assert_eq!(rendered(Copy::new(["--from=x"], "./")), "COPY [\"--from=x\", \"./\"]\n");
        assert_eq!(rendered(Copy::new(["<<EOF"], "$x")), "COPY [\"\\\"<<EOF\\\"\", \"\\\"\\\\$x\\\"\"]\n");
        assert_eq!(rendered(Copy::new([&Arg::new("DIR")], "./")), "COPY ${DIR} ./\n");
    }

    #[test]
    fn buildkit_cannot_ask_the_client_for_a_control_character() {
        let mut copy = Copy::new(["a\tb"], "/");
        insta::assert_snapshot!(rendered(copy.clone()), @r"error: COPY in stage 0: a source cannot be fetched: BuildKit asks for it in a header, which holds no control characters; rename it, or take the directory that it is in");
        copy.from = Some(CopyFrom::Index(0));
        assert_eq!(rendered(copy), "COPY --from=0 [\"\\\"a\\tb\\\"\", \"/\"]\n");
        let copy = Copy::new(["a"], "/a\0");
        insta::assert_snapshot!(rendered(copy), @"error: COPY in stage 0: a path has a NUL, which no path, variable or argument of a program can hold; leave it out");
    }

    #[test]
    fn every_flag() {
        let mut copy = Copy::new(["a"], "b");
        copy.from = Some(CopyFrom::Index(0));
        copy.chown = Some(Value::Fixed(Owner::from(Uid::new(10001))));
        copy.chmod = Some(Value::Fixed(FileMode::Octal(OctalMode::octal(0o755))));
        copy.link = true;
        copy.parents = true;
        copy.exclude = vec!["*.md".into(), "!a b".into()];
        assert_eq!(
            rendered(copy),
            "COPY --from=0 --chown=10001 --chmod=0755 --link --parents --exclude=\\*.md --exclude=\\!a\\ b a b\n"
        );
    }

    #[test]
    fn inline_files() {
        let copy = Copy::new(
            [InlineFile::named("a.conf", "x\nEOF\n"), InlineFile::new("$HOME is " + &Arg::new("H") + "\n")],
            "/etc/",
        );
        assert_eq!(rendered(copy), "COPY <<'a.conf' <<EOF /etc/\nx\nEOF\na.conf\n\\$HOME is ${H}\nEOF\n");
    }

    #[test]
    fn a_byte_order_mark_in_front_of_an_expanded_file_is_kept() {
        let copy = Copy::new([InlineFile::new(Word::from("\u{feff}") + &Arg::new("H") + "\n")], "/f");
        assert_eq!(rendered(copy), "COPY <<EOF /f\n\\\u{feff}${H}\nEOF\n");
    }

    #[test]
    fn what_inline_files_cannot_say() {
        let error = |file: InlineFile<'static>, destination: &'static str| rendered(Copy::new([file], destination));
        insta::assert_snapshot!(error(InlineFile::new("x"), "/f"), @"error: COPY in stage 0: the content of an inline file must end with a line feed, since a heredoc always does; add one");
        insta::assert_snapshot!(error(InlineFile::new("x\n"), "/a b"), @r#"error: COPY in stage 0: the path "/a b" cannot be written beside a heredoc: BuildKit splits it at its blanks; put it into a variable"#);
        insta::assert_snapshot!(error(InlineFile::named("a b", "x\n"), "/d/"), @r#"error: COPY in stage 0: the file name "a b" cannot be written beside a heredoc: BuildKit takes letters, digits and `_.:=,@+%-` in such a name, and no `-` first"#);
        insta::assert_snapshot!(error(InlineFile::named("a", "a\n"), "/d/"), @"error: COPY in stage 0: the file name `a` cannot be written beside a heredoc: a line of its content is the same, and would end it; give it no name, and the whole path as destination");
        assert_eq!(error(InlineFile::new("x\n"), "/a$b"), "COPY <<'EOF' \"/a\\$b\"\nx\nEOF\n");
    }

    #[test]
    fn literal_paths_quote_both_pattern_languages() {
        assert_eq!(literal_path("a*b[c]\\d"), "a[\\*]b[\\[]c[\\]][\\\\]d");
        assert_eq!(literal_path("!a!"), "[\\!]a!");
        assert_eq!(literal_path(" a b "), "[\\ ]a b[\\ ]");
        assert_eq!(literal_path("a^b"), "a^b");
        assert_eq!(literal_path("^*"), "[\\^][\\*]");
        assert_eq!(literal_path("a+(b|c)"), "a+(b|c)");
        assert_eq!(literal_path("(+]"), "[\\(][\\+][\\]]");
        assert_eq!(literal_path("a\u{85}"), "a[\u{85}]");
        assert_eq!(literal_path(""), "");
    }
}
