# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended;error=true

# The version of everything.
ARG RUST=1.85 DEBIAN

# build compiles.
FROM --platform=$BUILDPLATFORM rust:${RUST:-1.85}-slim AS build
WORKDIR /src
COPY --link --chown=1000:$GROUP Cargo.toml Cargo.lock ./
COPY --exclude=*.md --exclude=*.txt ["a b", "$X", "./"]
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=bind,source=src,target=/src/src,rw --network=none \
    # a comment inside
    cargo build --release \
      --locked
RUN <<EOF
set -e
	cargo install
EOF
RUN cat <<A - 3<<'B' && true
one $X
A
two
B
COPY <<conf <<'raw' /etc/
port = ${PORT}
conf
price = $5
raw
ENV A=1 B="two ${A##x*} three" \
    C='$D'
ENV LEGACY some value
LABEL "my key"=v
EXPOSE 8080 53/udp $PORT
HEALTHCHECK --interval=30s --timeout=3s CMD ["app", "--health"]
HEALTHCHECK NONE
ONBUILD COPY --from=build --chown=1 $A /b
USER 10001:10001
VOLUME /data ["x"]
VOLUME ["/a b"]
STOPSIGNAL SIGTERM
SHELL ["/bin/bash", "-c"]
MAINTAINER Ada <ada@example.com>
CMD echo "hi"
FROM scratch
COPY --from=build /out /out
ENTRYPOINT ["app"]
CMD []
