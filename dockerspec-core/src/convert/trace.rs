//! What the third pass makes of a file, for who asks: variables that nothing sets, and what words become.

use std::borrow::Cow;

use super::environment::Environment;
use super::expand::Budget;
use super::stages::Graph;
use super::step::Step;
use super::{BUDGET, Broken, Converter, PREDEFINED, Report};
use crate::bases::BaseVariables;
use crate::dockerfile::{Dockerfile, Instruction};
use crate::parse::{SourceMap, Span};
use crate::word::Word;

/// What the third pass makes of a file without build arguments, in the order in which it goes through it.
#[derive(Debug, Default)]
pub(crate) struct Trace<'m> {
    /// The triggers that run.
    pub(crate) triggers: Vec<Traced<&'m Instruction<'m>>>,
    /// Variables that neither ENV nor ARG sets, each once a word.
    pub(crate) undefined: Vec<Traced<Undefined<'m>>>,
    /// What the first WORKDIR of a stage and of those that it is `FROM` says, when that is relative.
    pub(crate) relative_workdirs: Vec<Traced<Cow<'m, str>>>,
    /// The ports of EXPOSE that are no [`ExposedPort`](crate::value::ExposedPort) as they stand there.
    pub(crate) ports: Vec<Traced<String>>,
    /// The paths that COPY and ADD take from the build context.
    pub(crate) sources: Vec<Traced<Cow<'m, str>>>,
    /// The instruction at hand: its stage, and where it stands.
    at: (usize, Span),
}

/// A variable that neither ENV nor ARG sets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Undefined<'m> {
    pub(crate) name: &'m str,
    /// Whether the base is known not to set it.
    pub(crate) is_certain: bool,
}

/// Something that an instruction says, and where it stands. Of a trigger, that is the FROM below which it runs.
#[derive(Debug, Clone)]
pub(crate) struct Traced<T> {
    pub(crate) value: T,
    /// The stage in which the instruction runs.
    pub(crate) stage: usize,
    /// The instruction.
    pub(crate) instruction: Span,
    /// The word.
    pub(crate) word: Span,
}

/// Arguments that are settings of the build. They are nothing that instructions see, and nobody has to declare them.
const SETTINGS: [&str; 2] = ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

impl<'m> Trace<'m> {
    /// Goes through a file, in which `broken` was refused. `bases` are what the base of each stage sets.
    pub(crate) fn new(
        file: &'m Dockerfile<'m>,
        map: &'m SourceMap,
        broken: &Broken,
        bases: Vec<BaseVariables<'m>>,
    ) -> Self {
        let mut converter = Converter {
            file,
            map,
            report: Report::default(),
            budget: Budget(BUDGET),
            globals: Environment::with(PREDEFINED),
            bases,
            trace: Some(Self::default()),
        };
        converter.globals.is_incomplete = broken.preamble;
        converter.preamble();
        let graph = Graph::new(&mut converter, broken);
        converter.stages(&graph, broken, true);
        converter.trace.unwrap_or_default()
    }

    /// Notes which instruction is at hand.
    pub(super) fn begin(&mut self, step: Step<'_, '_>) {
        self.at = (step.stage, step.span());
    }

    /// Something that the instruction at hand says.
    pub(super) fn traced<T>(&self, value: T, word: Span) -> Traced<T> {
        Traced { value, stage: self.at.0, instruction: self.at.1, word }
    }

    /// Notes the variables of a word that nothing sets.
    pub(super) fn note_undefined(&mut self, word: &'m Word<'_>, span: Span, environment: &Environment<'m>) {
        if environment.is_incomplete {
            return;
        }
        let first = self.undefined.len();
        for variable in word.variables() {
            let name = variable.name.as_str();
            if environment.get(name).is_none()
                && !SETTINGS.contains(&name)
                && !self.undefined[first..].iter().any(|known| known.value.name == name)
            {
                let is_certain = environment.base.are_known();
                self.undefined.push(self.traced(Undefined { name, is_certain }, span));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Parsed;

    fn traced(text: &str) -> String {
        let parsed = Parsed::new(text);
        let trace = Trace::new(&parsed.dockerfile, &parsed.map, &parsed.broken, Vec::new());
        let mut shown = Vec::new();
        let at = |span: Span| &text[span.range()];
        for Traced { value, word, .. } in &trace.undefined {
            shown.push(format!("undefined {} in {}", value.name, at(*word)));
        }
        for Traced { value, word, .. } in trace.relative_workdirs.iter().chain(&trace.sources) {
            shown.push(format!("{} is {value}", at(*word)));
        }
        for Traced { value, instruction, .. } in &trace.ports {
            shown.push(format!("{} is {value}", at(*instruction)));
        }
        for Traced { value, instruction, stage, .. } in &trace.triggers {
            shown.push(format!("{} in stage {stage}: {}", value.keyword(), at(*instruction)));
        }
        shown.join("\n")
    }

    #[test]
    fn variables_that_nothing_sets() {
        let text = "ARG G\nFROM a AS b\nARG A=$B\nENV C=$A$G D=${A:-$E$E}\nFROM b\nLABEL x=$A$C y=$F$PATH\n";
        insta::assert_snapshot!(traced(text), @r"
        undefined B in A=$B
        undefined G in $A$G
        undefined E in ${A:-$E$E}
        undefined F in $F$PATH
        ");
        // Where anything could be set, nothing is known to be unset.
        assert_eq!(traced("FROM a\nENV A=${x\nLABEL x=$A$B\n"), "");
    }

    #[test]
    fn what_words_become() {
        let text = "FROM a AS b\nONBUILD EXPOSE x$PATH\nENV A=app\nWORKDIR $A\nWORKDIR $A\nCOPY $A --from /x\nFROM b\nWORKDIR y\nADD http://x $A/z /\nEXPOSE 1:2 3\n";
        insta::assert_snapshot!(traced(text), @r"
        $A is app
        $A is app
        --from is --from
        $A/z is app/z
        FROM b is x/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        EXPOSE 1:2 3 is 1:2
        EXPOSE in stage 1: FROM b
        ");
    }
}
