//! Caches that nobody has filled: `--no-cache` runs every instruction, and leaves cache mounts as they are.

use dockerspec::model::{Base, CacheMount, CopyFrom, Dockerfile, Instruction, Mount, MountFrom};
use dockerspec::{ImageRef, Word};

/// Gives all cache mounts other names, which begin with `prefix`. Whether there are any.
pub(super) fn rename_caches(dockerfile: &mut Dockerfile<'static>, prefix: &str) -> bool {
    let mut has_some = false;
    for cache in dockerfile.stages.iter_mut().flat_map(|stage| &mut stage.instructions).flat_map(caches) {
        let id = cache.id.take().unwrap_or_else(|| cache.target.clone());
        cache.id = Some(Word::from(format!("{prefix}-")) + id);
        has_some = true;
    }
    has_some
}

fn caches<'i>(instruction: &'i mut Instruction<'static>) -> Vec<&'i mut CacheMount<'static>> {
    let Instruction::Run(run) = instruction else { return Vec::new() };
    let caches =
        run.mounts.iter_mut().filter_map(|mount| if let Mount::Cache(cache) = mount { Some(cache) } else { None });
    caches.collect()
}

/// The images that a build begins with, copies from or mounts, as far as the text alone tells them.
pub(super) fn images(dockerfile: &Dockerfile<'static>) -> Vec<ImageRef<'static>> {
    let mut images = Vec::new();
    for stage in &dockerfile.stages {
        if let Base::Image(image) = &stage.base {
            images.extend(image.fixed().cloned());
        }
        for instruction in &stage.instructions {
            match instruction {
                Instruction::Copy(copy) => {
                    if let Some(CopyFrom::Image(image)) = &copy.from {
                        images.push(image.clone());
                    }
                }
                Instruction::Run(run) => images.extend(run.mounts.iter().filter_map(|mount| match mount.origin() {
                    Some(MountFrom::Image(image)) => Some(image.clone()),
                    _ => None,
                })),
                _ => {}
            }
        }
    }
    images.sort();
    images.dedup();
    images
}

#[cfg(test)]
mod tests {
    use dockerspec::{Cache, Image, Run, Stage, from, image_ref};

    use super::*;

    fn dockerfile() -> Dockerfile<'static> {
        let run = Run::sh("make").cache("/root/.cache").cache(Cache::new("/src/target").id("target"));
        let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie")).run(run);
        let tools = image_ref!("busybox:1.37");
        let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
            .copy(from(&build, "/app"), "/app")
            .copy(from(tools, "/bin/busybox"), "/bin/busybox");
        Image::new(runtime.user("10001")).dockerfile().unwrap()
    }

    #[test]
    fn caches_have_new_names() {
        let mut dockerfile = dockerfile();
        assert!(rename_caches(&mut dockerfile, "new-1"));
        let text = dockerfile.render().unwrap();
        let run = text.lines().find(|line| line.starts_with("RUN")).unwrap();
        insta::assert_snapshot!(run, @"RUN --mount=type=cache,target=/root/.cache,id=new-1-/root/.cache --mount=type=cache,target=/src/target,id=new-1-target make");
        assert!(!rename_caches(&mut Dockerfile::parse("FROM debian:13\nRUN make\n").0, "new"));
    }

    #[test]
    fn all_images_are_known() {
        let images = images(&dockerfile());
        let images: Vec<&str> = images.iter().map(ImageRef::as_str).collect();
        assert_eq!(images, ["busybox:1.37", "debian:trixie-slim", "rust:1.85-slim-trixie"]);
    }
}
