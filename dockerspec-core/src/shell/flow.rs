//! The order in which commands run: pipelines, and what comes after for sure.

use super::{Command, Construct, ConstructKind, Joint, Script};

/// A command or a construct of a list, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// A simple command.
    Command(usize),
    /// A construct, such as a subshell.
    Construct(usize),
}

impl Script<'_> {
    /// The pipeline that the command of number `command` is an element of, from the left: itself alone, if there is no
    /// `|` beside it.
    ///
    /// ```
    /// # use dockerspec_core::shell::{Element, Script};
    /// let script = Script::parse("cd /; curl $URL | (cd /opt; tar -xz) | cat");
    /// assert_eq!(script.pipeline(1), [Element::Command(1), Element::Construct(0), Element::Command(4)]);
    /// assert_eq!(script.pipeline(0), [Element::Command(0)]);
    /// ```
    pub fn pipeline(&self, command: usize) -> Vec<Element> {
        let element = Element::Command(command);
        match self.commands.get(command) {
            None => Vec::new(),
            // Most are alone.
            Some(Command { construct, joint, .. }) if !self.is_in_pipeline(*construct, *joint, command) => {
                vec![element]
            }
            Some(Command { construct, .. }) => self.pipeline_of(*construct, element),
        }
    }

    /// The commands that run in any case once the command of number `command` has succeeded, unless the whole script
    /// fails.
    ///
    /// What is behind `&&` in the same chain is among them, what is behind `||` or in a branch is not.
    ///
    /// ```
    /// # use dockerspec_core::shell::Script;
    /// let script = Script::parse("apt-get update && apt-get install -y curl || exit 1; rm -rf /var/lib/apt/lists/*");
    /// assert_eq!(script.certain_after(0), [1, 3]);
    /// ```
    pub fn certain_after(&self, command: usize) -> Vec<usize> {
        let mut certain = Vec::new();
        let Some(mut list) = self.commands.get(command).map(|command| command.construct) else { return certain };
        let mut element = Element::Command(command);
        loop {
            let elements = self.elements(list);
            let position = elements.iter().position(|other| *other == element).unwrap_or(0);
            if self.certain_from(list, &elements, position + 1, true, &mut certain) == Flow::Ends {
                return certain;
            }
            // From a section of `if` or a loop to the whole of it.
            let mut number = list;
            loop {
                let Some(index) = number else { return certain };
                let construct = &self.constructs[index as usize];
                match construct.kind {
                    ConstructKind::Condition
                    | ConstructKind::Branch
                    | ConstructKind::Body
                    | ConstructKind::Arm { .. } => number = construct.parent,
                    ConstructKind::Function { .. } | ConstructKind::Substitution | ConstructKind::Process { .. } => {
                        return certain;
                    }
                    _ => {
                        element = Element::Construct(index as usize);
                        list = construct.parent;
                        break;
                    }
                }
            }
        }
    }

    /// Adds what runs for sure of the elements from `first`, behind something that has succeeded.
    fn certain_from(
        &self,
        list: Option<u32>,
        elements: &[Element],
        first: usize,
        mut is_certain: bool,
        certain: &mut Vec<usize>,
    ) -> Flow {
        // If the last chain of the script fails, so does the script.
        let is_new =
            |element: &Element| matches!(self.joint(*element), Joint::First | Joint::Sequence | Joint::Background);
        let last_chain = elements.iter().rposition(is_new).unwrap_or(0);
        let mut is_own_chain = first > 0;
        for (index, element) in elements.iter().enumerate().skip(first) {
            match self.joint(*element) {
                Joint::Or => is_certain = false,
                Joint::And => is_certain &= is_own_chain || list.is_none() && index > last_chain,
                Joint::Pipe | Joint::PipeBoth => {}
                Joint::First | Joint::Sequence | Joint::Background => {
                    is_certain = true;
                    is_own_chain = false;
                }
            }
            if is_certain && self.certain_in(*element, certain) == Flow::Ends {
                return Flow::Ends;
            }
        }
        Flow::GoesOn
    }

    /// Adds what runs for sure when `element` does.
    fn certain_in(&self, element: Element, certain: &mut Vec<usize>) -> Flow {
        let number = match element {
            Element::Command(index) => {
                certain.push(index);
                let command = &self.commands[index];
                let is_last = match command.name() {
                    Some("exit" | "return") => true,
                    Some("exec") => command.words.len() > 1,
                    _ => false,
                };
                return if is_last { Flow::Ends } else { Flow::GoesOn };
            }
            Element::Construct(index) => index,
        };
        let construct = &self.constructs[number];
        let parent = Some(u32::try_from(number).unwrap_or(u32::MAX));
        let elements = match &construct.kind {
            ConstructKind::Group | ConstructKind::Subshell | ConstructKind::Condition | ConstructKind::Body => {
                self.elements(parent)
            }
            ConstructKind::If | ConstructKind::Loop { .. } => self.elements(parent).into_iter().take(1).collect(),
            // It has a round for every word.
            ConstructKind::For { words: Some(words), is_select: false, .. }
                if words.iter().any(|word| word.literal().is_some()) =>
            {
                self.elements(parent)
            }
            _ => return Flow::GoesOn,
        };
        let flow = self.certain_from(parent, &elements, 0, true, certain);
        if construct.kind == ConstructKind::Subshell { Flow::GoesOn } else { flow }
    }

    /// Whether a `|` stands beside a command of `list`, or a construct there whose last command is `command`.
    pub(crate) fn is_in_pipeline(&self, list: Option<u32>, joint: Joint, command: usize) -> bool {
        if joint.is_pipe() {
            return true;
        }
        let next = self.commands.iter().enumerate().skip(command + 1).find(|(_, next)| next.construct == list);
        let behind = self.constructs.partition_point(|construct| construct.commands.start as usize <= command);
        let construct = self.constructs[behind..].iter().find(|next| next.parent == list && !next.is_in_word());
        let next_construct =
            construct.filter(|construct| next.is_none_or(|(index, _)| construct.commands.start as usize <= index));
        match (next_construct, next) {
            (Some(construct), _) => construct.joint.is_pipe(),
            (None, Some((_, command))) => command.joint.is_pipe(),
            (None, None) => false,
        }
    }

    fn pipeline_of(&self, list: Option<u32>, element: Element) -> Vec<Element> {
        let elements = self.elements(list);
        let Some(position) = elements.iter().position(|other| *other == element) else { return vec![element] };
        let is_first = |element: &Element| !self.joint(*element).is_pipe();
        let start = elements[..=position].iter().rposition(is_first).unwrap_or(0);
        let end =
            elements[position + 1..].iter().position(is_first).map_or(elements.len(), |length| position + 1 + length);
        elements[start..end].to_vec()
    }

    /// What stands between an element of a list and the one before it there.
    pub fn joint(&self, element: Element) -> Joint {
        match element {
            Element::Command(index) => self.commands[index].joint,
            Element::Construct(index) => self.constructs[index].joint,
        }
    }

    /// The last element of a list, as [`elements`](Self::elements) has it.
    pub(crate) fn last_element(&self, list: Option<u32>) -> Option<Element> {
        let command = self.commands.iter().rposition(|command| command.construct == list);
        let is_in_list = |construct: &Construct<'_>| construct.parent == list && !construct.is_in_word();
        let Some(construct) = self.constructs.iter().rposition(is_in_list) else {
            return command.map(Element::Command);
        };
        let first = self.constructs[construct].commands.start as usize;
        Some(command.filter(|command| *command >= first).map_or(Element::Construct(construct), Element::Command))
    }

    /// The elements of a list, in their order: those of the construct of number `list`, or of the script.
    ///
    /// ```
    /// # use dockerspec_core::shell::{Element, Script};
    /// let script = Script::parse("a && (b; c) || d");
    /// assert_eq!(script.elements(None), [Element::Command(0), Element::Construct(0), Element::Command(3)]);
    /// ```
    pub fn elements(&self, list: Option<u32>) -> Vec<Element> {
        let commands = self.commands.iter().enumerate().filter(|(_, command)| command.construct == list);
        let mut commands = commands.map(|(index, _)| Element::Command(index)).peekable();
        let mut elements = Vec::with_capacity(self.commands.len());
        for (index, construct) in self.constructs.iter().enumerate() {
            if construct.parent != list || construct.is_in_word() {
                continue;
            }
            let is_before = |element: &Element| matches!(element, Element::Command(number) if *number < construct.commands.start as usize);
            elements.extend(std::iter::from_fn(|| commands.next_if(is_before)));
            elements.push(Element::Construct(index));
        }
        elements.extend(commands);
        elements
    }
}

/// Whether what comes next still runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    GoesOn,
    Ends,
}
