//! `SHELL`.

use std::borrow::Cow;

use super::command::push_exec;
use super::instruction::Words;
use crate::render::{Reason, Render, Writer};

/// `SHELL`: the program that reads later shell forms, in this stage and those that build on it.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Shell, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Shell::new(["/bin/bash", "-o", "pipefail", "-c"]).into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Shell<'a> {
    /// The program and the arguments before the command text; at least the program.
    pub arguments: Vec<Cow<'a, str>>,
}

impl<'a> Shell<'a> {
    /// A program and its arguments.
    pub fn new<T: Into<Cow<'a, str>>>(arguments: impl IntoIterator<Item = T>) -> Self {
        Self { arguments: arguments.into_iter().map(Into::into).collect() }
    }
}

impl Words<'_> for Shell<'_> {}

impl Render for Shell<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.arguments.is_empty() {
            return Err(Reason::Empty { what: "the list of arguments", way_out: "name a shell" });
        }
        writer.out.push_str("SHELL ");
        push_exec(&mut writer.out, &self.arguments);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn a_shell_has_a_program() {
        insta::assert_snapshot!(rendered(Shell::new([""; 0])), @"error: SHELL in stage 0: the list of arguments is empty; name a shell");
    }
}
