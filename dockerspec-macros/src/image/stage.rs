//! `stage NAME from BASE { … }`: a variable of that name, with a call of the builder for each statement.

use std::ops::Range;
use std::rc::Rc;

use dockerspec_builder::inspection::{Spot, instructions, settle, take_problems};
use dockerspec_builder::{ProblemKind, Stage};
use dockerspec_core::nearest;
use dockerspec_core::value::{ReferencePolicy, StageName};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse2;

use super::allow::{self, Allowed};
use super::files::{context, image, unknown_context};
use super::grammar::{self, Statement};
use super::line::{Argument, Line};
use super::operand::string;
use super::refusal::{Refusal, Refusals};
use super::scope::{DeclaredStage, Knowledge, KnownStage, Scope};
use super::text::{Extent, Parts, SPLICE};
use super::words::Words as _;
use crate::error::Place;

/// Where the statements of a stage are, by the numbers of the instructions that they made.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) stage: String,
    /// Whether all of them were understood.
    pub(super) is_whole: bool,
    pub(super) name: Place,
    pub(super) base: Place,
    pub(super) written: Vec<Written>,
}

impl Lines {
    /// Whether one of them wrote what is at this place, or it is the stage as such.
    pub(super) fn wrote(&self, spot: Option<&Spot>) -> bool {
        let instruction = spot.and_then(|spot| spot.instruction);
        instruction.is_none_or(|number| self.written.iter().any(|written| written.instructions.contains(&number)))
    }
}

/// A statement, and the instructions that it made.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) instructions: Range<usize>,
    pub(super) place: Place,
    /// Its names and literals, in order.
    pub(super) tokens: Vec<TokenTree>,
}

/// A base that was read: how the builder begins a stage on it.
struct Base {
    tokens: TokenStream,
    known: KnownStage,
    knowledge: Knowledge,
    place: Place,
}

/// Reads a stage: its declaration in the expansion.
pub(super) fn read(statement: &Statement, scope: &mut Scope, refusals: &mut Refusals) -> (TokenStream, Lines) {
    let before = refusals.len();
    let allowed = attributes(statement, refusals);
    let policy = if allowed.iter().any(|allowed| matches!(allowed.allow.rule().name, "unpinned_base" | "latest_tag"))
        || refusals.len() > before
    {
        ReferencePolicy::Any
    } else {
        ReferencePolicy::Tagged
    };
    scope.current = statement.operands.first().map(ToString::to_string);
    let mut line = Line::new(statement, scope, refusals);
    let (name, base) = match header(&mut line, policy) {
        Ok(header) => header,
        Err(refusal) => {
            refusals.push(refusal);
            return broken(statement, scope, refusals);
        }
    };
    let Some(block) = &statement.block else {
        if refusals.len() == before {
            refusals.push(Refusal::new(statement.last(), "expected `{` and the instructions of the stage after this"));
        }
        return broken(statement, scope, refusals);
    };
    let mut body = Body::new(base.known, base.knowledge);
    let stage = body.stage.clone();
    for Allowed { rule, reason, allow } in &allowed {
        let text = string(rule, rule.span());
        body.known = body.known.allow(allow.rule().name, allow.reason().to_owned());
        body.calls.extend(quote!(let #stage = #stage.allow(#text, #reason);));
    }
    body.read(block, scope, refusals);
    let (begin, calls) = (base.tokens, body.calls);
    let hoisted = std::mem::take(&mut scope.hoisted);
    let tokens = quote! {
        #hoisted
        let #name = {
            let #stage = #begin;
            #calls
            #stage
        };
    };
    let is_whole = body.knowledge.is_whole && refusals.len() == before;
    let lines = Lines {
        stage: name.to_string(),
        is_whole,
        name: Place::at(name.span()),
        base: base.place,
        written: body.written,
    };
    let knowledge = Knowledge { is_whole, ..body.knowledge };
    scope.stages.push(DeclaredStage { name, known: Rc::new(body.known), is_used: false, knowledge });
    (tokens, lines)
}

/// What is left of a stage whose head is wrong: its statements, for their own mistakes, and its name, so that nothing
/// else is refused because it is not there.
fn broken(statement: &Statement, scope: &mut Scope, refusals: &mut Refusals) -> (TokenStream, Lines) {
    let name = format!("broken-{}", scope.stages.len());
    let known = settle(Stage::from_context(name.clone(), &unknown_context()));
    let mut body = Body::new(known, Knowledge::NOTHING);
    let stage = body.stage.clone();
    if let Some(block) = &statement.block {
        body.read(block, scope, refusals);
    }
    let hoisted = std::mem::take(&mut scope.hoisted);
    let (unknown, calls) = (std::mem::take(&mut scope.unknown), body.calls);
    let hoisted = quote!(#unknown #hoisted);
    let place = statement.place();
    let lines = Lines { stage: name, is_whole: false, name: place, base: place, written: body.written };
    let Some(TokenTree::Ident(name)) = statement.operands.first() else { return (hoisted, lines) };
    let known = Rc::new(body.known);
    scope.stages.push(DeclaredStage { name: name.clone(), known, is_used: false, knowledge: Knowledge::NOTHING });
    let declaration = quote! {
        #hoisted
        let #name = {
            let #stage = ::dockerspec::Stage::from_scratch("broken");
            #calls
            #stage
        };
    };
    (declaration, lines)
}

fn attributes(statement: &Statement, refusals: &mut Refusals) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for attribute in &statement.attributes {
        match allow::read(attribute) {
            Ok(rules) => allowed.extend(rules),
            Err(refusal) => refusals.push(refusal),
        }
    }
    allowed
}

/// `NAME from BASE`, or `NAME = (STAGE)`.
fn header(line: &mut Line<'_>, policy: ReferencePolicy) -> Result<(Ident, Base), Refusal> {
    let Some(name) = line.ident() else { return Err(line.expected("the name of the stage")) };
    let text = name.to_string();
    let place = Place::at(name.span());
    if parse2::<Ident>(TokenTree::Ident(name.clone()).into()).is_err() {
        let message = format!("`{text}` is a keyword of Rust, and a stage is a variable");
        return Err(Refusal::new(place, message).help(format!("call it `{text}_stage`")));
    }
    let checked = StageName::new(text.clone()).map_err(|error| {
        Refusal::new(place, format!("`{text}` is not {}: expected {}", error.kind(), error.expected()))
            .help(error.correction())
    })?;
    if line.scope.stages.iter().any(|stage| stage.name == text) {
        let message = format!("a stage named `{text}` already exists");
        return Err(Refusal::new(place, message).help("give this one a name of its own"));
    }
    let base = if line.punctuation("=") {
        let Some(group) = line.group(Delimiter::Parenthesis) else {
            return Err(line.expected("a stage as a Rust value: `(expression)`"));
        };
        Base {
            tokens: quote!(#group),
            known: settle(Stage::from_context(checked, &unknown_context())),
            knowledge: Knowledge::NOTHING,
            place: Place::at(group.span()),
        }
    } else {
        let Some(from) = line.word("from") else {
            return Err(line.expected("`from` and what the stage builds on"));
        };
        base(line, name, checked, from.span(), policy)?
    };
    line.end().map_err(|_| {
        let token = line.peek().map_or(place, Place::token);
        Refusal::new(token, "expected `{` and the instructions of the stage before this")
    })?;
    Ok((name.clone(), base))
}

/// What stands behind `from`.
fn base(
    line: &mut Line<'_>,
    name: &Ident,
    checked: StageName<'static>,
    from: Span,
    policy: ReferencePolicy,
) -> Result<Base, Refusal> {
    let text = string(name, name.span());
    let keyword = line.statement.word.span();
    let begin = |method: &str, arguments: TokenStream| {
        let method = Ident::new(method, from);
        let stage = Ident::new("Stage", keyword);
        let mut path = quote_spanned!(from=> ::dockerspec::);
        path.extend(quote_spanned!(from=> #stage::#method(#arguments)));
        path
    };
    let unknown = |checked: StageName<'static>| settle(Stage::from_context(checked, &unknown_context()));
    let place = line.peek().map_or_else(|| line.statement.last(), Place::token);
    if let Some(context) = context(line)? {
        let Argument { tokens, value } = context;
        let known = value
            .map_or_else(|| unknown(checked.clone()), |context| settle(Stage::from_context(checked.clone(), &context)));
        let tokens = begin("from_context", quote!(#text, &#tokens));
        return Ok(Base { tokens, known, knowledge: Knowledge::BASE, place });
    }
    if line.word("scratch").is_some() {
        let known = settle(Stage::from_scratch(checked));
        let tokens = begin("from_scratch", text);
        return Ok(Base { tokens, known, knowledge: Knowledge::BASE, place });
    }
    if let Some(parent) = line.ident() {
        let stage = line.scope.stage(parent)?;
        let known = settle(stage.known.stage(checked));
        let tokens = quote_spanned!(from=> #parent.stage(#text));
        return Ok(Base { tokens, known, knowledge: stage.knowledge, place });
    }
    let parts = Parts::read(line, Extent::Variables, "a stage, an image")?;
    let place = parts.place;
    let knows_base = parts.known().is_some() || parts.has_variables();
    let knowledge = Knowledge { knows_base, ..Knowledge::BASE };
    let (tokens, known) = if let Some(image_text) = parts.known() {
        let tokens = parts.text().tokens;
        let image =
            image(image_text, policy, place).map_err(|refusal| line.scope.without_quotes(image_text, refusal))?;
        if policy == ReferencePolicy::Any {
            let policy = quote!(::dockerspec::ReferencePolicy::Any);
            let tokens = quote!(::dockerspec::ImageRef::parse(#tokens, #policy));
            (tokens, settle(Stage::from_image(checked, image)))
        } else {
            (quote!(::dockerspec::ImageRef::from_static(#tokens)), settle(Stage::from_image(checked, image)))
        }
    } else if parts.has_variables() {
        (parts.word(line)?.tokens, global_base(&parts, line, checked)?)
    } else if let Some(group) = parts.splice() {
        (quote!(#group), unknown(checked))
    } else {
        let tokens = parts.text().tokens;
        let policy = quote!(::dockerspec::ReferencePolicy::Tagged);
        (quote!(::dockerspec::ImageRef::parse(#tokens, #policy)), unknown(checked))
    };
    let tokens = begin("from_image", quote!(#text, #tokens));
    Ok(Base { tokens, known, knowledge, place })
}

/// A base with build arguments, of which all must have been declared before the stages.
fn global_base(parts: &Parts<'_>, line: &Line<'_>, checked: StageName<'static>) -> Result<KnownStage, Refusal> {
    let word = parts.word(line)?.value.unwrap_or_default();
    for variable in word.variables() {
        let name = variable.name.as_str();
        if variable.arg.is_none() && name != SPLICE {
            let message = format!("no build argument above the stages is called `{name}`");
            return Err(Refusal::new(parts.place, message).help(format!("declare it there: `arg {name} = \"…\";`")));
        }
    }
    Ok(settle(Stage::from_image(checked, word)))
}

/// The statements of a stage.
struct Body {
    stage: Ident,
    known: KnownStage,
    knowledge: Knowledge,
    /// The statement that named the process.
    process: Option<String>,
    calls: TokenStream,
    written: Vec<Written>,
}

impl Body {
    fn new(known: KnownStage, knowledge: Knowledge) -> Self {
        Self {
            stage: Ident::new("stage", Span::mixed_site()),
            known,
            knowledge,
            process: None,
            calls: TokenStream::new(),
            written: Vec::new(),
        }
    }

    fn read(&mut self, block: &Group, scope: &mut Scope, refusals: &mut Refusals) {
        let is_word = |word: &str| KnownStage::WORDS.contains(&word);
        for statement in grammar::statements(block.stream(), is_word, refusals) {
            self.statement(&statement, scope, refusals);
        }
    }

    fn statement(&mut self, statement: &Statement, scope: &mut Scope, refusals: &mut Refusals) {
        let stage = self.stage.clone();
        let before = (instructions(&self.known), refusals.len());
        let word = statement.word.to_string();
        for Allowed { rule, reason, allow } in attributes(statement, refusals) {
            let text = string(&rule, rule.span());
            self.replace(|known| known.allow_next(allow.rule().name, allow.reason().to_owned()));
            self.calls.extend(quote!(let #stage = #stage.allow_next(#text, #reason);));
        }
        // What a refused exception is about is not told as well.
        let is_excused = refusals.len() > before.1;
        if let Some(process) = &self.process
            && KnownStage::BEFORE_PROCESS.contains(&word.as_str())
        {
            let message = if word == *process {
                format!("a stage has one `{word}`, and this is the second one")
            } else {
                format!("`{word}` must come before `{process}`")
            };
            let refusal = Refusal::new(Place::at(statement.word.span()), message);
            refusals
                .push(refusal.help(
                    "after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`",
                ));
            return;
        }
        match word.as_str() {
            "entrypoint" | "cmd" => self.process = Some(word.clone()),
            "user" | "run_as_root" => self.knowledge.says_who_runs = true,
            _ => {}
        }
        let mut value = Some(self.taken());
        let mut line = Line::new(statement, scope, refusals);
        let call = KnownStage::call(&mut value, &mut line);
        self.known = value.expect("a word says something of a stage, and keeps it");
        match call {
            Ok(call) => self.calls.extend(quote!(let #stage = #stage #call;)),
            Err(refusal) => {
                refusals.push(refusal);
                let word = &statement.word;
                // A method call that editors can complete; the stage is as it was before.
                let unknown = std::mem::take(&mut scope.unknown);
                self.calls.extend(quote!(#unknown let _ = #stage.#word;));
            }
        }
        statement.refuse_open_end(before.1, refusals);
        let (known, problems) = take_problems(self.taken());
        self.known = known;
        if refusals.len() == before.1 {
            // What nothing tells of the base may be told when the program runs.
            let may_be_told = |problem: &ProblemKind| {
                !self.knowledge.knows_base && matches!(problem, ProblemKind::UnknownDistribution { .. })
            };
            for problem in problems.iter().filter(|problem| !may_be_told(problem)) {
                refusals.push(Refusal::new(statement.place(), problem.to_string()));
            }
        }
        self.knowledge.is_whole &= refusals.len() == before.1;
        // What was added to the instruction before belongs to that one.
        let after = instructions(&self.known);
        let start = if after == before.0 { after.saturating_sub(1) } else { before.0 };
        let tokens = tokens(statement);
        if !is_excused {
            self.written.push(Written { instructions: start..after, place: statement.place(), tokens });
        }
    }

    fn replace(&mut self, change: impl FnOnce(KnownStage) -> KnownStage) {
        let known = self.taken();
        self.known = change(known);
    }

    /// The stage, in whose place an empty one stays until it is put back.
    fn taken(&mut self) -> KnownStage {
        std::mem::replace(&mut self.known, settle(Stage::from_scratch("taken")))
    }
}

/// All names and literals of a statement and its block.
fn tokens(statement: &Statement) -> Vec<TokenTree> {
    fn collect(tokens: impl IntoIterator<Item = TokenTree>, found: &mut Vec<TokenTree>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => collect(group.stream(), found),
                TokenTree::Punct(_) => {}
                token => found.push(token),
            }
        }
    }
    let mut found = Vec::new();
    collect(statement.operands.iter().cloned(), &mut found);
    if let Some(block) = &statement.block {
        collect(block.stream(), &mut found);
    }
    found
}

/// The word that was meant where no word of an image is.
pub(super) fn belongs_into_a_stage(word: &str) -> Option<String> {
    let meant = nearest(&word.to_lowercase(), KnownStage::WORDS.iter().copied())?;
    Some(format!("`{meant}` is said in a stage: `stage … from … {{ {meant} …; }}`"))
}
