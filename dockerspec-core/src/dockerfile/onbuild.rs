//! `ONBUILD`.

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
    pub trigger: Box<Instruction<'a>>,
}

impl<'a> Onbuild<'a> {
    /// An instruction for later.
    pub fn new(trigger: impl Into<Instruction<'a>>) -> Self {
        Self { trigger: Box::new(trigger.into()) }
    }
}

/// Variables of a trigger are those of the stage it runs in, so none of them is declared in this one.
impl Words<'_> for Onbuild<'_> {}

impl Render for Onbuild<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if let Instruction::Onbuild(_) | Instruction::Maintainer(_) | Instruction::Comment(_) = &*self.trigger {
            return Err(Reason::Misplaced {
                keyword: self.trigger.keyword(),
                place: "behind ONBUILD",
                way_out: "write it in the images that build on this one",
            });
        }
        writer.out.push_str("ONBUILD ");
        self.trigger.render(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Comment, Env, Maintainer, Run, rendered};

    #[test]
    fn triggers() {
        assert_eq!(rendered(Onbuild::new(Run::script("a\nb\n"))), "ONBUILD RUN <<'EOF'\na\nb\nEOF\n");
        assert_eq!(rendered(Onbuild::new(Env::new("A", "b c"))), "ONBUILD ENV A=\"b c\"\n");
    }

    #[test]
    fn what_is_no_trigger() {
        for trigger in [Onbuild::new(Env::new("A", 1)).into(), Maintainer::new("a").into(), Comment::new("a").into()] {
            let trigger: Instruction<'_> = trigger;
            assert!(rendered(Onbuild::new(trigger)).contains("cannot stand behind ONBUILD"));
        }
    }
}
