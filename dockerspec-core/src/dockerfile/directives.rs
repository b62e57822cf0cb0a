//! Parser directives.

use std::borrow::Cow;

use crate::render::{Reason, Render, Writer};
use crate::value::ImageRef;

/// The parser directives on top of the file.
///
/// `escape` is not among them: it is a spelling, not a meaning. A parser applies it, and the renderer always writes
/// `\`, the only escape that heredocs and `ONBUILD` know.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Check, Directives, Dockerfile, Rules, Stage};
/// # use dockerspec_core::value::ImageRef;
/// let mut file = Dockerfile::from(Stage::new(Base::Scratch));
/// file.directives.syntax = Some(ImageRef::from_static("docker/dockerfile:1"));
/// file.directives.check = Some(Check { skip: Rules::named(["StageNameCasing"]), error: true, ..Check::default() });
/// assert_eq!(
///     file.render()?,
///     "# syntax=docker/dockerfile:1\n# check=skip=StageNameCasing;error=true\n\nFROM scratch\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Directives<'a> {
    /// What stands behind `#!` on the first line, for systems that run the file as a program.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub interpreter: Option<Cow<'a, str>>,
    /// `syntax`: the image of the frontend that reads the file.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub syntax: Option<ImageRef<'a>>,
    /// `check`: how BuildKit lints the file.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub check: Option<Check<'a>>,
}

/// How BuildKit lints the file (`docker build --check`); Dockerfile 1.8.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Check<'a> {
    /// `skip`: rules that are off.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub skip: Rules<'a>,
    /// `error`: whether a warning fails the build.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub error: bool,
    /// `experimental`: experimental rules that are on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub experimental: Rules<'a>,
}

/// Rules of BuildKit's linter, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Rules<'a> {
    /// These; the names are case-sensitive, and BuildKit ignores those that it does not know.
    Named(Vec<Cow<'a, str>>),
    /// All of them.
    All,
}

impl<'a> Rules<'a> {
    /// Rules by name.
    pub fn named<T: Into<Cow<'a, str>>>(names: impl IntoIterator<Item = T>) -> Self {
        Self::Named(names.into_iter().map(Into::into).collect())
    }
}

impl Default for Rules<'_> {
    fn default() -> Self {
        Self::Named(Vec::new())
    }
}

impl Render for Directives<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if let Some(interpreter) = &self.interpreter {
            if interpreter.contains('\n') {
                let what = "the interpreter".to_owned();
                return Err(Reason::LineFeed { what, keyword: "a line", way_out: "leave it out" });
            }
            writer.out.push_str("#!");
            writer.out.push_str(interpreter);
            if self.syntax.is_some() || self.check.is_some() {
                writer.out.push('\n');
            }
        }
        if let Some(syntax) = &self.syntax {
            writer.out.push_str("# syntax=");
            writer.out.push_str(syntax.as_str());
        }
        if let Some(check) = &self.check {
            if self.syntax.is_some() {
                writer.out.push('\n');
            }
            check.render(writer)?;
        }
        writer.whole_line()
    }
}

impl Check<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let out = &mut writer.out;
        out.push_str("# check=");
        let start = out.len();
        for (option, rules) in [("skip", &self.skip), ("experimental", &self.experimental)] {
            let names = match rules {
                Rules::All => &[Cow::Borrowed("all")],
                Rules::Named(names) => names.as_slice(),
            };
            for (number, name) in names.iter().enumerate() {
                if !is_check_name(name) {
                    let text = name.as_ref().to_owned();
                    return Err(Reason::NoQuotes { what: "the name of a check", text });
                }
                match number {
                    0 if out.len() > start => out.push(';'),
                    0 => {}
                    _ => out.push(','),
                }
                if number == 0 {
                    out.push_str(option);
                    out.push('=');
                }
                out.push_str(name);
            }
        }
        if self.error {
            out.push_str(if out.len() > start { ";error=true" } else { "error=true" });
        }
        if out.len() == start {
            return Err(Reason::Empty { what: "the `check` directive", way_out: "set an option, or leave it out" });
        }
        Ok(())
    }
}

/// Whether BuildKit takes all of it for the name of one check; it ignores those that it does not know.
fn is_check_name(name: &str) -> bool {
    let ends = |character: char| matches!(character, ',' | ';' | ' ') || character.is_ascii_control();
    !name.is_empty() && name.trim().len() == name.len() && !name.contains(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Base, Dockerfile, Stage};

    fn with(check: Check<'_>) -> String {
        let mut file = Dockerfile::from(Stage::new(Base::Scratch));
        file.directives.check = Some(check);
        file.render().unwrap_or_else(|errors| format!("error: {errors}"))
    }

    #[test]
    fn options_of_check() {
        let check = Check { skip: Rules::named(["A", "B"]), experimental: Rules::All, error: true };
        assert_eq!(with(check), "# check=skip=A,B;experimental=all;error=true\n\nFROM scratch\n");
        let check = Check { error: true, ..Check::default() };
        assert_eq!(with(check), "# check=error=true\n\nFROM scratch\n");
    }

    #[test]
    fn the_interpreter_comes_first() {
        let mut file = Dockerfile::from(Stage::new(Base::Scratch));
        file.directives.interpreter = Some("/usr/bin/env docker-build".into());
        assert_eq!(file.render().unwrap(), "#!/usr/bin/env docker-build\n\nFROM scratch\n");
        file.directives.syntax = Some(ImageRef::from_static("docker/dockerfile:1"));
        let text = "#!/usr/bin/env docker-build\n# syntax=docker/dockerfile:1\n\nFROM scratch\n";
        assert_eq!(file.render().unwrap(), text);
    }

    #[test]
    fn a_name_cannot_bring_another_option() {
        assert!(with(Check { skip: Rules::named(["A;error=true"]), ..Check::default() }).starts_with("error:"));
        assert!(with(Check::default()).starts_with("error: directives: the `check` directive is empty"));
    }
}
