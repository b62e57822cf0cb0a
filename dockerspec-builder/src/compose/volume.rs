//! Named volumes.

use std::borrow::Cow;
use std::panic::Location;

use crate::content::Place;
use crate::text::IntoText;

/// A named volume: data that outlives containers.
///
/// A new volume takes over what the image has where it is mounted: the files, the owner and the mode. So the image
/// decides who may write. A project refuses a volume at a directory that the image does not make, or makes for somebody
/// else than who runs the container:
///
/// ```
/// # use dockerspec::compose::{Project, Service, Volume};
/// # use dockerspec::{Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let data = Volume::named("data");
/// let image = |stage| Service::build("web", &Image::new(stage)).volume(&data, "/data");
/// let base = Stage::from_image("app", image_ref!("debian:13-slim")).user(&app);
///
/// let files = Project::new("shop").service(image(base.stage("web").workdir("/data"))).files()?;
/// assert!(files[0].1.contains("    volumes: [data:/data]\n"));
///
/// let error = Project::new("shop").service(image(base)).files().unwrap_err().to_string();
/// assert!(error.contains("the volume `data` will belong to root"), "{error}");
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    pub(super) name: Cow<'static, str>,
    pub(super) place: Place,
}

impl Volume {
    /// The volume of this name in the project.
    #[track_caller]
    pub fn named(name: impl IntoText) -> Self {
        Self { name: name.into(), place: Location::caller() }
    }

    pub(super) fn of(name: String, place: Place) -> Self {
        Self { name: Cow::Owned(name), place }
    }
}
