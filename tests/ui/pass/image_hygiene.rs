//! `image!` means its own names, whatever those around it mean.

#![deny(warnings, clippy::all)]
#![no_implicit_prelude]

mod core {}
mod std {}
mod dockerspec {}

struct Stage;
struct Image;
struct Run;
struct String;
struct Option;

fn main() {
    let _ = (Stage, Image, Run, String, Option);
    let (stage, image, app, port) = ("stage", "image", "app", 8080_u16);
    let described = ::dockerspec::image! {
        arg VERSION = (stage);
        stage build from "rust:1.85-slim-trixie" {
            workdir "/src";
            run "echo " (image) " " (stage) { cache "/x" { sharing locked; } uses VERSION; }
        }
        stage runtime from "debian:13-slim" {
            create_user app = 10001;
            copy from build ["/src/" (app), "/b"] => "/usr/local/bin/";
            user app;
            expose (port);
            label version = $VERSION;
            label stage = (stage);
            entrypoint ["app", (app)];
        }
    };
    let text = described.render().unwrap();
    ::std::assert!(text.contains("RUN --mount=type=cache,target=/x,sharing=locked echo image stage\n"), "{text}");
    ::std::assert!(text.contains("ENTRYPOINT [\"app\", \"app\"]\n"), "{text}");
}
