//! Paths on Windows, where BuildKit takes those of one drive only.

/// What BuildKit refuses about a path, if it does.
pub(super) fn problem(path: &str) -> Option<&'static str> {
    if path.len() == 2 && path.ends_with(':') {
        return Some("it is a drive and no path; write `C:/`");
    }
    let is_slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    let bytes = path.as_bytes();
    if is_slash(bytes.first()) && is_slash(bytes.get(1)) {
        return Some("paths of other machines are not supported; copy into `C:/`");
    }
    let (drive, _) = path.split_once(':')?;
    (!drive.eq_ignore_ascii_case("c")).then_some("it is not on the drive of the system; write `C:/`")
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn paths() {
        for path in ["", "a", "C:\\a", "c:/", "C:a", "\\a", "/a"] {
            assert_eq!(problem(path), None, "{path}");
        }
        for path in ["C:", "d:\\a", "\\\\x\\y", "//x", "ab:c"] {
            assert!(problem(path).is_some(), "{path}");
        }
    }
}
