//! Recipes, as far as no engine is needed: what they say, what they refuse, and that no check has anything to say.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use dockerspec::model::{self, Instruction};
use dockerspec::parse::Parsed;
use dockerspec::recipe::{self, BuiltOn, CargoProject, HttpClient, Stages, http_probe};
use dockerspec::{Healthcheck, Image, Stage, User, image_ref};
use tempfile::TempDir;

use crate::{DEBIAN, image_of};

/// The image of a recipe's stages: what ships, and what somebody develops with.
fn image(stages: Stages) -> Image {
    let stages = stages.both(|stage| {
        let stage = stage.env("SHOP_PORT", "8080").expose(8080);
        stage.healthcheck(http_probe(HttpClient::Python, 8080, "/healthz"))
    });
    Image::new(stages.runtime.cmd(["serve"])).target(stages.dev.cmd(["serve", "--reload"]))
}

const PLACES: [BuiltOn; 3] = [BuiltOn::Laptop, BuiltOn::EphemeralCi, BuiltOn::RegistryCache];

#[test]
fn no_check_has_anything_to_say() {
    let python = || recipe::pip(image_ref!("python:3.13-slim-trixie"));
    let rust = || recipe::rust(image_ref!("rust:1.90-slim-trixie"), &CargoProject::new("shop"));
    let mut images = Vec::new();
    for place in PLACES {
        let pythons = [
            python(),
            python().minimal(),
            python().packages(["gcc", "libpq-dev"]).runtime_packages(["libpq5"]).require_hashes(),
            python().requirements("requirements/production.txt").dev_requirements("requirements/dev.txt"),
        ];
        images.extend(pythons.map(|recipe| image(recipe.built_on(place).stages())));
        let uv = || recipe::uv(image_ref!("python:3.13-slim-trixie"), image_ref!("ghcr.io/astral-sh/uv:0.9.7"));
        let uvs = [
            uv(),
            uv().minimal(),
            uv().packages(["gcc", "libc6-dev"]).runtime_packages(["libpq5"]).extras(["tls"]).groups(["metrics"]),
            uv().install_project(["README.md", "src"]).prefix("api"),
        ];
        images.extend(uvs.map(|recipe| image(recipe.built_on(place).stages())));
        let rusts = [
            rust(),
            rust().static_linked().features(["json", "tls"]),
            rust().cross_compiled(),
            rust().cross_compiled().static_linked(),
            rust().packages(["pkg-config", "libssl-dev"]).runtime_packages(["libssl3t64"]).prefix("api"),
        ];
        images.extend(rusts.map(|recipe| image(recipe.built_on(place).stages())));
    }
    for place in PLACES {
        let npm = || recipe::npm(image_ref!("node:24-trixie-slim"));
        let distroless = image_ref!("gcr.io/distroless/nodejs24-debian13:nonroot");
        let npms = [
            npm(),
            npm().build("build", ["tsconfig.json", "src"]).manifests([".npmrc"]).prefix("api"),
            npm()
                .build("build:site", ["src"])
                .output("public")
                .packages(["g++", "make"])
                .runtime_packages(["libvips42"]),
            npm().build("build", ["src"]).runtime(distroless.clone()),
        ];
        images.extend(npms.map(|recipe| image(recipe.built_on(place).stages())));
        let pnpm = || recipe::pnpm(image_ref!("node:24-trixie-slim"), "10.34.9");
        let pnpms = [
            pnpm(),
            pnpm().build("build", ["tsconfig.json", "src"]).manifests(["pnpm-workspace.yaml"]).prefix("api"),
            pnpm().build("build", ["src"]).runtime(distroless.clone()),
        ];
        images.extend(pnpms.map(|recipe| image(recipe.built_on(place).stages())));
        let go = |package| recipe::go(image_ref!("golang:1.25-trixie"), package);
        let gos = [
            go("."),
            go("./cmd/shop").sources(["internal"]).standard_library_only().prefix("api"),
            go("./cmd/shop").tags(["json", "tls"]).linker_flags("-s -w -X 'main.version=1.0'").packages(["git"]),
            go(".").runtime(image_ref!("debian:13-slim")).runtime_packages(["git"]),
            go(".").runtime(image_ref!("gcr.io/distroless/static-debian13:nonroot")),
        ];
        images.extend(gos.map(|recipe| image(recipe.built_on(place).stages())));
        let jre = image_ref!("eclipse-temurin:21-jre");
        let maven = || recipe::maven(image_ref!("maven:3.9-eclipse-temurin-21"), jre.clone());
        let mavens = [
            maven(),
            maven().spring_boot_layers().packages(["git"]).runtime_packages(["fontconfig"]),
            maven()
                .manifests(["pom.xml", "app/pom.xml"])
                .sources(["app/src"])
                .jar("app/target/app-*.jar")
                .prefix("api"),
        ];
        images.extend(mavens.map(|recipe| image(recipe.built_on(place).stages())));
        let gradle = || recipe::gradle(image_ref!("gradle:9.2-jdk21-noble"), jre.clone());
        let gradles = [
            gradle(),
            gradle().spring_boot_layers(),
            gradle().task("shadowJar").jar("build/libs/*-all.jar").manifests(["build.gradle"]).prefix("api"),
        ];
        images.extend(gradles.map(|recipe| image(recipe.built_on(place).stages())));
    }
    let server = image_ref!("nginxinc/nginx-unprivileged:1.29-alpine");
    let site = || {
        let app = recipe::npm(image_ref!("node:24-trixie-slim")).build("build", ["index.html", "src"]).stages();
        recipe::static_site(server.clone(), app, "/app/dist")
    };
    let sites = [
        site(),
        site().single_page().immutable("/assets/").immutable("a \"quoted\" path").prefix("web"),
        site().runtime_packages(["brotli"]).client(HttpClient::Wget),
    ];
    for site in sites {
        let stages = site.stages();
        images.push(
            Image::new(stages.runtime).target(stages.dev.cmd(["npm", "run", "dev"]).healthcheck(Healthcheck::none())),
        );
    }
    for image in images {
        let findings: Vec<String> = image.findings().unwrap().iter().map(ToString::to_string).collect();
        let text = image.render_unchecked().unwrap();
        assert_eq!(findings, [""; 0], "{text}");
        let read = Parsed::new(&text);
        assert_eq!(read.findings, [], "{text}");
        assert_eq!(read.dockerfile.render().unwrap(), text);
    }
}

#[test]
fn what_is_chosen_is_said() {
    let user = User::new("shop", 20_001);
    let stages = recipe::pip(image_ref!("python:3.13-slim-trixie"))
        .user(&user)
        .requirements("requirements/production.txt")
        .dev_requirements("requirements/dev.txt")
        .built_on(BuiltOn::EphemeralCi)
        .require_hashes()
        .stages();
    let text = image(stages).render().unwrap();
    insta::assert_snapshot!(text, @r#"
    # build installs the dependencies.
    FROM python:3.13-slim-trixie AS build
    RUN --mount=type=bind,target=/tmp/requirements.txt,source=requirements/production.txt <<'EOF'
    set -e
    python -m venv --without-pip /opt/venv
    pip --python /opt/venv/bin/python install --disable-pip-version-check --no-cache-dir --require-hashes -r /tmp/requirements.txt
    EOF

    # dev is what the program is developed with.
    FROM build AS dev
    RUN --mount=type=bind,target=/tmp/requirements.txt,source=requirements/dev.txt pip --python /opt/venv/bin/python install --disable-pip-version-check --no-cache-dir --require-hashes -r /tmp/requirements.txt
    RUN groupadd --gid 20001 shop && useradd --uid 20001 --gid shop --no-log-init --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin shop
    ENV PATH=/opt/venv/bin:${PATH} \
        PYTHONUNBUFFERED=1
    WORKDIR /app
    USER 20001:20001
    ENV SHOP_PORT=8080
    EXPOSE 8080
    HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD ["python", "-c", "import http.client, sys; connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=2); connection.request('GET', sys.argv[2]); sys.exit(connection.getresponse().status // 100 != 2)", "8080", "/healthz"]
    CMD ["serve", "--reload"]

    # runtime is the program and its dependencies, and nothing that installed them.
    FROM python:3.13-slim-trixie AS runtime
    RUN groupadd --gid 20001 shop && useradd --uid 20001 --gid shop --no-log-init --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin shop
    COPY --from=build /opt/venv /opt/venv
    ENV PATH=/opt/venv/bin:${PATH} \
        PYTHONUNBUFFERED=1
    WORKDIR /app
    USER 20001:20001
    ENV SHOP_PORT=8080
    EXPOSE 8080
    HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD ["python", "-c", "import http.client, sys; connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=2); connection.request('GET', sys.argv[2]); sys.exit(connection.getresponse().status // 100 != 2)", "8080", "/healthz"]
    CMD ["serve"]
    "#);

    let stages = recipe::rust(image_ref!("rust:1.90-slim-trixie"), &CargoProject::new("shop").binary("shopd"))
        .static_linked()
        .features(["json", "tls"])
        .built_on(BuiltOn::RegistryCache)
        .stages();
    let image = Image::new(stages.runtime.entrypoint(["shopd"]).healthcheck(Healthcheck::none()));
    insta::assert_snapshot!(image.render().unwrap(), @r#"
    # chef compiles dependencies without the program.
    FROM rust:1.90-slim-trixie AS chef
    WORKDIR /src
    RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked --mount=type=cache,target=/usr/local/cargo/git/db,sharing=locked cargo install cargo-chef --locked --version 0.1.78

    # plan finds out what the dependencies are.
    FROM chef AS plan
    COPY Cargo.toml Cargo.lock ./
    COPY src src
    RUN cargo chef prepare --bin shopd --recipe-path /recipe.json

    # build compiles the program.
    FROM chef AS build
    ENV RUSTFLAGS="-C target-feature=+crt-static"
    COPY --from=plan /recipe.json /recipe.json
    RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked --mount=type=cache,target=/usr/local/cargo/git/db,sharing=locked <<'EOF'
    set -e
    target=$(rustc --print host-tuple)
    cargo chef cook --release --locked --package shop --bin shopd --features json,tls --target "$target" --recipe-path /recipe.json
    EOF
    COPY Cargo.toml Cargo.lock ./
    COPY src src
    RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked --mount=type=cache,target=/usr/local/cargo/git/db,sharing=locked <<'EOF'
    set -e
    target=$(rustc --print host-tuple)
    touch src/main.rs
    cargo build --release --locked --package shop --bin shopd --features json,tls --target "$target"
    install -D target/$target/release/shopd /out/shopd
    EOF

    # runtime is the program, and nothing that built it.
    FROM scratch AS runtime
    COPY <<'passwd' <<'group' /etc/
    app:x:10001:10001::/nonexistent:/sbin/nologin
    passwd
    app:x:10001:
    group
    COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
    COPY --from=build /out/shopd /usr/local/bin/shopd
    USER 10001:10001
    ENTRYPOINT ["shopd"]
    HEALTHCHECK NONE
    "#);
}

#[test]
fn what_cannot_be_built_is_refused() {
    let project = CargoProject::new("shop");
    let alpine = recipe::rust(image_ref!("rust:1.90-alpine3.22"), &project).stages();
    let unknown = recipe::rust(image_ref!("registry.example.com/rust:1.90"), &project).stages();
    let problems = [alpine, unknown].map(|stages| {
        let error = Image::new(stages.runtime.entrypoint(["shop"])).render().unwrap_err();
        error.problems().iter().map(|problem| problem.kind.to_string()).collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(problems.join("\n"), @r"
    nothing tells which image runs what `rust:1.90-alpine3.22` compiles; say it with `runtime(…)`, or link it with `static_linked()`
    nothing tells which image runs what `registry.example.com/rust:1.90` compiles; say it with `runtime(…)`, or link it with `static_linked()`
    ");
}

#[test]
fn problems_have_the_line_that_carries_the_recipe_out() {
    let project = CargoProject::new("shop").source("a\0b");
    let rust = recipe::rust(image_ref!("rust:1.90-slim-trixie"), &project).packages(["-x"]);
    let (stages, line) = (rust.stages(), line!());
    let error = Image::new(stages.runtime.entrypoint(["shop"])).render().unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    for problem in error.problems() {
        let location = problem.location.map(|location| (location.file(), location.line()));
        assert_eq!(location, Some((file!(), line)), "{problem}");
    }
}

/// A workspace: `app` needs `shared`, and nobody needs `other`.
fn workspace() -> TempDir {
    let directory = tempfile::tempdir().expect("there is room for a directory");
    let manifest = |name: &str, more: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.3.0\"\nedition = \"2021\"\nlicense = \"MIT\"\n\
             rust-version = \"1.91\"\n{more}"
        )
    };
    let root = manifest(
        "app",
        "[workspace]\nmembers = [\"*/shared\", \"other\"]\n\
         [dependencies]\nshared.path = \"libraries/shared\"\n\
         [[bench]]\nname = \"speed\"\nharness = false\n",
    );
    for (path, text) in [
        ("Cargo.toml", &*root),
        ("Cargo.lock", ""),
        (".cargo/config.toml", ""),
        ("build.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/tool.rs", ""),
        ("benches/speed.rs", ""),
        ("libraries/shared/Cargo.toml", &manifest("shared", "")),
        ("libraries/shared/src/lib.rs", ""),
        ("other/Cargo.toml", &manifest("other", "")),
        ("other/src/lib.rs", ""),
        ("other/tests/it's.rs", ""),
    ] {
        write(directory.path(), path, text);
    }
    directory
}

fn write(directory: &Path, path: &str, text: &str) {
    let path = directory.join(path);
    fs::create_dir_all(path.parent().expect("it is in the directory")).expect("the directory can be written");
    fs::write(path, text).expect("the directory can be written");
}

#[test]
fn cargo_says_what_a_program_is_made_of() {
    let directory = workspace();
    let project = CargoProject::read(directory.path().join("libraries/shared"), "app").unwrap();
    let stages = recipe::rust(image_ref!("rust:1.91-slim-trixie"), &project).stages();
    let image = Image::new(stages.runtime.entrypoint(["app"]));
    let text = image.render().unwrap();
    let build = text.split("\n\n").next().unwrap();
    insta::assert_snapshot!(build, @r"
    # build compiles the program.
    FROM rust:1.91-slim-trixie AS build
    WORKDIR /src
    COPY Cargo.toml Cargo.lock ./
    COPY other/Cargo.toml other/Cargo.toml
    RUN <<'EOF'
    set -e
    mkdir -p benches other/src other/tests
    touch benches/speed.rs other/src/lib.rs 'other/tests/it'\''s.rs'
    EOF
    COPY build.rs build.rs
    COPY src src
    COPY libraries/shared libraries/shared
    COPY .cargo/config.toml .cargo/config.toml
    RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked --mount=type=cache,target=/usr/local/cargo/git/db,sharing=locked --mount=type=cache,target=/src/target,id=cargo-app-1.91-slim-trixie,sharing=locked <<'EOF'
    set -e
    touch src/main.rs build.rs libraries/shared/src/lib.rs
    cargo build --release --locked --package app --bin app
    install -D target/release/app /out/app
    EOF
    ");
    assert!(text.contains("org.opencontainers.image.version=0.3.0"), "{text}");
    assert_eq!(image.context(directory.path()).unwrap().findings(), []);

    let tool = CargoProject::read(directory.path(), "tool").unwrap();
    assert_ne!(tool, project);
}

#[test]
fn an_older_compiler_is_refused() {
    let directory = workspace();
    let project = CargoProject::read(directory.path(), "app").unwrap();
    let render = |base| Image::new(recipe::rust(base, &project).stages().runtime.entrypoint(["app"])).render();
    let error = render(image_ref!("rust:1.85-slim-trixie")).unwrap_err();
    assert_eq!(
        error.problems()[0].kind.to_string(),
        "`app` needs Rust 1.91, and `rust:1.85-slim-trixie` has 1.85; take a base with 1.91 or later"
    );
    let layers = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &CargoProject::new("app"));
    let layers = layers.built_on(BuiltOn::EphemeralCi).stages();
    assert_eq!(
        Image::new(layers.runtime.entrypoint(["app"])).render().unwrap_err().problems()[0].kind.to_string(),
        "`cargo-chef 0.1.78` needs Rust 1.88, and `rust:1.85-slim-trixie` has 1.85; take a base with 1.88 or later, or an \
         older one with `cargo_chef(\"0.1.75\")`"
    );
    assert!(render(image_ref!("rust:1.91-slim-trixie")).is_ok());
    assert!(render(image_ref!("rust:1-slim-trixie")).is_ok(), "what the tag does not say is not known");
}

#[test]
fn what_cargo_cannot_say_is_an_error() {
    let read = |directory: &Path, binary: &str| {
        let message = CargoProject::read(directory, binary).unwrap_err().to_string();
        message.replace(&*directory.canonicalize().unwrap().to_string_lossy(), "DIRECTORY")
    };
    let directory = workspace();
    let mut messages = vec![read(directory.path(), "ap")];
    fs::remove_file(directory.path().join("Cargo.lock")).unwrap();
    messages.push(read(directory.path(), "app"));

    let library = tempfile::tempdir().unwrap();
    write(library.path(), "Cargo.toml", "[package]\nname = \"l\"\n[dependencies]\nabove.path = \"../above\"\n");
    write(library.path(), "Cargo.lock", "");
    write(library.path(), "src/lib.rs", "");
    messages.push(read(library.path(), "l"));
    write(library.path(), "src/main.rs", "");
    messages.push(read(library.path(), "l").replace(&*library.path().parent().unwrap().to_string_lossy(), "ABOVE"));

    let nothing = tempfile::tempdir().unwrap();
    messages.push(read(nothing.path(), "app").lines().next().unwrap_or_default().to_owned());
    insta::assert_snapshot!(messages.join("\n"), @r"
    no package has a program `ap`; expected `app` or `tool`
    `DIRECTORY` has no Cargo.lock, so the same build gives another program tomorrow; run `cargo generate-lockfile`, and commit it
    no package has a program `l`; the workspace has libraries only, add a `src/main.rs`
    `ABOVE/above` is not below the workspace `DIRECTORY`; move it there, or make a directory above both the workspace
    cargo does not understand `DIRECTORY`: error: could not find `Cargo.toml` in `DIRECTORY` or any parent directory
    ");
}

/// The command of a probe, as the container gets it.
fn probe(client: HttpClient, port: u16, path: &str) -> Vec<String> {
    let stage = Stage::from_image("app", DEBIAN).healthcheck(http_probe(client, port, path));
    let dockerfile = image_of(stage).dockerfile().expect("the image is right");
    let probe = dockerfile.stages[0].instructions.iter().find_map(|instruction| match instruction {
        Instruction::Healthcheck(check) => match &**check {
            model::Healthcheck::Probe(probe) => Some(&probe.command),
            _ => None,
        },
        _ => None,
    });
    match probe {
        Some(model::Command::Exec(arguments)) => arguments.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

/// The others need their programs, and are run in containers.
#[test]
fn bash_asks_over_http() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    for (answer, is_well) in [
        ("HTTP/1.1 200 OK\r\n\r\nok", true),
        ("HTTP/1.0 204 No Content\r\n\r\n", true),
        ("HTTP/1.1 404 Not Found\r\n\r\n", false),
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n200", false),
        ("", false),
    ] {
        let [program, arguments @ ..] = &*probe(HttpClient::Bash, port, "healthz?a=$(b)") else { panic!("a program") };
        let mut asking = Command::new(program).args(arguments).stderr(Stdio::null()).spawn().unwrap();
        let (mut connection, _) = listener.accept().unwrap();
        let lines = BufReader::new(connection.try_clone().unwrap()).lines().map(Result::unwrap);
        let lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        assert_eq!(lines[0], "GET /healthz?a=$(b) HTTP/1.0");
        connection.write_all(answer.as_bytes()).unwrap();
        drop(connection);
        assert_eq!(asking.wait().unwrap().success(), is_well, "{answer}");
    }
}

#[test]
fn clients_get_port_and_path_as_arguments() {
    let commands = [HttpClient::Python, HttpClient::Node, HttpClient::Wget].map(|client| {
        let command = probe(client, 8080, "/a'b");
        command.iter().map(|word| if word.len() < 50 { &**word } else { "PROGRAM" }).collect::<Vec<_>>().join(" ")
    });
    insta::assert_snapshot!(commands.join("\n"), @r"
    python -c PROGRAM 8080 /a'b
    node --eval PROGRAM 8080 /a'b
    wget --quiet --output-document=/dev/null http://127.0.0.1:8080/a'b
    ");
}
