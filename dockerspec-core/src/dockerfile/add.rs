//! `ADD`.

use std::borrow::Cow;

use super::Source;
use super::copy::SharedFlags;
use super::instruction::Words;
use super::source::{self, Place};
use crate::List;
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Add<'a> {
    /// `--chown`: the owner of the files; root without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub chown: Option<Value<'a, Owner<'a>>>,
    /// `--chmod`: the mode of the files; 0600 for downloads without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub chmod: Option<Value<'a, FileMode<'a>>>,
    /// `--link`: a layer of its own that does not depend on those below. Off when `chmod` is given.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub link: bool,
    /// `--keep-git-dir`: whether `.git` of a repository is kept; Dockerfile 1.6.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub keep_git_dir: Option<bool>,
    /// `--checksum`: what the one source must have; Dockerfile 1.6, for git 1.17.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub checksum: Option<Value<'a, Checksum<'a>>>,
    /// `--unpack`: whether archives are unpacked; Dockerfile 1.17.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub unpack: Unpack,
    /// `--exclude`: patterns, as in `.dockerignore`, of what is left out; Dockerfile 1.19.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub exclude: Vec<Cow<'a, str>>,
    /// What is added; at least one.
    pub sources: List<Source<'a>>,
    /// Where to: a directory if it ends with `/`.
    pub destination: Word<'a>,
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
    pub fn new<T: Into<Source<'a>>>(sources: impl IntoIterator<Item = T>, destination: impl IntoWord<'a>) -> Self {
        Self {
            chown: None,
            chmod: None,
            link: false,
            keep_git_dir: None,
            checksum: None,
            unpack: Unpack::Local,
            exclude: Vec::new(),
            sources: sources.into_iter().map(Into::into).collect(),
            destination: destination.into_word(),
        }
    }
}

impl<'a> Words<'a> for Add<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        if let Some(Value::Expanded(word)) = &mut self.chown {
            visit(word);
        }
        if let Some(Value::Expanded(word)) = &mut self.chmod {
            visit(word);
        }
        if let Some(Value::Expanded(word)) = &mut self.checksum {
            visit(word);
        }
        self.sources.iter_mut().map(Source::word_mut).for_each(&mut *visit);
        visit(&mut self.destination);
    }
}

impl Render for Add<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let out = &mut writer.out;
        out.push_str("ADD");
        match self.keep_git_dir {
            None => {}
            Some(true) => out.push_str(" --keep-git-dir"),
            Some(false) => out.push_str(" --keep-git-dir=false"),
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
        source::render(writer, "ADD", &self.sources, Place::Context, &self.destination)
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
        add.keep_git_dir = Some(true);
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
