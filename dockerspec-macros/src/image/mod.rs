//! `image!`: an image in words of its own, whose mistakes are compile errors at the tokens that are wrong.
//!
//! Tokens become statements (`grammar.rs`), whose operands are read one by one (`line.rs`, `text.rs`, and a file
//! for each family of operands) by the table of words (`words.rs`). Each word is a method of the builder: its call goes into the
//! expansion, and is made at once with what is known of its operands. So there is an image to check (`findings.rs`)
//! before there is a program.

mod allow;
mod choice;
mod files;
mod findings;
mod grammar;
mod line;
mod list;
mod named;
mod object;
mod operand;
mod refusal;
mod scope;
mod special;
mod stage;
#[cfg(test)]
mod tests;
mod text;
mod typed;
mod words;

use std::rc::Rc;

use dockerspec_builder::Image;
use dockerspec_core::ignore::IgnoreFile;
use dockerspec_core::nearest;
use dockerspec_core::value::ReferencePolicy;
use dockerspec_core::word::Scope as Reach;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use self::grammar::Statement;
use self::line::{Argument, Line, Operand as _};
use self::operand::Expression;
use self::refusal::{Refusal, Refusals};
use self::scope::Scope;
use self::stage::Lines;
use self::text::{Extent, Parts};
use crate::error::Place;

/// The words outside of stages.
const WORDS: [&str; 6] = ["arg", "check", "ignore", "policy", "stage", "syntax"];

/// The image as calls of the builder, or its mistakes.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut description = Description::default();
    let splices = splices(input.clone());
    description.read(input);
    let image = description.image();
    let Description { scope, refusals, declarations, calls, warnings, .. } = description;
    if refusals.is_empty() {
        let image = image.map(|name| quote!(::dockerspec::Image::new(#name) #calls));
        return quote! {{
            #warnings
            #[allow(unused_parens, non_snake_case)]
            let image = { #declarations #image };
            image
        }};
    }
    let errors = refusals.errors();
    // Stages are variables of the expansion alone.
    let used = splices.iter().filter(|name| !scope.stage_names.contains(&name.to_string()));
    // What was understood is for editors, which complete it; it comes first, since they would take the tokens of errors
    // for it. The variables that it uses are used for the compiler too.
    quote! {{
        #[allow(unexpected_cfgs)]
        {
            #[cfg(rust_analyzer)]
            {
                #declarations
            }
        }
        #(let _ = &#used;)*
        #errors
        ::dockerspec::Image::new(::dockerspec::Stage::from_scratch("error").run_as_root("it is none"))
    }}
}

/// An image that is being read.
#[derive(Debug, Default)]
struct Description {
    scope: Scope,
    refusals: Refusals,
    stages: Vec<Lines>,
    /// The variables of the expansion.
    declarations: TokenStream,
    /// What is said of the image itself.
    calls: TokenStream,
    warnings: TokenStream,
    has_policy: bool,
}

impl Description {
    fn read(&mut self, input: TokenStream) {
        let statements = grammar::statements(input, |word| WORDS.contains(&word), &mut self.refusals);
        let names = statements.iter().filter(|statement| statement.word == "stage");
        self.scope.stage_names =
            names.filter_map(|statement| statement.operands.first()).map(ToString::to_string).collect();
        for statement in &statements {
            self.statement(statement);
        }
        let has_stage = statements.iter().any(|statement| statement.word == "stage");
        if !has_stage && self.refusals.is_empty() {
            let place = statements.last().map_or_else(|| Place::at(Span::call_site()), Statement::place);
            let refusal = Refusal::new(place, "an image has at least one stage");
            self.refusals.push(refusal.help("write `stage app from \"debian:13-slim\" { … }`"));
        }
    }

    fn statement(&mut self, statement: &Statement) {
        if statement.word == "stage" {
            let (declaration, lines) = stage::read(statement, &mut self.scope, &mut self.refusals);
            self.declarations.extend(declaration);
            self.stages.push(lines);
            return;
        }
        if let Some(attribute) = statement.attributes.first() {
            let message = "only a stage and its instructions have attributes";
            self.refusals.push(Refusal::new(Place::at(attribute.content.span()), message));
        }
        let before = self.refusals.len();
        let mut line = Line::new(statement, &mut self.scope, &mut self.refusals);
        match call(&mut line) {
            Ok(call) => self.calls.extend(call),
            Err(refusal) => self.refusals.push(refusal),
        }
        statement.refuse_open_end(before, &mut self.refusals);
        self.has_policy |= statement.word == "policy";
        self.declarations.extend(std::mem::take(&mut self.scope.hoisted));
    }

    /// The last stage; what is wrong with the whole, as far as it was understood, is refused.
    fn image(&mut self) -> Option<Ident> {
        let (last, others) = self.scope.stages.split_last()?;
        if last.knowledge.is_whole
            && !last.knowledge.says_who_runs
            && let Some(lines) = self.stages.iter().find(|lines| last.name == lines.stage)
        {
            let refusal = Refusal::new(lines.name, "this image would run as root: its last stage names no user");
            let refusal = refusal.help("create one and name it: `create_user app = 10001;` and `user app;`");
            self.refusals.push(refusal.help("where it must be root, say why: `run_as_root \"reason\";`"));
        }
        let targets: Vec<_> = others.iter().filter(|stage| !stage.is_used).map(|stage| stage.name.clone()).collect();
        for target in &targets {
            self.calls.extend(quote!(.target(#target)));
        }
        let name = last.name.clone();
        if !self.has_policy {
            // Nobody else holds a stage any more: who copies from one holds what it holds.
            let mut stages = std::mem::take(&mut self.scope.stages);
            let known = Rc::into_inner(stages.pop()?.known)?;
            let targets = stages.into_iter().filter(|stage| targets.contains(&stage.name));
            let targets = targets.filter_map(|stage| Rc::into_inner(stage.known));
            let image = targets.fold(Image::new(known), Image::target);
            self.warnings = findings::check(&image, &self.stages, &mut self.refusals);
        }
        Some(name)
    }
}

/// What is said outside of stages: a call of the image.
fn call(line: &mut Line<'_>) -> Result<TokenStream, Refusal> {
    let word = &line.statement.word;
    match word.to_string().as_str() {
        "arg" => special::declare_arg(line, Reach::Preamble).map(|_| TokenStream::new()),
        "syntax" => {
            let parts = Parts::read(line, Extent::Plain, "the image of a frontend")?;
            line.end()?;
            line.no_block()?;
            if let Some(text) = parts.known() {
                files::image(text, ReferencePolicy::Tagged, parts.place)?;
                let tokens = parts.text().tokens;
                return Ok(quote!(.#word(::dockerspec::ImageRef::from_static(#tokens))));
            }
            let tokens = parts.text().tokens;
            Ok(quote!(.#word(#tokens)))
        }
        "ignore" => {
            let parts = Parts::read(line, Extent::Plain, "a pattern")?;
            line.end()?;
            line.no_block()?;
            if let Some(Err(error)) = parts.known().map(IgnoreFile::parse) {
                return Err(Refusal::new(parts.place, error.to_string()));
            }
            let tokens = parts.text().tokens;
            Ok(quote!(.#word(#tokens)))
        }
        "check" | "policy" => {
            let Argument { tokens, .. } = Expression::<()>::read(line)?;
            line.end()?;
            line.no_block()?;
            Ok(quote!(.#word(#tokens)))
        }
        other => {
            let refusal = Refusal::new(Place::at(word.span()), format!("an image has no instruction `{other}`"));
            Err(match (nearest(&other.to_lowercase(), WORDS.into_iter()), stage::belongs_into_a_stage(other)) {
                (Some(nearest), _) => refusal.help(format!("write `{nearest}`")),
                (None, Some(stage)) => refusal.help(stage),
                (None, None) if other.eq_ignore_ascii_case("from") => {
                    refusal.help("a stage begins with its name: `stage app from \"debian:13-slim\" { … }`")
                }
                (None, None) => refusal.help(format!("there are {}", line::listed(&WORDS))),
            })
        }
    }
}

/// The variables that are spliced in by their names alone.
fn splices(tokens: TokenStream) -> Vec<Ident> {
    let mut names: Vec<Ident> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else { continue };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        match inner.as_slice() {
            [TokenTree::Ident(name)] if group.delimiter() == proc_macro2::Delimiter::Parenthesis => {
                names.push(name.clone());
            }
            _ => names.extend(splices(group.stream())),
        }
    }
    names
}
