# Everything below FROM is wrong.
FROM debian:13-slim AS base
RUNN make
COPY app
RUN --mount=type=cache,target=/x \
    --mont=y \
    make
ENV A=1 B
RUN <<EOF
