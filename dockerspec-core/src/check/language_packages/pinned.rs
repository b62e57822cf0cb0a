//! Whether the text of a package says which version it has.
//!
//! A range with an upper end counts as a version: who writes one has thought about it. A name that moves, such as
//! `latest`, and a lower end alone do not.

/// `name==1`, a file, a directory, an address.
pub(super) fn python(text: &str) -> bool {
    if let Some((_, address)) = text.split_once("git+") {
        return behind_host(address).contains('@');
    }
    let is_bounded = text.contains("==") || text.contains("~=") || text.contains('<');
    is_bounded || text.contains(['/', '@']) || text.starts_with('.') || is_archive(text)
}

/// `name@1`, a file, a directory, an address, a repository with a commit.
pub(super) fn node(text: &str) -> bool {
    if text.starts_with(['.', '/', '~']) || text.starts_with("file:") || is_archive(text) {
        return true;
    }
    let is_repository = text.starts_with("git") && text.contains([':', '@']) && text.contains('/');
    if is_repository {
        return text.contains('#');
    }
    if text.contains("://") {
        return true;
    }
    let (scope, name) = match text.strip_prefix('@').and_then(|scoped| scoped.split_once('/')) {
        Some((_, name)) => (true, name),
        None => (false, text),
    };
    match name.split_once('@') {
        Some((_, version)) => match version.strip_prefix("npm:") {
            Some(other) => node(other),
            None => is_version(version) || version.contains([':', '/', '<']),
        },
        // `owner/name` is a repository on GitHub.
        None => !scope && name.contains('/') && name.contains('#'),
    }
}

/// `name:1`, a file.
pub(super) fn ruby(text: &str) -> bool {
    text.contains([':', '/']) || is_archive(text)
}

/// `path@v1`, a package of the module at hand, of the standard library, or of Go itself.
pub(super) fn go(text: &str) -> bool {
    if let Some((_, version)) = text.split_once('@') {
        let is_commit = version.len() >= 7 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
        return is_commit || is_version(version);
    }
    let host = text.split('/').next().unwrap_or(text);
    text.starts_with(['.', '/']) || has_end(text, ".go") || !host.contains('.')
}

/// Whether the version of a Go package may be that of `go.mod`: it has none of its own.
pub(in crate::check) fn may_be_of_module(text: &str) -> bool {
    !text.contains('@')
}

/// `name@1`.
pub(super) fn at_version(text: &str) -> bool {
    text.split_once('@').is_some_and(|(_, version)| is_version(version))
}

/// `vendor/name:1`; `php` and `ext-…` are what there is.
pub(super) fn composer(text: &str) -> bool {
    if !text.contains('/') {
        return true;
    }
    text.split_once([':', '=', ' '])
        .is_some_and(|(_, version)| !version.starts_with(['*', '>', '@']) && version != "dev")
}

/// `name-1`, a file, an address.
pub(super) fn pecl(text: &str) -> bool {
    let version = text.rsplit_once('-').map_or("", |(_, version)| version);
    text.contains('/') || is_archive(text) || version.starts_with(|first: char| first.is_ascii_digit())
}

/// `name=1`, a file.
pub(super) fn conda(text: &str) -> bool {
    text.contains(['=', '<', '/'])
}

/// `1`, `v1`, `^1`, `~1`, `=1`, `<1`.
fn is_version(text: &str) -> bool {
    let number = text.trim_start_matches(['v', '^', '~', '=', '<']);
    number.starts_with(|first: char| first.is_ascii_digit())
}

fn is_archive(text: &str) -> bool {
    [".whl", ".gem", ".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2"].iter().any(|end| has_end(text, end))
}

fn has_end(text: &str, end: &str) -> bool {
    text.ends_with(end)
}

/// What an address has behind its host.
fn behind_host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(is_pinned: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(is_pinned(text), "{text}");
        }
        for text in no {
            assert!(!is_pinned(text), "{text}");
        }
    }

    #[test]
    fn versions_of_python_packages() {
        let yes =
            ["a==1", "a[b]~=1.2", "a>=1,<2", ".", ".[dev]", "./a", "a.whl", "git+https://x/y@v1", "a @ https://x"];
        each(python, &yes, &["a", "a[b]", "a>=1", "git+https://x/y", "git+ssh://git@x/y", "a @ git+https://x/y"]);
    }

    #[test]
    fn versions_of_node_packages() {
        let yes = [
            "a@1",
            "@s/a@^1.2",
            "a@npm:b@2",
            "./a",
            "../a",
            "a.tgz",
            "https://x/y",
            "a/b#v1",
            "git+https://x/y#1",
            "github:a/b#1",
            "git@github.com:a/b#1",
            "a@>=1 <2",
            "a@workspace:*",
        ];
        let no = ["a", "@s/a", "a@latest", "a@next", "a@*", "a@npm:b", "a/b", "github:a/b", "git+https://x/y", "a@>=1"];
        each(node, &yes, &no);
    }

    #[test]
    fn versions_of_other_packages() {
        each(ruby, &["a:1", "a.gem", "./a"], &["a"]);
        let yes = ["x.y/z@v1.2", "x.y/z@v1", "x.y/z@0123abc", ".", "./...", "/x", "main.go", "std", "cmd/vet"];
        each(go, &yes, &["x.y/z", "x.y/z@latest", "x.y/z@master", "x.y/z@upgrade"]);
        each(at_version, &["a@1", "a@=1.2"], &["a", "a@latest"]);
        each(composer, &["a/b:1", "a/b=^2", "a/b 1.0", "ext-x", "php"], &["a/b", "a/b:*", "a/b:>=1", "a/b:@dev"]);
        each(pecl, &["redis-6.0.2", "./a.tgz"], &["redis", "redis-beta"]);
        each(conda, &["a=1", "a<2", "c::a=1"], &["a", "c::a"]);
    }
}
