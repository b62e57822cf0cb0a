//! Node with npm.

use dockerspec::recipe::{self, BuiltOn, HttpClient, Stages, http_probe};
use dockerspec::{Image, image_ref};

use crate::application::{Application, build_files, config, new_text, serve, step};
use crate::docker::BuiltImage;

/// The shop, by the stages of a recipe.
pub(super) fn shop(name: &str, stages: Stages) -> Application {
    let stages = stages.both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Node, 8080, "/healthz")));
    let runtime = stages.runtime.cmd(["node", "dist/main.js"]);
    let dev = stages.dev.copy("tsconfig.json", "./").copy("src", "src").cmd(["node", "--watch", "dist/main.js"]);
    Application::new(name, &Image::new(runtime).target(dev).ignore("**/node_modules"))
}

/// Builds the shop, runs it, and builds it again after a change: the dependencies are where they were.
pub(super) fn builds_and_serves(shop: &Application) {
    let (image, _) = shop.build(&shop.context);
    let _config = config(&image);
    let answer = serve(&image);
    assert_eq!((&answer["stock"], &answer["mode"]), (&"ten apples".into(), &"production".into()));
    assert_eq!(build_files(&image), "");
    let has = |command: &str| image.run(&["--entrypoint", "sh"], &["-c", command]).is_ok();
    assert!(has("test -e node_modules/picocolors"));
    for path in ["node_modules/typescript", "src", "/root/.npm/_cacache", "/pnpm"] {
        assert!(!has(&format!("test -e {path}")), "{path} is there");
    }
    assert!(!has("touch dist/main.js"), "the program can change itself");

    let stock = new_text();
    let (changed, steps) = shop.build_changed("src/main.ts", "ten apples", &stock);
    let again: Vec<_> = steps.iter().filter(|step| step.name.contains("] RUN") && !step.cached).collect();
    assert_eq!(again.len(), 1, "more is done again than the script: {steps:#?}");
    assert!(step(&steps, "[runtime 4/6] COPY --from=dependencies").cached, "{steps:#?}");
    assert_eq!(serve(&changed)["stock"], *stock);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn built() {
    let recipe = recipe::npm(image_ref!("node:20-slim")).build("build", ["tsconfig.json", "src"]);
    let shop = shop("recipes/npm", recipe.stages());
    builds_and_serves(&shop);
    // Who develops has the compiler, and may write what it makes.
    let dev = shop.build_stage("dev");
    dev.run(&[], &["sh", "-c", "npx tsc && test -e dist/main.js"]).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn in_layers() {
    let recipe = recipe::npm(image_ref!("node:20-slim")).build("build", ["tsconfig.json", "src"]);
    builds_and_serves(&shop("recipes/npm", recipe.built_on(BuiltOn::EphemeralCi).stages()));
}

/// A program that is what it is written in, without any dependencies.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn nothing_to_install() {
    let directory = tempfile::tempdir().unwrap();
    let lock = r#"{"name":"a","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"a","version":"1.0.0"}}}"#;
    for (path, text) in [
        ("package.json", r#"{"name":"a","version":"1.0.0"}"#),
        ("package-lock.json", lock),
        ("main.js", "console.log('it runs')"),
    ] {
        std::fs::write(directory.path().join(path), text).unwrap();
    }
    let stages = recipe::npm(image_ref!("node:20-slim")).stages();
    let dockerfile = Image::new(stages.runtime.copy("main.js", "./").cmd(["node", "main.js"])).render().unwrap();
    let image = BuiltImage::build(directory.path(), &dockerfile, &[]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(String::from_utf8_lossy(&image.run(&[], &[]).unwrap()), "it runs\n");
}
