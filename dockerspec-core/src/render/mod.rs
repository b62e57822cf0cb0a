//! The renderer: a model in, Dockerfile text out that means exactly that model, or an error that says why no text can.
//!
//! Each instruction writes itself, through the encoders of this module and nothing else. Output is canonical and
//! deterministic: upper-case keywords, one blank between words, quotes only where they are needed, the exec form as
//! JSON, one `ENV` or `LABEL` pair a line, `\` as the escape token.

mod encode;
mod error;
mod heredoc;
mod line;
mod value;
mod word;

pub use error::{Place, Reason, RenderError, RenderErrors};

pub(crate) use encode::{contains_any, is_bare, is_bare_key, push_json};
pub(crate) use heredoc::{delimiter, ends_early};
pub(crate) use value::{PushText, push_number};
pub(crate) use word::{
    TextProblem, push_expanded_document, push_flag_text, push_flag_value, push_json_word, push_mount_field,
    push_path_beside_heredoc, push_plain_path, push_quoted_word, push_unquoted_value, push_word,
    push_word_behind_flags, refuse_nul,
};

use std::fmt;

use crate::dockerfile::{Comment, Directives, Dockerfile, Instruction, Stage};

/// Writes a Dockerfile part by part, for those who have its parts and no [`Dockerfile`].
///
/// ```
/// # use dockerspec_core::{dockerfile::{Base, Stage, Workdir}, render::Renderer};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Workdir::new("/app").into());
/// let mut renderer = Renderer::new();
/// renderer.stage(&stage);
/// assert_eq!(renderer.finish()?, "FROM scratch\nWORKDIR /app\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug)]
pub struct Renderer {
    writer: Writer,
    errors: Vec<RenderError>,
    stages: usize,
    preamble: usize,
}

/// The text so far, and where its last line begins.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) out: String,
    line_start: usize,
    line_open: bool,
}

/// An instruction that can write itself: keyword, flags, arguments, and the bodies of its heredocs.
pub(crate) trait Render {
    /// Writes the instruction; the line feed behind it may be left to the renderer.
    fn render(&self, writer: &mut Writer) -> Result<(), Reason>;
}

/// The size that holds about half of all Dockerfiles, and that allocators serve quickly.
const USUAL_SIZE: usize = 1024;

impl Renderer {
    /// A renderer that has written nothing.
    pub fn new() -> Self {
        let writer = Writer { out: String::with_capacity(USUAL_SIZE), line_start: 0, line_open: false };
        Self { writer, errors: Vec::new(), stages: 0, preamble: 0 }
    }

    /// Writes the parser directives: first of all, or not at all.
    pub fn directives(&mut self, directives: &Directives<'_>) {
        self.write(directives, || "directives", None, None);
    }

    /// Writes an instruction that stands before the first stage: `ARG` or a comment.
    pub fn preamble(&mut self, instruction: &Instruction<'_>) {
        if self.preamble == 0 {
            self.blank_line();
        }
        let number = self.preamble;
        self.preamble += 1;
        match instruction {
            Instruction::Comment(comment) => self.comment(comment, None, Some(number)),
            Instruction::Arg(_) => self.write(instruction, || instruction.keyword(), None, Some(number)),
            _ => self.errors.push(RenderError {
                place: place(instruction.keyword(), None, Some(number)),
                reason: Reason::Misplaced {
                    keyword: instruction.keyword(),
                    place: "before the first stage",
                    way_out: "put it into a stage; only ARG and comments stand before FROM",
                },
            }),
        }
    }

    /// Writes a stage.
    pub fn stage(&mut self, stage: &Stage<'_>) {
        self.stage_with(stage, &stage.instructions);
    }

    /// Writes a stage with these instructions in place of its own, for those who keep them elsewhere.
    ///
    /// ```
    /// # use dockerspec_core::{dockerfile::{Base, Instruction, Stage, Workdir}, render::Renderer};
    /// let instructions: [Instruction<'_>; 1] = [Workdir::new("/app").into()];
    /// let mut renderer = Renderer::new();
    /// renderer.stage_with(&Stage::new(Base::Scratch), &instructions);
    /// assert_eq!(renderer.finish()?, "FROM scratch\nWORKDIR /app\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    pub fn stage_with<'i, 'a: 'i>(
        &mut self,
        stage: &Stage<'_>,
        instructions: impl IntoIterator<Item = &'i Instruction<'a>>,
    ) {
        self.blank_line();
        let this = Some((self.stages, stage));
        self.stages += 1;
        for comment in &stage.comments {
            self.comment(comment, this, None);
        }
        self.write(stage, || "FROM", this, None);
        for (number, instruction) in instructions.into_iter().enumerate() {
            self.write(instruction, || instruction.keyword(), this, Some(number));
        }
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// All that could not be said.
    pub fn finish(mut self) -> Result<String, RenderErrors> {
        if self.stages == 0 {
            self.errors.push(RenderError {
                place: place("FROM", None, None),
                reason: Reason::Empty { what: "the Dockerfile", way_out: "give it a stage" },
            });
        }
        if self.errors.is_empty() { Ok(self.writer.out) } else { Err(RenderErrors(self.errors)) }
    }

    /// A comment, kept out of the lines where BuildKit looks for directives.
    fn comment(&mut self, comment: &Comment<'_>, stage: Option<(usize, &Stage<'_>)>, number: Option<usize>) {
        if self.writer.out.is_empty() && looks_like_directive(&comment.text) {
            self.writer.out.push('\n');
        }
        self.write(comment, || "comment", stage, number);
    }

    fn blank_line(&mut self) {
        if !self.writer.out.is_empty() {
            self.writer.out.push('\n');
        }
    }

    fn write(
        &mut self,
        part: &impl Render,
        keyword: impl FnOnce() -> &'static str,
        stage: Option<(usize, &Stage<'_>)>,
        number: Option<usize>,
    ) {
        let start = self.writer.out.len();
        self.writer.begin_line();
        if let Err(reason) = part.render(&mut self.writer).and_then(|()| self.writer.end_line()) {
            self.writer.out.truncate(start);
            self.errors.push(RenderError { place: place(keyword(), stage, number), reason });
        }
    }
}

/// The text of an instruction alone, without a line feed at its end; none when it cannot be said.
pub(crate) fn spelled(instruction: &impl Render) -> Option<String> {
    let mut writer = Writer { out: String::new(), line_start: 0, line_open: false };
    instruction.render(&mut writer).ok()?;
    Some(writer.out)
}

/// Whether BuildKit takes the text of a comment for a directive where those stand: a word, and a `=` behind it.
fn looks_like_directive(comment: &str) -> bool {
    comment.split_once('=').is_some_and(|(key, _)| key.trim().bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

impl Default for Renderer {
    fn default() -> Self {
        Self::new()
    }
}

#[cold]
fn place(keyword: &'static str, stage: Option<(usize, &Stage<'_>)>, number: Option<usize>) -> Place {
    Place {
        keyword,
        stage: stage.map(|(number, _)| number),
        stage_name: stage.and_then(|(_, stage)| stage.name.clone()).map(crate::value::StageName::into_owned),
        instruction: number,
    }
}

impl Dockerfile<'_> {
    /// The Dockerfile as text that BuildKit reads back as this model.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::{Base, Dockerfile, Env, Stage};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Env::new("GREETING", r#"say "$5""#).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nENV GREETING=\"say \\\"\\$5\\\"\"\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All instructions that no Dockerfile text can say, each with the reason.
    pub fn render(&self) -> Result<String, RenderErrors> {
        let mut renderer = Renderer::new();
        renderer.directives(&self.directives);
        for instruction in &self.preamble {
            renderer.preamble(instruction);
        }
        for stage in &self.stages {
            renderer.stage(stage);
        }
        renderer.finish()
    }
}

impl fmt::Display for Dockerfile<'_> {
    /// Writes [`Dockerfile::render`]. A model that cannot be said is a formatting error, on which `to_string` panics;
    /// what the builder hands out can always be said.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render().map_err(|_| fmt::Error)?)
    }
}
