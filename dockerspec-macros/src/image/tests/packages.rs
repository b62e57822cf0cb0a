//! Packages: their options, and bases that have nothing to install them with.

use insta::assert_snapshot;

use super::{before_user, each};

#[test]
fn options_of_packages() {
    assert_snapshot!(before_user(&[
        "packages [\"curl\"] { pinned curl = \"8.14.1-2\"; cached; }",
        "packages [\"curl\", \"libpq\"] { named alpine libpq = \"libpq-dev\"; absent red_hat \"curl\"; pinned \"libpq\" = (version); }",
        "packages [\"curl\", (name)] { pinned other = \"1\"; pinned (name) = \"1\"; named alpine \"curl\" = (other); }",
        "packages (names) { pinned curl = \"1\"; cached; }",
        "packages [\"curl\"] { pinned crul = \"1\"; }",
        "packages [\"curl\"] { pinned git = \"1\"; }",
        "packages [\"curl\"] { pinned curl = \"\"; }",
        "packages [\"curl\"] { pinned curl = \"1; id\"; }",
        "packages [\"curl\"] { pinned curl \"1\"; }",
        "packages [\"curl\"] { pinned; }",
        "packages [\"curl\"] { named libpq = \"curl\"; }",
        "packages [\"curl\"] { named alpine curl = \"-y\"; }",
        "packages [\"curl\"] { absent curl; }",
        "packages [\"curl\"] { absent alpine git; }",
        "packages [\"curl\"] { cached true; }",
        "packages [\"curl\"] { cache \"/var/cache/apt\"; }",
        "packages [\"curl=8.14.1-2\"];",
        "package_manager atp;",
        "package_manager microdnf;",
    ]), @r#"
    no mistake

    no mistake

    no mistake

    no mistake

    error: `crul` is not in this list of packages; write `curl`
      | packages ["curl"] { pinned crul = "1"; }
      |          ^^^^^^^^

    error: `git` is not in this list of packages; add it
      | packages ["curl"] { pinned git = "1"; }
      |          ^^^^^^^^

    error: `` is not the version of a package; expected letters, digits and `.+:~^_-`, and a letter or digit first, as in `pinned("curl", "1.2.3-1")`
      | packages ["curl"] { pinned curl = ""; }
      |          ^^^^^^^^

    error: `1; id` is not the version of a package; expected letters, digits and `.+:~^_-`, and a letter or digit first, as in `pinned("curl", "1.2.3-1")`
      | packages ["curl"] { pinned curl = "1; id"; }
      |          ^^^^^^^^

    error: expected `=` and a value, and not `"1"`
      | packages ["curl"] { pinned curl "1"; }
      |                                 ^^^

    error: expected a name, as a word or in double quotes, or `(expression)` after this
      | packages ["curl"] { pinned; }
      |                     ^^^^^^

    error: expected one of `debian`, `alpine`, `red_hat`, `wolfi`, `suse`, `arch`, `azure_linux`, `busybox` and `scratch`, and not `libpq`
      | packages ["curl"] { named libpq = "curl"; }
      |                           ^^^^^

    error: `-y` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
      | packages ["curl"] { named alpine curl = "-y"; }
      |          ^^^^^^^^

    error: expected one of `debian`, `alpine`, `red_hat`, `wolfi`, `suse`, `arch`, `azure_linux`, `busybox` and `scratch`, and not `curl`
      | packages ["curl"] { absent curl; }
      |                            ^^^^

    error: `git` is not in this list of packages; add it
      | packages ["curl"] { absent alpine git; }
      |          ^^^^^^^^

    error: unexpected `true` in `cached`
    = help: options stand in a block at the end: `{ … }`
      | packages ["curl"] { cached true; }
      |                            ^^^^

    error: `packages` has no option `cache`
    = help: write `cached`
      | packages ["curl"] { cache "/var/cache/apt"; }
      |                     ^^^^^

    error: `curl=8.14.1-2` is a package and its version; write `curl`, and pin the version with `pinned("curl", "8.14.1-2")`
      | packages ["curl=8.14.1-2"];
      |          ^^^^^^^^^^^^^^^^^

    error: expected one of `apt`, `apk`, `dnf`, `microdnf`, `yum`, `tdnf`, `zypper`, `pacman` and `none`, and not `atp`
      | package_manager atp;
      |                 ^^^

    no mistake
    "#);
}

#[test]
fn bases_without_a_package_manager() {
    let app = |base: &str| format!("stage app from {base} {{\npackages [\"curl\"];\nuser 10001;\n}}");
    let bases = [
        "scratch",
        "\"busybox:1.37\"",
        "\"gcr.io/distroless/cc-debian12:nonroot\"",
        "\"registry.access.redhat.com/ubi9/ubi-micro:9.6\"",
        "\"registry.example.com/base:1\"",
        "\"registry.access.redhat.com/ubi9/ubi-minimal:9.6\"",
        "\"archlinux:base-20250101.0.1\"",
        "(base)",
    ];
    let sources: Vec<String> = bases.iter().map(|base| app(base)).collect();
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    assert_snapshot!(each(&sources), @r#"
    error: packages were asked for, and `scratch` has no package manager; install them in a build stage and copy what they bring
      | packages ["curl"];
      |          ^^^^^^^^

    error: packages were asked for, and `busybox:1.37` has no package manager; install them in a build stage and copy what they bring
      | packages ["curl"];
      |          ^^^^^^^^

    error: packages were asked for, and `gcr.io/distroless/cc-debian12:nonroot` has no package manager; install them in a build stage and copy what they bring
      | packages ["curl"];
      |          ^^^^^^^^

    error: packages were asked for, and `registry.access.redhat.com/ubi9/ubi-micro:9.6` has no package manager; install them in a build stage and copy what they bring
      | packages ["curl"];
      |          ^^^^^^^^

    error: installing packages needs to know the distribution of the base, and nothing tells it; say `distribution(…)`
      | packages ["curl"];
      |          ^^^^^^^^

    no mistake

    no mistake

    no mistake
    "#);
    assert_snapshot!(each(&[
        "stage app from \"archlinux:base-20250101.0.1\" {\npackages [\"curl\"] { pinned curl = \"8.14.1-1\"; }\nuser 10001;\n}",
        "stage app from \"registry.example.com/base:1\" {\npackage_manager zypper;\npackages [\"curl\"];\nuser 10001;\n}",
    ]), @r#"
    error: `pacman` installs the newest version of `curl` and no other; leave the version out, or name a mirror that has the packages of one day, such as `archive.archlinux.org`, in the base
      | packages ["curl"] { pinned curl = "8.14.1-1"; }
      |          ^^^^^^^^

    no mistake
    "#);
}
