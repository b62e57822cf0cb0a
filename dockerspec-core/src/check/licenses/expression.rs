//! Expressions of licenses: `MIT OR (Apache-2.0 WITH LLVM-exception)`.

use super::{EXCEPTIONS, LICENSES, find};

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct ExpressionProblem {
    /// What is wrong first.
    pub(in crate::check) message: String,
    /// The expression as it was meant, if that is sure.
    pub(in crate::check) corrected: Option<String>,
}

/// Checks an expression.
pub(in crate::check) fn check(text: &str) -> Result<(), ExpressionProblem> {
    let mut reader = Reader::default();
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let length = match rest.as_bytes()[0] {
            b'(' | b')' => 1,
            _ => rest.find(|end: char| end.is_ascii_whitespace() || matches!(end, '(' | ')')).unwrap_or(rest.len()),
        };
        reader.token(&rest[..length]);
        let after = rest[length..].trim_ascii_start();
        reader.corrected.push_str(&rest[length..rest.len() - after.len()]);
        rest = after;
    }
    reader.finish()
}

/// What may stand next.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A license, or `(`.
    #[default]
    License,
    /// An exception.
    Exception,
    /// `WITH`, and what may stand behind a part.
    With,
    /// `AND`, `OR`, or `)`.
    Operator,
}

#[derive(Default)]
struct Reader {
    next: Next,
    /// The `(` that are open.
    open: usize,
    message: Option<String>,
    corrected: String,
    /// Whether something is wrong that nobody can correct.
    is_lost: bool,
}

impl Reader {
    fn token(&mut self, token: &str) {
        let start = self.corrected.len();
        self.corrected.push_str(token);
        let is_operator = matches!(token, "AND" | "OR" | "WITH" | "and" | "or" | "with");
        match self.next {
            Next::License if token == "(" => self.open += 1,
            Next::License | Next::Exception if is_operator || matches!(token, "(" | ")") => {
                self.lose(format!("`{token}` stands where a name is expected"));
            }
            Next::License => {
                self.next = Next::With;
                match license(token) {
                    License::Known => {}
                    License::Other(meant, why) => {
                        self.replace(start, &meant, format!("`{token}` {why}, write `{meant}`"));
                    }
                    License::Unknown => self.lose(format!("`{token}` is no license that SPDX knows")),
                }
            }
            Next::Exception => {
                self.next = Next::Operator;
                match find(EXCEPTIONS, token) {
                    Some(known) if known == token => {}
                    Some(known) => self.replace(start, known, format!("`{token}` is spelled `{known}`")),
                    None if token.starts_with("AdditionRef-") => {}
                    None => self.lose(format!("`{token}` is no exception that SPDX knows")),
                }
            }
            Next::With if matches!(token, "WITH" | "with") => self.next = Next::Exception,
            Next::With | Next::Operator if matches!(token, "AND" | "OR" | "and" | "or") => self.next = Next::License,
            Next::With | Next::Operator if token == ")" && self.open > 0 => {
                self.open -= 1;
                self.next = Next::Operator;
            }
            Next::With | Next::Operator => self.lose(format!("`{token}` stands where `AND` or `OR` is expected")),
        }
    }

    fn finish(mut self) -> Result<(), ExpressionProblem> {
        if matches!(self.next, Next::License | Next::Exception) {
            self.lose("a name is missing at the end".to_owned());
        }
        if self.open > 0 {
            self.lose("a `(` is not closed".to_owned());
        }
        let corrected = (!self.is_lost).then_some(self.corrected);
        self.message.map_or(Ok(()), |message| Err(ExpressionProblem { message, corrected }))
    }

    /// Says what is wrong with a token, and what was meant.
    fn replace(&mut self, start: usize, meant: &str, message: String) {
        self.corrected.truncate(start);
        self.corrected.push_str(meant);
        self.message.get_or_insert(message);
    }

    fn lose(&mut self, message: String) {
        self.is_lost = true;
        self.message.get_or_insert(message);
    }
}

/// What the name of a license is.
enum License {
    Known,
    /// Not the name that SPDX has for it, and why not.
    Other(String, &'static str),
    Unknown,
}

fn license(token: &str) -> License {
    let reference = token.strip_prefix("DocumentRef-").and_then(|token| token.split_once(':'));
    let local = reference.map_or(token, |(_, name)| name);
    if let Some(name) = local.strip_prefix("LicenseRef-") {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        return if !name.is_empty() && name.bytes().all(fits) { License::Known } else { License::Unknown };
    }
    if let Some(known) = find(LICENSES, token) {
        return if known == token { License::Known } else { License::Other(known.to_owned(), "is spelled otherwise") };
    }
    let (name, plus, kind) = match token.strip_suffix('+') {
        Some(name) => (name, "+", "-or-later"),
        None => (token, "", "-only"),
    };
    if let Some(known) = find(LICENSES, &format!("{name}{kind}")) {
        return License::Other(known.to_owned(), "is deprecated");
    }
    match find(LICENSES, name) {
        Some(known) if known == name => License::Known,
        Some(known) => License::Other(format!("{known}{plus}"), "is spelled otherwise"),
        None => License::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        for text in [
            "MIT",
            "MIT OR Apache-2.0",
            "(MIT AND BSD-3-Clause) or GPL-3.0-or-later WITH GCC-exception-3.1",
            "Apache-2.0+",
            "((MIT))",
            "LicenseRef-Acme.1 AND DocumentRef-x:LicenseRef-y",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn problems() {
        let shown = |text: &str| match check(text) {
            Ok(()) => "right".to_owned(),
            Err(ExpressionProblem { message, corrected }) => format!("{text}: {message} -> {corrected:?}"),
        };
        let texts = [
            "",
            "mit or  GPL-2.0+",
            "GPL-3.0",
            "Foo",
            "MIT OR",
            "OR MIT",
            "MIT Apache-2.0",
            "(MIT",
            "MIT)",
            "MIT WITH x",
            "GPL-2.0-only WITH classpath-exception-2.0",
            "MIT WITH",
            "()",
            "LicenseRef-",
            "apache-2.0+",
            "Proprietary and mit",
            "MIT/Apache-2.0",
        ];
        insta::assert_snapshot!(texts.map(shown).join("\n"), @r#"
        : a name is missing at the end -> None
        mit or  GPL-2.0+: `mit` is spelled otherwise, write `MIT` -> Some("MIT or  GPL-2.0-or-later")
        GPL-3.0: `GPL-3.0` is deprecated, write `GPL-3.0-only` -> Some("GPL-3.0-only")
        Foo: `Foo` is no license that SPDX knows -> None
        MIT OR: a name is missing at the end -> None
        OR MIT: `OR` stands where a name is expected -> None
        MIT Apache-2.0: `Apache-2.0` stands where `AND` or `OR` is expected -> None
        (MIT: a `(` is not closed -> None
        MIT): `)` stands where `AND` or `OR` is expected -> None
        MIT WITH x: `x` is no exception that SPDX knows -> None
        GPL-2.0-only WITH classpath-exception-2.0: `classpath-exception-2.0` is spelled `Classpath-exception-2.0` -> Some("GPL-2.0-only WITH Classpath-exception-2.0")
        MIT WITH: a name is missing at the end -> None
        (): `)` stands where a name is expected -> None
        LicenseRef-: `LicenseRef-` is no license that SPDX knows -> None
        apache-2.0+: `apache-2.0+` is spelled otherwise, write `Apache-2.0+` -> Some("Apache-2.0+")
        Proprietary and mit: `Proprietary` is no license that SPDX knows -> None
        MIT/Apache-2.0: `MIT/Apache-2.0` is no license that SPDX knows -> None
        "#);
    }

    proptest::proptest! {
        #[test]
        fn what_is_corrected_is_right(text in "(MIT|mit|GPL-2.0|gpl-3.0\\+|AND|or|WITH|llvm-exception|\\(|\\)| ){0,9}") {
            if let Err(ExpressionProblem { corrected: Some(corrected), .. }) = check(&text) {
                assert_eq!(check(&corrected), Ok(()), "{text}");
            }
        }
    }
}
