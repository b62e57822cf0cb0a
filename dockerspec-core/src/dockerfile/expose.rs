//! `EXPOSE`.

use super::instruction::Words;
use crate::List;
use crate::render::{Reason, Render, Writer, push_unquoted_value};
use crate::value::ExposedPort;
use crate::word::{Value, Word};

/// `EXPOSE`: the ports that the container listens on. It publishes none of them.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Expose, Stage};
/// # use dockerspec_core::value::ExposedPort;
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Expose::new([ExposedPort::tcp(8080), ExposedPort::udp(53)]).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nEXPOSE 8080 53/udp\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// In JSON: `{"expose": ["8080", "53/udp"]}`; a port can be a number too.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Expose<'a> {
    /// The ports; BuildKit sorts them.
    pub ports: List<Value<'a, ExposedPort>>,
}

impl<'a> Expose<'a> {
    /// Ports that are known here.
    pub fn new(ports: impl IntoIterator<Item = ExposedPort>) -> Self {
        Self { ports: ports.into_iter().map(Value::Fixed).collect() }
    }

    /// As [`Expose::new`], of a list that is there already; variables may be in it.
    ///
    /// ```
    /// # use dockerspec_core::{List, dockerfile::{Base, Dockerfile, Expose, Stage}, word::{Arg, Value}};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Expose::of(List::from([Value::from(&Arg::new("PORT"))])).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nEXPOSE ${PORT}\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    #[inline]
    pub fn of(ports: List<Value<'a, ExposedPort>>) -> Self {
        Self { ports }
    }
}

impl<'a> Words<'a> for Expose<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        for port in &mut self.ports {
            if let Value::Expanded(word) = port {
                visit(word);
            }
        }
    }
}

impl Render for Expose<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.ports.is_empty() {
            return Err(Reason::Empty { what: "the list of ports", way_out: "name one, or leave EXPOSE out" });
        }
        writer.out.push_str("EXPOSE");
        for port in &self.ports {
            writer.out.push(' ');
            push_unquoted_value(&mut writer.out, port).map_err(|problem| problem.of("EXPOSE", "EXPOSE"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;
    use crate::word::Arg;

    #[test]
    fn a_word_cannot_begin_a_flag() {
        let mut expose = Expose::new([]);
        expose.ports.push(Value::Expanded("--" + &Arg::new("PORT")));
        assert!(rendered(expose).contains("`--${PORT}` cannot stand in EXPOSE"));
    }

    #[test]
    fn a_word_cannot_bring_a_second_port() {
        let mut expose = Expose::new([]);
        expose.ports.push(Value::Expanded(&Arg::new("PORT") + "/udp"));
        assert_eq!(rendered(expose.clone()), "EXPOSE ${PORT}/udp\n");
        expose.ports.push(Value::Expanded(&Arg::new("PORT") + " 22"));
        insta::assert_snapshot!(rendered(expose), @"error: EXPOSE in stage 0: `${PORT} 22` cannot stand in EXPOSE, where BuildKit knows no quotes; use letters, digits and `_./:=,@+%-`");
    }
}
