//! Two Dockerfiles as articles print them, with twelve defects that anybody would name: each is found.

use dockerspec::check::{Checker, Policy};
use dockerspec::finding::{Source, pretty};

/// The first one: a general distribution.
const UBUNTU: &str = include_str!("article/ubuntu.dockerfile");
/// The second one, which is meant to be better: an image of the language.
const PYTHON: &str = include_str!("article/python.dockerfile");

/// A finding: in which of the two files, the rule, and the line.
type Named = (char, &'static str, u32);

/// The defects, and the findings that name each of them.
const DEFECTS: &[(&str, &[Named])] = &[
    ("the base is `latest`", &[('A', "latest_tag", 1)]),
    ("a general distribution is the base for one language", &[('A', "language_from_distribution", 5)]),
    (
        "lists are updated in one layer and used in another, or for an upgrade of a base that changes",
        &[('A', "stale_package_lists", 5), ('B', "system_upgrade", 4)],
    ),
    ("an installation of nothing", &[('A', "install_without_packages", 4)]),
    ("`apt-get` without an operation", &[('A', "unknown_package_operation", 5)]),
    ("the mess is removed in a later layer", &[('A', "late_cleanup", 6), ('B', "late_cleanup", 5)]),
    (
        "sources are copied before the dependencies are installed",
        &[('A', "sources_before_dependencies", 13), ('B', "sources_before_dependencies", 12)],
    ),
    (
        "nothing puts the file with the dependencies there",
        &[('A', "missing_dependency_file", 13), ('B', "missing_dependency_file", 12)],
    ),
    ("the cache of pip is kept", &[('A', "language_package_cache", 13), ('B', "language_package_cache", 12)]),
    ("the application runs as root", &[('A', "root_user", 1), ('B', "root_user", 1)]),
    ("compilers and headers stay in the image", &[('A', "build_packages_in_image", 5)]),
    ("no module has such a name", &[('A', "invalid_module_name", 17), ('B', "invalid_module_name", 16)]),
];

/// The rules and the lines of what is found.
fn found(text: &str) -> Vec<(String, u32)> {
    let policy = Policy::default();
    let source = Source::new("Dockerfile", text);
    let findings = Checker::new(&policy).check(text);
    findings
        .iter()
        .map(|finding| (finding.code.to_string(), source.line_column(finding.label.span.start).line))
        .collect()
}

#[test]
fn every_defect_is_named() {
    let (ubuntu, python) = (found(UBUNTU), found(PYTHON));
    let mut missing = Vec::new();
    for (defect, findings) in DEFECTS {
        for (file, rule, line) in *findings {
            let found = if *file == 'A' { &ubuntu } else { &python };
            if !found.iter().any(|(code, at)| code == rule && at == line) {
                missing.push(format!("{file}:{line}: {rule}: {defect}"));
            }
        }
    }
    assert_eq!(missing, [""; 0], "A: {ubuntu:?}\nB: {python:?}");
}

#[test]
fn what_is_shown_of_the_first() {
    insta::assert_snapshot!(shown(UBUNTU), @r#"
    error[latest_tag]: the base `ubuntu:latest` is whatever is the latest
     --> Dockerfile:1:6
      |
    1 | FROM ubuntu:latest
      |      ^^^^^^^^^^^^^ an image that changes
      |
      = help: name the version, or pin it by its digest

    error[root_user]: the image runs as root, since no USER says otherwise
     --> Dockerfile:1:6
      |
    1 | FROM ubuntu:latest
      |      ^^^^^^^^^^^^^ runs as root
      |
      = help: write `USER 10001:10001`, or create a user first: `RUN useradd --uid 10001 --user-group app`

    warning[leftover_package_cache]: `apt-get update` leaves its lists of packages in the layer
     --> Dockerfile:4:13
      |
    4 | RUN apt-get update && apt-get install
      |             ^^^^^^ files in `/var/lib/apt/lists`
      |
    help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN
      |
    4 | RUN apt-get update && apt-get install && rm -rf /var/lib/apt/lists/*
      |                                       ++++++++++++++++++++++++++++++

    warning[install_without_packages]: `apt-get install` names no package
     --> Dockerfile:4:31
      |
    4 | RUN apt-get update && apt-get install
      |                               ^^^^^^^ nothing to install
      |
      = help: name the packages, or leave it out
    help: remove `apt-get install`
      |
    4 - RUN apt-get update && apt-get install
    4 + RUN apt-get update
      |

    warning[stale_package_lists]: `apt-get python3` looks into lists of packages that an earlier layer holds
     --> Dockerfile:5:13
      |
    4 | RUN apt-get update && apt-get install
      |             ------ lists of the day of that layer
    5 | RUN apt-get python3 python3-dev python3-pip
      |             ^^^^^^^ packages of old lists
      |
    help: put `apt-get update &&` in front
      |
    5 | RUN apt-get update && apt-get python3 python3-dev python3-pip && rm -rf /var/lib/apt/lists/*
      |     +++++++++++++++++                                         ++++++++++++++++++++++++++++++

    warning[language_from_distribution]: Python comes from the packages of the distribution
     --> Dockerfile:5:13
      |
    1 | FROM ubuntu:latest
      |      ------------- a general base
    ...
    5 | RUN apt-get python3 python3-dev python3-pip
      |             ^^^^^^^ the version of the distribution
      |
      = help: begin with `python:…-slim` of the version that is needed

    error[unknown_package_operation]: `apt-get` has no operation `python3`
     --> Dockerfile:5:13
      |
    5 | RUN apt-get python3 python3-dev python3-pip
      |             ^^^^^^^ no operation
      |
    help: write `apt-get install python3`
      |
    5 | RUN apt-get install --yes --no-install-recommends python3 python3-dev python3-pip
      |             +++++++++++++++++++++++++++++++++++++

    warning[build_packages_in_image]: `python3-dev` stays in the image
     --> Dockerfile:5:21
      |
    5 | RUN apt-get python3 python3-dev python3-pip
      |                     ^^^^^^^^^^^ a package for building
      |
      = help: build in a stage of its own, and copy the result from there

    warning[late_cleanup]: what is removed here stays in an earlier layer
     --> Dockerfile:6:22
      |
    4 | RUN apt-get update && apt-get install
      |             ------ files added here
    5 | RUN apt-get python3 python3-dev python3-pip
    6 | RUN apt-get clean && rm -rf /var/lib/apt/lists/*
      |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no byte less
      |
      = help: clean up in the RUN that installs

    warning[language_package_cache]: `pip` leaves its cache in the image
      --> Dockerfile:13:10
       |
    13 | RUN pip3 install -r requirements.txt
       |          ^^^^^^^ every download is kept
       |
       = help: add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to RUN
    help: add `--no-cache-dir`
       |
    13 | RUN pip3 install --no-cache-dir -r requirements.txt
       |                  ++++++++++++++

    warning[sources_before_dependencies]: `pip3 install` runs again after every change of the sources, since they are copied before it
      --> Dockerfile:13:10
       |
    10 | COPY my-app my-app
       |      ------ sources, which change more often
    ...
    13 | RUN pip3 install -r requirements.txt
       |          ^^^^^^^ installs the dependencies
       |
       = help: copy `requirements.txt` first, install, and copy the rest after it

    error[missing_dependency_file]: `pip3 install` reads `requirements.txt`, which nothing has put into `/app`
      --> Dockerfile:13:21
       |
    13 | RUN pip3 install -r requirements.txt
       |                     ^^^^^^^^^^^^^^^^ a file that is not there
       |
       = help: copy it before: `COPY requirements.txt ./`, or mount it: `--mount=type=bind,source=requirements.txt,target=requirements.txt`

    error[invalid_module_name]: no module can be called `my-app:start_app()`
      --> Dockerfile:17:24
       |
    17 | CMD ["python3", "-m", "my-app:start_app()"]
       |                        ^^^^^^^^^^^^^^^^^^ what `python -m` looks for
       |
       = help: name the module alone, `my-app`, or run a server that takes `module:callable`
    "#);
}

#[test]
fn what_is_shown_of_the_second() {
    insta::assert_snapshot!(shown(PYTHON), @r#"
    error[root_user]: the image runs as root, since no USER says otherwise
     --> Dockerfile:1:6
      |
    1 | FROM python:3.8-slim-buster
      |      ^^^^^^^^^^^^^^^^^^^^^^ runs as root
      |
      = help: write `USER 10001:10001`, or create a user first: `RUN useradd --uid 10001 --user-group app`

    warning[leftover_package_cache]: `apt-get update` leaves its lists of packages in the layer
     --> Dockerfile:4:13
      |
    4 | RUN apt-get update && apt-get -y upgrade
      |             ^^^^^^ files in `/var/lib/apt/lists`
      |
    help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN
      |
    4 | RUN apt-get update && apt-get -y upgrade && rm -rf /var/lib/apt/lists/*
      |                                          ++++++++++++++++++++++++++++++

    warning[system_upgrade]: `apt-get upgrade` makes another image with every build
     --> Dockerfile:4:34
      |
    4 | RUN apt-get update && apt-get -y upgrade
      |                                  ^^^^^^^ whatever is new today
      |
      = help: take a newer base instead, and pin it

    warning[late_cleanup]: what is removed here stays in an earlier layer
     --> Dockerfile:5:22
      |
    4 | RUN apt-get update && apt-get -y upgrade
      |             ------ files added here
    5 | RUN apt-get clean && rm -rf /var/lib/apt/lists/*
      |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no byte less
      |
      = help: clean up in the RUN that installs

    warning[language_package_cache]: `pip` leaves its cache in the image
      --> Dockerfile:12:10
       |
    12 | RUN pip3 install -r requirements.txt
       |          ^^^^^^^ every download is kept
       |
       = help: add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to RUN
    help: add `--no-cache-dir`
       |
    12 | RUN pip3 install --no-cache-dir -r requirements.txt
       |                  ++++++++++++++

    warning[sources_before_dependencies]: `pip3 install` runs again after every change of the sources, since they are copied before it
      --> Dockerfile:12:10
       |
     9 | COPY my-app my-app
       |      ------ sources, which change more often
    ...
    12 | RUN pip3 install -r requirements.txt
       |          ^^^^^^^ installs the dependencies
       |
       = help: copy `requirements.txt` first, install, and copy the rest after it

    error[missing_dependency_file]: `pip3 install` reads `requirements.txt`, which nothing has put into `/app`
      --> Dockerfile:12:21
       |
    12 | RUN pip3 install -r requirements.txt
       |                     ^^^^^^^^^^^^^^^^ a file that is not there
       |
       = help: copy it before: `COPY requirements.txt ./`, or mount it: `--mount=type=bind,source=requirements.txt,target=requirements.txt`

    error[invalid_module_name]: no module can be called `my-app:start_app()`
      --> Dockerfile:16:24
       |
    16 | CMD ["python3", "-m", "my-app:start_app()"]
       |                        ^^^^^^^^^^^^^^^^^^ what `python -m` looks for
       |
       = help: name the module alone, `my-app`, or run a server that takes `module:callable`
    "#);
}

fn shown(text: &str) -> String {
    let policy = Policy::default();
    pretty(&Checker::new(&policy).check(text), &Source::new("Dockerfile", text))
}
