//! The first pass alone: lines and their words, whatever they mean.

use std::borrow::Cow;

use super::Span;
use super::arguments::{self, Item, Shape};
use super::heredoc::Body;
use super::keyword::Keyword;
use super::line::Logical;
use super::problem::{Located, Problem, finding};
use super::statement::Statement;
use super::walk::{self, Step, Walk};
use crate::finding::Finding;

/// A line of a Dockerfile, split into words: what BuildKit's parser knows before it looks at meanings.
///
/// [`Dockerfile::parse`](crate::dockerfile::Dockerfile::parse) reads instructions; this is for tools that look at
/// spelling, and for the comparison with BuildKit.
///
/// ```
/// let (nodes, findings) = dockerspec_core::parse::nodes("FROM --platform=linux/arm64 alpine AS a\n");
/// assert_eq!(findings, []);
/// assert_eq!(nodes[0].keyword, "FROM");
/// assert_eq!(nodes[0].flags, ["--platform=linux/arm64"]);
/// assert_eq!(nodes[0].values, ["alpine", "AS", "a"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node<'a> {
    /// The first word, as it is written.
    pub keyword: Cow<'a, str>,
    /// The flags, without quotes and escapes.
    pub flags: Vec<Cow<'a, str>>,
    /// The arguments. ENV and LABEL have three for each pair: key, value, and `=` or nothing. An unknown keyword has
    /// an empty one.
    pub values: Vec<Cow<'a, str>>,
    /// Whether the arguments are a JSON array.
    pub is_json: bool,
    /// The heredocs.
    pub heredocs: Vec<NodeHeredoc<'a>>,
    /// The instruction behind ONBUILD.
    pub trigger: Option<Box<Self>>,
    /// The whole line, joined.
    pub line: Cow<'a, str>,
    /// The first line and the last one, counted from 1.
    pub lines: (u32, u32),
    /// Comments right above, without white space and, as long as no blank stands before it, the `#`. An empty one
    /// takes away those before it.
    pub comments: Vec<&'a str>,
    /// From the keyword to the last argument.
    pub span: Span,
}

/// A heredoc of a [`Node`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeHeredoc<'a> {
    /// The delimiter, without quotes.
    pub delimiter: String,
    /// The number in front; 0 without one.
    pub descriptor: u64,
    /// Whether nothing of the delimiter is quoted.
    pub expands: bool,
    /// Whether it is `<<-`.
    pub strips_tabs: bool,
    /// The lines between.
    pub body: &'a str,
}

/// Reads the lines of `source`, and what the first pass refuses. Unlike BuildKit, goes on behind it.
pub fn nodes(source: &str) -> (Vec<Node<'_>>, Vec<Finding>) {
    let mut walk = Walk::new(source);
    let mut nodes = Vec::new();
    let mut problems = Vec::new();
    let mut comments = Vec::new();
    let mut line = Logical::new();
    while let Some(step) = walk.next(&mut line) {
        match step {
            Step::Comment { directive: Some(_), .. } => {}
            Step::Comment { span, directive: None } => match comment(source, span) {
                "" => comments.clear(),
                text => comments.push(text),
            },
            Step::Line => match node(source, &mut walk, &mut line) {
                Ok(node) => nodes.push(Node { comments: std::mem::take(&mut comments), ..node }),
                Err(located) => problems.push(located),
            },
        }
    }
    if nodes.is_empty() && problems.is_empty() {
        problems.push(Problem::NoInstructions.at(Span::of(source.len(), source.len())));
    }
    problems.append(&mut walk.problems);
    (nodes, problems.into_iter().map(|located| finding(*located.0, false)).collect())
}

/// The text of a comment. BuildKit cuts off the first byte of the line, be that the `#` or a blank before it.
pub(crate) fn comment(source: &str, span: Span) -> &str {
    let before = &source[..span.start as usize];
    let is_first = before.len() == walk::start(source) || before.ends_with('\n');
    source[span.range()][usize::from(is_first)..].trim()
}

fn node<'a>(source: &'a str, walk: &mut Walk<'a>, line: &mut Logical) -> Result<Node<'a>, Located> {
    line.join(source);
    let statement = Statement::split(source, line, walk.escape());
    let mut node = of_statement(&statement)?;
    let innermost = node.trigger.as_deref().unwrap_or(&node);
    if !innermost.is_json && Keyword::read(&innermost.keyword).is_some_and(Keyword::can_have_heredocs) {
        let mut bodies = Vec::new();
        walk.bodies(&statement, &mut bodies)?;
        node.heredocs = bodies.into_iter().map(heredoc).collect();
    }
    node.lines = (line.lines.0, walk.count());
    node.line = statement.slice(&(0..statement.text().len()));
    node.span = statement.whole_span();
    Ok(node)
}

fn heredoc(body: Body<'_>) -> NodeHeredoc<'_> {
    NodeHeredoc {
        delimiter: body.announced.delimiter,
        descriptor: body.announced.descriptor,
        expands: body.announced.expands,
        strips_tabs: body.announced.strips_tabs,
        body: body.text,
    }
}

/// The words of a statement. ONBUILD in ONBUILD is looked into, however often.
fn of_statement<'a>(statement: &Statement<'_, 'a>) -> Result<Node<'a>, Located> {
    let mut outer = vec![statement_node(statement)?];
    let mut rest = statement.rest.clone();
    while outer.last().is_some_and(|node| Keyword::read(&node.keyword) == Some(Keyword::Onbuild)) && !rest.is_empty() {
        let trigger = Statement::split_range(statement.source, statement.line, rest, statement.escape);
        outer.push(statement_node(&trigger)?);
        rest = trigger.rest;
    }
    let mut node = outer.pop().unwrap_or_default();
    while let Some(outside) = outer.pop() {
        node = Node { trigger: Some(Box::new(node)), ..outside };
    }
    Ok(node)
}

fn statement_node<'a>(statement: &Statement<'_, 'a>) -> Result<Node<'a>, Located> {
    let mut node = Node {
        keyword: statement.slice(&statement.keyword),
        flags: statement.flags.iter().map(|flag| flag.text.clone()).collect(),
        line: statement.slice(&statement.whole),
        ..Node::default()
    };
    let Some(keyword) = Keyword::read(&node.keyword) else {
        node.values.push(Cow::Borrowed(""));
        return Ok(node);
    };
    if keyword == Keyword::Onbuild {
        return Ok(node);
    }
    let mut items: Vec<Item<'a>> = Vec::new();
    let shape = arguments::split(keyword, statement, &mut items)?;
    node.is_json = matches!(shape, Shape::Json | Shape::ProbeJson);
    for (number, item) in items.into_iter().enumerate() {
        node.values.push(item.text);
        if number % 2 == 1 && matches!(shape, Shape::Pairs | Shape::LegacyPair) {
            node.values.push(Cow::Borrowed(if shape == Shape::Pairs { "=" } else { "" }));
        }
    }
    if let Shape::Text(range) | Shape::ProbeText(range) = shape
        && !range.is_empty()
        && (keyword != Keyword::Healthcheck || !node.values.is_empty())
    {
        node.values.push(statement.slice(&range));
    }
    Ok(node)
}
