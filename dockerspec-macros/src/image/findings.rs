//! What the checks find in the image that would come out, at the tokens that say it.

use dockerspec_builder::inspection::{Inspection, Spot, inspect};
use dockerspec_builder::{Image, ProblemKind};
use dockerspec_core::check::rule;
use dockerspec_core::finding::{Finding, Level};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use super::refusal::{Refusal, Refusals};
use super::stage::Lines;
use super::text::{SPLICE, UNKNOWN, literal_text};
use crate::error::Place;

/// The rules that conclude from what a stage does not have. Of one that was not understood as a whole they know nothing.
const CONCLUDE_FROM_ABSENCE: [&str; 2] = ["missing_dependency_file", "missing_shell"];

/// The rules whose findings the macro tells itself, of what it understood.
const JUDGED_BEFORE: [&str; 3] = ["latest_tag", "root_user", "unpinned_base"];

/// Refuses what is denied; the warnings, as code that the compiler warns of. Where something was refused before, what
/// could come of that is left out.
pub(super) fn check(image: &Image, stages: &[Lines], refusals: &mut Refusals) -> TokenStream {
    let mut warnings = TokenStream::new();
    let is_first = refusals.is_empty();
    let ends_whole = stages.last().is_some_and(|last| last.is_whole);
    let Inspection { problems, text } = inspect(image);
    for (problem, spot) in problems {
        match problem {
            ProblemKind::Found(finding) => {
                let is_certain = is_first || is_certain(&finding.code, spot.as_ref(), stages);
                if !is_certain || is_about_a_splice(&finding, &text) {
                    continue;
                }
                let place = place(spot.as_ref(), stages, text.get(finding.label.span.range()));
                if finding.is_error() {
                    refusals.push(denied(&finding, place));
                } else if finding.level == Level::Warning {
                    warnings.extend(warning(&finding, place.first()));
                }
            }
            other if is_first || ends_whole => {
                let place = match &other {
                    ProblemKind::NotGiven { path, .. } => place_of_requirement(spot.as_ref(), stages, path),
                    _ => place(spot.as_ref(), stages, None),
                };
                refusals.push(Refusal::new(place, other.to_string()));
            }
            _ => {}
        }
    }
    warnings
}

/// Whether what a rule says of a place is so whatever the statements say that were not understood.
fn is_certain(code: &str, spot: Option<&Spot>, stages: &[Lines]) -> bool {
    let lines = spot.and_then(|spot| stages.iter().find(|lines| lines.stage == spot.stage));
    !JUDGED_BEFORE.contains(&code)
        && lines.is_some_and(|lines| (lines.is_whole || !CONCLUDE_FROM_ABSENCE.contains(&code)) && lines.wrote(spot))
}

/// Whether a finding is about a value that is not known yet.
fn is_about_a_splice(finding: &Finding, text: &str) -> bool {
    let is_splice = |text: &str| text.contains(SPLICE) || text.contains(UNKNOWN);
    // What BuildKit says of a variable without a value, it says of the instruction.
    let refuses_instruction = || {
        let range = finding.label.span.range();
        let start = text[..range.start].rfind('\n').map_or(0, |line| line + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |line| range.end + line);
        rule(&finding.code).is_none() && is_splice(&text[start..end])
    };
    text.get(finding.label.span.range()).is_some_and(is_splice)
        || is_splice(&finding.message)
        || finding.help.as_deref().is_some_and(is_splice)
        || refuses_instruction()
        || finding.others.iter().chain([&finding.label]).any(|label| is_splice(&label.text))
}

fn denied(finding: &Finding, place: Place) -> Refusal {
    let mut refusal = Refusal::new(place, finding.message.clone());
    if let Some(help) = &finding.help {
        refusal = refusal.help(help);
    }
    if rule(&finding.code).is_some() {
        refusal = refusal.help(way_out(finding));
    }
    refusal
}

fn way_out(finding: &Finding) -> String {
    format!("where it is fine, say so: `#[allow({}, reason = \"…\")]`", finding.code)
}

/// The compiler warns of the use of what is deprecated, and shows the note: on stable Rust a macro has no other way to
/// warn. The name of the macro is that of the rule.
fn warning(finding: &Finding, span: Span) -> TokenStream {
    let name = Ident::new(&finding.code, span);
    let mut note = finding.message.clone().into_owned();
    if let Some(help) = &finding.help {
        note.push_str("\nhelp: ");
        note.push_str(help);
    }
    note.push_str("\nhelp: ");
    note.push_str(&way_out(finding));
    quote! {
        #[deprecated(note = #note)]
        macro_rules! #name { () => {} }
        #name! {}
    }
}

/// The tokens that a place in the Dockerfile came from.
fn place(spot: Option<&Spot>, stages: &[Lines], text: Option<&str>) -> Place {
    let stage = spot.and_then(|spot| stages.iter().find(|lines| lines.stage == spot.stage));
    let (Some(spot), Some(stage)) = (spot, stage) else {
        return stages.last().map_or_else(|| Place::at(Span::call_site()), |stage| stage.name);
    };
    let Some(instruction) = spot.instruction else { return stage.base };
    let lines: Vec<_> = stage.written.iter().filter(|line| line.instructions.contains(&instruction)).collect();
    let text = text.map(|text| text.trim_matches(['"', '\''])).filter(|text| !text.is_empty());
    let tokens = || lines.iter().flat_map(|line| &line.tokens);
    let content = |token: &TokenTree| match token {
        TokenTree::Literal(literal) => literal_text(literal).unwrap_or_default(),
        token => token.to_string(),
    };
    let found = text.and_then(|text| {
        let same = tokens().find(|token| content(token) == text);
        let around = || tokens().find(|token| is_literal(token) && content(token).contains(text));
        let inside =
            || tokens().find(|token| is_literal(token) && content(token).len() > 2 && text.contains(&content(token)));
        same.or_else(around).or_else(inside)
    });
    found.map_or_else(|| lines.first().map_or(stage.name, |line| line.place), Place::token)
}

/// The tokens that ask for a path which nothing else names.
fn place_of_requirement(spot: Option<&Spot>, stages: &[Lines], path: &str) -> Place {
    let stage = spot.and_then(|spot| stages.iter().find(|lines| lines.stage == spot.stage));
    let mut tokens = stage.into_iter().flat_map(|stage| stage.written.iter().rev().flat_map(|line| &line.tokens));
    let asks = |token: &&TokenTree| match token {
        TokenTree::Literal(literal) => {
            literal_text(literal).is_some_and(|text| text.trim_end_matches('/') == path.trim_end_matches('/'))
        }
        _ => false,
    };
    tokens.find(asks).map_or_else(|| place(spot, stages, None), Place::token)
}

fn is_literal(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Literal(_))
}
