//! Content digests.

use std::borrow::Cow;

use super::{ValueError, ValueKind};

/// A content digest: `sha256:` and 64 lower-case hexadecimal digits, or `sha512:` and 128.
///
/// These are the registered algorithms of the [OCI image specification][oci] that BuildKit verifies.
///
/// ```
/// # use dockerspec_core::value::Digest;
/// let digest = Digest::new(format!("sha256:{}", "0f".repeat(32)))?;
/// assert_eq!(digest.algorithm(), "sha256");
/// assert_eq!(digest.hex().len(), 64);
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
///
/// [oci]: https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest<'a>(Cow<'a, str>);

text_value!(Digest, "a digest");

impl Digest<'static> {
    /// The same check for a digest in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not a digest.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        if let Err(problem) = check_from(text.as_bytes(), 0) {
            panic!("{}", problem.expected());
        }
        Self(Cow::Borrowed(text))
    }
}

impl Digest<'_> {
    /// The algorithm: `sha256` or `sha512`.
    pub fn algorithm(&self) -> &str {
        &self.0[..ALGORITHM]
    }

    /// The hexadecimal digits.
    pub fn hex(&self) -> &str {
        &self.0[ALGORITHM + 1..]
    }

    fn check(text: &str) -> Result<(), ValueError> {
        check_from(text.as_bytes(), 0)
            .map_err(|problem| ValueError::new(ValueKind::Digest, text, problem.expected(), problem.correction(text)))
    }
}

/// What is wrong with a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DigestProblem {
    Algorithm,
    Length256,
    Length512,
    UpperCase,
    Hexadecimal,
}

impl DigestProblem {
    pub(super) const fn expected(self) -> &'static str {
        match self {
            Self::Algorithm => "a digest that begins with `sha256:` or `sha512:`",
            Self::Length256 => "64 hexadecimal digits after `sha256:`",
            Self::Length512 => "128 hexadecimal digits after `sha512:`",
            Self::UpperCase => "a digest in lower case",
            Self::Hexadecimal => "only hexadecimal digits after the algorithm of the digest",
        }
    }

    /// The correction for `text`, which is the digest alone or a reference that ends in it.
    #[cold]
    pub(super) fn correction(self, text: &str) -> Cow<'static, str> {
        match self {
            Self::UpperCase => {
                let digest = text.rfind('@').map_or(0, |at| at + 1);
                format!("write `{}{}`", &text[..digest], text[digest..].to_ascii_lowercase()).into()
            }
            Self::Algorithm if is_hexadecimal(text) && matches!(text.len(), 64 | 128) => {
                format!("write `sha{}:{}`", text.len() * 4, text.to_ascii_lowercase()).into()
            }
            _ => "copy the whole digest from the output of `docker buildx imagetools inspect` or of `sha256sum`".into(),
        }
    }
}

/// The length of `sha256` and of `sha512`.
const ALGORITHM: usize = 6;

/// Checks the digest that `bytes` holds from `start` to its end.
pub(super) const fn check_from(bytes: &[u8], start: usize) -> Result<(), DigestProblem> {
    let Some(length) = algorithm_length(bytes, start) else { return Err(DigestProblem::Algorithm) };
    let first = start + ALGORITHM + 1;
    let mut problem = if bytes[start].is_ascii_uppercase() { Some(DigestProblem::UpperCase) } else { None };
    let mut index = start;
    while index < bytes.len() {
        let byte = bytes[index];
        if index >= first && !byte.is_ascii_hexdigit() {
            return Err(DigestProblem::Hexadecimal);
        }
        if byte.is_ascii_uppercase() {
            problem = Some(DigestProblem::UpperCase);
        }
        index += 1;
    }
    if bytes.len() - first != length {
        return Err(if length == 64 { DigestProblem::Length256 } else { DigestProblem::Length512 });
    }
    match problem {
        Some(problem) => Err(problem),
        None => Ok(()),
    }
}

/// The number of digits that follow the algorithm at `start`, whatever its case.
const fn algorithm_length(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes.len() < start + ALGORITHM + 1 || bytes[start + ALGORITHM] != b':' {
        return None;
    }
    let sha = bytes[start].eq_ignore_ascii_case(&b's')
        && bytes[start + 1].eq_ignore_ascii_case(&b'h')
        && bytes[start + 2].eq_ignore_ascii_case(&b'a');
    match [bytes[start + 3], bytes[start + 4], bytes[start + 5]] {
        [b'2', b'5', b'6'] if sha => Some(64),
        [b'5', b'1', b'2'] if sha => Some(128),
        _ => None,
    }
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::tests::assert_corrections;

    fn hex(length: usize) -> String {
        "0123456789abcdef".repeat(length.div_ceil(16))[..length].to_owned()
    }

    #[test]
    fn registered_algorithms_pass() {
        let text = format!("sha256:{}", hex(64));
        let digest = Digest::new(&*text).unwrap();
        assert_eq!((digest.algorithm(), digest.hex(), digest.as_str()), ("sha256", &*hex(64), &*text));
        assert_eq!(Digest::new(format!("sha512:{}", hex(128))).unwrap().algorithm(), "sha512");
    }

    #[test]
    fn everything_else_is_refused() {
        for (text, expected) in [
            (String::new(), DigestProblem::Algorithm),
            ("sha256".to_owned(), DigestProblem::Algorithm),
            (format!("sha384:{}", hex(96)), DigestProblem::Algorithm),
            (format!("md5:{}", hex(32)), DigestProblem::Algorithm),
            ("sha256:".to_owned(), DigestProblem::Length256),
            (format!("sha256:{}", hex(63)), DigestProblem::Length256),
            (format!("sha256:{}", hex(65)), DigestProblem::Length256),
            (format!("sha512:{}", hex(64)), DigestProblem::Length512),
            (format!("sha256:{}g", hex(63)), DigestProblem::Hexadecimal),
            (format!("sha256:{} ", hex(64)), DigestProblem::Hexadecimal),
            (format!("sha256:{}é", hex(62)), DigestProblem::Hexadecimal),
        ] {
            assert_eq!(Digest::new(&*text).unwrap_err().expected(), expected.expected(), "{text}");
        }
    }

    #[test]
    fn corrections_are_digests() {
        let upper = format!("SHA256:{}", hex(64).to_uppercase());
        assert_corrections::<Digest<'_>>(&[&upper, &hex(64), &hex(128)]);
        let bare = Digest::new(hex(64)).unwrap_err();
        assert_eq!(bare.correction(), format!("write `sha256:{}`", hex(64)));
    }

    #[test]
    fn a_constant_is_checked_at_compile_time() {
        const EMPTY: Digest<'_> =
            Digest::from_static("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(EMPTY.algorithm(), "sha256");
    }
}
