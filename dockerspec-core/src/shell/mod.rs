//! The command language of RUN, as far as checks need it: which programs are run, with which words, in what order.
//!
//! [`Script`] reads text as `sh` and `bash` do, into a flat list of simple commands with the constructs around them.
//! [`Scripts`] adds what is given to other shells, such as the text behind `sh -c`, and says which programs are called
//! whatever they are run through, `sudo` and `xargs` for example.
//!
//! ```
//! # use dockerspec_core::shell::Scripts;
//! let scripts = Scripts::of_text("set -e; sudo apt-get update && sh -c 'apk add curl'");
//! let names: Vec<_> = scripts.calls().map(|call| call.name).collect();
//! assert_eq!(names, ["set", "apt-get", "sh", "apk"]);
//! ```
//!
//! Where `sh` and `bash` differ, both are read. Nothing is expanded, and nothing is refused: a [`SyntaxProblem`] says
//! what neither shell would take, and the commands in front of it stay.

mod call;
mod construct;
mod flow;
mod nested;
mod options;
mod problem;
mod quote;
mod read;
mod redirection;
mod relocate;
mod script;
mod scripts;
#[cfg(test)]
mod tests;
mod word;
mod wrapper;

pub use call::{Call, Wrapper};
pub use construct::{Construct, ConstructKind};
pub use flow::Element;
pub use options::ShellOptions;
pub use problem::{SyntaxProblem, SyntaxProblemKind};
pub use quote::{Quote, open_quote, quote};
pub use redirection::{Descriptor, Heredoc, Redirection, RedirectionOperator};
pub use script::{Assignment, Command, Joint, Script};
pub use scripts::{Calls, NestedScript, Origin, Scripts};
pub use word::{Part, Text, Word};
