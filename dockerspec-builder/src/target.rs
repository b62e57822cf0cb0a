//! Stages by name, as `docker build --target` takes them.

use std::fmt;

use dockerspec_core::nearest;

use crate::content::Content;

/// A name that no stage of an image has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct UnknownTarget {
    /// The name.
    pub target: String,
    /// The names that there are.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the image has no target `{}`; ", self.target)?;
        let meant = nearest(&self.target, self.known.iter().map(String::as_str));
        if let Some(meant) = meant {
            write!(formatter, "write `{meant}`; ")?;
        }
        formatter.write_str("it has ")?;
        for (number, name) in self.known.iter().enumerate() {
            write!(formatter, "{}`{name}`", if number == 0 { "" } else { ", " })?;
        }
        if meant.is_none() {
            formatter.write_str("; add it with `Image::target`, or name one of those")?;
        }
        Ok(())
    }
}

/// The one of these stages that has a name.
pub(crate) fn find<'c>(stages: &[&'c Content], name: &str) -> Result<&'c Content, UnknownTarget> {
    stages.iter().copied().find(|stage| stage.name() == name).ok_or_else(|| {
        let mut known: Vec<String> = Vec::new();
        for stage in stages {
            if !known.iter().any(|known| known == stage.name()) {
                known.push(stage.name().to_owned());
            }
        }
        UnknownTarget { target: name.to_owned(), known }
    })
}
