//! Raw shell text, on one line or cut over several.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use crate::parse::{Json, announced, find_byte, json_strings, without_continuation};
use crate::render::{Reason, contains_any};

/// Raw shell text: what the shell reads, as the Dockerfile holds it. BuildKit expands nothing in it.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Cmd, Command, Dockerfile, ShellText, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Cmd::new(Command::Shell(ShellText::new("exec app --port \"$PORT\""))).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nCMD exec app --port \"$PORT\"\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// In JSON it is a string; text that is cut over several lines is a list of them.
#[derive(Debug, Clone)]
pub struct ShellText<'a> {
    written: Cow<'a, str>,
    is_cut: bool,
    /// Whether it is known to fit `RUN`, so that rendering need not look again. No part of what the text is.
    is_known_to_fit: bool,
}

/// What `<<` is on the line of an instruction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heredocs {
    /// Text like any other.
    Text,
    /// Possibly a heredoc: the lines below would be taken away.
    Open,
}

/// What `--` is in front of shell text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dashes {
    /// Flags of the instruction, unless a `--` of its own comes first.
    Flags,
    /// Text like any other.
    Text,
}

/// What keeps a command from being an argument of the shell, in whatever form.
const NUL: &str = "it has a NUL";

impl<'a> ShellText<'a> {
    /// Text on one line.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { written: text.into(), is_cut: false, is_known_to_fit: false }
    }

    /// Text on one line that [`fits_run`](Self::fits_run), or the text as it was.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::ShellText;
    /// assert_eq!(ShellText::for_run("make install"), Ok(ShellText::new("make install")));
    /// assert_eq!(ShellText::for_run("cat <<EOF"), Err("cat <<EOF".into()));
    /// ```
    ///
    /// # Errors
    ///
    /// The text, which is better off in a heredoc.
    pub fn for_run(text: impl Into<Cow<'a, str>>) -> Result<Self, Cow<'a, str>> {
        let text = Self::new(text);
        if text.fits_run() { Ok(Self { is_known_to_fit: true, ..text }) } else { Err(text.written) }
    }

    /// Text cut over several lines of the Dockerfile: each but the last one ends with `\`, or is empty or a comment.
    /// BuildKit joins them, and drops the comments.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::{Base, Dockerfile, Run, RunCommand, ShellText, Stage};
    /// let text = ShellText::cut("make && \\\n    # as root\n    make install").expect("it is cut right");
    /// assert_eq!(text.joined(), "make &&     make install");
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Run::new(RunCommand::Shell(text)).into());
    /// assert_eq!(
    ///     Dockerfile::from(stage).render()?,
    ///     "FROM scratch\nRUN make && \\\n    # as root\n    make install\n",
    /// );
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    ///
    /// `None` when BuildKit would read another number of lines.
    pub fn cut(lines: impl Into<Cow<'a, str>>) -> Option<Self> {
        let written = lines.into();
        let mut behind = written.split('\n').rev();
        let last = behind.next()?;
        let fits = !written.contains('\r')
            && without_continuation(last).is_none()
            && !is_dropped(last)
            && written.split('\n').next().is_some_and(|first| !is_dropped(first))
            && behind.all(|line| is_dropped(line) || without_continuation(line).is_some());
        fits.then(|| Self { is_cut: written.contains('\n'), written, is_known_to_fit: false })
    }

    /// Two lines or more that were just read, with `\` as the escape token and line feeds at their ends.
    pub(crate) fn of_cut(written: Cow<'a, str>) -> Self {
        Self { is_cut: true, written, is_known_to_fit: false }
    }

    /// The text as BuildKit hands it to the shell: on one line, without the comments in between.
    pub fn joined(&self) -> Cow<'_, str> {
        if !self.is_cut {
            return Cow::Borrowed(&self.written);
        }
        let mut text = String::with_capacity(self.written.len());
        self.each_line(|line| text.push_str(line));
        Cow::Owned(text)
    }

    /// Calls a function with what is joined of each line, in order.
    pub(crate) fn each_line<'t>(&'t self, mut visit: impl FnMut(&'t str)) {
        if !self.is_cut {
            return visit(&self.written);
        }
        let mut rest = &*self.written;
        let mut is_first = true;
        loop {
            let line = &rest[..find_byte::<b'\n'>(rest.as_bytes())];
            let Some(behind) = rest.get(line.len() + 1..) else { return visit(line) };
            if is_first || !is_dropped(line) {
                visit(without_continuation(line).unwrap_or(line));
            }
            (rest, is_first) = (behind, false);
        }
    }

    /// Whether it stands on several lines.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The text as it stands in the Dockerfile: with the line feeds, the `\` before them, and the comments in between.
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Whether `RUN` can hold this text as it is, outside a heredoc. Text with a `\` at its end is better off in one.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::ShellText;
    /// assert!(ShellText::new("[ -f a ] || make install").fits_run());
    /// assert!(!ShellText::new("cat <<EOF").fits_run());
    /// ```
    pub fn fits_run(&self) -> bool {
        self.shell_form_problem(Heredocs::Open).is_none() && !self.written.ends_with('\\')
    }

    /// The text as it was given to [`new`](Self::new).
    pub fn into_text(self) -> Cow<'a, str> {
        if self.is_cut { Cow::Owned(self.joined().into_owned()) } else { self.written }
    }

    /// What keeps the text from standing outside a heredoc as it is.
    pub(super) fn shell_form_problem(&self, heredocs: Heredocs) -> Option<&'static str> {
        let text = &*self.joined();
        let bytes = text.as_bytes();
        let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return None };
        // Every white space outside ASCII begins with a byte from C2 on and ends with one from 80 on.
        let edges = first <= b' ' || last <= b' ' || first >= 0x80 || last >= 0x80;
        if edges && text.trim().len() != text.len() {
            return Some("blanks at its ends would be lost");
        }
        if first == b'[' && json_strings(text, |_, _| {}) != Json::Text {
            return Some("it would be read as an exec form");
        }
        if !contains_any::<b'\n', b'<', 0>(text) {
            return None;
        }
        if bytes.contains(&b'\n') {
            return Some("it has a line feed");
        }
        if heredocs == Heredocs::Open && announced(text).as_deref() != Ok(&[]) {
            return Some("its `<<` would be read as a heredoc");
        }
        if heredocs == Heredocs::Open && bytes.contains(&0) {
            return Some(NUL);
        }
        None
    }

    pub(super) fn refuse(&self, heredocs: Heredocs) -> Result<(), Reason> {
        if self.is_known_to_fit {
            return Ok(());
        }
        match self.shell_form_problem(heredocs) {
            None => Ok(()),
            Some(NUL) => Err(Reason::Nul { what: "the command" }),
            Some(why) => Err(Reason::ShellForm { why }),
        }
    }

    /// Writes the text, which [`refuse`](Self::refuse) has passed, behind what is there.
    pub(super) fn push(&self, out: &mut String, dashes: Dashes) {
        if !self.written.is_empty() {
            out.push_str(if dashes == Dashes::Flags && self.written.starts_with("--") { " -- " } else { " " });
            out.push_str(&self.written);
            // BuildKit would join the next line. It drops white space at the end, and only looks through two kinds of it.
            if self.written.ends_with('\\') {
                out.push('\x0C');
            }
        }
    }
}

impl PartialEq for ShellText<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.written, self.is_cut) == (&other.written, other.is_cut)
    }
}

impl Eq for ShellText<'_> {}

impl Hash for ShellText<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.written, self.is_cut).hash(state);
    }
}

impl<'a> From<&'a str> for ShellText<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

impl From<String> for ShellText<'_> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Whether BuildKit drops a line inside an instruction.
fn is_dropped(line: &str) -> bool {
    let blanks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match line.as_bytes().get(blanks) {
        None | Some(b'#') => true,
        Some(0x21..0x80) => false,
        // White space of another kind.
        Some(_) => matches!(line.trim_start().as_bytes().first(), None | Some(b'#')),
    }
}

#[cfg(feature = "serde")]
mod form {
    use std::fmt;

    use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Unexpected, Visitor};
    use serde::ser::{Serialize, Serializer};

    use super::ShellText;

    impl Serialize for ShellText<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.is_cut {
                serializer.collect_seq(self.written.split('\n'))
            } else {
                serializer.serialize_str(&self.written)
            }
        }
    }

    struct Form;

    impl<'de> Visitor<'de> for Form {
        type Value = ShellText<'static>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string, or a list of lines of which each but the last one ends with `\\`")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(ShellText::new(text.to_owned()))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
            let mut lines: Vec<String> = Vec::new();
            while let Some(line) = elements.next_element()? {
                lines.push(line);
            }
            ShellText::cut(lines.join("\n")).ok_or_else(|| A::Error::invalid_value(Unexpected::Seq, &self))
        }
    }

    impl<'de> Deserialize<'de> for ShellText<'_> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Form)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_cut_right() {
        for (lines, joined) in [
            ("a", "a"),
            ("a \\\nb", "a b"),
            ("a\\  \n  # c \\\n\n  b", "a  b"),
            ("a\\\n\\\nb", "ab"),
            ("# a \\\nb", "# a b"),
        ] {
            let Some(text) = ShellText::cut(lines) else {
                assert_eq!(joined, "# a b", "{lines}");
                continue;
            };
            assert_eq!(text.joined(), joined);
            assert_eq!(text.as_written(), lines);
        }
    }

    #[test]
    fn lines_that_are_not() {
        for lines in ["a\nb", "a \\\\\nb", "a \\", "a \\\n# b", "a \\\n", "# a\nb", "a \\\r\nb", "\n"] {
            assert_eq!(ShellText::cut(lines), None, "{lines:?}");
        }
    }
}
