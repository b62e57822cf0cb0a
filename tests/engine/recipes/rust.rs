//! Rust with Cargo.

use std::fs;
use std::path::Path;

use dockerspec::recipe::{self, BuiltOn, CargoProject, Recipe, Rust};
use dockerspec::{Files, Image, ImageRef, InlineFile, ReferencePolicy, Run, Stage, image_ref};
use serde_json::Value;

use crate::application::{Application, build_files, config, new_text, serve, serve_from_nothing};
use crate::docker::{BuiltImage, new_tag};

/// The service of the example, by the recipe.
fn service(choose: fn(Recipe<Rust>) -> Recipe<Rust>) -> Application {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/rust_service");
    let project = CargoProject::read(directory, "rust-service").unwrap_or_else(|error| panic!("{error}"));
    let stages = choose(recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project))
        .stages()
        .both(|stage| stage.expose(8080).healthcheck(recipe::probe(["rust-service", "--health"])));
    let runtime = stages.runtime.entrypoint(["rust-service"]);
    let dev = stages.dev.cmd(["cargo", "run", "--locked"]);
    Application::new("rust_service", &Image::new(runtime).target(dev))
}

/// Builds the service, and once more after a change.
fn builds_and_serves(service: &Application, serve: fn(&BuiltImage) -> Value) -> BuiltImage {
    let (image, _) = service.build(&service.context);
    let _config = config(&image);
    assert_eq!(serve(&image)["version"], "0.1.0");
    let name = new_text();
    let before = r#""service":"rust-service""#;
    let (changed, steps) = service.build_changed("src/main.rs", before, &before.replace("rust-service", &name));
    assert_eq!(serve(&changed)["service"], *name);
    for part in ["RUN groupadd", "COPY <<passwd", "COPY --from=build /etc/ssl", "RUN cargo chef cook"] {
        for step in steps.iter().filter(|step| step.name.contains(part)) {
            assert!(step.cached, "{part} is done again: {steps:#?}");
        }
    }
    image
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn slim() {
    let service = service(|recipe| recipe);
    let image = builds_and_serves(&service, serve);
    assert_eq!(build_files(&image), "");
    assert!(build_files(&service.build_stage("build")).contains("/bin/cargo\n"));

    // Who develops compiles as the user of the service, and what is compiled belongs to that user.
    let dev = service.build_stage("dev");
    let printed = dev.run(&[], &["cargo", "build", "--locked", "--quiet"]);
    assert_eq!(printed.as_deref(), Ok(&b""[..]));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn static_on_nothing() {
    let service = service(Recipe::static_linked);
    let image = builds_and_serves(&service, serve_from_nothing);
    assert!(image.run(&["--entrypoint", "sh"], &["-c", "true"]).is_err(), "there is a shell");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn with_layers() {
    let service = service(|recipe| recipe.cargo_chef("0.1.75").built_on(BuiltOn::EphemeralCi));
    let image = builds_and_serves(&service, serve);
    assert_eq!(build_files(&image), "");
}

/// A workspace of which the program needs one package of three.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn workspace() {
    let directory = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let manifest = |name: &str, more: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\nrust-version = \"1.80\"\n{more}"
        )
    };
    write("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"app\", \"shared\", \"other\"]\n");
    write("app/Cargo.toml", &manifest("app", "[dependencies]\nshared = { path = \"../shared\" }\n"));
    write("app/src/main.rs", "fn main() { println!(\"{}\", shared::WORD) }\n");
    write("shared/Cargo.toml", &manifest("shared", "build = \"build.rs\"\n"));
    write("shared/build.rs", "fn main() { println!(\"cargo::rustc-env=WORD=built\") }\n");
    write("shared/src/lib.rs", "pub const WORD: &str = env!(\"WORD\");\n");
    write("other/Cargo.toml", &manifest("other", "[[bin]]\nname = \"other\"\npath = \"odd place/main.rs\"\n"));
    write("other/odd place/main.rs", "this does not compile\n");
    let lock = std::process::Command::new("cargo")
        .args(["generate-lockfile", "--offline"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert!(lock.status.success(), "{lock:?}");

    let project = CargoProject::read(directory.path().join("app"), "app").unwrap();
    for built_on in [BuiltOn::Laptop, BuiltOn::EphemeralCi] {
        let recipe = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project).cargo_chef("0.1.75");
        let image = Image::new(recipe.built_on(built_on).stages().runtime.entrypoint(["app"]));
        let context = image.context(directory.path()).unwrap();
        let files = "Cargo.lock Cargo.toml app/Cargo.toml app/src/main.rs other/Cargo.toml shared/Cargo.toml \
                     shared/build.rs shared/src/lib.rs";
        assert_eq!(context.files().join(" "), files);
        let dockerfile = image.render().unwrap();
        let built = BuiltImage::build(directory.path(), &dockerfile, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(String::from_utf8_lossy(&built.run(&[], &[]).unwrap()), "built\n");
    }
}

/// Compiles for arm64 on amd64, and the other way round. The official images have rustup; here a script stands for it,
/// which installs the libraries of Rust for other architectures from Debian's packages.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn for_another_platform() {
    const RUSTUP: &str = "#!/bin/sh\n\
        set -e\n\
        [ \"$1 $2\" = \"target add\" ]\n\
        case \"$3\" in aarch64-*) architecture=arm64 ;; x86_64-*) architecture=amd64 ;; esac\n\
        dpkg --add-architecture \"$architecture\"\n\
        apt-get update\n\
        apt-get install --yes --no-install-recommends \"libstd-rust-dev:$architecture\"\n";
    let base = Stage::from_image("base", image_ref!("rust:1.85-slim-trixie"))
        .copy(Files::new(InlineFile::new(RUSTUP)).chmod("755"), "/usr/local/bin/rustup")
        // Where the official image has its cargo, which is a directory of its own there.
        .run(Run::sh("mkdir -p /usr/local/cargo"))
        .run_as_root("it is a base");
    let directory = tempfile::tempdir().unwrap();
    let tag = format!("{}:1.85-slim-trixie", new_tag());
    let dockerfile = Image::new(base).render().unwrap();
    let _base = BuiltImage::build_as(tag.clone(), directory.path(), &dockerfile, &[]).unwrap();

    let context = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/rust_service");
    let project = CargoProject::read(&context, "rust-service").unwrap();
    let stages =
        recipe::rust(ImageRef::parse(tag, ReferencePolicy::Tagged), &project).cross_compiled().static_linked().stages();
    let dockerfile = Image::new(stages.runtime.entrypoint(["rust-service"])).render().unwrap();
    let (platform, machine) = if cfg!(target_arch = "x86_64") { ("linux/arm64", 183) } else { ("linux/amd64", 62) };
    let files = format!("--output=type=local,dest={}", directory.path().display());
    let build = || BuiltImage::build(&context, &dockerfile, &["--platform", platform, &files]);
    // Packages and crates come over the network, which can fail without a fault of ours.
    let _image = build().or_else(|_| build()).unwrap_or_else(|error| panic!("{error}"));
    let program = fs::read(directory.path().join("usr/local/bin/rust-service")).unwrap();
    assert_eq!(&program[..4], b"\x7fELF");
    assert_eq!(u16::from_le_bytes([program[18], program[19]]), machine, "the architecture, as ELF numbers them");
}
