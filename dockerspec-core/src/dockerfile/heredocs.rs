//! A line of shell text that has heredocs of its own.

use std::borrow::Cow;

use super::ShellText;
use super::shell_text::{Dashes, Heredocs};
use crate::parse::{Announced, announced, heredoc_of_word};
use crate::render::{Reason, Writer, refuse_nul};

/// A line for the shell in force with heredocs in it, and their bodies: `RUN cat <<A - 3<<B`.
///
/// The shell gets all of it as it stands, so quotes around a delimiter, `<<-` and variables in a body mean what they
/// mean to the shell. A command that is nothing but a heredoc is a [`Script`](super::Script).
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Heredoc, Run, RunCommand, ShellHeredocs, ShellText, Stage};
/// let line = ShellText::new("tee /etc/motd <<END");
/// let heredocs = vec![Heredoc { delimiter: "END".into(), body: "welcome\n".into() }];
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Run::new(RunCommand::Heredocs(ShellHeredocs { line, heredocs })).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nRUN tee /etc/motd <<END\nwelcome\nEND\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// Source: `heredocsFromLine` in `frontend/dockerfile/parser` of BuildKit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct ShellHeredocs<'a> {
    /// The line. Each heredoc in it is a word of its own: `<<NAME`, `<<-NAME`, `3<<'NAME'`.
    pub line: ShellText<'a>,
    /// The heredocs, in the order of the line.
    pub heredocs: Vec<Heredoc<'a>>,
}

/// One heredoc of [`ShellHeredocs`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Heredoc<'a> {
    /// Its delimiter, without the quotes that the line may have around it.
    pub delimiter: Cow<'a, str>,
    /// Its lines, each with a line feed at the end; those of `<<-` with their tabs.
    pub body: Cow<'a, str>,
}

impl ShellHeredocs<'_> {
    pub(super) fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        self.line.refuse(Heredocs::Text)?;
        let line = &*self.line.joined();
        refuse_nul(line).map_err(|problem| problem.of("RUN", "the command"))?;
        let beside = |why| Reason::BesideHeredoc { what: format!("the line `{line}`"), why };
        let found = announced(line).unwrap_or_default();
        let wanted = self.heredocs.iter().map(|heredoc| &*heredoc.delimiter);
        if self.heredocs.is_empty() || !found.iter().map(|found| &*found.delimiter).eq(wanted) {
            return Err(beside(
                "BuildKit finds other heredocs in it; close all quotes, and name those of the line in its order",
            ));
        }
        if matches!(heredoc_of_word(line), Ok(Some(_))) {
            return Err(beside("it is nothing but a heredoc, which BuildKit runs as a script; make it a `Script`"));
        }
        self.line.push(&mut writer.out, Dashes::Flags);
        writer.end_line()?;
        for (heredoc, found) in self.heredocs.iter().zip(&found) {
            heredoc.refuse(found)?;
            writer.document(&heredoc.body, &heredoc.delimiter)?;
        }
        Ok(())
    }
}

impl Heredoc<'_> {
    fn refuse(&self, found: &Announced) -> Result<(), Reason> {
        if !self.body.is_empty() && !self.body.ends_with('\n') {
            return Err(Reason::NoFinalLineFeed { what: "the body of a heredoc" });
        }
        refuse_nul(&self.body).map_err(|problem| problem.of("RUN", "the body of a heredoc"))?;
        if self.body.split_inclusive('\n').any(|line| found.is_ended_by(line)) {
            let what = format!("the heredoc `{}`", self.delimiter);
            return Err(Reason::BesideHeredoc { what, why: "a line of its body would end it; use another delimiter" });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Run, RunCommand, rendered};

    fn of(line: &'static str, heredocs: &[(&'static str, &'static str)]) -> String {
        let heredocs =
            heredocs.iter().map(|&(delimiter, body)| Heredoc { delimiter: delimiter.into(), body: body.into() });
        let command = ShellHeredocs { line: ShellText::new(line), heredocs: heredocs.collect() };
        rendered(Run::new(RunCommand::Heredocs(command)))
    }

    #[test]
    fn several_heredocs_follow_their_line() {
        assert_eq!(
            of("cat - /dev/fd/3 <<A 3<<-'B' >f", &[("A", "x\nB\n"), ("B", "\ty\n")]),
            "RUN cat - /dev/fd/3 <<A 3<<-'B' >f\nx\nB\nA\n\ty\nB\n"
        );
    }

    #[test]
    fn what_does_not_fit_the_line_is_refused() {
        insta::assert_snapshot!(of("cat <<A", &[("B", "")]), @"error: RUN in stage 0: the line `cat <<A` cannot be written beside a heredoc: BuildKit finds other heredocs in it; close all quotes, and name those of the line in its order");
        insta::assert_snapshot!(of("cat <<A", &[("A", "x\nA\n")]), @"error: RUN in stage 0: the heredoc `A` cannot be written beside a heredoc: a line of its body would end it; use another delimiter");
        insta::assert_snapshot!(of("cat <<-A", &[("A", "\tA\n")]), @"error: RUN in stage 0: the heredoc `A` cannot be written beside a heredoc: a line of its body would end it; use another delimiter");
        insta::assert_snapshot!(of("cat <<A", &[("A", "x")]), @"error: RUN in stage 0: the body of a heredoc must end with a line feed, since a heredoc always does; add one");
        insta::assert_snapshot!(of("<<A", &[("A", "x\n")]), @"error: RUN in stage 0: the line `<<A` cannot be written beside a heredoc: it is nothing but a heredoc, which BuildKit runs as a script; make it a `Script`");
        insta::assert_snapshot!(of("cat <<A; it's", &[("A", "x\n")]), @"error: RUN in stage 0: the line `cat <<A; it's` cannot be written beside a heredoc: BuildKit finds other heredocs in it; close all quotes, and name those of the line in its order");
    }
}
