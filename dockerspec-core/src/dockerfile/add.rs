//! `ADD`.

use std::borrow::Cow;

use super::copy::SharedFlags;
use super::inline_file::{self, InlineFile, SourceText};
use super::instruction::Words;
use super::paths;
use crate::render::{Reason, Render, Writer, push_flag_value};
use crate::value::{Checksum, FileMode, Owner};
use crate::word::{IntoWord, Value, Word};

/// `ADD`: what `COPY` does from the build context, and downloads, git repositories and archives.
///
/// ```
/// # use dockerspec_core::dockerfile::{Add, Base, Dockerfile, Stage, Unpack};
/// let mut add = Add::new(["https://example.com/tool.tar.gz"], "/opt/");
/// add.unpack = Unpack::Yes;
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(add.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nADD --unpack=true https://example.com/tool.tar.gz /opt/\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Add<'a> {
    /// `--chown`: the owner of the files; root without it.
    pub chown: Option<Value<'a, Owner<'a>>>,
    /// `--chmod`: the mode of the files; 0600 for downloads without it.
    pub chmod: Option<Value<'a, FileMode<'a>>>,
    /// `--link`: a layer of its own that does not depend on those below. Off when `chmod` is given.
    #[cfg_attr(feature = "serde", serde(default))]
    pub link: bool,
    /// `--keep-git-dir`: keep `.git` of a repository; Dockerfile 1.6.
    #[cfg_attr(feature = "serde", serde(default))]
    pub keep_git_dir: bool,
    /// `--checksum`: what the one source must have; Dockerfile 1.6, for git 1.17.
    pub checksum: Option<Value<'a, Checksum<'a>>>,
    /// `--unpack`: whether archives are unpacked; Dockerfile 1.17.
    #[cfg_attr(feature = "serde", serde(default))]
    pub unpack: Unpack,
    /// `--exclude`: patterns, as in `.dockerignore`, of what is left out; Dockerfile 1.19.
    #[cfg_attr(feature = "serde", serde(default))]
    pub exclude: Vec<Cow<'a, str>>,
    /// What is added; at least one.
    pub sources: Vec<AddSource<'a>>,
    /// Where to: a directory if it ends with `/`.
    pub destination: Word<'a>,
}

/// What `ADD` adds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum AddSource<'a> {
    /// A path in the build context, an `http` or `https` address, or a git repository
    /// ([`GitRef`](crate::value::GitRef)): BuildKit tells them apart by their beginning.
    Location(Word<'a>),
    /// A file whose content stands in the Dockerfile.
    File(InlineFile<'a>),
}

/// Whether `ADD` unpacks archives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Unpack {
    /// Those of the build context, and no downloads: what BuildKit does without the flag.
    #[default]
    Local,
    /// All.
    Yes,
    /// None.
    No,
}

impl<'a> Add<'a> {
    /// Sources of any kind.
    pub fn new<T: Into<AddSource<'a>>>(sources: impl IntoIterator<Item = T>, destination: impl IntoWord<'a>) -> Self {
        Self {
            chown: None,
            chmod: None,
            link: false,
            keep_git_dir: false,
            checksum: None,
            unpack: Unpack::Local,
            exclude: Vec::new(),
            sources: sources.into_iter().map(Into::into).collect(),
            destination: destination.into_word(),
        }
    }
}

impl<'a, T: IntoWord<'a>> From<T> for AddSource<'a> {
    fn from(location: T) -> Self {
        Self::Location(location.into_word())
    }
}

impl<'a> From<InlineFile<'a>> for AddSource<'a> {
    fn from(file: InlineFile<'a>) -> Self {
        Self::File(file)
    }
}

impl<'a> Words<'a> for Add<'a> {
    fn each_word(&mut self, visit: &mut dyn FnMut(&mut Word<'a>)) {
        if let Some(Value::Expanded(word)) = &mut self.chown {
            visit(word);
        }
        if let Some(Value::Expanded(word)) = &mut self.chmod {
            visit(word);
        }
        if let Some(Value::Expanded(word)) = &mut self.checksum {
            visit(word);
        }
        for source in &mut self.sources {
            match source {
                AddSource::Location(word) => visit(word),
                AddSource::File(file) => visit(&mut file.content),
            }
        }
        visit(&mut self.destination);
    }
}

impl Render for Add<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let out = &mut writer.out;
        out.push_str("ADD");
        if self.keep_git_dir {
            out.push_str(" --keep-git-dir");
        }
        if let Some(checksum) = &self.checksum {
            if self.sources.len() > 1 {
                let way_out = "add each source with an ADD of its own";
                return Err(Reason::Misplaced { keyword: "`--checksum`", place: "before several sources", way_out });
            }
            out.push_str(" --checksum=");
            push_flag_value(out, checksum).map_err(|problem| problem.of("ADD", "`--checksum`"))?;
        }
        let flags = SharedFlags {
            keyword: "ADD",
            chown: self.chown.as_ref(),
            chmod: self.chmod.as_ref(),
            link: self.link,
            exclude: &self.exclude,
        };
        let unpack = match self.unpack {
            Unpack::Local => "",
            Unpack::Yes => " --unpack=true",
            Unpack::No => " --unpack=false",
        };
        flags.render(out, unpack)?;
        if self.sources.is_empty() {
            return Err(Reason::Empty { what: "the list of sources", way_out: "name a source, or leave ADD out" });
        }
        paths::refuse_empty(&self.destination, "the destination")?;
        if self.sources.iter().any(|source| matches!(source, AddSource::File(_))) {
            let sources = self.sources.iter().map(|source| match source {
                AddSource::Location(location) => SourceText::Path(location),
                AddSource::File(file) => SourceText::File(file),
            });
            return inline_file::render(writer, "ADD", sources, &self.destination);
        }
        let sources = self.sources.iter().filter_map(|source| match source {
            AddSource::Location(location) => Some(location),
            AddSource::File(_) => None,
        });
        sources.clone().try_for_each(|source| paths::refuse_empty(source, "a source"))?;
        paths::render(writer, "ADD", sources.chain([&self.destination]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;
    use crate::word::Arg;

    #[test]
    fn every_flag() {
        let mut add = Add::new(["https://example.com/a?b=c&d"], "/b");
        add.keep_git_dir = true;
        add.checksum = Some(Value::from(&Arg::new("SUM")));
        add.link = true;
        add.unpack = Unpack::No;
        add.exclude = vec![".git".into()];
        assert_eq!(
            rendered(add),
            "ADD --keep-git-dir --checksum=${SUM} --link --unpack=false --exclude=.git \
             [\"\\\"https://example.com/a?b=c&d\\\"\", \"/b\"]\n"
        );
    }

    #[test]
    fn a_checksum_is_of_one_source() {
        let mut add = Add::new(["a", "b"], "/c/");
        add.checksum = Some(Value::from(&Arg::new("SUM")));
        insta::assert_snapshot!(rendered(add), @"error: ADD in stage 0: `--checksum` cannot stand before several sources; add each source with an ADD of its own");
    }
}
