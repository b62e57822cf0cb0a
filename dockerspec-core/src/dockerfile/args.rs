//! `ARG`.

use super::instruction::Words;
use crate::List;
use crate::parse::is_argument_name;
use crate::render::{Reason, Render, Writer, is_bare_key, push_word, refuse_nul};
use crate::word::{Arg, Word};

/// `ARG`: declares build arguments, from here to the end of the stage, or for the `FROM` lines.
///
/// ```
/// # use dockerspec_core::{dockerfile::{Args, Base, Dockerfile, Stage}, word::Arg};
/// let mut file = Dockerfile::from(Stage::new(Base::Scratch));
/// file.preamble.push(Args::new(Arg::global("RUST").default("1.85")).into());
/// assert_eq!(file.render()?, "ARG RUST=1.85\n\nFROM scratch\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// In JSON: `{"arg": [{"name": "RUST", "default": "1.85"}]}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Args<'a> {
    /// The arguments; each default sees the arguments before it.
    pub args: List<Arg<'a>>,
}

impl<'a> Args<'a> {
    /// The declaration of one argument.
    pub fn new(arg: Arg<'a>) -> Self {
        Self { args: List::from([arg]) }
    }
}

impl<'a> Words<'a> for Args<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        self.args.iter_mut().filter_map(|arg| arg.default.as_deref_mut()).for_each(visit);
    }
}

impl Render for Args<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.args.is_empty() {
            return Err(Reason::Empty { what: "the list of arguments", way_out: "name one, or leave ARG out" });
        }
        let start = writer.out.len();
        writer.out.push_str("ARG");
        for arg in &self.args {
            let name = arg.name.as_str();
            if !is_bare_key(name) && !is_argument_name(name) {
                return Err(Reason::NoQuotes { what: "the name of an argument", text: name.to_owned() });
            }
            writer.out.push(' ');
            writer.out.push_str(name);
            if let Some(default) = &arg.default {
                writer.out.push('=');
                push_word(&mut writer.out, default).map_err(|problem| problem.of("ARG", "a default"))?;
            }
        }
        refuse_nul(&writer.out[start..]).map_err(|problem| problem.of("ARG", "a default"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn defaults_are_quoted_where_they_must_be() {
        let mut args = Args::new(Arg::new("A"));
        args.args.push(Arg::new("B").default(""));
        args.args.push(Arg::new("C").default("x $y"));
        assert_eq!(rendered(args), "ARG A B=\"\" C=\"x \\$y\"\n");
    }

    #[test]
    fn a_nul_is_refused() {
        assert!(rendered(Args::new(Arg::new("A").default("\0"))).contains("a default has a NUL"));
    }

    #[test]
    fn a_line_feed_is_refused() {
        insta::assert_snapshot!(
            rendered(Args::new(Arg::new("A").default("1\n2"))),
            @"error: ARG in stage 0: a default has a line feed, which ARG cannot hold; replace it by a blank"
        );
    }
}
