FROM debian:13-slim AS base
COPY app /usr/local/bin/
ENTRYPOINT ["app"]
