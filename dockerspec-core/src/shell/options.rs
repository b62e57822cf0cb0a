//! Options of a shell that decide what becomes of a script: `set -e`, `set -o pipefail`.

use super::{Command, ConstructKind, Joint, Script, Word};

/// Options of a shell, as `set` and the arguments of the shell give them.
///
/// ```
/// # use dockerspec_core::shell::{Script, ShellOptions};
/// let script = Script::parse("curl $A | tar -x; set -euo pipefail; curl $B | tar -x");
/// let options = script.options(ShellOptions::default());
/// assert!(!options[0].pipefail && options[3].pipefail && options[3].errexit);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct ShellOptions {
    /// `-e`: a command that fails ends the script.
    pub errexit: bool,
    /// `-o pipefail`: a pipeline fails if any command in it does.
    pub pipefail: bool,
    /// `-u`: a parameter that is not set is an error.
    pub nounset: bool,
    /// `-x`: commands are printed.
    pub xtrace: bool,
}

impl ShellOptions {
    /// The same with what `arguments` say: those of `set`, or of a shell up to its `-c`.
    #[must_use]
    pub fn with_arguments<'s>(mut self, arguments: impl IntoIterator<Item = &'s str>) -> Self {
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let is_on = match argument.as_bytes() {
                [b'-', b'-', ..] => continue,
                [b'-', _, ..] => true,
                [b'+', _, ..] => false,
                _ => continue,
            };
            for letter in argument[1..].chars() {
                match letter {
                    'e' => self.errexit = is_on,
                    'u' => self.nounset = is_on,
                    'x' => self.xtrace = is_on,
                    'o' => match arguments.next() {
                        Some("errexit") => self.errexit = is_on,
                        Some("pipefail") => self.pipefail = is_on,
                        Some("nounset") => self.nounset = is_on,
                        Some("xtrace") => self.xtrace = is_on,
                        _ => {}
                    },
                    _ => {}
                }
            }
        }
        self
    }

    /// The same after a command.
    #[must_use]
    fn after(self, command: &Command<'_>) -> Self {
        let options = command.words[1..].iter().map_while(Word::literal);
        self.with_arguments(options.take_while(|text| *text != "--" && text.starts_with(['-', '+']) || is_name(text)))
    }
}

/// Whether `text` can be the name of an option, behind `-o`.
fn is_name(text: &str) -> bool {
    matches!(text, "errexit" | "pipefail" | "nounset" | "xtrace")
}

/// What is in force in a list of commands.
#[derive(Clone, Copy)]
struct State {
    /// Whatever happened before in the list.
    always: ShellOptions,
    /// If what is in front of it in the same chain of `&&` has succeeded.
    in_chain: ShellOptions,
}

impl State {
    fn next(&mut self, joint: Joint) {
        if !matches!(joint, Joint::And | Joint::Pipe | Joint::PipeBoth) {
            self.in_chain = self.always;
        }
    }
}

impl Script<'_> {
    /// The options that are in force for sure when each command begins, in the order of the commands.
    ///
    /// `initial` are those that the shell starts with. `set` in a branch, behind `||`, in a pipeline or in a shell of
    /// its own counts only as far as it is sure to have run. A function has the options of the place where it is
    /// written.
    pub fn options(&self, initial: ShellOptions) -> Vec<ShellOptions> {
        let state = State { always: initial, in_chain: initial };
        let mut outer = state;
        // Those of constructs: known when the first command in them comes.
        let mut inner: Vec<Option<State>> = vec![None; self.constructs.len()];
        let mut options = Vec::with_capacity(self.commands.len());
        for (index, command) in self.commands.iter().enumerate() {
            self.enter(command.construct, &mut outer, &mut inner);
            let state = state_of(command.construct, &mut outer, &mut inner);
            state.next(command.joint);
            options.push(state.in_chain);
            if command.name() == Some("set") && !self.is_in_pipeline(command.construct, command.joint, index) {
                let after = |options: ShellOptions| options.after(command);
                self.apply(command.construct, command.joint, &after, &mut outer, &mut inner);
            }
        }
        options
    }

    /// Finds what is in force in a construct, if that is not known.
    fn enter(&self, construct: Option<u32>, outer: &mut State, inner: &mut [Option<State>]) {
        let mut unknown = Vec::new();
        let mut at = construct;
        while let Some(number) = at.filter(|number| inner[*number as usize].is_none()) {
            unknown.push(number);
            at = self.constructs[number as usize].parent;
        }
        for number in unknown.into_iter().rev() {
            let construct = &self.constructs[number as usize];
            let around = state_of(construct.parent, outer, inner);
            if !construct.is_in_word() {
                around.next(construct.joint);
            }
            let options = around.in_chain;
            inner[number as usize] = Some(State { always: options, in_chain: options });
        }
    }

    /// Applies what an element of a list sets to the list, and to those around as far as it is sure to have run.
    fn apply(
        &self,
        mut list: Option<u32>,
        mut joint: Joint,
        after: &dyn Fn(ShellOptions) -> ShellOptions,
        outer: &mut State,
        inner: &mut [Option<State>],
    ) {
        loop {
            let state = state_of(list, outer, inner);
            state.in_chain = after(state.in_chain);
            if !matches!(joint, Joint::First | Joint::Sequence | Joint::Background) {
                return;
            }
            state.always = after(state.always);
            let Some(number) = list else { return };
            let construct = &self.constructs[number as usize];
            let is_first = construct.commands.start == self.first_command_of(construct.parent);
            match construct.kind {
                ConstructKind::Group | ConstructKind::If | ConstructKind::Loop { .. } => {}
                ConstructKind::Condition if is_first => {}
                _ => return,
            }
            let last_command = (construct.commands.end as usize).saturating_sub(1);
            if self.is_in_pipeline(construct.parent, construct.joint, last_command) {
                return;
            }
            joint = construct.joint;
            list = construct.parent;
        }
    }

    fn first_command_of(&self, construct: Option<u32>) -> u32 {
        construct.map_or(0, |number| self.constructs[number as usize].commands.start)
    }
}

fn state_of<'s>(list: Option<u32>, outer: &'s mut State, inner: &'s mut [Option<State>]) -> &'s mut State {
    match list {
        None => outer,
        Some(number) => {
            let initial = *outer;
            inner[number as usize].get_or_insert(initial)
        }
    }
}
