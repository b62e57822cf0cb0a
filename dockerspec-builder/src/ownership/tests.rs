//! Owners of `/data`, and of what is below it, for the user 10001.

use std::panic::Location;
use std::sync::Arc;

use dockerspec_core::Distribution;
use dockerspec_core::dockerfile::{Base, Dockerfile, Onbuild, Run};
use dockerspec_core::value::{ImageRef, StageName};
use dockerspec_core::word::Value;

use super::*;

fn owned(base: &'static str, asker: &str, path: &str, instructions: &str) -> String {
    let base = if base == "scratch" { Base::Scratch } else { Base::Image(Value::Fixed(ImageRef::new(base).unwrap())) };
    let mut content = Content::new(base, Ok(StageName::from_static("a")), Location::caller());
    let text = format!("FROM a:1\n{instructions}\n");
    let (file, findings) = Dockerfile::parse(Box::leak(text.into_boxed_str()));
    assert!(findings.is_empty(), "{instructions}: {findings:?}");
    for instruction in &file.stages[0].instructions {
        content.push(instruction.clone(), Location::caller());
    }
    match ownership(&content, path, &Owner::parse(asker.to_owned()).unwrap()) {
        Ownership::Missing => "missing".to_owned(),
        Ownership::OfBase => "base".to_owned(),
        Ownership::Given(owner, position) => format!("{owner} by {}", position.number),
        Ownership::Unknown => "?".to_owned(),
    }
}

/// Each of these, and who owns `/data` behind it.
fn table(cases: &[&str]) -> String {
    let line =
        |case: &&str| format!("{}: {}", case.replace('\n', "; "), owned("debian:13-slim", "10001", "/data", case));
    cases.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_instructions_make() {
    insta::assert_snapshot!(table(&[
        "ENV A=1",
        "WORKDIR /data",
        "WORKDIR /data/files",
        "WORKDIR /\nWORKDIR data/./files/",
        "WORKDIR /other",
        "WORKDIR $X",
        "USER 10001\nWORKDIR /data",
        "USER app:staff\nWORKDIR /data/files",
        "WORKDIR /data\nUSER 10001\nWORKDIR /data",
        "USER $X\nWORKDIR /data",
        "COPY a /data/",
        "COPY --chown=10001 a /data/files/",
        "COPY --chown=$X a /data/",
        "COPY --chmod=755 a /data/",
        "COPY --chmod=777 a /data/",
        "COPY --chmod=a+w a /data/",
        "COPY --from=b:1 /a /data",
        "COPY --from=scratch / /data",
        "COPY --from=scratch --chown=10001:2 / /data",
        "WORKDIR /data\nCOPY --from=scratch --chown=10001:2 / /data",
        "WORKDIR /data\nCOPY --chown=10001 a /data/",
        "USER 10001\nWORKDIR /data\nCOPY a /data/",
        "USER 10001\nWORKDIR /data\nCOPY --link a /data/",
        "USER 10001\nWORKDIR /data\nCOPY --link --chmod=755 a /data/",
        "USER 10001\nWORKDIR /data\nCOPY --link --chown=10001 a /data/",
        "WORKDIR /data\nCOPY --link --chown=10001 a /data/",
        "WORKDIR /data\nCOPY --link a /data/",
        "COPY a /",
        "COPY --chown=10001 a /",
        "USER 10001\nWORKDIR /data\nCOPY a /",
        "COPY $X /elsewhere/",
        "COPY a $X",
        "ADD a.tar /data/",
        "ADD a.tar /",
        "ADD a.tar /opt/",
        "VOLUME /data",
        "ONBUILD RUN chown 10001 /data",
        "SHELL [\"pwsh\", \"-c\"]\nRUN mkdir /data",
    ]), @r#"
    ENV A=1: missing
    WORKDIR /data: root by 0
    WORKDIR /data/files: root by 0
    WORKDIR /; WORKDIR data/./files/: root by 1
    WORKDIR /other: missing
    WORKDIR $X: ?
    USER 10001; WORKDIR /data: 10001 by 1
    USER app:staff; WORKDIR /data/files: app:staff by 1
    WORKDIR /data; USER 10001; WORKDIR /data: root by 0
    USER $X; WORKDIR /data: ?
    COPY a /data/: 0 by 0
    COPY --chown=10001 a /data/files/: 10001 by 0
    COPY --chown=$X a /data/: ?
    COPY --chmod=755 a /data/: 0 by 0
    COPY --chmod=777 a /data/: ?
    COPY --chmod=a+w a /data/: ?
    COPY --from=b:1 /a /data: ?
    COPY --from=scratch / /data: 0 by 0
    COPY --from=scratch --chown=10001:2 / /data: 10001:2 by 0
    WORKDIR /data; COPY --from=scratch --chown=10001:2 / /data: root by 0
    WORKDIR /data; COPY --chown=10001 a /data/: root by 0
    USER 10001; WORKDIR /data; COPY a /data/: 10001 by 1
    USER 10001; WORKDIR /data; COPY --link a /data/: 0 by 2
    USER 10001; WORKDIR /data; COPY --link --chmod=755 a /data/: 10001 by 1
    USER 10001; WORKDIR /data; COPY --link --chown=10001 a /data/: ?
    WORKDIR /data; COPY --link --chown=10001 a /data/: ?
    WORKDIR /data; COPY --link a /data/: root by 0
    COPY a /: missing
    COPY --chown=10001 a /: ?
    USER 10001; WORKDIR /data; COPY a /: ?
    COPY $X /elsewhere/: missing
    COPY a $X: ?
    ADD a.tar /data/: ?
    ADD a.tar /: ?
    ADD a.tar /opt/: missing
    VOLUME /data: missing
    ONBUILD RUN chown 10001 /data: missing
    SHELL ["pwsh", "-c"]; RUN mkdir /data: ?
    "#);
}

#[test]
fn what_commands_make() {
    insta::assert_snapshot!(table(&[
        "RUN mkdir /data",
        "RUN mkdir -p /data/files",
        "RUN mkdir -p data",
        "RUN cd /srv && mkdir data",
        "RUN mkdir -m 777 /data",
        "RUN mkdir --mode=777 /data",
        "RUN mkdir /other",
        "RUN mkdir $X",
        "RUN mkdir /d*",
        "RUN mkdir /opt/*",
        "RUN mkdir ~/data",
        "RUN mkdir /{data,x}",
        "USER 10001\nRUN mkdir /data",
        "RUN [ -d /data ] || mkdir /data",
        "RUN if true; then mkdir /data; fi",
        "RUN sudo mkdir /data",
        "RUN sh -c 'mkdir /data'",
        "RUN [\"mkdir\", \"/data\"]",
        "RUN <<E\nmkdir /data\nchown 10001 /data\nE",
        "RUN <<E\n#!/usr/bin/env python3\nE",
        "RUN mkdir /data && chown 10001:10001 /data",
        "RUN mkdir /data && chown -R app: /",
        "RUN mkdir /data && chown app /",
        "RUN mkdir /data && chown :staff /data",
        "RUN mkdir /data && chown --from=0 10001 /data",
        "RUN mkdir /data && chown $X /data",
        "RUN mkdir /data && chown 10001 /data/files",
        "RUN mkdir /data && chmod 777 /data",
        "RUN mkdir /data && chmod -R a+w /",
        "RUN mkdir /data && chmod 777 /",
        "RUN chown 10001 /data",
        "RUN install -d /data",
        "RUN install -d -o 10001 -g 2 /data",
        "RUN install --directory --owner=10001 /data /other",
        "RUN install -d -o 10001 /data/files",
        "RUN install -do 10001 /data",
        "RUN install -d -m 1777 /data",
        "RUN install -d -o data /other",
        "RUN install -D a /data/a",
        "WORKDIR /data\nRUN install -d -o 10001 /data",
        "RUN mkdir /data && ./setup.sh",
        "RUN mkdir /data && $X",
        "RUN mkdir /data && (",
        "RUN mkdir /data && tar -xf /a.tar",
        "RUN mkdir /data && tar -xf /a.tar -C /opt",
        "WORKDIR /src\nRUN mkdir /data && tar -xf /a.tar",
        "RUN mkdir /data && rm -rf /var/lib/apt/lists/*",
        "RUN touch /data/a",
        "RUN mkdir /data && touch /data/a",
        "RUN apt-get install -y redis",
        "RUN useradd --home-dir /data app",
        "RUN useradd --home-dir /home/app app",
    ]), @r#"
    RUN mkdir /data: root by 0
    RUN mkdir -p /data/files: root by 0
    RUN mkdir -p data: root by 0
    RUN cd /srv && mkdir data: ?
    RUN mkdir -m 777 /data: ?
    RUN mkdir --mode=777 /data: ?
    RUN mkdir /other: missing
    RUN mkdir $X: ?
    RUN mkdir /d*: ?
    RUN mkdir /opt/*: missing
    RUN mkdir ~/data: ?
    RUN mkdir /{data,x}: ?
    USER 10001; RUN mkdir /data: 10001 by 1
    RUN [ -d /data ] || mkdir /data: ?
    RUN if true; then mkdir /data; fi: ?
    RUN sudo mkdir /data: ?
    RUN sh -c 'mkdir /data': ?
    RUN ["mkdir", "/data"]: root by 0
    RUN <<E; mkdir /data; chown 10001 /data; E: 10001 by 0
    RUN <<E; #!/usr/bin/env python3; E: ?
    RUN mkdir /data && chown 10001:10001 /data: 10001:10001 by 0
    RUN mkdir /data && chown -R app: /: app by 0
    RUN mkdir /data && chown app /: root by 0
    RUN mkdir /data && chown :staff /data: ?
    RUN mkdir /data && chown --from=0 10001 /data: ?
    RUN mkdir /data && chown $X /data: ?
    RUN mkdir /data && chown 10001 /data/files: root by 0
    RUN mkdir /data && chmod 777 /data: ?
    RUN mkdir /data && chmod -R a+w /: ?
    RUN mkdir /data && chmod 777 /: root by 0
    RUN chown 10001 /data: ?
    RUN install -d /data: root by 0
    RUN install -d -o 10001 -g 2 /data: 10001 by 0
    RUN install --directory --owner=10001 /data /other: 10001 by 0
    RUN install -d -o 10001 /data/files: root by 0
    RUN install -do 10001 /data: ?
    RUN install -d -m 1777 /data: ?
    RUN install -d -o data /other: missing
    RUN install -D a /data/a: ?
    WORKDIR /data; RUN install -d -o 10001 /data: 10001 by 1
    RUN mkdir /data && ./setup.sh: ?
    RUN mkdir /data && $X: ?
    RUN mkdir /data && (: ?
    RUN mkdir /data && tar -xf /a.tar: ?
    RUN mkdir /data && tar -xf /a.tar -C /opt: ?
    WORKDIR /src; RUN mkdir /data && tar -xf /a.tar: root by 1
    RUN mkdir /data && rm -rf /var/lib/apt/lists/*: root by 0
    RUN touch /data/a: ?
    RUN mkdir /data && touch /data/a: root by 0
    RUN apt-get install -y redis: missing
    RUN useradd --home-dir /data app: ?
    RUN useradd --home-dir /home/app app: missing
    "#);
}

#[test]
fn what_bases_have() {
    let table = |base: &'static str, paths: &[&str]| {
        let line = |path: &&str| format!("{path} {}", owned(base, "10001", path, "ENV A=1"));
        format!("{base}: {}", paths.iter().map(line).collect::<Vec<_>>().join(", "))
    };
    let paths =
        ["/", "/etc", "/var/lib", "/var/lib/app", "/tmp", "/home", "/home/node", "/usr/local/x", "/opt", "/srv/x"];
    let bases = ["debian:13-slim", "golang:1.25", "alpine:3.22", "scratch", "postgres:17", "example.com/a:1"];
    insta::assert_snapshot!(bases.map(|base| table(base, &paths)).join("\n"), @"
    debian:13-slim: / base, /etc base, /var/lib base, /var/lib/app missing, /tmp ?, /home base, /home/node ?, /usr/local/x ?, /opt base, /srv/x missing
    golang:1.25: / base, /etc base, /var/lib base, /var/lib/app missing, /tmp ?, /home base, /home/node ?, /usr/local/x ?, /opt base, /srv/x missing
    alpine:3.22: / base, /etc base, /var/lib base, /var/lib/app missing, /tmp ?, /home base, /home/node ?, /usr/local/x ?, /opt base, /srv/x missing
    scratch: / base, /etc missing, /var/lib missing, /var/lib/app missing, /tmp missing, /home missing, /home/node missing, /usr/local/x missing, /opt missing, /srv/x missing
    postgres:17: / ?, /etc ?, /var/lib ?, /var/lib/app ?, /tmp ?, /home ?, /home/node ?, /usr/local/x ?, /opt ?, /srv/x ?
    example.com/a:1: / ?, /etc ?, /var/lib ?, /var/lib/app ?, /tmp ?, /home ?, /home/node ?, /usr/local/x ?, /opt ?, /srv/x ?
    ");
}

#[test]
fn packages_give_directories_to_their_users_alone() {
    let installed = |asker| owned("debian:13-slim", asker, "/var/lib/redis", "RUN apt-get install -y redis");
    assert_eq!([installed("redis"), installed("101"), installed("10001")], ["?", "?", "missing"]);
}

#[test]
fn triggers_of_a_stage_below_may_do_anything() {
    let name = |name| Ok(StageName::from_static(name));
    let image = Base::Image(Value::Fixed(ImageRef::from_static("debian:13-slim")));
    let mut base = Content::new(image, name("base"), Location::caller());
    base.push(Onbuild::new(Run::shell("./setup.sh")), Location::caller());
    assert_eq!(ownership(&base, "/data", &root()), Ownership::Missing);
    let child = Content::child(Arc::from(base), name("child"), Location::caller());
    assert_eq!(ownership(&child, "/data", &root()), Ownership::Unknown);
}

#[test]
fn a_private_base_that_says_its_distribution_is_not_known_all_the_same() {
    let base = Base::Image(Value::Fixed(ImageRef::new("example.com/a:1").unwrap()));
    let mut content = Content::new(base, Ok(StageName::from_static("a")), Location::caller());
    content.distribution = Some(Distribution::Debian);
    assert_eq!(ownership(&content, "/data", &root()), Ownership::Unknown);
}
