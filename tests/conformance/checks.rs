//! What must hold for every text, be it a Dockerfile or not. The fuzz targets check the same.

use dockerspec::check::{Checker, Policy};
use dockerspec::finding::{Finding, Level, Pass};
use dockerspec::model::Dockerfile;
use dockerspec::parse::{self, Parsed, Place, Span};

/// The parser reads any text, and everything that it points at is there.
pub(crate) fn parse(text: &str) {
    let parsed = Parsed::new(text);
    let is_there = |span: Span| text.get(span.range()).is_some();
    for finding in &parsed.findings {
        assert!(is_there(finding.label.span), "{finding:?} points at nothing");
        assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{finding:?} is no message");
    }
    assert!(parsed.findings.is_sorted_by_key(|finding| finding.label.span), "findings are not in order");
    for place in places(&parsed) {
        let spans =
            [place.span(), place.keyword()].into_iter().chain(place.flags().iter().chain(place.words()).copied());
        for span in spans {
            assert!(is_there(span), "{place:?} is nowhere");
        }
        assert!(place.lines().0 >= 1 && place.lines().0 <= place.lines().1, "{place:?} has no lines");
    }
    let (_, findings) = parse::nodes(text);
    let of_first = |findings: &[Finding]| findings.iter().filter(|finding| finding.pass == Some(Pass::Parse)).count();
    assert_eq!(of_first(&findings) == 0, of_first(&parsed.findings) == 0, "the first pass alone finds something else");
}

/// The rules look at any text, everything that they point at is there, and every fix fits.
pub(crate) fn rules(text: &str) {
    for finding in Checker::new(&Policy::default()).check(text) {
        let labels = finding.others.iter().chain([&finding.label]);
        for label in labels {
            assert!(text.get(label.span.range()).is_some(), "{finding:?} points at nothing");
        }
        if let Some(fix) = &finding.fix {
            let fixed = fix.apply(text);
            assert!(fixed.is_ok_and(|fixed| fixed != text), "the fix of {finding:?} does not fit, or changes nothing");
        }
    }
}

/// What was read can be written, and is then read as the same.
pub(crate) fn round_trip(text: &str) {
    let parsed = Parsed::new(text);
    if parsed.has_errors() {
        return;
    }
    let rendered = match parsed.dockerfile.render() {
        Ok(rendered) => rendered,
        Err(errors) => {
            let errors = errors.to_string();
            assert!(is_unsayable(&errors), "{errors}");
            return;
        }
    };
    let again = Parsed::new(&rendered);
    assert_eq!(errors(&again), errors(&parsed), "{rendered}");
    assert_eq!(again.dockerfile, parsed.dockerfile, "{rendered}");
    let third = again.dockerfile.render().expect("it was rendered");
    assert_eq!(third, rendered, "rendering is not stable");
}

/// What BuildKit reads and nothing can be made of: NUL ends every text of an operating system, a flag outside ASCII is
/// read byte by byte, a name of a file that is none, a `check=` that slipped out of an instruction.
fn is_unsayable(errors: &str) -> bool {
    errors.lines().all(|error| {
        [
            "NUL",
            "the name of a check",
            "a key is empty",
            "the name of an argument",
            "reads flags as ASCII",
            "beside a heredoc",
            "in a header",
            "read as a setting",
            "two inline files",
            "pattern",
            "at most",
            "control characters",
            "has a `=`",
            "MAINTAINER takes",
        ]
        .iter()
        .any(|reason| error.contains(reason))
    })
}

fn errors(parsed: &Parsed<'_>) -> usize {
    parsed.findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// The place of everything in the model, each of which must have one.
fn places<'p>(parsed: &'p Parsed<'_>) -> Vec<Place<'p>> {
    let Dockerfile { preamble, stages, .. } = &parsed.dockerfile;
    let map = &parsed.map;
    let mut places: Vec<_> = (0..preamble.len()).map(|number| map.preamble(number)).collect();
    assert!(map.preamble(preamble.len()).is_none());
    for (number, stage) in stages.iter().enumerate() {
        places.extend((0..stage.comments.len()).map(|comment| map.comment(number, comment)));
        places.push(map.from(number));
        places.extend((0..stage.instructions.len()).map(|instruction| map.instruction(number, instruction)));
        assert!(map.instruction(number, stage.instructions.len()).is_none());
    }
    assert!(map.from(stages.len()).is_none());
    places.into_iter().map(|place| place.expect("everything has a place")).collect()
}
