FROM debian:13-slim AS base
RUN --mount=type=cache,target=/var/cache/apt \
    --mout=type=tmpfs,target=/tmp \
    apt-get install --yes gcc
ENV GREETING=hello you
