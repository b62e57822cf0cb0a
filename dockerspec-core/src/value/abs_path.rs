//! Absolute paths inside a container.

use std::borrow::Cow;

use super::{ValueError, ValueKind};
use crate::parse::split_once_at;

/// An absolute path inside a container: it begins with `/` and holds neither a line feed nor a NUL.
///
/// The text stays as it is written, with a trailing slash (for `COPY`, a target that is a directory) and with `..`
/// (for `WORKDIR`, BuildKit keeps an absolute path byte for byte).
///
/// ```
/// # use dockerspec_core::value::AbsPath;
/// const SOURCE: AbsPath<'_> = AbsPath::from_static("/src/");
/// assert_eq!(SOURCE.as_str(), "/src/");
/// assert_eq!(SOURCE.join("../out").as_str(), "/out");
/// assert!(AbsPath::new("src").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AbsPath<'a>(Cow<'a, str>);

text_value!(AbsPath, "an absolute path");

impl AbsPath<'static> {
    /// The root directory.
    ///
    /// ```
    /// # use dockerspec_core::value::AbsPath;
    /// assert_eq!(AbsPath::ROOT.as_str(), "/");
    /// ```
    pub const ROOT: Self = Self::from_static("/");

    /// The same check for a path in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not an absolute path.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        assert!(
            is_absolute(text.as_bytes()),
            "an absolute path begins with `/` and holds neither a line feed nor a NUL"
        );
        Self(Cow::Borrowed(text))
    }
}

impl AbsPath<'_> {
    /// The path without `.`, `..`, double slashes and trailing slash, as Go's `path.Clean` computes it.
    ///
    /// ```
    /// # use dockerspec_core::value::AbsPath;
    /// assert_eq!(AbsPath::new("/a//b/./../c/")?.normalized(), "/a/c");
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn normalized(&self) -> String {
        normalized(&self.0, "")
    }

    /// The path that `relative` names from here, cleaned as in [`normalized`](Self::normalized); an absolute
    /// `relative` replaces this path and stays as it is, as in two `WORKDIR` instructions.
    ///
    /// Line feeds and NULs of `relative` are left out, since no path of a Dockerfile can hold them.
    ///
    /// ```
    /// # use dockerspec_core::value::AbsPath;
    /// let directory = AbsPath::new("/srv")?;
    /// assert_eq!(directory.join("app/bin").as_str(), "/srv/app/bin");
    /// assert_eq!(directory.join("/opt/").as_str(), "/opt/");
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn join(&self, relative: &str) -> AbsPath<'static> {
        let relative = without_breaks(relative);
        if relative.starts_with('/') {
            return AbsPath(Cow::Owned(relative.into_owned()));
        }
        AbsPath(Cow::Owned(normalized(&self.0, &relative)))
    }

    fn check(text: &str) -> Result<(), ValueError> {
        if is_absolute(text.as_bytes()) {
            return Ok(());
        }
        let (expected, path) = if text.contains(['\n', '\0']) {
            ("a path without line feeds and NULs", without_breaks(text))
        } else if text.is_empty() {
            ("a path that begins with `/`, not nothing", Cow::Borrowed(text))
        } else if text.contains('\\') && text.as_bytes().get(1) == Some(&b':') {
            let unix = text.get(2..).unwrap_or_default().replace('\\', "/");
            ("a path that begins with `/`, not with a drive", unix.into())
        } else {
            ("a path that begins with `/`", Cow::Borrowed(text))
        };
        let correction = if path.len() > 200 || path.contains(char::is_control) {
            Cow::Borrowed("write it as in `/src` or `/usr/local/bin/`")
        } else {
            format!("write `{}{path}`", if path.starts_with('/') { "" } else { "/" }).into()
        };
        Err(ValueError::new(ValueKind::AbsPath, text, expected, correction))
    }
}

const fn is_absolute(bytes: &[u8]) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if matches!(bytes[index], b'\n' | b'\0') {
            return false;
        }
        index += 1;
    }
    index > 0 && bytes[0] == b'/'
}

fn without_breaks(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\0']) { text.replace(['\n', '\0'], "").into() } else { text.into() }
}

/// `base` and then `relative`, without `.` and `..`, as Go cleans a path.
pub(crate) fn normalized(base: &str, relative: &str) -> String {
    let mut path = String::with_capacity(base.len() + relative.len() + 1);
    for mut rest in [base, relative] {
        while !rest.is_empty() {
            let (component, behind) = split_once_at::<b'/'>(rest).unwrap_or((rest, ""));
            rest = behind;
            match component {
                "" | "." => {}
                ".." => path.truncate(path.rfind('/').unwrap_or_default()),
                name => {
                    path.push('/');
                    path.push_str(name);
                }
            }
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    path
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn absolute_paths_stay_as_they_are() {
        for path in ["/", "/a", "/a/", "//", "/a/../b", "/a b", "/é", "/a\t", "/$x", "/a\\"] {
            assert_eq!(AbsPath::new(path).unwrap().as_str(), path);
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_path() {
        assert_corrections::<AbsPath<'_>>(&[
            "",
            "a",
            "./a",
            "../a",
            "~",
            "/a\nb",
            "\n",
            "a\0",
            "C:\\app\\bin",
            "C:\\",
            "a\tb",
        ]);
    }

    #[test]
    fn cleaning_follows_go() {
        for (path, clean) in [
            ("/", "/"),
            ("//", "/"),
            ("/.", "/"),
            ("/..", "/"),
            ("/../a", "/a"),
            ("/a/", "/a"),
            ("/a/b/..", "/a"),
            ("/a/..", "/"),
            ("/a/../../b", "/b"),
            ("/a//b", "/a/b"),
            ("/...", "/..."),
        ] {
            assert_eq!(AbsPath::new(path).unwrap().normalized(), clean);
        }
    }

    #[test]
    fn joined_paths_are_clean() {
        for (directory, path, whole) in
            [("/", "", "/"), ("/a", ".", "/a"), ("/a", "../..", "/"), ("/a/b", "c//d/../e", "/a/b/c/e")]
        {
            assert_eq!(normalized(directory, path), whole);
        }
    }

    #[test]
    fn joining_cleans_a_relative_path() {
        for (base, relative, joined) in [
            ("/a", "", "/a"),
            ("/a/", "b/", "/a/b"),
            ("/a", "..", "/"),
            ("/a", "../../b", "/b"),
            ("/a", "/b/../", "/b/../"),
            ("/a", "b\nc", "/a/bc"),
            ("/a", "\n/b", "/b"),
        ] {
            assert_eq!(AbsPath::new(base).unwrap().join(relative).as_str(), joined);
        }
    }

    proptest! {
        #[test]
        fn every_result_is_a_path(base in "/[a./\n]{0,8}", relative in "[a./\n]{0,8}") {
            if let Ok(base) = AbsPath::new(base) {
                prop_assert!(AbsPath::new(base.join(&relative).as_str()).is_ok());
                let clean = base.normalized();
                prop_assert_eq!(AbsPath::new(&*clean).unwrap().normalized(), clean);
            }
        }
    }
}
