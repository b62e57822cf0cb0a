//! What Cargo says of a workspace, as far as a program of it needs to be built.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::recipe::rust::version;
use crate::recipe::{CargoProject, Metadata};

/// Why it is not known what a program is made of.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CargoError {
    /// Cargo does not start.
    #[error("cargo does not start: {0}; install Rust, or describe the project with `CargoProject::new`")]
    Start(#[source] io::Error),
    /// Cargo refuses the workspace.
    #[error("cargo does not understand `{}`: {message}", directory.display())]
    Refused {
        /// The directory.
        directory: PathBuf,
        /// What Cargo says.
        message: String,
    },
    /// What Cargo prints is not what it is documented to print.
    #[error("`cargo metadata` says nothing of `{0}`, which version 1 of its format has")]
    Format(&'static str),
    /// No package has such a program.
    #[error("no package has a program `{binary}`; {}", meant(known))]
    UnknownBinary {
        /// The program.
        binary: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// Nothing says which versions of the dependencies to take.
    #[error("`{}` has no Cargo.lock, so the same build gives another program tomorrow; run `cargo generate-lockfile`, and commit it", .0.display())]
    NoLockFile(PathBuf),
    /// A path that is not below the workspace, and so not in the build context.
    #[error("`{}` is not below the workspace `{}`; move it there, or make a directory above both the workspace", path.display(), workspace.display())]
    Outside {
        /// The path.
        path: PathBuf,
        /// The root of the workspace.
        workspace: PathBuf,
    },
}

/// The way out for a program that is not there.
fn meant(known: &[String]) -> String {
    if known.is_empty() {
        "the workspace has libraries only, add a `src/main.rs`".to_owned()
    } else {
        format!("expected {}", known.join(" or "))
    }
}

impl CargoProject {
    /// Asks Cargo what a program is made of: the packages of the workspace that it depends on, and no others.
    ///
    /// The build context is the root of the workspace, wherever in it `directory` is. Packages that the program does not
    /// need are there by their manifests, without which Cargo refuses the workspace. What the package says of itself
    /// becomes [`Metadata`], and its `rust-version` is compared with the base.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref};
    /// use dockerspec::recipe::{self, CargoProject};
    ///
    /// # let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/rust_service");
    /// let project = CargoProject::read(directory, "rust-service")?;
    /// let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project).stages();
    /// let text = Image::new(stages.runtime.entrypoint(["rust-service"])).render()?;
    /// assert!(text.contains("\nCOPY Cargo.toml Cargo.lock ./\nCOPY src src\n"));
    /// assert!(text.contains("org.opencontainers.image.version=0.1.0"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Runs `cargo metadata --no-deps`, which needs no network. Not copied is what a package reads outside of its
    /// directory: say it with [`source`](Self::source).
    ///
    /// # Errors
    ///
    /// When Cargo cannot be asked or refuses the workspace, when it has no such program or no `Cargo.lock`, and when a
    /// package is outside of the workspace's directory.
    pub fn read(directory: impl AsRef<Path>, binary: &str) -> Result<Self, CargoError> {
        let directory = directory.as_ref();
        let workspace = Workspace::read(directory)?;
        let lock = workspace.root.join("Cargo.lock");
        if !lock.exists() {
            return Err(CargoError::NoLockFile(workspace.root));
        }
        workspace.project(binary)
    }
}

/// What Cargo reads besides manifests.
const CONFIGURATION: &str = ".cargo/config.toml";

/// The packages of a workspace.
struct Workspace {
    root: PathBuf,
    packages: BTreeMap<PathBuf, Package>,
}

/// A package of a workspace.
struct Package {
    name: String,
    rust_version: Option<String>,
    metadata: Metadata,
    /// The directories of those that it depends on.
    dependencies: Vec<PathBuf>,
    targets: Vec<Target>,
}

/// Something of a package that can be compiled.
struct Target {
    name: String,
    kind: Kind,
    path: PathBuf,
}

/// What kinds of targets there are, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Binary,
    /// Libraries of all kinds, and build scripts: what comes into the program.
    Part,
    /// Tests, benchmarks and examples.
    Other,
}

impl Workspace {
    fn read(directory: &Path) -> Result<Self, CargoError> {
        // Cargo says which Cargo it is to the build scripts and tests that it runs.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
            .current_dir(directory)
            .output()
            .map_err(CargoError::Start)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(CargoError::Refused { directory: directory.to_owned(), message });
        }
        let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|_| CargoError::Format("anything"))?;
        let root = PathBuf::from(text(&metadata, "workspace_root")?);
        let packages = list(&metadata, "packages")?.iter().map(Package::read).collect::<Result<_, _>>()?;
        Ok(Self { root, packages })
    }

    fn project(&self, binary: &str) -> Result<CargoProject, CargoError> {
        let has = |package: &Package| package.targets.iter().any(|it| it.kind == Kind::Binary && it.name == binary);
        let Some((directory, package)) = self.packages.iter().find(|(_, package)| has(package)) else {
            let binaries =
                self.packages.values().flat_map(|package| &package.targets).filter(|it| it.kind == Kind::Binary);
            let known: BTreeSet<String> = binaries.map(|it| format!("`{}`", it.name)).collect();
            return Err(CargoError::UnknownBinary { binary: binary.to_owned(), known: known.into_iter().collect() });
        };
        let needed = self.needed(directory);
        let mut project = CargoProject {
            package: package.name.clone().into(),
            binary: binary.to_owned().into(),
            manifests: Vec::new(),
            sources: Vec::new(),
            roots: Vec::new(),
            unused: Vec::new(),
            rust_version: package.rust_version.as_deref().and_then(version),
            metadata: package.metadata.clone(),
        };
        for (directory, package) in &self.packages {
            let path = self.relative(directory)?;
            let is_needed = needed.contains(directory.as_path());
            let compiled = |target: &&Target| {
                is_needed && (target.kind == Kind::Part || target.kind == Kind::Binary && target.name == binary)
            };
            if path.is_empty() {
                // The directory is the whole context, so of it only what comes into the program.
                let sources = package.targets.iter().filter(compiled).map(|target| self.top(&target.path));
                let sources: BTreeSet<String> = sources.collect::<Result<_, _>>()?;
                project.sources.extend(sources.into_iter().map(Into::into));
            } else if is_needed {
                project.sources.push(path.clone().into());
            } else {
                project.manifests.push(format!("{path}/Cargo.toml").into());
            }
            for target in &package.targets {
                let root = self.relative(&target.path)?;
                if compiled(&target) {
                    project.roots.push(root);
                } else if !project.sources.iter().any(|source| Path::new(&root).starts_with(&**source)) {
                    project.unused.push(root);
                }
            }
        }
        for directory in needed.iter().filter_map(|it| self.packages.get(*it)).flat_map(|it| &it.dependencies) {
            // Packages that the workspace excludes.
            if !self.packages.contains_key(directory) {
                let path = self.relative(directory)?;
                if !project.sources.iter().any(|source| **source == *path) {
                    project.sources.push(path.into());
                }
            }
        }
        if self.root.join(CONFIGURATION).exists() {
            project.sources.push(CONFIGURATION.into());
        }
        Ok(project)
    }

    /// The directories of the packages that one needs, itself among them.
    fn needed<'w>(&'w self, directory: &'w Path) -> BTreeSet<&'w Path> {
        let mut needed = BTreeSet::new();
        let mut open = vec![directory];
        while let Some(directory) = open.pop() {
            if let Some(package) = self.packages.get(directory)
                && needed.insert(directory)
            {
                open.extend(package.dependencies.iter().map(PathBuf::as_path));
            }
        }
        needed
    }

    /// The path from the root of the workspace on, with `/`.
    fn relative(&self, path: &Path) -> Result<String, CargoError> {
        let relative = path
            .strip_prefix(&self.root)
            .map_err(|_| CargoError::Outside { path: path.to_owned(), workspace: self.root.clone() })?;
        let names: Vec<_> = relative.components().map(|name| name.as_os_str().to_string_lossy()).collect();
        Ok(names.join("/"))
    }

    /// The file or directory of the root in which a path is.
    fn top(&self, path: &Path) -> Result<String, CargoError> {
        let relative = self.relative(path)?;
        Ok(relative.split('/').next().unwrap_or_default().to_owned())
    }
}

impl Package {
    fn read(package: &Value) -> Result<(PathBuf, Self), CargoError> {
        let said = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let manifest = PathBuf::from(text(package, "manifest_path")?);
        let directory = manifest.parent().ok_or(CargoError::Format("manifest_path"))?.to_owned();
        let name = text(package, "name")?.to_owned();
        let metadata = Metadata::new()
            .title(name.clone())
            .version(said("version"))
            .description(said("description"))
            .licenses(said("license"))
            .source(said("repository"))
            .url(said("homepage"));
        let dependencies = list(package, "dependencies")?.iter();
        // What only tests need is in the manifest all the same, and Cargo reads it.
        let dependencies = dependencies.filter_map(|dependency| Some(PathBuf::from(dependency["path"].as_str()?)));
        let package = Self {
            name,
            rust_version: package["rust_version"].as_str().map(str::to_owned),
            metadata,
            dependencies: dependencies.collect(),
            targets: list(package, "targets")?.iter().map(Target::read).collect::<Result<_, _>>()?,
        };
        Ok((directory, package))
    }
}

impl Target {
    fn read(target: &Value) -> Result<Self, CargoError> {
        let kinds = list(target, "kind")?;
        let is = |kind: &str| kinds.iter().any(|it| it == kind);
        let kind = if is("bin") {
            Kind::Binary
        } else if is("test") || is("bench") || is("example") {
            Kind::Other
        } else {
            Kind::Part
        };
        Ok(Self { name: text(target, "name")?.to_owned(), kind, path: text(target, "src_path")?.into() })
    }
}

fn text<'v>(value: &'v Value, key: &'static str) -> Result<&'v str, CargoError> {
    value[key].as_str().ok_or(CargoError::Format(key))
}

fn list<'v>(value: &'v Value, key: &'static str) -> Result<&'v [Value], CargoError> {
    value[key].as_array().map(Vec::as_slice).ok_or(CargoError::Format(key))
}
