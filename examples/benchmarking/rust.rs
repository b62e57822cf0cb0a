//! The service of `rust_service/`, by the recipe for Cargo.

use dockerspec::recipe::{self, CargoProject, Recipe, Rust};
use dockerspec::{BaseImage, Image, image_ref};

/// The images, each with a name.
pub(super) fn images() -> Vec<(&'static str, Image)> {
    vec![("cargo", image(|recipe| recipe)), ("cargo-static", image(Recipe::static_linked))]
}

/// The service as a program that needs nothing of its base, on that base.
pub(crate) fn on_base(base: &BaseImage) -> Image {
    image(|recipe| recipe.static_linked().runtime(base))
}

fn image(choose: impl FnOnce(Recipe<Rust>) -> Recipe<Rust>) -> Image {
    let project = CargoProject::new("rust-service");
    let runtime = choose(recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project))
        .stages()
        .runtime
        .expose(8080)
        // The service asks itself, so the image needs no curl.
        .healthcheck(recipe::probe(["rust-service", "--health"]))
        .entrypoint(["rust-service"]);
    Image::new(runtime)
}
