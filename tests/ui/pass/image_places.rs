//! `image!` works wherever a value is made when the program runs.

#![deny(warnings)]

use std::sync::LazyLock;

use dockerspec::{Image, image};

static SERVICE: LazyLock<Image> =
    LazyLock::new(|| image! { stage app from "debian:13-slim" { user "10001"; cmd ["app"]; } });

fn made(base: dockerspec::ImageRef<'static>, paths: &[&'static str]) -> Image {
    image!(
        stage app from (base) {
            copy (paths.to_vec()) => "/srv/";
            user (10001.to_string());
        }
    )
}

struct Service {
    name: String,
}

impl Service {
    fn image(&self) -> Image {
        image! {
            stage build from "rust:1.85-slim-trixie" { run "make " (self.name); }
            stage app from "debian:13-slim" {
                copy from build "/out/" (self.name) => "/usr/local/bin/" (self.name);
                user "10001";
            }
        }
    }
}

macro_rules! service {
    ($base:literal, $($port:expr),*) => {
        image! { stage app from $base { $(expose ($port);)* user "10001"; } }
    };
}

fn main() {
    assert!(SERVICE.render().unwrap().ends_with("CMD [\"app\"]\n"));
    let base = dockerspec::image_ref!("debian:13-slim");
    assert!(made(base, &["a", "b"]).render().unwrap().contains("COPY a b /srv/\n"));
    let service = Service { name: "shop".to_owned() };
    assert!(service.image().render().unwrap().contains("COPY --from=build /out/shop /usr/local/bin/shop\n"));
    assert!(service!("debian:13-slim", 8080, 9090).render().unwrap().contains("EXPOSE 8080\nEXPOSE 9090\n"));
    let images: Vec<Image> = (1..3).map(|port| image! {
        stage app from "debian:13-slim" { expose (port); user "10001"; }
    }).collect();
    assert_eq!(images.len(), 2);
}
