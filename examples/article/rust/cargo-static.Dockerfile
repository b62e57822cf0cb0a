# build compiles the program.
FROM rust:1.85-slim-trixie AS build
WORKDIR /src
ENV RUSTFLAGS="-C target-feature=+crt-static"
COPY Cargo.toml Cargo.lock ./
COPY src src
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked --mount=type=cache,target=/usr/local/cargo/git/db,sharing=locked --mount=type=cache,target=/src/target,id=cargo-rust-service-1.85-slim-trixie,sharing=locked <<'EOF'
set -e
target=$(rustc --print host-tuple)
touch src/main.rs
cargo build --release --locked --package rust-service --bin rust-service --target "$target"
install -D target/$target/release/rust-service /out/rust-service
EOF

# runtime is the program, and nothing that built it.
FROM scratch AS runtime
COPY <<'passwd' <<'group' /etc/
app:x:10001:10001::/nonexistent:/sbin/nologin
passwd
app:x:10001:
group
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/rust-service /usr/local/bin/rust-service
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD ["rust-service", "--health"]
ENTRYPOINT ["rust-service"]
