//! `ONBUILD`.

use std::borrow::Cow;

use super::Instruction;
use super::instruction::Words;
use crate::render::{Reason, Render, Writer};

/// `ONBUILD`: an instruction that runs first in images and stages that build on this one.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Copy, Dockerfile, Onbuild, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Onbuild::new(Copy::new(["."], "/src")).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nONBUILD COPY . /src\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Onbuild<'a> {
    /// What runs: any instruction but `ONBUILD` and `MAINTAINER`.
    pub trigger: Trigger<'a>,
}

/// What `ONBUILD` keeps for later.
///
/// In JSON it is the instruction, or a string.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum Trigger<'a> {
    /// An instruction.
    Instruction(Box<Instruction<'a>>),
    /// A line that is no instruction, with what its heredocs hold below it: BuildKit keeps what stands there, and the
    /// builds that come to run it fail.
    Text(Cow<'a, str>),
}

impl<'a> Onbuild<'a> {
    /// An instruction for later.
    pub fn new(trigger: impl Into<Instruction<'a>>) -> Self {
        Self { trigger: Trigger::Instruction(Box::new(trigger.into())) }
    }
}

/// Variables of a trigger are those of the stage it runs in, so none of them is declared in this one.
impl Words<'_> for Onbuild<'_> {}

impl Render for Onbuild<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let trigger = match &self.trigger {
            Trigger::Instruction(trigger) => &**trigger,
            Trigger::Text(text) => return push_text(writer, text),
        };
        if let Instruction::Onbuild(_) | Instruction::Maintainer(_) | Instruction::Comment(_) = trigger {
            return Err(Reason::Misplaced {
                keyword: trigger.keyword(),
                place: "behind ONBUILD",
                way_out: "write it in the images that build on this one",
            });
        }
        writer.out.push_str("ONBUILD ");
        let start = writer.out.len();
        trigger.render(writer)?;
        writer.refuse_long_trigger(start)
    }
}

/// Writes a line that BuildKit keeps and does not read yet.
fn push_text(writer: &mut Writer, text: &str) -> Result<(), Reason> {
    let unreadable = |why| Err(Reason::Trigger { text: text.to_owned(), why });
    if text.trim().len() != text.len() || text.is_empty() {
        return unreadable("it is empty, or has blanks at its ends");
    }
    if text.ends_with('\\') {
        return unreadable("the `\\` at its end would join the next line");
    }
    if !crate::parse::is_kept_trigger(text) {
        return unreadable("BuildKit reads more out of it than a line to keep; write the instruction");
    }
    writer.out.push_str("ONBUILD ");
    writer.out.push_str(text);
    Ok(())
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Trigger<'_> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = crate::form::TextOrFields {
            expected: "an instruction, or a string",
            of_text: |text| Self::Text(text.into()),
            of_fields: |instruction| Self::Instruction(Box::new(instruction)),
        };
        form.read(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Comment, Env, Maintainer, Run, TmpfsMount, rendered};

    #[test]
    fn triggers() {
        assert_eq!(rendered(Onbuild::new(Run::script("a\nb\n"))), "ONBUILD RUN <<'EOF'\na\nb\nEOF\n");
        assert_eq!(rendered(Onbuild::new(Env::new("A", "b c"))), "ONBUILD ENV A=\"b c\"\n");
    }

    #[test]
    fn a_trigger_is_stored_as_one_line_and_cannot_be_cut() {
        let half = "x".repeat(40_000);
        for trigger in [Env::new("A", half.clone()).into(), Run::script(format!("{half}\n{half}\n")).into()] {
            let trigger: Instruction<'_> = trigger;
            assert!(rendered(Onbuild::new(trigger)).starts_with("ONBUILD "));
        }
        let pairs = Env::new("A", half.clone()).and("B", half.clone());
        let mut mounted = Run::script("x\n");
        mounted.mounts = vec![TmpfsMount::new(half.clone()).into(), TmpfsMount::new(half).into()];
        for trigger in [pairs.into(), mounted.into()] {
            let trigger: Instruction<'_> = trigger;
            assert!(rendered(Onbuild::new(trigger)).contains("BuildKit reads at most 65535"));
        }
    }

    #[test]
    fn what_is_no_trigger() {
        for trigger in [Onbuild::new(Env::new("A", 1)).into(), Maintainer::new("a").into(), Comment::new("a").into()] {
            let trigger: Instruction<'_> = trigger;
            assert!(rendered(Onbuild::new(trigger)).contains("cannot stand behind ONBUILD"));
        }
    }
}
