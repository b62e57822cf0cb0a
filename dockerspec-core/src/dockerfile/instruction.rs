//! Any instruction inside a stage.

use super::{
    Add, Args, Cmd, Comment, Copy, Entrypoint, Env, Expose, Healthcheck, Label, Maintainer, Onbuild, Run, Shell,
    StopSignal, User, Volume, Workdir,
};
use crate::render::{Reason, Render, Writer};
use crate::word::{Arg, Word};

/// The words of an instruction that BuildKit expands; most have none.
pub(super) trait Words<'a> {
    /// Hands each of them to `visit`, in the order of the text.
    fn each_word(&mut self, _visit: &mut impl FnMut(&mut Word<'a>)) {}
}

/// An [`Instruction`], or what becomes one.
///
/// For builders: what has no variables can be moved into its place at once, and is not looked through there again.
pub trait IntoInstruction<'a>: Into<Instruction<'a>> {
    /// Whether [`Instruction::take_args`] would find variables. Nothing is changed.
    fn has_variables(&mut self) -> bool;
}

/// One list of all instructions: the variant and its keyword.
macro_rules! instructions {
    ($($(#[$doc:meta])* $name:ident($($type:ident)+) = $keyword:literal,)+) => {
        /// An instruction of a stage, or a comment between two of them.
        ///
        /// `FROM` is not here: it begins a [`Stage`](super::Stage).
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Instruction<'a> {
            $($(#[$doc])* $name(stored!($($type)+)),)+
        }

        impl<'a> Instruction<'a> {
            /// The keyword, in upper case; `comment` for a comment.
            pub fn keyword(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $keyword,)+
                }
            }

            fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
                match self {
                    $(Self::$name(instruction) => instruction.each_word(visit),)+
                }
            }
        }

        impl Render for Instruction<'_> {
            fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
                match self {
                    $(Self::$name(instruction) => instruction.render(writer),)+
                }
            }
        }

        $(impl<'a> From<plain!($($type)+)> for Instruction<'a> {
            #[inline]
            fn from(instruction: plain!($($type)+)) -> Self {
                Self::$name(instruction.into())
            }
        })+

        $(impl<'a> IntoInstruction<'a> for plain!($($type)+) {
            #[inline]
            fn has_variables(&mut self) -> bool {
                has_variables(self)
            }
        })+

        $(boxed!($name $($type)+);)+
    };
}

/// A boxed instruction is not moved again.
macro_rules! boxed {
    ($name:ident Box $type:ident) => {
        impl<'a> From<Box<$type<'a>>> for Instruction<'a> {
            fn from(instruction: Box<$type<'a>>) -> Self {
                Self::$name(instruction)
            }
        }

        impl<'a> IntoInstruction<'a> for Box<$type<'a>> {
            #[inline]
            fn has_variables(&mut self) -> bool {
                has_variables(&mut **self)
            }
        }
    };
    ($name:ident $type:ident) => {};
}

/// How an instruction is stored: the large ones in a box, so that a list of instructions stays small.
macro_rules! stored {
    (Box $type:ident) => { Box<$type<'a>> };
    ($type:ident) => { $type<'a> };
}

/// The instruction itself.
macro_rules! plain {
    (Box $type:ident) => { $type<'a> };
    ($type:ident) => { $type<'a> };
}

instructions! {
    /// `ADD`: files, downloads and git repositories into the image.
    Add(Box Add) = "ADD",
    /// `ARG`: build arguments.
    Arg(Args) = "ARG",
    /// `CMD`: the default command, or the arguments of the entry point.
    Cmd(Cmd) = "CMD",
    /// A comment.
    Comment(Comment) = "comment",
    /// `COPY`: files into the image.
    Copy(Box Copy) = "COPY",
    /// `ENTRYPOINT`: the program of the container.
    Entrypoint(Entrypoint) = "ENTRYPOINT",
    /// `ENV`: environment variables.
    Env(Env) = "ENV",
    /// `EXPOSE`: ports that the container listens on.
    Expose(Expose) = "EXPOSE",
    /// `HEALTHCHECK`: how to ask the container whether it is well.
    Healthcheck(Box Healthcheck) = "HEALTHCHECK",
    /// `LABEL`: metadata.
    Label(Label) = "LABEL",
    /// `MAINTAINER`: deprecated, in favour of a label.
    Maintainer(Maintainer) = "MAINTAINER",
    /// `ONBUILD`: an instruction for the images that build on this one.
    Onbuild(Onbuild) = "ONBUILD",
    /// `RUN`: a command at build time.
    Run(Box Run) = "RUN",
    /// `SHELL`: the shell of later shell forms.
    Shell(Shell) = "SHELL",
    /// `STOPSIGNAL`: the signal that stops the container.
    StopSignal(StopSignal) = "STOPSIGNAL",
    /// `USER`: who runs later commands, and the container.
    User(User) = "USER",
    /// `VOLUME`: paths that hold data of the container.
    Volume(Volume) = "VOLUME",
    /// `WORKDIR`: the working directory.
    Workdir(Workdir) = "WORKDIR",
}

#[inline]
fn has_variables<'a>(instruction: &mut impl Words<'a>) -> bool {
    let mut has_variables = false;
    instruction.each_word(&mut |word| has_variables |= matches!(word, Word::Parts(_)));
    has_variables
}

impl<'a> IntoInstruction<'a> for Instruction<'a> {
    fn has_variables(&mut self) -> bool {
        let mut has_variables = false;
        self.each_word(&mut |word| has_variables |= matches!(word, Word::Parts(_)));
        has_variables
    }
}

impl<'a> Instruction<'a> {
    /// Hands each [`Arg`] handle in this instruction to `take` and leaves plain variables behind.
    ///
    /// For builders: declare what `take` gets before the instruction.
    pub fn take_args(&mut self, take: &mut dyn FnMut(Arg<'a>)) {
        self.each_word(&mut |word| word.take_args(take));
    }
}
