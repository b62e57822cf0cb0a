//! stub
use crate::parse::{Keyword, Parsed, Span};

#[derive(Default)]
pub(crate) struct Broken;
impl Broken {
    pub(crate) fn note(&mut self, _keyword: Option<Keyword>, _stage: usize) {}
}
pub(crate) fn check(_source: &str, _parsed: &mut Parsed<'_>, _check: Option<Span>, _broken: &Broken, _any: bool) {}
