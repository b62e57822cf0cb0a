//! Compiling Rust for other architectures than that of the machine that builds.

use dockerspec_core::word::Arg;

use crate::run::Run;

/// An architecture that Debian has a cross compiler for, and Rust a target.
struct Architecture {
    /// What the platform of the image says: its architecture and variant. `*` stands for any text.
    platform: &'static str,
    /// What Rust calls it.
    target: &'static str,
    /// What the tools of GNU call it.
    tools: &'static str,
    /// What Debian calls it.
    debian: &'static str,
}

/// All of them: one line each.
static ARCHITECTURES: &[Architecture] = &[
    Architecture { platform: "amd64*", target: "x86_64-unknown-linux-gnu", tools: "x86-64-linux-gnu", debian: "amd64" },
    Architecture {
        platform: "arm64*",
        target: "aarch64-unknown-linux-gnu",
        tools: "aarch64-linux-gnu",
        debian: "arm64",
    },
    Architecture {
        platform: "armv7",
        target: "armv7-unknown-linux-gnueabihf",
        tools: "arm-linux-gnueabihf",
        debian: "armhf",
    },
    Architecture { platform: "386", target: "i686-unknown-linux-gnu", tools: "i686-linux-gnu", debian: "i386" },
    Architecture {
        platform: "ppc64le",
        target: "powerpc64le-unknown-linux-gnu",
        tools: "powerpc64le-linux-gnu",
        debian: "ppc64el",
    },
    Architecture {
        platform: "riscv64",
        target: "riscv64gc-unknown-linux-gnu",
        tools: "riscv64-linux-gnu",
        debian: "riscv64",
    },
    Architecture { platform: "s390x", target: "s390x-unknown-linux-gnu", tools: "s390x-linux-gnu", debian: "s390x" },
];

/// Where the target of Rust is written down.
pub(crate) const TARGET: &str = "/etc/rust-target";

/// Installs what compiles for the platform of the image, on Debian, and tells Cargo its linker. Where that is the
/// platform of the machine that builds, it has all of it.
pub(crate) fn set_up() -> Run {
    let mut lines = vec![r#"case "$TARGETARCH$TARGETVARIANT" in"#.to_owned()];
    lines.extend(ARCHITECTURES.iter().map(|Architecture { platform, target, tools, debian }| {
        format!("  {platform}) target={target} tools={tools} libc=libc6-dev-{debian}-cross ;;")
    }));
    lines.push(r#"  *) echo "no target of Rust is known for $TARGETPLATFORM" >&2; exit 1 ;;"#.to_owned());
    lines.push("esac".to_owned());
    lines.push(format!("echo \"$target\" > {TARGET}"));
    lines.push(TOOLS.to_owned());
    let args = [Arg::BUILDPLATFORM, Arg::TARGETPLATFORM, Arg::TARGETARCH, Arg::TARGETVARIANT];
    args.iter().fold(Run::lines(lines), Run::uses)
}

const TOOLS: &str = r#"if [ "$TARGETPLATFORM" != "$BUILDPLATFORM" ]; then
  rustup target add "$target"
  apt-get update
  apt-get install --yes --no-install-recommends "gcc-$tools" "$libc"
  rm -rf /var/lib/apt/lists/*
  printf '[target.%s]\nlinker = "%s-gcc"\n' "$target" "$tools" >> /usr/local/cargo/config.toml
fi"#;
