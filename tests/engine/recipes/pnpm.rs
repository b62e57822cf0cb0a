//! Node with pnpm.

use dockerspec::image_ref;
use dockerspec::recipe::{self, BuiltOn};

use super::npm::{builds_and_serves, shop};

fn shop_built_on(place: BuiltOn) {
    let recipe = recipe::pnpm(image_ref!("node:20-slim"), "10.34.9").build("build", ["tsconfig.json", "src"]);
    builds_and_serves(&shop("recipes/pnpm", recipe.built_on(place).stages()));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn mounted() {
    shop_built_on(BuiltOn::Laptop);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn in_layers() {
    shop_built_on(BuiltOn::EphemeralCi);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn in_layers_with_mounts() {
    shop_built_on(BuiltOn::RegistryCache);
}
