//! Installing packages, as each distribution does it in one layer and without leftovers.

use std::borrow::Cow;

use dockerspec_core::bases::PackageManager;
use dockerspec_core::dockerfile::{CacheMount, Run, Sharing};
use dockerspec_core::word::Word;
use dockerspec_core::{Distribution, nearest};

use crate::content::{Content, Place};
use crate::package_manager::Installer;
use crate::problem::ProblemKind;
use crate::text::IntoText;

/// Packages for [`Stage::packages`](crate::Stage::packages): their names, their versions where these are pinned, and how
/// they are called elsewhere.
///
/// ```
/// # use dockerspec::{Distribution, Image, Packages, Stage, image_ref};
/// let packages = || Packages::new(["curl", "libpq5"]).named(Distribution::Alpine, "libpq5", "libpq");
/// let stage = Stage::from_image("app", image_ref!("alpine:3.22")).packages(packages()).run_as_root("an example");
/// assert!(Image::new(stage).render()?.contains("\nRUN apk add --no-cache curl libpq\n"));
///
/// let pinned = packages().pinned("curl", "8.14.1-2");
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).packages(pinned).run_as_root("an example");
/// assert!(Image::new(stage).render()?.contains(
///     "RUN <<'EOF'\n\
///      set -e\n\
///      apt-get update\n\
///      apt-get install --yes --no-install-recommends curl=8.14.1-2 libpq5\n\
///      rm -rf /var/lib/apt/lists/*\n\
///      EOF\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "packages are installed by `Stage::packages`"]
pub struct Packages {
    list: Vec<Package>,
    is_cached: bool,
    problems: Vec<ProblemKind>,
}

#[derive(Debug, Clone)]
struct Package {
    name: Cow<'static, str>,
    version: Option<Cow<'static, str>>,
    /// What it is called in some distributions; nothing where it is not needed.
    elsewhere: Vec<(Distribution, Option<Cow<'static, str>>)>,
}

impl Packages {
    /// Packages by their names, in the versions that the distribution has when the image is built.
    ///
    /// A name that no package can have is reported when the image is rendered.
    pub fn new<T: IntoText>(names: impl IntoIterator<Item = T>) -> Self {
        let mut problems = Vec::new();
        let list = names.into_iter().map(|name| {
            let name = name.into();
            check_name(&name, &mut problems);
            Package { name, version: None, elsewhere: Vec::new() }
        });
        Self { list: list.collect(), is_cached: false, problems }
    }

    /// One version of a package, and no other. It is the version as the distribution of the base writes it.
    ///
    /// Distributions drop versions when they have newer ones, and the build then fails: pin the base instead where all
    /// that is wanted is the same image again.
    ///
    /// ```
    /// # use dockerspec::{Image, Packages, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("fedora:43"));
    /// let stage = stage.packages(Packages::new(["curl"]).pinned("curl", "8.15.0-2.fc43")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains(" curl-8.15.0-2.fc43\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn pinned(mut self, name: impl IntoText, version: impl IntoText) -> Self {
        let (name, version) = (name.into(), version.into());
        if !is_version(&version) {
            let (name, version) = (name.into_owned(), version.into_owned());
            self.problems.push(ProblemKind::PackageVersion { name, version });
        } else if let Some(package) = self.package(&name) {
            package.version = Some(version);
        }
        self
    }

    /// What a package is called in a distribution, where that is another name.
    ///
    /// ```
    /// # use dockerspec::{Distribution, Image, Packages, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("alpine:3.22"));
    /// let packages = Packages::new(["g++", "libssl-dev"]).named(Distribution::Alpine, "libssl-dev", "openssl-dev");
    /// let stage = stage.packages(packages).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN apk add --no-cache g++ openssl-dev\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn named(mut self, distribution: Distribution, name: impl IntoText, other: impl IntoText) -> Self {
        let other = other.into();
        if check_name(&other, &mut self.problems) {
            self.call(distribution, &name.into(), Some(other));
        }
        self
    }

    /// Leaves a package out in a distribution that does not need it.
    ///
    /// ```
    /// # use dockerspec::{Distribution, Image, Packages, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("fedora:43"));
    /// let packages = Packages::new(["ca-certificates", "git"]).absent(Distribution::RedHat, "ca-certificates");
    /// let stage = stage.packages(packages).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains(" --setopt=install_weak_deps=False git\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn absent(mut self, distribution: Distribution, name: impl IntoText) -> Self {
        self.call(distribution, &name.into(), None);
        self
    }

    /// Keeps lists and packages in caches that later builds see again, instead of dropping them when all is installed.
    /// No layer has them either way.
    ///
    /// The caches are those of one release of a distribution and one platform, and one build at a time uses them. Where
    /// the base does not tell the release, they are those of the base. `zypper` keeps lists there, and no packages.
    ///
    /// ```
    /// # use dockerspec::{Image, Packages, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.packages(Packages::new(["gcc"]).cached()).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains(
    ///     "ARG TARGETPLATFORM\n\
    ///      RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian-13-${TARGETPLATFORM},sharing=locked \
    ///      --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian-13-${TARGETPLATFORM},sharing=locked <<'EOF'\n\
    ///      set -e\n\
    ///      apt-get update\n\
    ///      apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ gcc\n\
    ///      EOF\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn cached(mut self) -> Self {
        self.is_cached = true;
        self
    }

    fn call(&mut self, distribution: Distribution, name: &str, other: Option<Cow<'static, str>>) {
        if let Some(package) = self.package(name) {
            package.elsewhere.retain(|(known, _)| *known != distribution);
            package.elsewhere.push((distribution, other));
        }
    }

    /// The package of this name, or a problem.
    fn package(&mut self, name: &str) -> Option<&mut Package> {
        let found = self.list.iter().position(|package| package.name == name);
        if found.is_none() {
            let nearest = nearest(name, self.list.iter().map(|package| &*package.name)).map(str::to_owned);
            self.problems.push(ProblemKind::UnlistedPackage { name: name.to_owned(), nearest });
        }
        found.map(|found| &mut self.list[found])
    }

    /// Puts the instruction that installs them into a stage, or says what is wrong.
    pub(crate) fn install(self, content: &mut Content, place: Place) {
        if self.problems.is_empty() {
            let run = self.run(content, place);
            if let Some(Some(run)) = content.accept(run, place) {
                content.push(run, place);
            }
        }
        for problem in self.problems {
            content.problem(problem, place);
        }
    }

    /// The instruction that installs them; none if none are needed.
    fn run(&self, content: &mut Content, place: Place) -> Result<Option<Run<'static>>, ProblemKind> {
        if self.list.is_empty() {
            return Ok(None);
        }
        let system = content.system();
        if system.package_manager == Some(PackageManager::None) {
            return Err(ProblemKind::NoPackageManager { base: content.base_name() });
        }
        let installer = system.package_manager.and_then(Installer::of);
        let installer = installer.ok_or(ProblemKind::UnknownDistribution { what: "installing packages" })?;
        let arguments = self.list.iter().map(|package| package.argument(system.distribution, installer));
        let (arguments, refused): (Vec<_>, Vec<_>) = arguments.partition(Result::is_ok);
        for problem in refused.into_iter().filter_map(Result::err) {
            content.problem(problem, place);
        }
        let arguments: Vec<_> = arguments.into_iter().filter_map(Result::ok).flatten().collect();
        if arguments.is_empty() {
            return Ok(None);
        }
        let mut run = self.command(installer, &arguments);
        if self.is_cached {
            let (base, platform) = content.origin(place);
            let system = system.release().map_or(base, Word::from) + "-" + platform;
            run.mounts.extend(installer.caches.iter().map(|(target, id)| {
                let mut cache = CacheMount::new(*target);
                cache.id = Some(Word::from(*id) + "-" + system.clone());
                cache.sharing = Sharing::Locked;
                cache.into()
            }));
        }
        Ok(Some(run))
    }

    fn command(&self, installer: &Installer, arguments: &[String]) -> Run<'static> {
        let option = if self.is_cached { installer.with_caches } else { installer.without_caches };
        let words = [installer.install].into_iter().chain(option).chain(arguments.iter().map(String::as_str));
        let install = words.collect::<Vec<_>>().join(" ");
        let clean = installer.clean.filter(|_| !self.is_cached);
        if installer.refresh.is_none() && clean.is_none() {
            return Run::shell(install);
        }
        let lines = ["set -e"].into_iter().chain(installer.refresh).chain([&*install]).chain(clean);
        Run::script(lines.flat_map(|line| [line, "\n"]).collect::<String>())
    }
}

impl Package {
    /// What the package manager is told; nothing if the package is not needed.
    fn argument(
        &self,
        distribution: Option<Distribution>,
        installer: &Installer,
    ) -> Result<Option<String>, ProblemKind> {
        let elsewhere = self.elsewhere.iter().find(|(known, _)| Some(*known) == distribution);
        let Some(name) = elsewhere.map_or(Some(&self.name), |(_, other)| other.as_ref()) else { return Ok(None) };
        let Some(version) = &self.version else { return Ok(Some(name.to_string())) };
        match installer.version {
            Some(separator) => Ok(Some(format!("{name}{separator}{version}"))),
            None => Err(ProblemKind::UnpinnablePackage { name: name.to_string(), package_manager: installer.name }),
        }
    }
}

/// What [`Stage::packages`](crate::Stage::packages) takes: names, or [`Packages`] with more to say.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of packages",
    label = "expected a list of names, or `Packages`"
)]
pub trait IntoPackages {
    /// The packages.
    fn into_packages(self) -> Packages;
}

#[diagnostic::do_not_recommend]
impl IntoPackages for Packages {
    fn into_packages(self) -> Packages {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: IntoText, I: IntoIterator<Item = T>> IntoPackages for I {
    fn into_packages(self) -> Packages {
        Packages::new(self)
    }
}

/// Whether no package manager, and no shell in front of it, takes the name for something else; or a problem.
fn check_name(name: &str, problems: &mut Vec<ProblemKind>) -> bool {
    let is_name = name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._:".contains(&byte));
    if !is_name {
        let pinned = name.split_once('=').filter(|(name, version)| !name.is_empty() && is_version(version));
        problems.push(match pinned {
            Some((package, version)) => {
                ProblemKind::PackageWithVersion { package: package.to_owned(), version: version.to_owned() }
            }
            None => ProblemKind::PackageName { name: name.to_owned() },
        });
    }
    is_name
}

/// Whether the version is one word for every package manager and every shell.
fn is_version(version: &str) -> bool {
    version.starts_with(|first: char| first.is_ascii_alphanumeric())
        && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+:~^_-".contains(&byte))
}
