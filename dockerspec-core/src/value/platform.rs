//! Platforms.

use std::borrow::Cow;

use super::{ValueError, ValueKind};

/// A platform as it is written: `OS`, `ARCH`, `OS/ARCH` or `OS/ARCH/VARIANT`, where `OS` may carry a version and
/// features, as in `windows(10.0.17763+win32k)`.
///
/// The grammar is that of `Parse` in [containerd/platforms][grammar]: a single part must be an operating system or
/// architecture it knows; with a `/`, any words pass.
///
/// ```
/// # use dockerspec_core::value::Platform;
/// const RASPBERRY: Platform<'_> = Platform::from_static("linux/arm/v7");
/// assert_eq!(RASPBERRY.os(), Some("linux"));
/// assert_eq!(RASPBERRY.architecture(), Some("arm"));
/// assert_eq!(RASPBERRY.variant(), Some("v7"));
/// assert_eq!(Platform::new("arm64")?.os(), None);
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
///
/// [grammar]: https://pkg.go.dev/github.com/containerd/platforms#Parse
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform<'a>(Cow<'a, str>);

text_value!(Platform, "a platform");

impl Platform<'static> {
    /// `linux/amd64`.
    pub const LINUX_AMD64: Self = Self::from_static("linux/amd64");
    /// `linux/arm64`.
    pub const LINUX_ARM64: Self = Self::from_static("linux/arm64");
    /// `linux/arm/v7`.
    pub const LINUX_ARM_V7: Self = Self::from_static("linux/arm/v7");
    /// `linux/arm/v6`.
    pub const LINUX_ARM_V6: Self = Self::from_static("linux/arm/v6");
    /// `linux/386`.
    pub const LINUX_386: Self = Self::from_static("linux/386");
    /// `linux/ppc64le`.
    pub const LINUX_PPC64LE: Self = Self::from_static("linux/ppc64le");
    /// `linux/s390x`.
    pub const LINUX_S390X: Self = Self::from_static("linux/s390x");
    /// `linux/riscv64`.
    pub const LINUX_RISCV64: Self = Self::from_static("linux/riscv64");
    /// `windows/amd64`.
    pub const WINDOWS_AMD64: Self = Self::from_static("windows/amd64");

    /// The same check for a platform in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not a platform.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        if let Some(expected) = problem(text.as_bytes()) {
            panic!("{}", expected);
        }
        Self(Cow::Borrowed(text))
    }
}

impl Platform<'_> {
    /// The operating system as it is written, without version and features; `None` in a lone architecture.
    pub fn os(&self) -> Option<&str> {
        let os = self.0.split(['/', '(']).next().unwrap_or_default();
        (self.0.contains('/') || is_one_of(os.as_bytes(), SYSTEMS)).then_some(os)
    }

    /// The version of the operating system, and its features behind a `+` each, as they are written.
    ///
    /// ```
    /// # use dockerspec_core::value::Platform;
    /// assert_eq!(Platform::new("windows(10.0.17763)/amd64")?.os_version(), Some("10.0.17763"));
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn os_version(&self) -> Option<&str> {
        let (_, options) = self.0.split_once('(')?;
        options.split(')').next()
    }

    /// The architecture as it is written; `None` in a lone operating system.
    pub fn architecture(&self) -> Option<&str> {
        match self.0.split('/').nth(1) {
            None if self.os().is_none() => Some(&self.0),
            architecture => architecture,
        }
    }

    /// The variant of the architecture.
    pub fn variant(&self) -> Option<&str> {
        self.0.split('/').nth(2)
    }

    fn check(text: &str) -> Result<(), ValueError> {
        let Some(expected) = problem(text.as_bytes()) else { return Ok(()) };
        let correction = match nearest(text) {
            Some(platform) => format!("write `{platform}`").into(),
            None => Cow::Borrowed("write it as in `linux/amd64` or `linux/arm64`"),
        };
        Err(ValueError::new(ValueKind::Platform, text, expected, correction))
    }
}

/// The operating systems that need no architecture beside them.
const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "macos",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];

/// The architectures that need no operating system beside them, with their other names.
const ARCHITECTURES: &[&str] = &[
    "386",
    "aarch64",
    "amd64",
    "amd64p32",
    "arm",
    "arm64",
    "arm64be",
    "armbe",
    "armel",
    "armhf",
    "i386",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
    "x86-64",
    "x86_64",
];

/// What a platform has that `bytes` has not.
const fn problem(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("a platform, not nothing");
    }
    let os = word_end(bytes, 0, false);
    let mut end = os;
    if os > 0 && end < bytes.len() && bytes[end] == b'(' {
        end = option_end(bytes, end + 1);
        while end < bytes.len() && bytes[end] == b'+' {
            let feature = end + 1;
            end = option_end(bytes, feature);
            if end == feature {
                return Some("a platform with a name after every `+`");
            }
        }
        if end == bytes.len() || bytes[end] != b')' {
            return Some("a platform with `(VERSION+FEATURE)` after the operating system");
        }
        end += 1;
    }
    if end == bytes.len() && os > 0 {
        let (word, _) = bytes.split_at(os);
        return if is_one_of(word, SYSTEMS) || (os == end && is_one_of(word, ARCHITECTURES)) {
            None
        } else {
            Some("a known operating system or architecture, or both with a `/` between them")
        };
    }
    let mut slashes = 0;
    while end < bytes.len() && bytes[end] == b'/' {
        slashes += 1;
        let next = word_end(bytes, end + 1, true);
        if next == end + 1 {
            return Some("a platform with letters or digits on both sides of every `/`");
        }
        end = next;
    }
    if end < bytes.len() {
        Some("a platform of letters, digits, `_`, `.` and `-`")
    } else if os == 0 {
        Some("a platform with letters or digits on both sides of every `/`")
    } else if slashes > 2 {
        Some("a platform of at most three parts")
    } else {
        None
    }
}

/// The end of the word at `start`, in which only an architecture and variant may have dots.
const fn word_end(bytes: &[u8], start: usize, dots: bool) -> usize {
    let mut index = start;
    while index < bytes.len()
        && (bytes[index].is_ascii_alphanumeric()
            || matches!(bytes[index], b'_' | b'-')
            || (dots && bytes[index] == b'.'))
    {
        index += 1;
    }
    index
}

/// The end of the version or feature at `start`, in which `%` and two hexadecimal digits stand for any byte.
const fn option_end(bytes: &[u8], start: usize) -> usize {
    let mut index = word_end(bytes, start, true);
    while index + 2 < bytes.len()
        && bytes[index] == b'%'
        && bytes[index + 1].is_ascii_hexdigit()
        && bytes[index + 2].is_ascii_hexdigit()
    {
        index = word_end(bytes, index + 3, true);
    }
    index
}

/// Whether `word` is in `list`, whatever its case.
const fn is_one_of(word: &[u8], list: &[&str]) -> bool {
    let mut index = 0;
    while index < list.len() {
        if equals(list[index].as_bytes(), word) {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether two words are the same but for their case.
const fn equals(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index].eq_ignore_ascii_case(&right[index]) {
        index += 1;
    }
    index == left.len() && index == right.len()
}

/// A platform that `text` was probably meant to be.
fn nearest(text: &str) -> Option<Cow<'static, str>> {
    let platform = match &*text.to_ascii_lowercase() {
        "x64" | "x86" | "amd" | "intel" | "linux-amd64" | "linux_amd64" | "linux/x64" => "linux/amd64",
        "m1" | "apple" | "armv8" | "linux-arm64" | "linux_arm64" => "linux/arm64",
        "armv7" | "armv7l" => "linux/arm/v7",
        "armv6" | "armv6l" => "linux/arm/v6",
        "ubuntu" | "debian" | "alpine" => "linux",
        _ => {
            let tidy: String = text.chars().filter(|c| !c.is_whitespace()).take(64).collect();
            let tidy = tidy.trim_matches('/').replace("//", "/");
            return problem(tidy.as_bytes()).is_none().then_some(tidy.into());
        }
    };
    Some(platform.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn platforms_pass_as_they_are_written() {
        for (text, os, architecture, variant) in [
            ("linux", Some("linux"), None, None),
            ("Linux", Some("Linux"), None, None),
            ("macos", Some("macos"), None, None),
            ("amd64", None, Some("amd64"), None),
            ("X86_64", None, Some("X86_64"), None),
            ("linux/amd64", Some("linux"), Some("amd64"), None),
            ("linux/arm/v7", Some("linux"), Some("arm"), Some("v7")),
            ("any/thing.1/v_2", Some("any"), Some("thing.1"), Some("v_2")),
            ("windows(10.0.17763)", Some("windows"), None, None),
            ("windows()", Some("windows"), None, None),
            ("windows(1%2B%20+a%25)", Some("windows"), None, None),
            ("windows(10.0.17763+win32k+b)/amd64", Some("windows"), Some("amd64"), None),
            ("windows(+win32k)/amd64", Some("windows"), Some("amd64"), None),
        ] {
            let platform = Platform::new(text).unwrap();
            assert_eq!((platform.os(), platform.architecture(), platform.variant()), (os, architecture, variant));
            assert_eq!(platform.as_str(), text);
        }
        assert_eq!(Platform::new("windows(1+a)").unwrap().os_version(), Some("1+a"));
        assert_eq!(Platform::LINUX_AMD64.os_version(), None);
    }

    #[test]
    fn everything_else_is_refused_with_a_platform() {
        assert_corrections::<Platform<'_>>(&[
            "",
            "foo",
            "/",
            "linux/",
            "/amd64",
            "linux//amd64",
            "linux/a/b/c",
            "linux/*",
            "*",
            "linux amd64",
            "linux/ amd64",
            "li.nux/amd64",
            "windows(1",
            "windows(%2)",
            "windows(%2x)",
            "windows(1)x",
            "windows(1+)",
            "windows(1 0)",
            "amd64(1)",
            "linux(1)(2)/amd64",
            "linux/amd64(1)",
            "é",
            "x64",
            "armv7",
            "linux-amd64",
            "ubuntu",
            "linux/amd64\n",
        ]);
    }
}
