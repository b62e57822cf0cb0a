//! Where a linked copy destroys the base.

/// The directories in the root of a base that are symbolic links to those below `/usr`: in Debian, Ubuntu, Fedora and
/// everything made from them.
const LINKS: [&str; 4] = ["bin", "sbin", "lib", "lib64"];

/// The link of the base that a layer with a file at `destination` would replace by a directory, and the destination from
/// the root on.
///
/// A layer of `COPY --link` is merged with those below without a look at them, so the directories on the way to its
/// files replace whatever has their name.
pub(crate) fn replaced(destination: &str, working_directory: Option<&str>) -> Option<(&'static str, String)> {
    let base = if destination.starts_with('/') { "" } else { working_directory.unwrap_or("/unknown") };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(destination.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let first = parts.first()?;
    let link = LINKS.into_iter().find(|link| link == first)?;
    let end = if destination.ends_with('/') { "/" } else { "" };
    Some((link, format!("/{}{end}", parts.join("/"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_a_link() {
        for destination in ["/bin/app", "//bin/app", "/bin", "/bin/", "/./lib64/x", "/usr/../sbin/x", "/lib/x"] {
            assert!(replaced(destination, None).is_some(), "{destination}");
        }
        assert_eq!(replaced("bin/app", Some("/")), Some(("bin", "/bin/app".to_owned())));
        assert_eq!(replaced("../bin/", Some("/srv")), Some(("bin", "/bin/".to_owned())));
    }

    #[test]
    fn elsewhere() {
        for destination in ["/usr/bin/app", "/binary", "/app/bin/x", "/", ""] {
            assert_eq!(replaced(destination, None), None, "{destination}");
        }
        assert_eq!(replaced("bin/app", Some("/app")), None);
        assert_eq!(replaced("bin/app", None), None);
    }
}
