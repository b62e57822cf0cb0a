//! Calls: programs that are run, whatever they are run through.

use super::wrapper::{program_name, wrapped};
use super::{Command, Script, Word};

/// A program that is run by a command, directly or through other programs.
///
/// `sudo -u app env A=1 /usr/bin/apt-get install -y curl` is a call of `apt-get` with the arguments `install`, `-y` and
/// `curl`, through `sudo` and `env`.
///
/// A command is one call at most. It is none if it has no words, or if the name of the program is not known.
#[derive(Debug, Clone)]
pub struct Call<'s, 'a> {
    /// The name without its directory: `apt-get` for `/usr/bin/apt-get`.
    pub name: &'s str,
    /// The word with the name.
    pub program: &'s Word<'a>,
    /// What is behind it.
    pub arguments: &'s [Word<'a>],
    /// The command, with its assignments and redirections.
    pub command: &'s Command<'a>,
    /// The number of the command in `script`.
    pub index: usize,
    /// The script that the command stands in.
    pub script: &'s Script<'a>,
    /// The number of `script` among the scripts of [`Scripts`](super::Scripts).
    pub script_index: usize,
    /// What it is run through, the outermost one first: `sudo`, `env`, `xargs`.
    pub wrappers: Vec<Wrapper<'s, 'a>>,
}

/// A program that runs the program which it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrapper<'s, 'a> {
    /// The name without its directory.
    pub name: &'s str,
    /// The word with the name.
    pub program: &'s Word<'a>,
    /// Its own options and operands, in front of the program that it runs.
    pub arguments: &'s [Word<'a>],
}

impl<'s, 'a> Call<'s, 'a> {
    /// Whether it is run through `wrapper`, or is a call of it.
    ///
    /// `sudo -v` is a call of `sudo`; `sudo make` is one of `make`, through `sudo`.
    pub fn involves(&self, wrapper: &str) -> bool {
        self.name == wrapper || self.wrappers.iter().any(|word| word.name == wrapper)
    }

    /// The literal text of its arguments that are literals.
    pub fn literals(&self) -> impl Iterator<Item = &'s str> + use<'s, 'a> {
        self.arguments.iter().filter_map(Word::literal)
    }
}

impl<'s, 'a> Call<'s, 'a> {
    /// What the command of number `index` in `script` calls.
    pub(super) fn of(script: &'s Script<'a>, script_index: usize, index: usize) -> Option<Self> {
        let command = &script.commands[index];
        let mut wrappers = Vec::new();
        let (mut program, mut arguments) = command.words.split_first()?;
        let mut name = program_name(program)?;
        while let Some((start, length)) = wrapped(name, arguments) {
            wrappers.push(Wrapper { name, program, arguments: &arguments[..start] });
            (program, arguments) = arguments[start..start + length].split_first()?;
            name = program_name(program)?;
        }
        Some(Self { name, program, arguments, command, index, script, script_index, wrappers })
    }
}
