# build installs the dependencies.
FROM python:3.11-slim-bookworm AS build
ARG TARGETPLATFORM
RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian-12-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian-12-${TARGETPLATFORM},sharing=locked <<'EOF'
set -e
apt-get update
apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ gcc libc6-dev
EOF
RUN --mount=type=bind,target=/tmp/requirements.txt,source=requirements.txt --mount=type=cache,target=/root/.cache/pip,id=pip-3.11-slim-bookworm <<'EOF'
set -e
python -m venv --without-pip /opt/venv
pip --python /opt/venv/bin/python install --disable-pip-version-check -r /tmp/requirements.txt
EOF

# runtime is the program and its dependencies, and nothing that installed them.
FROM python:3.11-slim-bookworm AS runtime
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:${PATH} \
    PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001:10001
COPY my_app my_app
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD ["python", "-c", "import http.client, sys; connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=2); connection.request('GET', sys.argv[2]); sys.exit(connection.getresponse().status // 100 != 2)", "8080", "/healthz"]
ENTRYPOINT ["gunicorn", "my_app.web:start_app()"]
CMD ["--bind=0.0.0.0:8080", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
