//! Go.

use dockerspec::recipe::{self, BuiltOn, Go, Recipe};
use dockerspec::{Image, image_ref};

use crate::application::{Application, config, new_text, serve, serve_from_nothing, step};

/// The shop, by the recipe. It depends on nothing, since not every machine that runs tests reaches a proxy for modules.
fn shop(choose: fn(Recipe<Go>) -> Recipe<Go>) -> Application {
    let recipe = recipe::go(image_ref!("golang:1.24-trixie"), "./cmd/shop").sources(["internal"]);
    let stages = choose(recipe.standard_library_only())
        .stages()
        .both(|stage| stage.expose(8080).healthcheck(recipe::probe(["shop", "--health"])));
    let dev = stages.dev.copy(["go.mod"], "./").copy("cmd", "cmd").copy("internal", "internal");
    let dev = dev.cmd(["go", "run", "./cmd/shop"]);
    Application::new("recipes/go", &Image::new(stages.runtime.entrypoint(["shop"])).target(dev))
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn on_nothing() {
    let shop = shop(|recipe| recipe);
    let (image, _) = shop.build(&shop.context);
    let _config = config(&image);
    assert_eq!(serve_from_nothing(&image)["stock"], "ten apples");
    assert!(image.run(&["--entrypoint", "sh"], &["-c", "true"]).is_err(), "there is a shell");

    let stock = new_text();
    let (changed, steps) = shop.build_changed("internal/stock/stock.go", "ten apples", &stock);
    assert!(step(&steps, "[runtime 2/3] COPY --from=build /etc/ssl").cached, "{steps:#?}");
    assert_eq!(serve_from_nothing(&changed)["stock"], *stock);

    // Who develops compiles as the user of the program.
    let dev = shop.build_stage("dev");
    let printed = dev.run(&[], &["sh", "-c", "go build -o ~/shop ./cmd/shop && test -x ~/shop"]);
    assert_eq!(printed.as_deref(), Ok(&b""[..]));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn in_layers_for_debian() {
    let shop =
        shop(|recipe| recipe.built_on(BuiltOn::EphemeralCi).runtime(image_ref!("debian:trixie-slim")).tags(["shop"]));
    let (image, _) = shop.build(&shop.context);
    assert_eq!(serve(&image)["stock"], "ten apples");
}

/// The program is for the platform of the image, also where the machine that builds cannot run it.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn for_another_platform() {
    let shop = shop(|recipe| recipe);
    for (platform, machine) in [("linux/arm64", 183), ("linux/arm/v6", 40)] {
        let program = shop.export(platform, "usr/local/bin/shop");
        assert_eq!((&program[..4], program[18]), (&b"\x7fELF"[..], machine), "{platform}");
    }
}
