//! Where images are built, and so what makes a second build fast.

/// Where images are built: it decides whether recipes write cache mounts, layers, or both.
///
/// Cache mounts stay on the machine that builds, and no registry has them. Layers go where a cache is exported to
/// (`docker build --cache-to`).
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// use recipe::BuiltOn;
///
/// let text = |place| {
///     let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).built_on(place).stages();
///     Image::new(stages.runtime.cmd(["python", "-m", "shop"])).render()
/// };
/// assert!(text(BuiltOn::Laptop)?.contains("--mount=type=cache,target=/root/.cache/pip"));
/// assert!(text(BuiltOn::EphemeralCi)?.contains(" --no-cache-dir "));
/// assert!(text(BuiltOn::RegistryCache)?.contains("--mount=type=cache,target=/root/.cache/pip"));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum BuiltOn {
    /// A machine that keeps its caches, such as a laptop or a build server: cache mounts.
    #[default]
    Laptop,
    /// Machines that live for one build, which may import layers: no cache mounts, which would be empty each time.
    EphemeralCi,
    /// Machines of both kinds, which share their layers by a registry: layers, and mounts for what is in none.
    RegistryCache,
}

impl BuiltOn {
    /// Whether cache mounts are there again at the next build.
    pub(crate) fn mounts(self) -> bool {
        matches!(self, Self::Laptop | Self::RegistryCache)
    }

    /// Whether dependencies are to be in layers of their own, even where that takes another tool.
    pub(crate) fn layers(self) -> bool {
        matches!(self, Self::EphemeralCi | Self::RegistryCache)
    }
}
