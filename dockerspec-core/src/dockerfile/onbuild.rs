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
        let start = writer.out.len();
        self.trigger.render(writer)?;
        writer.refuse_long_trigger(start)
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
