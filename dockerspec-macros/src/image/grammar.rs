//! Tokens to statements: `WORD OPERAND* ( ; | { STATEMENT* } )`.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use super::refusal::{Refusal, Refusals};
use crate::error::Place;

/// One statement, whatever its word means.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) attributes: Vec<Attribute>,
    pub(super) word: Ident,
    pub(super) operands: Vec<TokenTree>,
    /// The statements in its block, if it has one.
    pub(super) block: Option<Group>,
    /// Whether it ends with neither a semicolon nor a block.
    pub(super) is_open: bool,
}

/// `#[…]` before a statement.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) content: Group,
}

impl Statement {
    /// The operands, or the word if there are none.
    pub(super) fn place(&self) -> Place {
        match (self.operands.first(), self.operands.last()) {
            (Some(first), Some(last)) => Place::token(first).to(Place::token(last)),
            _ => Place::at(self.word.span()),
        }
    }

    /// Refuses the end of a statement that is not there, unless there was something else to refuse: `before` is how much
    /// that was before the statement was read.
    pub(super) fn refuse_open_end(&self, before: usize, refusals: &mut Refusals) {
        if self.is_open && refusals.len() == before {
            refusals.push(Refusal::new(self.last(), "expected `;` after this"));
        }
    }

    /// The last token before the block or the semicolon.
    pub(super) fn last(&self) -> Place {
        self.operands.last().map_or_else(|| Place::at(self.word.span()), Place::token)
    }
}

/// Reads statements. What is no statement is refused, and the reading goes on behind it. `is_word` knows the words that
/// begin a statement here, for those in front of which the semicolon is missing.
pub(super) fn statements(
    tokens: TokenStream,
    is_word: impl Fn(&str) -> bool,
    refusals: &mut Refusals,
) -> Vec<Statement> {
    let mut tokens = tokens.into_iter().peekable();
    let mut statements = Vec::new();
    let mut attributes = Vec::new();
    while let Some(token) = tokens.next() {
        let word = match token {
            TokenTree::Ident(word) => word,
            TokenTree::Punct(semicolon) if semicolon.as_char() == ';' => continue,
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                if let Some(TokenTree::Group(content)) = tokens.next_if(|next| is_group(next, Delimiter::Bracket)) {
                    attributes.push(Attribute { content });
                } else {
                    let place = Place::at(hash.span());
                    refusals.push(Refusal::new(place, "expected `#[allow(rule, reason = \"…\")]`"));
                }
                continue;
            }
            other => {
                refusals.push(Refusal::new(
                    Place::token(&other),
                    format!("expected an instruction, and not {}", described(&other)),
                ));
                for skipped in tokens.by_ref() {
                    if is_punctuation(&skipped, ';') || is_group(&skipped, Delimiter::Brace) {
                        break;
                    }
                }
                continue;
            }
        };
        let mut statement = Statement {
            attributes: std::mem::take(&mut attributes),
            word,
            operands: Vec::new(),
            block: None,
            is_open: false,
        };
        loop {
            match tokens.peek() {
                None => {
                    statement.is_open = true;
                    break;
                }
                Some(next) if is_punctuation(next, ';') => {
                    tokens.next();
                    break;
                }
                Some(TokenTree::Ident(next))
                    if ends_before_words(&statement, &is_word) && is_word(&next.to_string()) =>
                {
                    statement.is_open = true;
                    break;
                }
                Some(_) => {}
            }
            match tokens.next() {
                Some(TokenTree::Group(block)) if block.delimiter() == Delimiter::Brace => {
                    statement.block = Some(block);
                    break;
                }
                Some(operand) => statement.operands.push(operand),
                None => break,
            }
        }
        statements.push(statement);
    }
    if let Some(attribute) = attributes.first() {
        let place = Place::at(attribute.content.span());
        refusals.push(Refusal::new(place, "expected the stage or the instruction that this is about"));
    }
    statements
}

/// What a token is, for messages.
pub(super) fn described(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "`(…)`".to_owned(),
            Delimiter::Brace => "`{…}`".to_owned(),
            Delimiter::Bracket => "`[…]`".to_owned(),
            Delimiter::None => format!("`{group}`"),
        },
        token => format!("`{token}`"),
    }
}

pub(super) fn is_punctuation(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punctuation) if punctuation.as_char() == character)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// Whether a word behind this cannot belong to it: behind a value, and behind what is no word, such as one that is being
/// typed.
fn ends_before_words(statement: &Statement, is_word: &impl Fn(&str) -> bool) -> bool {
    match statement.operands.last() {
        Some(last) => matches!(last, TokenTree::Literal(_) | TokenTree::Group(_)),
        None => !is_word(&statement.word.to_string()),
    }
}
