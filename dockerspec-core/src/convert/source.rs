//! Sources of COPY and ADD: paths, downloads, git repositories.

use crate::parse::{Problem, go_bool};

/// What a source is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    Path,
    Download,
    Git(Git<'t>),
}

/// What matters of a git source.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Git<'t> {
    /// Whether it looks like a path too, and is taken for one.
    pub(super) is_path: bool,
    pub(super) keep_git_dir: Option<bool>,
    pub(super) checksum: &'t str,
}

/// What `text` is, or what is wrong with its query.
pub(super) fn kind(text: &str) -> Result<Kind<'_>, Problem> {
    if !text.contains(':') && !text.starts_with(GITHUB) {
        return Ok(Kind::Path);
    }
    if let Some(git) = git(text)? {
        return Ok(Kind::Git(git));
    }
    Ok(if text.starts_with("http://") || text.starts_with("https://") { Kind::Download } else { Kind::Path })
}

/// Whether `text` names something outside of the build context.
pub(crate) fn is_remote(text: &str) -> bool {
    !matches!(kind(text), Ok(Kind::Path))
}

/// Whether ADD takes `text` for a path of the build context.
pub(crate) fn is_context_path(text: &str) -> bool {
    matches!(kind(text), Ok(Kind::Path | Kind::Git(Git { is_path: true, .. })))
}

const GITHUB: &str = "github.com/";

/// What ends the path of a repository on the web.
const REPOSITORY: &str = ".git";

fn git(text: &str) -> Result<Option<Git<'_>>, Problem> {
    if text.starts_with("./") || text.starts_with("../") {
        return Ok(None);
    }
    let scheme = text
        .split_once("://")
        .filter(|(scheme, _)| !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_path = scheme.is_none() && text.starts_with(GITHUB);
    if is_path || scheme.is_some() {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        if !is_url(address, scheme.is_some()) || !is_escaped_right(fragment) {
            return Ok(None);
        }
        if let Some((scheme, _)) = scheme {
            let is = |known: &str| scheme.eq_ignore_ascii_case(known);
            let is_web = is("http") || is("https");
            if !is_web && !is("ssh") && !is("git") || is_web && !address.ends_with(REPOSITORY) {
                return Ok(None);
            }
        }
        return query_of(query, fragment).map(|git| Some(Git { is_path, ..git }));
    }
    // The form of scp: `user@host:path`.
    let Some((account, rest)) = text.split_once(':') else { return Ok(None) };
    let Some((user, host)) = account.split_once('@') else { return Ok(None) };
    let word = |text: &str, others: [char; 2]| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(&c))
    };
    if !word(user, ['-', '_']) || !word(host, ['-', '.']) || rest.contains('\n') {
        return Ok(None);
    }
    let (path, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (_, query) = path.split_once('?').unwrap_or((path, ""));
    if query.contains(';') || !is_escaped_right(query) {
        return Ok(None);
    }
    query_of(query, fragment).map(Some)
}

/// Whether Go reads it as a URL; roughly, since what is not one is a path.
fn is_url(address: &str, has_scheme: bool) -> bool {
    if address.bytes().any(|byte| byte < b' ' || byte == 0x7F) || !is_escaped_right(address) {
        return false;
    }
    let Some((_, rest)) = address.split_once("://").filter(|_| has_scheme) else { return true };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = match host.rsplit_once(':') {
        Some((_, port)) if !port.contains(']') => port,
        _ => "",
    };
    !host.contains([' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}', '%']) && port.bytes().all(|b| b.is_ascii_digit())
}

fn is_escaped_right(text: &str) -> bool {
    let digits = |text: &str| text.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    text.split('%').skip(1).all(digits)
}

/// Reads the query of a git source.
fn query_of<'t>(query: &'t str, fragment: &'t str) -> Result<Git<'t>, Problem> {
    let refused = |why: String| Problem::GitQuery { why };
    let mut git = Git::default();
    let (reference, subdir) = fragment.split_once(':').unwrap_or((fragment, ""));
    let (mut plain, mut tag, mut branch) = (reference, "", "");
    let mut seen: Vec<&str> = Vec::new();
    // Go drops pairs that it cannot read.
    for pair in query.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';') && is_escaped_right(pair)) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if seen.contains(&key) {
            return Err(refused(format!("`{key}` is given twice")));
        }
        seen.push(key);
        let switch = |value: &str| match value {
            "" => Ok(true),
            _ => go_bool(value)
                .ok_or_else(|| refused(format!("`{value}` is no value of `{key}`; write `true` or `false`"))),
        };
        match key {
            "keep-git-dir" => git.keep_git_dir = Some(switch(value)?),
            "submodules" | "fetch-by-commit" => _ = switch(value)?,
            _ if value.is_empty() => return Err(refused(format!("`{key}` has no value"))),
            "ref" if plain.is_empty() || plain == value => plain = value,
            "subdir" if subdir.is_empty() || subdir.trim_matches('/') == value => {}
            "tag" => tag = value,
            "branch" => branch = value,
            "checksum" | "commit" => git.checksum = value,
            "mtime" if matches!(value, "checkout" | "commit") => {}
            "ref" | "subdir" => return Err(refused(format!("`{key}` says something else than the part behind `#`"))),
            "mtime" => return Err(refused(format!("`{value}` is no value of `mtime`; write `checkout` or `commit`"))),
            _ => return Err(refused(format!("there is no option `{key}`"))),
        }
    }
    let full = |name: &str, prefix: &str| name.strip_prefix(prefix).unwrap_or(name).to_owned();
    if !tag.is_empty() && !branch.is_empty() {
        return Err(refused("`tag` and `branch` name two things".to_owned()));
    }
    for (name, prefix) in [(tag, "refs/tags/"), (branch, "refs/heads/")] {
        if !name.is_empty() && !plain.is_empty() && plain != [prefix, &full(name, prefix)].concat() {
            return Err(refused(format!("`{plain}` and `{name}` name two things")));
        }
    }
    Ok(git)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for path in ["a", "./a.git", "C:\\a", "HTTP://x", "ftp://x/y", "a@b", "foo:bar", "a b@c:d", "http:/x"] {
            assert_eq!(kind(path).unwrap(), Kind::Path, "{path}");
        }
        for url in ["http://x/y", "https://x/a.git/b", "https://x", "https://x/a b"] {
            assert_eq!(kind(url).unwrap(), Kind::Download, "{url}");
        }
        for git in ["git://x/y", "ssh://git@x:22/y", "https://x/y.git", "https://x/y.git#v1:a", "git@x:a/b", "a_b@x:"] {
            assert!(matches!(kind(git), Ok(Kind::Git(Git { is_path: false, .. }))), "{git}");
        }
        assert!(matches!(kind("github.com/a/b"), Ok(Kind::Git(Git { is_path: true, .. }))));
    }

    #[test]
    fn queries() {
        let git = |query: &str| kind(&format!("https://x/y.git?{query}")).map(|_| ());
        for query in
            ["", "ref=a", "tag=a&submodules=false", "keep-git-dir", "ref=a#a", "tag=v1#refs/tags/v1", "mtime=commit"]
        {
            assert_eq!(git(query), Ok(()), "{query}");
        }
        for query in
            ["x=1", "ref", "ref=a#b", "tag=a&branch=b", "tag=a&tag=b", "mtime=x", "submodules=maybe", "tag=v1#v1"]
        {
            assert!(git(query).is_err(), "{query}");
        }
    }
}
