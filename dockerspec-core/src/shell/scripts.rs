//! Everything that a RUN does: its script, and the scripts that it gives to other shells.

use std::borrow::Cow;
use std::ops::Range;
use std::slice;

use super::nested::{Nested, given, nested as read_nested};
use super::{Call, Command, Script, ShellOptions, Word};
use crate::parse::{Span, narrow};

/// A script, and the scripts in it that other shells run: behind `sh -c`, `eval` and `su -c`, in a heredoc for `bash`.
///
/// ```
/// # use dockerspec_core::shell::Scripts;
/// let source = "bash -o pipefail -c 'curl $URL | tar -xz'";
/// let scripts = Scripts::of_text(source);
/// let curl = scripts.calls().find(|call| call.name == "curl").unwrap();
/// assert_eq!(&source[curl.command.span.range()], "curl $URL");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scripts<'a> {
    /// The script itself, and behind it those in it, each one behind the one that it stands in.
    pub all: Vec<NestedScript<'a>>,
    /// Every call, in the order of the source.
    calls: Vec<CallPlace>,
}

/// Where a call is among the scripts, and what was found out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CallPlace {
    script: u32,
    command: u32,
    /// Where the name without its directory begins in the first word.
    name: u32,
    /// Whether the first word is a literal, and is what is called.
    is_plain: bool,
}

/// The programs that scripts call, in order. [`Scripts::calls`] makes it; the default has none.
#[derive(Debug, Clone, Default)]
pub struct Calls<'s, 'a> {
    scripts: Option<&'s Scripts<'a>>,
    places: slice::Iter<'s, CallPlace>,
}

impl<'s, 'a> Iterator for Calls<'s, 'a> {
    type Item = Call<'s, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let scripts = self.scripts?;
        self.places.find_map(|place| scripts.call_at(place))
    }
}

impl CallPlace {
    fn of(call: &Call<'_, '_>) -> Self {
        let literal = call.program.literal().filter(|_| call.wrappers.is_empty());
        Self {
            script: narrow(call.script_index),
            command: narrow(call.index),
            name: narrow(literal.map_or(0, |word| word.len() - call.name.len())),
            is_plain: literal.is_some(),
        }
    }
}

/// A script, and what runs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NestedScript<'a> {
    /// The script. Its spans are those of the outermost text where its text stands there as it is, and else all that of
    /// the word that it is given with.
    pub script: Script<'a>,
    /// What runs it. `None` for the outermost script.
    pub origin: Option<Origin>,
    /// The options that its shell is started with, as in `bash -euo pipefail -c`. None for the outermost script.
    pub options: ShellOptions,
}

/// The command that gives a script to a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The number of the script that the command stands in.
    pub script: usize,
    /// The number of the command there.
    pub command: usize,
}

impl<'a> Scripts<'a> {
    /// Reads text as a shell does.
    pub fn of_text(text: &'a str) -> Self {
        Self::in_text(text, 0..text.len())
    }

    /// Reads a part of a text as a shell does, with spans of the whole text.
    pub(crate) fn in_text(text: &'a str, part: Range<usize>) -> Self {
        Self::of_script(Script::parse_in(text, part), text)
    }

    /// The same for a part whose lines BuildKit joins before a shell sees them. None where a shell that joins them itself
    /// would read something else.
    pub(crate) fn in_lines(text: &'a str, part: Range<usize>) -> Option<Self> {
        Script::parse_in_lines(text, part).map(|script| Self::of_script(script, text))
    }

    fn of_script(script: Script<'a>, text: &'a str) -> Self {
        let mut scripts = Self { all: Vec::with_capacity(1), calls: Vec::new() };
        scripts.add(NestedScript { script, ..NestedScript::default() }, text, 0);
        scripts.place_calls();
        scripts
    }

    /// What the exec form runs: one command, of literal words, each with its span.
    ///
    /// ```
    /// # use dockerspec_core::parse::Span;
    /// # use dockerspec_core::shell::Scripts;
    /// // RUN ["sh", "-c", "apk add curl"]
    /// let arguments = [("sh", Span::new(5, 9)), ("-c", Span::new(11, 15)), ("apk add curl", Span::new(17, 31))];
    /// let scripts = Scripts::of_exec(arguments.map(|(text, span)| (text.into(), span)));
    /// let apk = scripts.calls().find(|call| call.name == "apk").unwrap();
    /// assert_eq!(apk.command.span, Span::new(18, 30));
    /// ```
    pub fn of_exec(arguments: impl IntoIterator<Item = (Cow<'a, str>, Span)>) -> Self {
        let words: Vec<_> = arguments.into_iter().map(|(text, span)| Word::of_string(text, span)).collect();
        let span = match (words.first(), words.last()) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span::default(),
        };
        let script = Script { commands: vec![Command { span, words, ..Command::default() }], ..Script::default() };
        Self::of_script(script, "")
    }

    /// Adds a script, and those in it. Their spans are of `source`.
    fn add(&mut self, nested: NestedScript<'a>, source: &'a str, depth: usize) {
        let script_index = self.all.len();
        // Those in it are read before it has its place, which comes first.
        let mut inner = Vec::new();
        self.calls.reserve_exact(nested.script.commands.len());
        for index in 0..nested.script.commands.len() {
            let Some(call) = Call::of(&nested.script, script_index, index) else { continue };
            self.calls.push(CallPlace::of(&call));
            let Some(given) = given(&call) else { continue };
            if let Some(read) = read_nested(&given, source, depth) {
                inner.push((index, read, given.options));
            }
        }
        self.all.push(nested);
        for (index, read, options) in inner {
            let origin = Some(Origin { script: script_index, command: index });
            match read {
                Nested::Here(script) => self.add(NestedScript { script, origin, options }, source, depth + 1),
                Nested::Elsewhere { text, span, is_exact } => {
                    let mut script = Script::parse(&text);
                    script.problem = script.problem.filter(|_| is_exact);
                    let mut scripts = Scripts::default();
                    scripts.add(NestedScript { script, origin: None, options }, &text, depth + 1);
                    self.extend(scripts, origin, span);
                }
            }
        }
    }

    /// Adds scripts whose text stands at `span` as a whole.
    fn extend(&mut self, scripts: Scripts<'_>, origin: Option<Origin>, span: Span) {
        let first = self.all.len();
        for NestedScript { mut script, origin: inner, options } in scripts.all {
            script.relocate(|_| span);
            let inner = inner.map(|inner| Origin { script: inner.script + first, ..inner });
            self.all.push(NestedScript { script: script.into_owned(), origin: inner.or(origin), options });
        }
    }

    /// The call that gives a script, by its number, to a shell. None for the outermost script.
    pub fn origin(&self, script: usize) -> Option<Call<'_, 'a>> {
        let origin = self.all.get(script)?.origin?;
        Call::of(&self.all.get(origin.script)?.script, origin.script, origin.command)
    }

    /// The programs that are called, in the order of the source; those of a nested script stand behind the call that
    /// gives it to a shell.
    pub fn calls(&self) -> Calls<'_, 'a> {
        Calls { scripts: Some(self), places: self.calls.iter() }
    }

    /// A call, by its number among [`calls`](Self::calls).
    pub(crate) fn call(&self, number: usize) -> Option<Call<'_, 'a>> {
        self.call_at(self.calls.get(number)?)
    }

    fn call_at(&self, place: &CallPlace) -> Option<Call<'_, 'a>> {
        let (script_index, index) = (place.script as usize, place.command as usize);
        let script = &self.all[script_index].script;
        if !place.is_plain {
            return Call::of(script, script_index, index);
        }
        let command = &script.commands[index];
        let (program, arguments) = command.words.split_first()?;
        let name = program.literal()?.get(place.name as usize..)?;
        Some(Call { name, program, arguments, command, index, script, script_index, wrappers: Vec::new() })
    }

    /// Notes where the calls are, if they are not yet in order, which those of one script are.
    fn place_calls(&mut self) {
        if self.all.len() == 1 {
            return;
        }
        let mut calls = Vec::with_capacity(self.calls.len());
        let mut next = 0;
        while next < self.all.len() {
            self.collect(&mut next, &mut calls);
        }
        self.calls = calls;
    }

    /// Adds the calls of the script of number `next`, and of those in it, which come behind it.
    fn collect(&self, next: &mut usize, calls: &mut Vec<CallPlace>) {
        let script_index = *next;
        *next += 1;
        let script = &self.all[script_index].script;
        for command in 0..script.commands.len() {
            calls.extend(Call::of(script, script_index, command).map(|call| CallPlace::of(&call)));
            let origin = Some(Origin { script: script_index, command });
            while self.all.get(*next).is_some_and(|nested| nested.origin == origin) {
                self.collect(next, calls);
            }
        }
    }

    /// Puts every span where `place` says: from the text that was read to the source that it stands in.
    pub fn relocate(&mut self, place: impl Fn(Span) -> Span) {
        for nested in &mut self.all {
            nested.script.relocate(&place);
        }
    }
}
