//! A line of shell text that has heredocs of its own.

use std::borrow::Cow;

use super::ShellText;
use super::command::{Dashes, Heredocs};
use crate::render::{Reason, Writer, refuse_nul};

/// A line for the shell in force with heredocs in it, and their bodies: `RUN cat <<A - 3<<B`.
///
/// The shell gets all of it as it stands, so quotes around a delimiter, `<<-` and variables in a body mean what they
/// mean to the shell. A command that is nothing but a heredoc is a [`Script`](super::Script).
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Heredoc, Run, RunCommand, ShellHeredocs, ShellText, Stage};
/// let line = ShellText("tee /etc/motd <<END".into());
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

/// A heredoc that BuildKit finds in a line.
#[derive(Debug, PartialEq, Eq)]
struct Declared<'l> {
    word: &'l str,
    delimiter: &'l str,
    strips_tabs: bool,
}

impl ShellHeredocs<'_> {
    /// Writes the line behind what is there, and the bodies below it.
    pub(super) fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        self.line.refuse(Heredocs::Text)?;
        refuse_nul(&self.line.0).map_err(|problem| problem.of("RUN", "the command"))?;
        let beside = |why| Reason::BesideHeredoc { what: format!("the line `{}`", self.line.0), why };
        let declared = declared(&self.line.0).ok_or_else(|| {
            beside("BuildKit may not find its heredocs; close all quotes, put no `${` and no blank behind `<<`")
        })?;
        let wanted = self.heredocs.iter().map(|heredoc| &*heredoc.delimiter);
        if self.heredocs.is_empty() || !declared.iter().map(|found| found.delimiter).eq(wanted) {
            return Err(beside("BuildKit finds other heredocs in it; name those of the line, in its order"));
        }
        if self.heredocs.len() == 1 && declared[0].word == self.line.0 {
            return Err(beside("it is nothing but a heredoc, which BuildKit runs as a script; make it a `Script`"));
        }
        self.line.push(&mut writer.out, Dashes::Flags);
        writer.end_line()?;
        for (heredoc, found) in self.heredocs.iter().zip(&declared) {
            heredoc.refuse(found)?;
            writer.document(&heredoc.body, &heredoc.delimiter)?;
        }
        Ok(())
    }
}

impl Heredoc<'_> {
    fn refuse(&self, found: &Declared<'_>) -> Result<(), Reason> {
        if !self.body.is_empty() && !self.body.ends_with('\n') {
            return Err(Reason::NoFinalLineFeed { what: "the body of a heredoc" });
        }
        refuse_nul(&self.body).map_err(|problem| problem.of("RUN", "the body of a heredoc"))?;
        let ends = |line: &str| {
            let line = line.trim_end_matches('\r');
            let line = if found.strips_tabs { line.trim_start_matches('\t') } else { line };
            line == self.delimiter
        };
        if self.body.split('\n').any(ends) {
            let what = format!("the heredoc `{}`", self.delimiter);
            return Err(Reason::BesideHeredoc { what, why: "a line of its body would end it; use another delimiter" });
        }
        Ok(())
    }
}

/// The heredocs that BuildKit finds in a line, or nothing where its lexer could stumble: then it finds none at all, and
/// reads the bodies as instructions.
fn declared(line: &str) -> Option<Vec<Declared<'_>>> {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, behind) = rest.split_at(word_length(rest)?);
        let operator = word.trim_start_matches(|character: char| character.is_ascii_digit());
        if let Some(target) = operator.strip_prefix("<<").filter(|target| !target.starts_with('<')) {
            let strips_tabs = target.starts_with('-');
            let target = target.strip_prefix('-').unwrap_or(target);
            found.push(Declared { word, delimiter: plain_delimiter(target)?, strips_tabs });
        }
        rest = behind.trim_start();
    }
    Some(found)
}

/// The bytes of the word that the text begins with, its quotes included.
fn word_length(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some('\''), _) => {}
            (_, '$') if characters.peek().is_some_and(|(_, next)| *next == '{') => return None,
            (_, '\\') => {
                characters.next();
            }
            (None, '\'' | '"') => quote = Some(character),
            (None, _) if character.is_whitespace() => return Some(index),
            _ => {}
        }
    }
    quote.is_none().then_some(text.len())
}

/// The delimiter of a word such as `END`, `'END'` or `"END"`; nothing for what could mean more.
fn plain_delimiter(target: &str) -> Option<&str> {
    let unquoted = ['\'', '"'].into_iter().find_map(|quote| target.strip_prefix(quote)?.strip_suffix(quote));
    let delimiter = unquoted.unwrap_or(target);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (!delimiter.is_empty() && delimiter.bytes().all(plain)).then_some(delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Run, RunCommand, rendered};

    fn of(line: &'static str, heredocs: &[(&'static str, &'static str)]) -> String {
        let heredocs =
            heredocs.iter().map(|&(delimiter, body)| Heredoc { delimiter: delimiter.into(), body: body.into() });
        let command = ShellHeredocs { line: ShellText(line.into()), heredocs: heredocs.collect() };
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
    fn words_that_only_look_like_heredocs_are_none() {
        let names =
            |line| declared(line).unwrap().into_iter().map(|found| found.delimiter.to_owned()).collect::<Vec<_>>();
        for line in ["a<<EOF", "<<<x", "'<<EOF'", "\"a <<EOF\"", "$((1<<2))", "\\<<EOF", ""] {
            assert!(names(line).is_empty(), "{line}");
        }
        assert_eq!(names("1<<2 # <<EOF"), ["2", "EOF"]);
    }

    #[test]
    fn lines_in_which_buildkit_could_find_none_are_refused() {
        for line in ["cat <<A; it's", "cat \"<<A", "cat <<A ${x!y}", "cat << A", "cat <<A$b", "cat <<"] {
            assert_eq!(declared(line), None, "{line}");
        }
    }

    #[test]
    fn what_does_not_fit_the_line_is_refused() {
        insta::assert_snapshot!(of("cat <<A", &[("B", "")]), @"error: RUN in stage 0: the line `cat <<A` cannot be written beside a heredoc: BuildKit finds other heredocs in it; name those of the line, in its order");
        insta::assert_snapshot!(of("cat <<A", &[("A", "x\nA\n")]), @"error: RUN in stage 0: the heredoc `A` cannot be written beside a heredoc: a line of its body would end it; use another delimiter");
        insta::assert_snapshot!(of("cat <<-A", &[("A", "\tA\n")]), @"error: RUN in stage 0: the heredoc `A` cannot be written beside a heredoc: a line of its body would end it; use another delimiter");
        insta::assert_snapshot!(of("cat <<A", &[("A", "x")]), @"error: RUN in stage 0: the body of a heredoc must end with a line feed, since a heredoc always does; add one");
        insta::assert_snapshot!(of("<<A", &[("A", "x\n")]), @"error: RUN in stage 0: the line `<<A` cannot be written beside a heredoc: it is nothing but a heredoc, which BuildKit runs as a script; make it a `Script`");
        insta::assert_snapshot!(of("cat <<A; it's", &[("A", "x\n")]), @"error: RUN in stage 0: the line `cat <<A; it's` cannot be written beside a heredoc: BuildKit may not find its heredocs; close all quotes, put no `${` and no blank behind `<<`");
    }
}
