//! Typed build and render of one image of two stages and 24 instructions, beside a `format!` and two other crates.
//!
//! Run with `RUST_BACKTRACE=0`, as `dockerfile_builder` makes an error, and with it a backtrace, for every field.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use dockerfile_builder::Dockerfile;
use dockerfile_builder::instruction::{
    CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, RUN, USER, VOLUME, WORKDIR,
};
use dockerfile_builder::instruction_builder::{
    CmdExecBuilder, CopyBuilder, EntrypointExecBuilder, EnvBuilder, ExposeBuilder, FromBuilder, HealthcheckBuilder,
    LabelBuilder, RunBuilder, UserBuilder, VolumeBuilder, WorkdirBuilder,
};
use dockerspec_benches::{others, ours};
use dofigen_lib::{Dofigen, DofigenContext, GenerationContext};

fn render(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build and render");
    group.measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1));
    group.bench_function("dockerspec", |bencher| bencher.iter(ours::build_and_render));
    group.bench_function("dockerfile_builder", |bencher| bencher.iter(|| with_dockerfile_builder().to_string()));
    let dofigen = with_dofigen();
    group.bench_function("dofigen", |bencher| {
        bencher.iter(|| GenerationContext::from(dofigen.clone()).generate_dockerfile().expect("it is valid"));
    });
    group.finish();

    let mut group = criterion.benchmark_group("render alone");
    group.measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1));
    let model = ours::model();
    group.bench_function("dockerspec", |bencher| bencher.iter(|| black_box(&model).render()));
    let file = with_dockerfile_builder();
    group.bench_function("dockerfile_builder", |bencher| bencher.iter(|| black_box(&file).to_string()));
    group.bench_function("format!", |bencher| {
        bencher.iter(|| {
            others::by_hand(
                black_box("rust:1.85-slim-trixie"),
                black_box("debian:trixie-slim"),
                black_box("app"),
                black_box(10001),
                black_box(8080),
            )
        });
    });
    group.finish();
}

/// The same instructions; its `ENV` and `LABEL` hold one pair each.
fn with_dockerfile_builder() -> Dockerfile {
    let env = |key, value| ENV::from(EnvBuilder::builder().key(key).value(value).build().expect("it is valid"));
    let label = |key, value| LABEL::from(LabelBuilder::builder().key(key).value(value).build().expect("it is valid"));
    let run = |command| RUN::from(RunBuilder::builder().command(command).build().expect("it is valid"));
    let workdir = |path| WORKDIR::from(WorkdirBuilder::builder().path(path).build().expect("it is valid"));
    let mut file = Dockerfile::new();
    file.push(FROM::from(FromBuilder::builder().image("rust").tag("1.85-slim-trixie").name("build").build().expect("it is valid")))
        .push(env("CARGO_INCREMENTAL", "0"))
        .push(workdir("/src"))
        .push(run("apt-get update && apt-get install -y --no-install-recommends pkg-config libssl-dev && rm -rf /var/lib/apt/lists/*"))
        .push(COPY::from(CopyBuilder::builder().src("Cargo.toml").src("Cargo.lock").dest("./").build().expect("it is valid")))
        .push(run("cargo fetch --locked"))
        .push(COPY::from(CopyBuilder::builder().src("src").dest("src").build().expect("it is valid")))
        .push(COPY::from(CopyBuilder::builder().src("migrations").dest("migrations").build().expect("it is valid")))
        .push(run("cargo build --release --locked --bin app"))
        .push(FROM::from(FromBuilder::builder().image("debian").tag("trixie-slim").name("runtime").build().expect("it is valid")))
        .push(label("org.opencontainers.image.title", "app"))
        .push(label("org.opencontainers.image.source", "https://example.com/app"))
        .push(env("RUST_LOG", "info"))
        .push(env("APP_PORT", "8080"))
        .push(run("groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home app"))
        .push(workdir("/app"))
        .push(COPY::from(
            CopyBuilder::builder().src("/src/target/release/app").dest("/usr/local/bin/app").from("build").build().expect("it is valid"),
        ))
        .push(COPY::from(CopyBuilder::builder().src("assets").dest("/app/assets").chown("10001:10001").build().expect("it is valid")))
        .push(USER::from(UserBuilder::builder().user("10001").group("10001").build().expect("it is valid")))
        .push(EXPOSE::from(ExposeBuilder::builder().port(8080).build().expect("it is valid")))
        .push(VOLUME::from(VolumeBuilder::builder().path("/app/data").build().expect("it is valid")))
        .push(HEALTHCHECK::from(
            HealthcheckBuilder::builder()
                .cmd(CMD::from(
                    CmdExecBuilder::builder().executable("app").param("--health").build().expect("it is valid"),
                ))
                .interval(Duration::from_secs(30))
                .timeout(Duration::from_secs(3))
                .build()
                .expect("it is valid"),
        ))
        .push(ENTRYPOINT::from(EntrypointExecBuilder::builder().executable("app").build().expect("it is valid")))
        .push(CMD::from(CmdExecBuilder::builder().executable("--serve").build().expect("it is valid")));
    file
}

/// What of the image dofigen can say, in its own order of instructions.
fn with_dofigen() -> Dofigen {
    let text = r"
builders:
  build:
    fromImage: rust:1.85-slim-trixie
    env: { CARGO_INCREMENTAL: '0' }
    workdir: /src
    root: { run: ['apt-get update && apt-get install -y --no-install-recommends pkg-config libssl-dev && rm -rf /var/lib/apt/lists/*'] }
    copy:
      - { paths: [Cargo.toml, Cargo.lock], target: ./ }
      - { paths: [src], target: src }
      - { paths: [migrations], target: migrations }
    run: ['cargo fetch --locked', 'cargo build --release --locked --bin app']
fromImage: debian:trixie-slim
label:
  org.opencontainers.image.title: app
  org.opencontainers.image.source: https://example.com/app
env: { RUST_LOG: info, APP_PORT: '8080' }
root: { run: ['groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home app'] }
workdir: /app
copy:
  - { fromBuilder: build, paths: [/src/target/release/app], target: /usr/local/bin/app }
  - { paths: [assets], target: /app/assets, chown: '10001:10001' }
user: '10001:10001'
expose: [8080]
volume: [/app/data]
healthcheck: { cmd: app --health, interval: 30s, timeout: 3s }
entrypoint: [app]
cmd: [--serve]
";
    DofigenContext::new().parse_from_string(text).expect("it is valid")
}

criterion_group!(benches, render);
criterion_main!(benches);
