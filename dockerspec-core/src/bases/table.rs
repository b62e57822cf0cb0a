//! The table: repositories, and what is known of their images.
//!
//! Sources: the Dockerfiles of the official images and of Google's, Chainguard's, Red Hat's and Microsoft's.

use super::system::{
    ALMALINUX, ALPINE, ALPINE_AND_MORE, AMAZON, AMAZON_YUM, ARCH, AZURE, BUILDPACK, BUILDPACK_CURL, BUILDPACK_SCM,
    BUSYBOX, CENTOS, CENTOS_YUM, DEBIAN, DEBIAN_AND_MORE, DISTROLESS, DISTROLESS_DEBUG, DISTROLESS_DEBUG_NONROOT,
    DISTROLESS_NONROOT, DOTNET_DISTROLESS, FEDORA, FILES, ORACLE, ORACLE_MINIMAL, ORACLE_YUM, RED_HAT,
    RED_HAT_AND_MORE, RED_HAT_MICRO, RED_HAT_MINIMAL, ROCKY, SUSE, System, UBUNTU, UBUNTU_AND_MORE, WINDOWS, WOLFI,
    WOLFI_DISTROLESS, WOLFI_STATIC,
};

/// What is known of the images of a repository.
#[derive(Debug)]
pub(super) struct Repository {
    pub(super) registry: &'static str,
    /// Its name; `*` at the end stands for any text.
    pub(super) name: &'static str,
    /// What its images are made of, by a word of the tag. The last one can have no word: all other tags.
    pub(super) systems: &'static [(&'static str, &'static System)],
    /// What says the release of the distribution.
    pub(super) release: Release,
    /// Who runs it; `None` if that depends, or is not known.
    pub(super) user: Option<&'static str>,
    pub(super) workdir: Option<&'static str>,
    /// The names of the variables that its images set, of whatever release; `None` if they are not known.
    pub(super) environment: Option<&'static [&'static str]>,
    /// Programs in all its images.
    pub(super) has: &'static [&'static str],
    pub(super) architectures: Option<&'static [&'static str]>,
}

/// What says the release of the distribution.
#[derive(Debug, Clone, Copy)]
pub(super) enum Release {
    /// A word of the tag: `bookworm`, `alpine3.22`.
    InTag,
    /// The number in the tag, or a word.
    OfTag,
    /// A word of the name: `static-debian12`.
    OfName,
    /// It is always the same.
    Fixed(&'static str),
}

/// A repository of a registry: what it is made of, and after `;` what is not as usual: root, `/`, no programs.
macro_rules! repository {
    ($registry:literal, $name:literal, $systems:expr $(; $($field:ident: $value:expr),+)?) => {
        Repository {
            $($($field: $value,)+)?
            ..Repository {
                registry: $registry,
                name: $name,
                systems: $systems,
                release: Release::InTag,
                user: Some("root"),
                workdir: Some("/"),
                environment: None,
                has: &[],
                architectures: None,
            }
        }
    };
}

type Systems = &'static [(&'static str, &'static System)];

/// Languages with `buildpack-deps` below them.
const LANGUAGE: Systems = &[
    ("alpine", &ALPINE),
    ("slim", &DEBIAN),
    ("windowsservercore", &WINDOWS),
    ("nanoserver", &WINDOWS),
    ("", &BUILDPACK),
];

/// Servers on Debian or Alpine.
const SERVER: Systems = &[("alpine", &ALPINE_AND_MORE), ("", &DEBIAN_AND_MORE)];

/// Java on Ubuntu and others.
const JAVA: Systems = &[
    ("alpine", &ALPINE_AND_MORE),
    ("ubi8", &RED_HAT_AND_MORE),
    ("ubi9", &RED_HAT_AND_MORE),
    ("ubi10", &RED_HAT_AND_MORE),
    ("windowsservercore", &WINDOWS),
    ("nanoserver", &WINDOWS),
    ("focal", &UBUNTU_AND_MORE),
    ("jammy", &UBUNTU_AND_MORE),
    ("noble", &UBUNTU_AND_MORE),
    ("temurin", &UBUNTU_AND_MORE),
    // The others have had Debian, Ubuntu and Oracle Linux below them.
];

const DISTROLESS_TAGS: Systems = &[
    ("debug-nonroot", &DISTROLESS_DEBUG_NONROOT),
    ("debug", &DISTROLESS_DEBUG),
    ("nonroot", &DISTROLESS_NONROOT),
    ("", &DISTROLESS),
];

/// Images of .NET: Debian up to 9, others by name.
const DOTNET: Systems = &[
    ("chiseled", &DOTNET_DISTROLESS),
    ("distroless", &DOTNET_DISTROLESS),
    ("alpine", &ALPINE),
    ("azurelinux", &AZURE),
    ("nanoserver", &WINDOWS),
    ("windowsservercore", &WINDOWS),
    ("focal", &UBUNTU),
    ("jammy", &UBUNTU),
    ("noble", &UBUNTU),
    ("6", &DEBIAN),
    ("7", &DEBIAN),
    ("8", &DEBIAN),
    ("9", &DEBIAN),
];

const WOLFI_TAGS: Systems = &[("dev", &WOLFI), ("", &WOLFI_DISTROLESS)];

/// Images without ENV.
const NO_VARIABLES: Option<&[&str]> = Some(&[]);

const PYTHON_VARIABLES: Option<&[&str]> = Some(&[
    "GPG_KEY",
    "LANG",
    "PYTHONIOENCODING",
    "PYTHON_GET_PIP_SHA256",
    "PYTHON_GET_PIP_URL",
    "PYTHON_PIP_VERSION",
    "PYTHON_SETUPTOOLS_VERSION",
    "PYTHON_SHA256",
    "PYTHON_VERSION",
]);

const NODE: &[&str] = &["node", "npm", "npx"];
const PYTHON: &[&str] = &["ca-certificates", "pip", "pip3", "python", "python3"];

/// All that are known; the first one that a name fits counts.
pub(super) static REPOSITORIES: &[Repository] = &[
    // Distributions.
    repository!("docker.io", "debian", &[("", &DEBIAN)]; release: Release::OfTag, environment: NO_VARIABLES),
    repository!("docker.io", "ubuntu", &[("", &UBUNTU)]; release: Release::OfTag, environment: NO_VARIABLES),
    repository!("docker.io", "alpine", &[("", &ALPINE)]; release: Release::OfTag, environment: NO_VARIABLES),
    repository!("docker.io", "busybox", &[("", &BUSYBOX)]; environment: NO_VARIABLES),
    repository!("docker.io", "fedora", &[("", &FEDORA)]; release: Release::OfTag),
    repository!("docker.io", "almalinux", &[("minimal", &ALMALINUX_MINIMAL), ("", &ALMALINUX)]; release: Release::OfTag),
    repository!("docker.io", "rockylinux", &[("minimal", &ROCKY_MINIMAL), ("", &ROCKY)]; release: Release::OfTag),
    repository!("docker.io", "rockylinux/rockylinux", &[("minimal", &ROCKY_MINIMAL), ("", &ROCKY)]; release: Release::OfTag),
    repository!("docker.io", "oraclelinux", &[("7", &ORACLE_YUM), ("slim", &ORACLE_MINIMAL), ("", &ORACLE)]; release: Release::OfTag),
    repository!("docker.io", "centos", &[("7", &CENTOS_YUM), ("centos7", &CENTOS_YUM), ("", &CENTOS)]; release: Release::OfTag),
    repository!("docker.io", "amazonlinux", &[("1", &AMAZON_YUM), ("2", &AMAZON_YUM), ("2023", &AMAZON)]; release: Release::OfTag, architectures: Some(&["amd64", "arm64"])),
    repository!("public.ecr.aws", "amazonlinux/amazonlinux", &[("2", &AMAZON_YUM), ("2023", &AMAZON)]; release: Release::OfTag, architectures: Some(&["amd64", "arm64"])),
    repository!("docker.io", "archlinux", &[("", &ARCH)]; architectures: Some(&["amd64"])),
    repository!("docker.io", "opensuse/leap", &[("", &SUSE)]; release: Release::OfTag),
    repository!("docker.io", "opensuse/tumbleweed", &[("", &SUSE)]),
    repository!("quay.io", "centos/centos", &[("", &CENTOS)]),
    repository!("quay.io", "fedora/fedora", &[("", &FEDORA)]; release: Release::OfTag),
    repository!("registry.fedoraproject.org", "fedora", &[("", &FEDORA)]; release: Release::OfTag),
    repository!("mcr.microsoft.com", "azurelinux/base/core", &[("", &AZURE)]; release: Release::OfTag),
    // What compilers need.
    repository!("docker.io", "buildpack-deps", &[("curl", &BUILDPACK_CURL), ("scm", &BUILDPACK_SCM), ("", &BUILDPACK)]; environment: NO_VARIABLES),
    repository!("docker.io", "gcc", &[("", &BUILDPACK)]),
    // Languages.
    repository!("docker.io", "python", LANGUAGE; has: PYTHON, environment: PYTHON_VARIABLES),
    repository!("docker.io", "node", LANGUAGE; has: NODE, environment: Some(&["NODE_VERSION", "YARN_VERSION"])),
    repository!("docker.io", "ruby", LANGUAGE; has: &["bundle", "gem", "ruby"]),
    repository!("docker.io", "rust", LANGUAGE; has: &["ca-certificates", "cargo", "cc", "gcc", "rustc"], environment: Some(&["CARGO_HOME", "RUSTUP_HOME", "RUST_VERSION"])),
    repository!(
        "docker.io", "golang",
        &[("alpine", &ALPINE), ("windowsservercore", &WINDOWS), ("nanoserver", &WINDOWS), ("", &GOLANG)];
        workdir: Some("/go"), has: &["ca-certificates", "go"],
        environment: Some(&["GOLANG_VERSION", "GOPATH", "GOTOOLCHAIN"])
    ),
    repository!("docker.io", "perl", LANGUAGE; workdir: Some("/usr/src/app"), has: &["cpanm", "perl"]),
    repository!("docker.io", "php", &[("alpine", &ALPINE_AND_MORE), ("", &PHP)]; workdir: None, has: &["ca-certificates", "curl", "php", "xz"]),
    repository!("docker.io", "erlang", SERVER),
    repository!("docker.io", "elixir", SERVER; has: &["elixir", "mix"]),
    repository!("docker.io", "haskell", SERVER; workdir: None),
    repository!("docker.io", "julia", SERVER; has: &["julia"]),
    repository!("docker.io", "r-base", &[("", &DEBIAN_AND_MORE)]; workdir: None),
    repository!("docker.io", "rocker/r-ver", &[("", &UBUNTU_AND_MORE)]; workdir: None),
    repository!("docker.io", "swift", SWIFT),
    repository!("docker.io", "eclipse-temurin", TEMURIN; has: &["java"], environment: Some(&["JAVA_HOME", "JAVA_TOOL_OPTIONS", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL"])),
    repository!("docker.io", "openjdk", OPENJDK; has: &["java"]),
    repository!("docker.io", "amazoncorretto", &[("alpine", &ALPINE_AND_MORE), ("al2023", &AMAZON)]; has: &["java"]),
    repository!("docker.io", "maven", JAVA; workdir: None, has: &["java", "mvn"]),
    repository!("docker.io", "gradle", JAVA; user: None, workdir: None, has: &["gradle", "java"]),
    repository!("docker.io", "oven/bun", &[("alpine", &ALPINE_AND_MORE), ("distroless", &DISTROLESS), ("", &DEBIAN_AND_MORE)]; workdir: Some("/home/bun/app"), has: &["bun"]),
    repository!("docker.io", "composer", &[("", &ALPINE_AND_MORE)]; workdir: Some("/app"), has: &["bash", "composer", "curl", "git", "php"]),
    repository!("docker.io", "docker", &[("", &ALPINE_AND_MORE)]; user: None),
    repository!("docker.io", "continuumio/miniconda3", SERVER; has: &["conda", "python"]),
    repository!("docker.io", "astral/uv", UV; has: &["uv", "uvx"]),
    repository!("ghcr.io", "astral-sh/uv", UV; has: &["uv", "uvx"]),
    // Servers. What begins as root and goes on as another user has no user here.
    repository!("docker.io", "nginx", &[("slim", &ALPINE), ("alpine", &NGINX_ALPINE), ("", &NGINX)]),
    repository!("docker.io", "nginxinc/nginx-unprivileged", SERVER; user: Some("101")),
    repository!("docker.io", "httpd", SERVER; workdir: Some("/usr/local/apache2")),
    repository!("docker.io", "tomcat", JAVA; workdir: Some("/usr/local/tomcat"), has: &["java"]),
    repository!("docker.io", "haproxy", SERVER; user: None, workdir: None),
    repository!("docker.io", "traefik", &[("", &ALPINE_AND_MORE)]),
    repository!("docker.io", "caddy", &[("", &ALPINE_AND_MORE)]; workdir: Some("/srv"), has: &["ca-certificates", "caddy"]),
    repository!("docker.io", "memcached", SERVER; user: Some("memcache")),
    repository!("docker.io", "redis", SERVER; user: None, workdir: Some("/data")),
    repository!("docker.io", "valkey/valkey", SERVER; user: None, workdir: Some("/data")),
    repository!("docker.io", "postgres", SERVER; user: None),
    repository!("docker.io", "mariadb", &[("", &UBUNTU_AND_MORE)]; user: None),
    repository!("docker.io", "mysql", &[("debian", &DEBIAN_AND_MORE), ("oraclelinux", &ORACLE_MINIMAL), ("oracle", &ORACLE_MINIMAL)]; user: None),
    repository!("docker.io", "mongo", &[("focal", &UBUNTU_AND_MORE), ("jammy", &UBUNTU_AND_MORE), ("noble", &UBUNTU_AND_MORE)]; user: None),
    repository!("docker.io", "rabbitmq", &[("alpine", &ALPINE_AND_MORE), ("", &UBUNTU_AND_MORE)]; user: None),
    repository!("docker.io", "wordpress", &[("alpine", &ALPINE_AND_MORE), ("", &PHP)]; user: None, workdir: Some("/var/www/html")),
    repository!("docker.io", "nvidia/cuda", CUDA; architectures: Some(&["amd64", "arm64"])),
    // Google.
    repository!("gcr.io", "distroless/static*", STATIC; release: Release::OfName, workdir: None),
    repository!("gcr.io", "distroless/base*", DISTROLESS_TAGS; release: Release::OfName, workdir: None),
    repository!("gcr.io", "distroless/cc*", DISTROLESS_TAGS; release: Release::OfName, workdir: None),
    repository!("gcr.io", "distroless/java*", DISTROLESS_TAGS; release: Release::OfName, workdir: None, has: &["java"]),
    repository!("gcr.io", "distroless/nodejs*", DISTROLESS_TAGS; release: Release::OfName, workdir: None, has: &["node"]),
    repository!("gcr.io", "distroless/python3*", PYTHON_TAGS; release: Release::OfName, workdir: None, has: &["python", "python3"]),
    // Chainguard.
    repository!("cgr.dev", "chainguard/wolfi-base", &[("", &WOLFI)]),
    repository!("cgr.dev", "chainguard/static", &[("", &WOLFI_STATIC)]; user: Some("65532"), workdir: None),
    repository!("cgr.dev", "chainguard/glibc-dynamic", WOLFI_TAGS; user: Some("65532"), workdir: None),
    repository!("cgr.dev", "chainguard/python", WOLFI_TAGS; user: Some("65532"), workdir: None, has: &["python", "python3"]),
    repository!("cgr.dev", "chainguard/jre", WOLFI_TAGS; user: Some("65532"), workdir: None, has: &["java"]),
    repository!("cgr.dev", "chainguard/node", &[("", &WOLFI_AND_MORE)]; user: Some("65532"), workdir: Some("/app"), has: NODE),
    repository!("cgr.dev", "chainguard/nginx", &[("", &WOLFI_AND_MORE)]; user: Some("65532"), workdir: None),
    repository!("cgr.dev", "chainguard/*", &[("", &WOLFI_AND_MORE)]; user: None, workdir: None),
    // Red Hat.
    repository!("registry.access.redhat.com", "ubi8", &[("", &RED_HAT)]; release: Release::Fixed("8")),
    repository!("registry.access.redhat.com", "ubi9", &[("", &RED_HAT)]; release: Release::Fixed("9")),
    repository!("registry.access.redhat.com", "ubi10", &[("", &RED_HAT)]; release: Release::Fixed("10")),
    repository!("registry.access.redhat.com", "ubi8/ubi", &[("", &RED_HAT)]; release: Release::Fixed("8")),
    repository!("registry.access.redhat.com", "ubi9/ubi", &[("", &RED_HAT)]; release: Release::Fixed("9")),
    repository!("registry.access.redhat.com", "ubi10/ubi", &[("", &RED_HAT)]; release: Release::Fixed("10")),
    repository!("registry.access.redhat.com", "ubi8-minimal", &[("", &RED_HAT_MINIMAL)]; release: Release::Fixed("8")),
    repository!("registry.access.redhat.com", "ubi9-minimal", &[("", &RED_HAT_MINIMAL)]; release: Release::Fixed("9")),
    repository!("registry.access.redhat.com", "ubi8/ubi-minimal", &[("", &RED_HAT_MINIMAL)]; release: Release::Fixed("8")),
    repository!("registry.access.redhat.com", "ubi9/ubi-minimal", &[("", &RED_HAT_MINIMAL)]; release: Release::Fixed("9")),
    repository!("registry.access.redhat.com", "ubi10/ubi-minimal", &[("", &RED_HAT_MINIMAL)]; release: Release::Fixed("10")),
    repository!("registry.access.redhat.com", "ubi8/ubi-micro", &[("", &RED_HAT_MICRO)]; release: Release::Fixed("8")),
    repository!("registry.access.redhat.com", "ubi9/ubi-micro", &[("", &RED_HAT_MICRO)]; release: Release::Fixed("9")),
    repository!("registry.access.redhat.com", "ubi10/ubi-micro", &[("", &RED_HAT_MICRO)]; release: Release::Fixed("10")),
    repository!("registry.access.redhat.com", "ubi8/python-*", &[("", &RED_HAT_AND_MORE)]; release: Release::Fixed("8"), user: Some("1001"), workdir: Some("/opt/app-root/src"), has: PYTHON),
    repository!("registry.access.redhat.com", "ubi9/python-*", &[("", &RED_HAT_AND_MORE)]; release: Release::Fixed("9"), user: Some("1001"), workdir: Some("/opt/app-root/src"), has: PYTHON),
    repository!("registry.access.redhat.com", "ubi8/nodejs-*", &[("", &RED_HAT_AND_MORE)]; release: Release::Fixed("8"), user: Some("1001"), workdir: Some("/opt/app-root/src"), has: NODE),
    repository!("registry.access.redhat.com", "ubi9/nodejs-*", &[("", &RED_HAT_AND_MORE)]; release: Release::Fixed("9"), user: Some("1001"), workdir: Some("/opt/app-root/src"), has: NODE),
    // Microsoft.
    repository!("mcr.microsoft.com", "dotnet/sdk", DOTNET_SDK; has: &["dotnet"]),
    repository!("mcr.microsoft.com", "dotnet/aspnet", DOTNET; has: &["ca-certificates", "dotnet"]),
    repository!("mcr.microsoft.com", "dotnet/runtime", DOTNET; has: &["ca-certificates", "dotnet"]),
    repository!("mcr.microsoft.com", "dotnet/runtime-deps", DOTNET; has: &["ca-certificates"]),
    repository!("mcr.microsoft.com", "windows/servercore", &[("", &WINDOWS)]; user: Some("ContainerAdministrator"), workdir: None),
    repository!("mcr.microsoft.com", "windows/nanoserver", &[("", &WINDOWS)]; user: Some("ContainerUser"), workdir: None),
    repository!("mcr.microsoft.com", "windows", &[("", &WINDOWS)]; user: Some("ContainerAdministrator"), workdir: None),
    repository!("mcr.microsoft.com", "windows/server", &[("", &WINDOWS)]; user: Some("ContainerAdministrator"), workdir: None),
];

const ALMALINUX_MINIMAL: System = System { distribution: Some("almalinux"), ..RED_HAT_MINIMAL };
const ROCKY_MINIMAL: System = System { distribution: Some("rocky"), ..RED_HAT_MINIMAL };

/// `golang`: `buildpack-deps:…-scm` and a C compiler.
const GOLANG: System = System { lacks: &["apk", "dnf", "jq", "sudo", "yum"], has: &[GOLANG_TOOLS], ..BUILDPACK_SCM };
const GOLANG_TOOLS: &[&str] = &[
    "apt",
    "apt-get",
    "bash",
    "cc",
    "curl",
    "g++",
    "gcc",
    "git",
    "make",
    "pkg-config",
    "sh",
    "tar",
    "useradd",
    "wget",
];

/// `php` on Debian: what extensions are compiled with stays.
const PHP: System = System { lacks: &["apk", "git", "python3", "unzip", "wget"], ..DEBIAN_AND_MORE };

/// `nginx` on Debian.
const NGINX: System = System {
    has: &[&["apt", "apt-get", "bash", "ca-certificates", "curl", "nginx", "sh"]],
    lacks: &["gcc", "git", "python3", "wget"],
    ..DEBIAN
};

/// `nginx` on Alpine, the one that is not slim.
const NGINX_ALPINE: System =
    System { has: &[&["ash", "curl", "nginx", "sh", "wget"]], lacks: &["bash", "gcc", "git"], ..ALPINE };

/// Wolfi with whatever is in it.
const WOLFI_AND_MORE: System =
    System { package_manager: None, shell: super::system::Shell::Unknown, has: &[], lacks: &[], ..WOLFI };

/// `static` of Google: files, and no program at all.
const STATIC: Systems = &[
    ("debug-nonroot", &STATIC_DEBUG_NONROOT),
    ("debug", &STATIC_DEBUG),
    ("nonroot", &STATIC_NONROOT),
    ("", &STATIC_ROOT),
];
const STATIC_ROOT: System = System { libc: Some(super::Libc::None), ..DISTROLESS };
const STATIC_NONROOT: System = System { libc: Some(super::Libc::None), ..DISTROLESS_NONROOT };
const STATIC_DEBUG: System = System { libc: Some(super::Libc::None), ..DISTROLESS_DEBUG };
const STATIC_DEBUG_NONROOT: System = System { libc: Some(super::Libc::None), ..DISTROLESS_DEBUG_NONROOT };

/// `python3` of Google, which has had a shell in some releases.
const PYTHON_TAGS: Systems =
    &[("debug", &DEBIAN_FILES), ("nonroot", &DISTROLESS_NONROOT_AND_MORE), ("", &DEBIAN_FILES)];
const DEBIAN_FILES: System = System { shell: super::system::Shell::Unknown, user: None, ..DISTROLESS };
const DISTROLESS_NONROOT_AND_MORE: System = System { user: Some("65532"), ..DEBIAN_FILES };

const SWIFT: Systems = &[
    ("slim", &UBUNTU_AND_MORE),
    ("bookworm", &DEBIAN_AND_MORE),
    ("focal", &UBUNTU_AND_MORE),
    ("jammy", &UBUNTU_AND_MORE),
    ("noble", &UBUNTU_AND_MORE),
];

const TEMURIN: Systems = &[
    ("alpine", &ALPINE_AND_MORE),
    ("ubi9", &RED_HAT_AND_MORE),
    ("ubi10", &RED_HAT_AND_MORE),
    ("windowsservercore", &WINDOWS),
    ("nanoserver", &WINDOWS),
    ("", &UBUNTU_AND_MORE),
];

const OPENJDK: Systems = &[
    ("alpine", &ALPINE_AND_MORE),
    ("slim", &DEBIAN_AND_MORE),
    ("buster", &BUILDPACK_SCM),
    ("bullseye", &BUILDPACK_SCM),
    ("bookworm", &BUILDPACK_SCM),
    ("windowsservercore", &WINDOWS),
    ("nanoserver", &WINDOWS),
];

const UV: Systems = &[
    ("alpine", &ALPINE),
    ("slim", &DEBIAN_AND_MORE),
    ("debian", &BUILDPACK),
    ("bookworm", &BUILDPACK),
    ("trixie", &BUILDPACK),
    ("bullseye", &BUILDPACK),
    ("", &FILES),
];

const CUDA: Systems =
    &[("ubuntu", &UBUNTU_AND_MORE), ("ubi8", &RED_HAT_AND_MORE), ("ubi9", &RED_HAT_AND_MORE), ("rockylinux", &ROCKY)];

/// The SDK of .NET: what fetches sources is there too.
const DOTNET_SDK: Systems = &[
    ("alpine", &ALPINE_AND_MORE),
    ("azurelinux", &AZURE),
    ("nanoserver", &WINDOWS),
    ("windowsservercore", &WINDOWS),
    ("focal", &UBUNTU_AND_MORE),
    ("jammy", &UBUNTU_AND_MORE),
    ("noble", &UBUNTU_AND_MORE),
    ("6", &DEBIAN_AND_MORE),
    ("7", &DEBIAN_AND_MORE),
    ("8", &DEBIAN_AND_MORE),
    ("9", &DEBIAN_AND_MORE),
];
