//! What the builder makes of descriptions, right and wrong ones.

mod arguments;
mod checks;
mod context;
mod context_reference;
mod ownership;
mod packages;
mod problems;
mod recipes;
mod stages;
mod target_difference;
mod users;

use dockerspec::{Image, ImageRef, Stage, User, image_ref};

const DEBIAN: ImageRef<'static> = image_ref!("debian:13-slim");

fn app() -> User {
    User::new("app", 10001)
}

/// The text, or the problems with the places in this folder and without columns.
fn rendered(image: &Image) -> String {
    image.render().unwrap_or_else(|error| {
        let problems = error.problems().iter().map(|problem| match problem.location {
            Some(location) => format!("{}: {}", location.file().replace('\\', "/"), problem.kind),
            None => problem.kind.to_string(),
        });
        problems.collect::<Vec<_>>().join("\n")
    })
}

/// The image that ends with this stage, run by a user, so that tests of other things need not say it.
fn image_of<P, A>(stage: Stage<P, A>) -> Image {
    Image::new(stage.user(&app()))
}
