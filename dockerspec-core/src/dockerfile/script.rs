//! The command of RUN as a heredoc.

use std::borrow::Cow;

use super::run::refuse_nul;
use crate::render::{Reason, Writer, delimiter, ends_early, is_bare};

/// The text of a heredoc that is the whole command: empty, or lines that each end with a line feed.
///
/// BuildKit expands nothing in it. A shell goes on after a line that fails unless the text says `set -e`.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Run, RunCommand, Script, Stage};
/// let mut script = Script::new("#!/usr/bin/env python3\nprint(__file__)\n");
/// script.name = Some("where.py".into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Run::new(RunCommand::Script(script)).into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN <<'where.py'\n#!/usr/bin/env python3\nprint(__file__)\nwhere.py\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// In JSON it is its text; with a name, `{"name": "where.py", "text": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Script<'a> {
    /// The lines.
    pub text: Cow<'a, str>,
    /// What a text that begins with `#!` sees as the name of its file, in `/dev/pipes`. Without one it is that of the
    /// heredoc, `EOF`.
    pub name: Option<Cow<'a, str>>,
}

impl<'a> Script<'a> {
    /// Lines without a name.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), name: None }
    }

    /// Lines that were just read, with the delimiter that ended them.
    pub(crate) fn read(text: Cow<'a, str>, name: &str) -> Self {
        let matters = text.starts_with("#!") && delimiter(&text) != name;
        Self { name: matters.then(|| Cow::Owned(name.to_owned())), text }
    }

    pub(super) fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let text = &*self.text;
        // Nothing but a file can hold it.
        if !text.starts_with("#!") {
            refuse_nul(text)?;
        }
        if !text.is_empty() && !text.ends_with('\n') {
            return Err(Reason::NoFinalLineFeed { what: "the script" });
        }
        let delimiter = match &self.name {
            None => delimiter(text),
            Some(name) => {
                let beside = |why| Reason::BesideHeredoc { what: format!("the name {name:?} of a script"), why };
                if !is_bare(name) || name.starts_with('-') || name.contains('/') {
                    return Err(beside("BuildKit takes letters, digits and `_.:=,@+%-` in it, and no `-` first"));
                }
                if ends_early(text, name) {
                    return Err(beside("a line of the script is the same, and would end it; take another"));
                }
                Cow::Borrowed(&**name)
            }
        };
        for part in [" <<'", &delimiter, "'"] {
            writer.out.push_str(part);
        }
        writer.end_line()?;
        writer.document(text, &delimiter)
    }
}

#[cfg(feature = "serde")]
mod form {
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::{Serialize, Serializer};

    use super::Script;
    use crate::form::TextOrFields;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named<T> {
        name: T,
        text: T,
    }

    impl Serialize for Script<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match &self.name {
                None => serializer.serialize_str(&self.text),
                Some(name) => Named { name, text: &self.text }.serialize(serializer),
            }
        }
    }

    impl<'de> Deserialize<'de> for Script<'_> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let form = TextOrFields {
                expected: "a string, or `{\"name\": …, \"text\": …}`",
                of_text: Self::new,
                of_fields: |Named::<String> { name, text }| Self { text: text.into(), name: Some(name.into()) },
            };
            form.read(deserializer)
        }
    }
}
