//! Python with uv.

use dockerspec::recipe::{self, BuiltOn, HttpClient, Python, Recipe, Uv, http_probe};
use dockerspec::{Image, Stage, image_ref};

use crate::application::{Application, build_files, config, new_text, serve, serve_from_nothing, step};
use crate::docker::{BuiltImage, provide};

/// The shop, by the recipe: from its sources below `src`, or from the package that is made of them.
fn shop(choose: fn(Recipe<Python<Uv>>) -> Recipe<Python<Uv>>, is_package: bool) -> Application {
    // The image holds two programs, which are in the package for Python too.
    provide(
        "astral/uv:0.9.7",
        "FROM python:3.11-slim-bookworm AS package\n\
         RUN pip install --no-cache-dir --target=/package uv==0.9.7\n\
         FROM scratch\n\
         COPY --from=package /package/bin/uv /package/bin/uvx /\n",
    );
    let recipe = recipe::uv(image_ref!("python:3.11-slim-bookworm"), image_ref!("astral/uv:0.9.7"));
    let stages = choose(recipe)
        .stages()
        .both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Python, 8080, "/healthz")));
    let arguments = ["--bind=0.0.0.0:8080", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "shop.web"];
    let sources = |stage: Stage<_, _>| if is_package { stage } else { stage.copy("src", "./") };
    let runtime = sources(stages.runtime).entrypoint(["gunicorn"]).cmd(arguments);
    let dev = sources(stages.dev).entrypoint(["gunicorn"]).cmd(arguments);
    Application::new("recipes/uv", &Image::new(runtime).target(dev))
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn sources() {
    let shop = shop(|recipe| recipe, false);
    let (image, _) = shop.build(&shop.context);
    let _config = config(&image);
    let answer = serve(&image);
    assert_eq!(answer["stock"], "ten apples");
    assert_eq!(answer["xxh3_64"].as_str().map(str::len), Some(16), "the compiled dependency works: {answer}");
    assert_eq!(build_files(&image), "");
    let has = |image: &BuiltImage, command: &str| image.run(&["--entrypoint", "sh"], &["-c", command]).is_ok();
    assert!(!has(&image, "command -v uv") && !has(&image, "python -c 'import pytest'"), "what builds is there");

    let dev = shop.build_stage("dev");
    assert_eq!(serve(&dev)["stock"], "ten apples");
    assert!(has(&dev, "uv --version && pytest --version"), "what developing needs is not there");

    let stock = new_text();
    let (changed, steps) = shop.build_changed("src/shop/stock.py", "ten apples", &stock);
    assert!(step(&steps, "[build 4/4] RUN").cached, "the dependencies are installed again: {steps:#?}");
    assert_eq!(serve(&changed)["stock"], *stock);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn package() {
    let shop = shop(|recipe| recipe.install_project(["src"]).built_on(BuiltOn::EphemeralCi), true);
    let (image, _) = shop.build(&shop.context);
    assert_eq!(serve(&image)["stock"], "ten apples");
    let printed = image.run(&["--entrypoint", "shop-stock"], &[]).unwrap();
    assert_eq!(String::from_utf8_lossy(&printed), "ten apples\n");
    // What runs belongs to root, so it cannot change itself.
    assert!(image.run(&["--entrypoint", "touch"], &["/opt/venv/bin/shop-stock"]).is_err());

    // Who develops has the sources in place of a copy of them.
    let dev = shop.build_stage("dev");
    let place = dev.run(&["--entrypoint", "python"], &["-c", "import shop; print(shop.__file__)"]).unwrap();
    assert_eq!(String::from_utf8_lossy(&place), "/app/src/shop/__init__.py\n");

    let stock = new_text();
    let (changed, steps) = shop.build_changed("src/shop/stock.py", "ten apples", &stock);
    assert!(step(&steps, "[dependencies 4/4] RUN").cached, "the dependencies are installed again: {steps:#?}");
    assert_eq!(serve(&changed)["stock"], *stock);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn minimal() {
    let shop = shop(|recipe| recipe.minimal().install_project(["src"]), true);
    let (image, _) = shop.build(&shop.context);
    assert_eq!(serve_from_nothing(&image)["stock"], "ten apples");
}
