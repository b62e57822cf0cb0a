//! Git repositories as sources of `ADD`.

use std::borrow::Cow;

use super::{ValueError, ValueKind};

/// A git repository as a source of `ADD`, with what to take of it.
///
/// One of `https://HOST/PATH.git` (or `http://`), `git://HOST/PATH`, `ssh://HOST/PATH` and `USER@HOST:PATH`, then
/// `#REF[:SUBDIR]` or, since syntax 1.18, a query such as `?ref=REF&subdir=SUBDIR`. The query keys are those of
/// BuildKit's `ParseGitRef`: `ref`, `tag`, `branch`, `subdir`, `checksum` or `commit`, `keep-git-dir`, `submodules`,
/// `mtime` (1.23) and `fetch-by-commit` (1.24). Without `.git`, `https://` is a download of one file, and a text
/// without a scheme is a path of the build context, so both are refused.
///
/// ```
/// # use dockerspec_core::value::GitRef;
/// let source = GitRef::new("https://github.com/moby/buildkit.git#v0.25.0:docs")?;
/// assert_eq!(source.url(), "https://github.com/moby/buildkit.git");
/// assert_eq!(source.reference(), Some("v0.25.0"));
/// assert_eq!(source.subdir(), Some("docs"));
/// assert!(GitRef::new("github.com/moby/buildkit").is_err());
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GitRef<'a>(Cow<'a, str>);

text_value!(GitRef, "a git source");

impl GitRef<'_> {
    /// The address of the repository as it is written, without query and fragment.
    pub fn url(&self) -> &str {
        parts(&self.0).url
    }

    /// The branch, tag or commit as it is written: from the fragment, or else the query key `ref`, `tag`, `branch`,
    /// `commit` or `checksum`.
    ///
    /// ```
    /// # use dockerspec_core::value::GitRef;
    /// assert_eq!(GitRef::new("git@example.com:a/b?tag=v1")?.reference(), Some("v1"));
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn reference(&self) -> Option<&str> {
        let parts = parts(&self.0);
        parts
            .reference()
            .or_else(|| ["ref", "tag", "branch", "commit", "checksum"].iter().find_map(|key| parts.get(key)))
    }

    /// The directory inside the repository as it is written.
    pub fn subdir(&self) -> Option<&str> {
        let parts = parts(&self.0);
        parts.subdir().or_else(|| parts.get("subdir"))
    }

    /// The value of a query key as it is written.
    ///
    /// ```
    /// # use dockerspec_core::value::GitRef;
    /// let source = GitRef::new("https://example.com/a.git?submodules=false")?;
    /// assert_eq!(source.query("submodules"), Some("false"));
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn query(&self, key: &str) -> Option<&str> {
        parts(&self.0).get(key)
    }

    fn check(text: &str) -> Result<(), ValueError> {
        match problem(text) {
            None => Ok(()),
            Some(expected) => Err(ValueError::new(ValueKind::GitRef, text, expected, correction(text))),
        }
    }
}

/// What a git source has that `text` has not.
fn problem(text: &str) -> Option<Cow<'static, str>> {
    if text.is_empty() {
        return Some("a git address, not nothing".into());
    }
    if !text.chars().all(is_printing) {
        return Some("a git address of printing characters, the others as `%` and two digits".into());
    }
    let parts = parts(text);
    address_problem(parts.url).map(Cow::Borrowed).or_else(|| parts.problem())
}

/// Whether a reader sees the character, going by what the standard library would escape.
fn is_printing(character: char) -> bool {
    let is_ascii = character.is_ascii();
    character.is_ascii_graphic() || (!is_ascii && !character.is_whitespace() && character.escape_debug().len() == 1)
}

struct GitParts<'a> {
    url: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

fn parts(text: &str) -> GitParts<'_> {
    let (before, fragment) = optional_split(text, '#');
    let (url, query) = optional_split(before, '?');
    GitParts { url, query, fragment }
}

impl<'a> GitParts<'a> {
    /// The commit, tag or branch of the fragment.
    fn reference(&self) -> Option<&'a str> {
        self.fragment?.split(':').next().filter(|reference| !reference.is_empty())
    }

    /// The directory of the fragment.
    fn subdir(&self) -> Option<&'a str> {
        self.fragment?.split_once(':').map(|(_, subdir)| subdir).filter(|subdir| !subdir.is_empty())
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let pairs = self.query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    fn get(&self, key: &str) -> Option<&'a str> {
        self.pairs().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// What query and fragment have not.
    fn problem(&self) -> Option<Cow<'static, str>> {
        if self.fragment.is_some_and(|fragment| fragment.contains('#')) {
            return Some("one `#` before the reference".into());
        }
        for (index, (key, value)) in self.pairs().enumerate() {
            if let Some(problem) = value_problem(key, value) {
                return Some(problem);
            }
            if self.pairs().take(index).any(|(before, _)| before == key) {
                return Some(format!("one value for the query key `{key}`").into());
            }
        }
        self.conflict().map(Cow::Borrowed)
    }

    /// Two parts that name different things.
    fn conflict(&self) -> Option<&'static str> {
        let (tag, branch) = (self.get("tag"), self.get("branch"));
        if tag.is_some() && branch.is_some() {
            return Some("either a `tag` or a `branch`, not both");
        }
        if self.get("checksum").is_some() && self.get("commit").is_some() {
            return Some("either a `checksum` or a `commit`, which are the same, not both");
        }
        let fragment = self.reference();
        let differs =
            |left: Option<&str>, right: Option<&str>| left.zip(right).is_some_and(|(left, right)| left != right);
        let plain = fragment.or(self.get("ref"));
        if differs(fragment, self.get("ref"))
            || named_differently(plain, tag, "refs/tags/")
            || named_differently(plain, branch, "refs/heads/")
        {
            return Some("one reference to a commit, tag or branch, not two");
        }
        differs(self.subdir(), self.get("subdir")).then_some("one directory of the repository, not two")
    }
}

fn optional_split(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Whether a tag or branch is not the one that a full reference such as `refs/tags/v1` names.
fn named_differently(reference: Option<&str>, name: Option<&str>, prefix: &str) -> bool {
    reference.zip(name).is_some_and(|(reference, name)| {
        reference.strip_prefix(prefix) != Some(name.strip_prefix(prefix).unwrap_or(name))
    })
}

/// What the address of a repository has that `url` has not.
fn address_problem(url: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = url.split_once("://") else { return scp_problem(url) };
    let (authority, path) = optional_split(rest, '/');
    let is_one_of = |known: [&str; 2]| known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_web = is_one_of(["http", "https"]);
    if !is_web && !is_one_of(["git", "ssh"]) {
        return Some("a git address with the scheme `https://`, `ssh://` or `git://`");
    }
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (host, ""),
    };
    if host.is_empty() {
        return Some("a git address with a host after `://`");
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("a git address with digits for its port");
    }
    let path = path.unwrap_or_default();
    if is_web && !path.ends_with(SUFFIX) {
        return Some("a git address whose path ends in `.git`, since others are downloads of one file");
    }
    path.is_empty().then_some("a git address with a path after the host")
}

/// What `USER@HOST:PATH` has that `url` has not.
fn scp_problem(url: &str) -> Option<&'static str> {
    let local = "a git address with a scheme or `USER@HOST:`, since others are paths of the build context";
    let Some((user, rest)) = url.split_once('@') else { return Some(local) };
    let Some((host, path)) = rest.split_once(':') else { return Some(local) };
    let is_word = |word: &str, other: &[u8]| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || other.contains(&byte))
    };
    if !is_word(user, b"-_") || !is_word(host, b"-.") {
        return Some(local);
    }
    path.is_empty().then_some("a git address with a path after `USER@HOST:`")
}

/// What a value of the query key `key` has that `value` has not.
fn value_problem(key: &str, value: &str) -> Option<Cow<'static, str>> {
    const TRUTHS: [&str; 12] = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];
    match key {
        "ref" | "tag" | "branch" | "subdir" | "checksum" | "commit" => {
            value.is_empty().then(|| format!("a value for the query key `{key}`").into())
        }
        "keep-git-dir" | "submodules" | "fetch-by-commit" => (!value.is_empty() && !TRUTHS.contains(&value))
            .then(|| format!("`true` or `false` for the query key `{key}`").into()),
        "mtime" => (!matches!(value, "checkout" | "commit"))
            .then_some("`checkout` or `commit` for the query key `mtime`".into()),
        _ => Some(
            "a query of the keys `ref`, `tag`, `branch`, `subdir`, `checksum`, `commit`, `keep-git-dir`, `submodules`, \
             `mtime` and `fetch-by-commit`"
                .into(),
        ),
    }
}

/// One way to mend `text`: with another scheme or `.git`, if that makes it a git source.
fn correction(text: &str) -> Cow<'static, str> {
    let GitParts { url, query, fragment } = parts(text);
    let rest = match (query, fragment) {
        (None, None) => String::new(),
        (Some(query), None) => format!("?{query}"),
        (None, Some(fragment)) => format!("#{fragment}"),
        (Some(query), Some(fragment)) => format!("?{query}#{fragment}"),
    };
    let address = match url.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => format!("http://{rest}"),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ssh") => format!("ssh://{rest}"),
        Some((_, rest)) => format!("https://{rest}"),
        None if is_hosted(url) => format!("https://{url}"),
        None => return EXAMPLE.into(),
    };
    let address = address.trim_end_matches('/');
    let suffix = if address.ends_with(SUFFIX) || address.starts_with("ssh:") { "" } else { SUFFIX };
    for mended in [format!("{address}{suffix}{rest}"), format!("{address}{suffix}")] {
        if mended != text && mended.len() <= 200 && problem(&mended).is_none() {
            return format!("write `{mended}`").into();
        }
    }
    EXAMPLE.into()
}

/// What tells a repository from a file to download.
const SUFFIX: &str = ".git";

const EXAMPLE: &str = "write it as in `https://github.com/moby/buildkit.git#v0.25.0`";

/// Whether `url` begins with the name of a host, as in `github.com/moby/buildkit`.
fn is_hosted(url: &str) -> bool {
    url.split_once('/').is_some_and(|(host, _)| host.contains('.') && !host.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn git_addresses_pass() {
        for (text, url, reference, subdir) in [
            ("https://example.com/a.git", "https://example.com/a.git", None, None),
            ("http://u:p@example.com:80/a.git#", "http://u:p@example.com:80/a.git", None, None),
            ("https://[::1]/a.git", "https://[::1]/a.git", None, None),
            ("HTTPS://example.com/é.git", "HTTPS://example.com/é.git", None, None),
            ("git://example.com/a#main", "git://example.com/a", Some("main"), None),
            ("ssh://git@example.com:22/a#:b/c", "ssh://git@example.com:22/a", None, Some("b/c")),
            ("git@example.com:a/b#v1:d", "git@example.com:a/b", Some("v1"), Some("d")),
            ("https://a.b/c.git?ref=x&subdir=y", "https://a.b/c.git", Some("x"), Some("y")),
            ("https://a.b/c.git?subdir=y#x", "https://a.b/c.git", Some("x"), Some("y")),
            ("https://a.b/c.git?ref=x#x", "https://a.b/c.git", Some("x"), None),
            ("https://a.b/c.git?tag=v1#refs/tags/v1", "https://a.b/c.git", Some("refs/tags/v1"), None),
            ("https://a.b/c.git?branch=b&commit=abc", "https://a.b/c.git", Some("b"), None),
            ("https://a.b/c.git?checksum=abc", "https://a.b/c.git", Some("abc"), None),
            (
                "https://a.b/c.git?keep-git-dir&submodules=0&mtime=commit&fetch-by-commit=T",
                "https://a.b/c.git",
                None,
                None,
            ),
        ] {
            let source = GitRef::new(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((source.url(), source.reference(), source.subdir()), (url, reference, subdir), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_git_address() {
        assert_corrections::<GitRef<'_>>(&[
            "",
            "a",
            "./a.git",
            "/a.git",
            "github.com/a/b",
            "https://example.com/a",
            "https://example.com",
            "https:///a.git",
            "HTTP://a.b/c",
            "git://",
            "https://a.b/c\u{200b}.git",
            "ftp://a.b/c.git",
            "https://a.b:x/c.git",
            "ssh://a.b",
            "git@a.b",
            "git@:x",
            "git@a.b:",
            "a:b",
            "a b@c:d",
            "https://a.b/c d.git",
            "https://a.b/c.git\n",
            "https://a.b/c.git#a#b",
            "https://a.b/c.git?foo=bar",
            "https://a.b/c.git?ref",
            "https://a.b/c.git?ref=",
            "https://a.b/c.git?ref=a&ref=b",
            "https://a.b/c.git?submodules=yes",
            "https://a.b/c.git?mtime=now",
            "https://a.b/c.git?tag=a&branch=b",
            "https://a.b/c.git?checksum=a&commit=a",
            "https://a.b/c.git?ref=a#b",
            "https://a.b/c.git?tag=a#b",
            "https://a.b/c.git?subdir=a#:b",
        ]);
    }

    #[test]
    fn corrections_add_what_is_missing() {
        for (text, correction) in [
            ("github.com/a/b#v1", "write `https://github.com/a/b.git#v1`"),
            ("https://github.com/a/b", "write `https://github.com/a/b.git`"),
            ("HTTPS://a.b/c", "write `https://a.b/c.git`"),
            ("https://a.b/c.git?foo=bar", "write `https://a.b/c.git`"),
        ] {
            assert_eq!(GitRef::new(text).unwrap_err().correction(), correction);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "(https://|ssh://|a@)?[ab.:/@]{0,5}(\\.git)?[?#&=a:]{0,6}") {
            if GitRef::new(&*text).is_err() {
                assert_corrections::<GitRef<'_>>(&[&text]);
            }
        }
    }
}
