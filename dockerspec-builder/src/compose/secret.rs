//! Secrets that services read from files.

use std::borrow::Cow;

use crate::content::Place;
use crate::text::IntoText;
use std::panic::Location;

/// A secret that a file of the host has, and that services see as `/run/secrets/NAME`.
///
/// The file belongs in `.gitignore` and `.dockerignore`. In the container it has the owner and the mode that it has on
/// the host, so the user that runs the container must be able to read it.
///
/// ```
/// # use dockerspec::compose::{Project, Secret, Service};
/// # use dockerspec::image_ref;
/// let token = Secret::file("token", "./secrets/token");
/// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"))
///     .secret(&token)
///     .env("API_TOKEN_FILE", token.path());
/// let files = Project::new("shop").service(proxy).files()?;
/// assert!(files[0].1.contains("      API_TOKEN_FILE: /run/secrets/token\n"));
/// assert!(files[0].1.ends_with("\nsecrets:\n  token:\n    file: ./secrets/token\n"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    pub(super) name: Cow<'static, str>,
    pub(super) file: Cow<'static, str>,
    pub(super) place: Place,
}

impl Secret {
    /// The secret of this name in a file, whose path begins at the folder of the compose file.
    #[track_caller]
    pub fn file(name: impl IntoText, path: impl IntoText) -> Self {
        Self { name: name.into(), file: path.into(), place: Location::caller() }
    }

    /// Where containers see it: `/run/secrets/NAME`.
    pub fn path(&self) -> String {
        format!("/run/secrets/{}", self.name)
    }
}
