//! `STOPSIGNAL`.

use super::instruction::Words;
use crate::render::{Reason, Render, Writer, push_unquoted_value};
use crate::value::Signal;
use crate::word::{Value, Word};

/// `STOPSIGNAL`: the signal that stops the container.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Stage, StopSignal};
/// # use dockerspec_core::value::Signal;
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(StopSignal::new(Signal::SIGINT).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nSTOPSIGNAL SIGINT\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct StopSignal<'a> {
    /// The signal.
    pub signal: Value<'a, Signal>,
}

impl<'a> StopSignal<'a> {
    /// A signal that is known here.
    pub fn new(signal: Signal) -> Self {
        Self { signal: Value::Fixed(signal) }
    }

    /// As [`StopSignal::new`], of a value that may be a variable.
    ///
    /// ```
    /// # use dockerspec_core::{dockerfile::{Base, Dockerfile, StopSignal, Stage}, word::{Arg, Value}};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(StopSignal::of(Value::from(&Arg::new("SIGNAL"))).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nSTOPSIGNAL ${SIGNAL}\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    #[inline]
    pub fn of(signal: Value<'a, Signal>) -> Self {
        Self { signal }
    }
}

impl<'a> Words<'a> for StopSignal<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        if let Value::Expanded(word) = &mut self.signal {
            visit(word);
        }
    }
}

impl Render for StopSignal<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        writer.out.push_str("STOPSIGNAL ");
        push_unquoted_value(&mut writer.out, &self.signal).map_err(|problem| problem.of("STOPSIGNAL", "STOPSIGNAL"))
    }
}
