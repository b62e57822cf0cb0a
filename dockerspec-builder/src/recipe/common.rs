//! What all recipes have in common.

use std::borrow::Cow;

use dockerspec_core::Distribution;

use crate::base::IntoBase;
use crate::mount::{Bind, Cache};
use crate::packages::{IntoPackages, Packages};
use crate::phase::FileSystem;
use crate::recipe::{BuiltOn, Metadata};
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;
use crate::user::User;

/// Where programs find the certificates of authorities.
pub(crate) const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Where who develops is at home.
pub(crate) const DEVELOPER_HOME: &str = "/home/dev";

/// A recipe of some kind, with what is chosen about it. The [functions](crate::recipe) make one, and its method `stages`
/// carries it out.
///
/// ```
/// # use dockerspec::{Image, User, image_ref, recipe};
/// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).user(&User::new("shop", 20001)).stages();
/// assert!(Image::new(stages.runtime.cmd(["serve"])).render()?.contains("\nUSER 20001:20001\n"));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a recipe does nothing until `stages` carries it out"]
pub struct Recipe<K> {
    pub(crate) kind: K,
    pub(crate) common: Common,
}

/// What is chosen about recipes of every kind.
#[derive(Debug, Clone)]
pub(crate) struct Common {
    prefix: Cow<'static, str>,
    pub(crate) user: User,
    pub(crate) built_on: BuiltOn,
    build_packages: Vec<Packages>,
    runtime_packages: Vec<Packages>,
    pub(crate) metadata: Metadata,
    distribution: Option<Distribution>,
}

impl<K> Recipe<K> {
    pub(crate) fn new(kind: K) -> Self {
        let common = Common {
            prefix: Cow::Borrowed(""),
            user: User::new("app", 10001),
            built_on: BuiltOn::default(),
            build_packages: Vec::new(),
            runtime_packages: Vec::new(),
            metadata: Metadata::new(),
            distribution: None,
        };
        Self { kind, common }
    }

    /// A name in front of the names of the stages, for an image with several recipes: `api` gives `api-build`,
    /// `api-dev` and `api-runtime`.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).prefix("api").stages();
    /// let text = Image::new(stages.runtime.cmd(["serve"])).render()?;
    /// assert!(text.contains("\nFROM python:3.13-slim-trixie AS api-build\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn prefix(mut self, prefix: impl IntoText) -> Self {
        self.common.prefix = prefix.into();
        self
    }

    /// Who runs the program: `User::new("app", 10001)` if nobody is named.
    pub fn user(mut self, user: &User) -> Self {
        self.common.user = user.clone();
        self
    }

    /// Where images are built, and so whether to write cache mounts, layers, or both.
    pub fn built_on(mut self, place: BuiltOn) -> Self {
        self.common.built_on = place;
        self
    }

    /// Packages of the distribution that only building needs, such as compilers and headers.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie"))
    ///     .packages(["gcc", "libpq-dev"])
    ///     .runtime_packages(["libpq5"])
    ///     .stages();
    /// let text = Image::new(stages.runtime.cmd(["serve"])).render()?;
    /// let (build, runtime) = text.split_once("AS runtime").expect("there are two stages");
    /// assert!(build.contains(" gcc libpq-dev\n") && runtime.contains(" libpq5\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn packages(mut self, packages: impl IntoPackages) -> Self {
        self.common.build_packages.push(packages.into_packages());
        self
    }

    /// Packages of the distribution that the program needs when it runs, such as libraries.
    pub fn runtime_packages(mut self, packages: impl IntoPackages) -> Self {
        self.common.runtime_packages.push(packages.into_packages());
        self
    }

    /// What those bases are made from whose names do not tell it.
    ///
    /// ```
    /// # use dockerspec::{Distribution, Image, image_ref, recipe};
    /// let base = image_ref!("registry.example.com/python:7");
    /// let stages = recipe::pip(base).distribution(Distribution::Debian).packages(["gcc"]).stages();
    /// let text = Image::new(stages.runtime.cmd(["serve"])).render()?;
    /// assert!(text.contains("\napt-get install --yes --no-install-recommends "));
    /// assert!(text.contains("\nRUN groupadd --gid 10001 app && useradd "));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn distribution(mut self, distribution: Distribution) -> Self {
        self.common.distribution = Some(distribution);
        self
    }

    /// What the package says of itself, as labels of the stage `runtime`.
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.common.metadata = metadata;
        self
    }
}

impl Common {
    /// The name of a stage.
    pub(crate) fn name(&self, name: &'static str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}-{name}", self.prefix) }
    }

    /// A stage on a base.
    #[track_caller]
    pub(crate) fn stage(&self, name: &'static str, base: impl IntoBase) -> Stage {
        let stage = Stage::from_image(self.name(name), base);
        match self.distribution {
            Some(distribution) if !stage.knows_distribution() => stage.distribution(distribution),
            _ => stage,
        }
    }

    /// Creates the user, where it is known how: a number is enough to run, and images without a shell have nothing that
    /// would look for more.
    #[track_caller]
    pub(crate) fn account<A>(&self, stage: Stage<FileSystem, A>) -> Stage<FileSystem, A> {
        if stage.knows_distribution() { stage.create_user(&self.user) } else { stage }
    }

    /// The user with a home directory, for a stage in which somebody develops.
    pub(crate) fn developer(&self) -> User {
        self.user.clone().home(DEVELOPER_HOME)
    }

    /// Mounts a cache, where it is there again at the next build.
    pub(crate) fn cached(&self, run: Run, cache: Cache) -> Run {
        if self.built_on.mounts() { run.cache(cache) } else { run }
    }

    /// Installs what building needs.
    #[track_caller]
    pub(crate) fn build_packages<A>(&self, stage: Stage<FileSystem, A>) -> Stage<FileSystem, A> {
        self.installed(stage, &self.build_packages)
    }

    /// Whether the program needs packages, which only root can install.
    pub(crate) fn has_runtime_packages(&self) -> bool {
        !self.runtime_packages.is_empty()
    }

    /// Installs what the program needs.
    #[track_caller]
    pub(crate) fn runtime_packages<A>(&self, stage: Stage<FileSystem, A>) -> Stage<FileSystem, A> {
        self.installed(stage, &self.runtime_packages)
    }

    /// Installs packages, from caches where these are there again at the next build.
    #[track_caller]
    pub(crate) fn installed<A>(&self, stage: Stage<FileSystem, A>, packages: &[Packages]) -> Stage<FileSystem, A> {
        let mut stage = stage;
        for packages in packages.iter().cloned() {
            stage = stage.packages(if self.built_on.mounts() { packages.cached() } else { packages });
        }
        stage
    }
}

/// Copies files of the build context to where they are there.
#[track_caller]
pub(crate) fn copied<'p, A>(
    stage: Stage<FileSystem, A>,
    paths: impl IntoIterator<Item = &'p Cow<'static, str>>,
) -> Stage<FileSystem, A> {
    // Not a fold: problems would have the line of its closure, and not that of the caller.
    let mut stage = stage;
    for path in paths {
        stage = stage.copy(path.clone(), path.clone());
    }
    stage
}

/// Mounts a file of the build context where it is there.
pub(crate) fn bound(run: Run, path: impl Into<Cow<'static, str>>) -> Run {
    let path = path.into();
    run.bind(Bind::new(path.clone()).source(path))
}
