//! The third pass: stages are resolved, variables replaced by their defaults, and what comes out is checked.
//!
//! What BuildKit does for `linux/amd64` without build arguments, for all stages, where every image is there and empty.
//! It says nothing of what hangs on an instruction that was refused before.

mod copy;
mod environment;
mod expand;
mod mount;
mod need;
mod pattern;
mod port;
mod source;
mod stages;
mod step;
mod trace;
mod variables;
mod windows;

use crate::bases::BaseVariables;
use crate::dockerfile::Dockerfile;
use crate::finding::{Finding, Label};
use crate::parse::{Keyword, Located, Parsed, Problem, SourceMap, Span, finding};
use environment::{Environment, Known};
use expand::{Budget, expand};
pub(crate) use need::Needs;
pub(crate) use source::{is_context_path, is_remote};
use stages::Graph;
pub(crate) use trace::{Trace, Undefined};
pub(crate) use variables::Variables;

/// What the passes before refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Broken {
    /// Stages whose FROM was refused, in their order.
    stages: Vec<usize>,
    /// Whether something before the first stage was refused that could set a variable.
    preamble: bool,
    /// The first stage in which something was refused that could set a variable.
    variables: Option<usize>,
}

impl Broken {
    /// Notes that an instruction was refused, when so many stages were there.
    pub(crate) fn note(&mut self, keyword: Option<Keyword>, stages: usize) {
        match keyword {
            Some(Keyword::From) => self.stages.push(stages),
            None | Some(Keyword::Arg | Keyword::Env) if stages == 0 => self.preamble = true,
            None | Some(Keyword::Arg | Keyword::Env) => {
                self.variables = Some(self.variables.map_or(stages - 1, |before| before.min(stages - 1)));
            }
            Some(_) => {}
        }
    }
}

/// Bytes that a file may make of its variables and hand on from stage to stage: far more than any file that means well.
const BUDGET: usize = 1 << 25;

/// What the passes before leave to this one.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// What is wrong with the directive `check`.
    pub(crate) check: Option<Located>,
    pub(crate) broken: Broken,
    pub(crate) needs: Needs,
    /// Whether anything has an origin that was not known where it stands.
    pub(crate) has_origins: bool,
    /// Whether there is anything but comments.
    pub(crate) any: bool,
}

/// Checks a parsed file, and adds what is wrong to its findings.
pub(crate) fn check(source: &str, parsed: &mut Parsed<'_>, rest: Rest) {
    let Rest { check, broken, mut needs, has_origins, any } = rest;
    let mut report = Report::default();
    if let Some(Located(refused)) = check {
        let (problem, span) = *refused;
        report.add(problem, span, false);
    }
    if any && parsed.dockerfile.stages.is_empty() && parsed.findings.is_empty() {
        let end = source.len();
        report.add(Problem::NoStages, Span::new(0, u32::try_from(end).unwrap_or(u32::MAX)), false);
    }
    if has_origins {
        needs.note_copies(&parsed.dockerfile);
    }
    if needs != Needs::default() {
        report = convert(&parsed.dockerfile, &parsed.map, report, needs, &broken);
    }
    let found = report.found;
    parsed.findings.extend(found);
    parsed.broken = broken;
}

/// Works out what a file needs.
fn convert(file: &Dockerfile<'_>, map: &SourceMap, report: Report, needs: Needs, broken: &Broken) -> Report {
    let (budget, globals) = (Budget(BUDGET), Environment::with(PREDEFINED));
    let mut converter = Converter { file, map, report, budget, globals, bases: Vec::new(), trace: None };
    converter.globals.is_incomplete = broken.preamble;
    if needs.globals {
        converter.preamble();
    }
    let graph = Graph::new(&mut converter, broken);
    if needs.steps {
        converter.stages(&graph, broken, needs.variables);
    }
    converter.report
}

/// What was found wrong.
#[derive(Default)]
struct Report {
    found: Vec<Finding>,
}

impl Report {
    #[cold]
    fn add(&mut self, problem: Problem, span: Span, depends: bool) {
        self.found.push(finding((problem, span), depends));
    }

    /// Adds what has to do with another place.
    #[cold]
    fn add_with(&mut self, problem: Problem, span: Span, other: Label) {
        self.found.push(Finding { others: vec![other], ..finding((problem, span), false) });
    }
}

struct Converter<'m, 'a> {
    file: &'m Dockerfile<'a>,
    map: &'m SourceMap,
    report: Report,
    budget: Budget,
    /// What FROM can use, and stages declare.
    globals: Environment<'m>,
    /// What the base of each stage sets that is `FROM` no other one. Empty if that is nothing.
    bases: Vec<BaseVariables<'m>>,
    /// What is noted on the way, when somebody asks for it.
    trace: Option<Trace<'m>>,
}

impl Converter<'_, '_> {
    /// The arguments that are there without a declaration, and those before the first stage.
    fn preamble(&mut self) {
        let target = self.file.stages.last().and_then(|stage| stage.name.as_ref());
        if let Some(target) = target {
            let known = Known { value: Some(target.as_str().into()), depends: true, is_open: false };
            self.globals.set("TARGETSTAGE".into(), known);
        }
        for (number, instruction) in self.file.preamble.iter().enumerate() {
            let crate::dockerfile::Instruction::Arg(args) = instruction else { continue };
            for (place, arg) in args.args.iter().enumerate() {
                let Some(default) = arg.default.as_deref() else {
                    if self.globals.get(arg.name.as_str()).is_none() {
                        self.globals.set(arg.name.as_str().into(), UNSET);
                    }
                    continue;
                };
                match expand(default, &self.globals, &mut self.budget) {
                    Ok(value) => {
                        let known = Known { depends: true, ..value.into_known() };
                        self.globals.set(arg.name.as_str().into(), known);
                    }
                    Err((problem, depends)) => {
                        let span = self.map.preamble(number).and_then(|place_of| place_of.words().get(place).copied());
                        self.report.add(problem, span.unwrap_or_default(), depends);
                    }
                }
            }
        }
    }
}

/// A declared argument without a value.
const UNSET: Known<'static> = Known { value: None, depends: true, is_open: false };

/// The arguments that BuildKit sets itself.
const PREDEFINED: &[(&str, &str)] = &[
    ("BUILDPLATFORM", "linux/amd64"),
    ("BUILDOS", "linux"),
    ("BUILDOSVERSION", ""),
    ("BUILDARCH", "amd64"),
    ("BUILDVARIANT", ""),
    ("TARGETPLATFORM", "linux/amd64"),
    ("TARGETOS", "linux"),
    ("TARGETOSVERSION", ""),
    ("TARGETARCH", "amd64"),
    ("TARGETVARIANT", ""),
    ("TARGETSTAGE", "default"),
];
