//! The image by hand, and with the builders of others.

/// One `format!`: what no builder can beat.
pub fn by_hand(build: &str, runtime: &str, app: &str, uid: u32, port: u16) -> String {
    format!(
        "FROM {build} AS build
ENV CARGO_INCREMENTAL=0
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends pkg-config libssl-dev && rm -rf /var/lib/apt/lists/*
COPY Cargo.toml Cargo.lock ./
RUN cargo fetch --locked
COPY src src
COPY migrations migrations
RUN cargo build --release --locked --bin {app}

FROM {runtime} AS runtime
LABEL org.opencontainers.image.title={app} \\
      org.opencontainers.image.source=https://example.com/{app}
ENV RUST_LOG=info \\
    APP_PORT={port}
RUN groupadd --gid {uid} {app} && useradd --uid {uid} --gid {uid} --no-create-home {app}
WORKDIR /app
COPY --from=build /src/target/release/{app} /usr/local/bin/{app}
COPY --chown={uid}:{uid} assets /app/assets
USER {uid}:{uid}
EXPOSE {port}
VOLUME /app/data
HEALTHCHECK --interval=30s --timeout=3s CMD [\"{app}\", \"--health\"]
ENTRYPOINT [\"{app}\"]
CMD [\"--serve\"]
"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_say_the_same() {
        let by_hand = super::by_hand("rust:1.85-slim-trixie", "debian:trixie-slim", "app", 10001, 8080);
        assert_eq!(crate::ours::build_and_render(), by_hand);
        assert_eq!(crate::ours::model().to_string(), by_hand);
    }
}
