//! Paths as URIs.

use std::fmt::Write as _;

/// The URI of a path: relative, or with `file` as its scheme.
pub(super) fn of_path(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let is_drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let mut uri = String::with_capacity(path.len());
    if is_drive {
        uri.push_str("file:///");
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            b':' if is_drive => uri.push(':'),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn paths() {
        assert_eq!(of_path("./a b/Dockerfile"), "a%20b/Dockerfile");
        assert_eq!(of_path("/srv/é#1%:"), "file:///srv/%C3%A9%231%25%3A");
        assert_eq!(of_path("C:/a"), "file:///C:/a");
        assert_eq!(of_path("<stdin>"), "%3Cstdin%3E");
    }
}
