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

# gather is what the interpreter and the dependencies need, below /rootfs.
FROM build AS gather
RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian-12-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian-12-${TARGETPLATFORM},sharing=locked <<'EOF'
set -e
apt-get update
apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ binutils
EOF
RUN <<'EOF'
#!/usr/bin/env -S python -I
# Copies the interpreter, its library, the environment, and the system libraries that they are linked with.
import compileall, os, re, shutil, subprocess, sys, sysconfig
from pathlib import Path

ROOT, ENVIRONMENT = Path("/rootfs"), Path("/opt/venv")
# What no program needs when it runs: of the dependencies, and of the library.
UNUSED = "tests *.a *.h *.pyi"
LEFT_OUT = ("__pycache__ _test* _tkinter* config-* dist-packages ensurepip idlelib lib2to3 pydoc_data site-packages "
            "test tkinter turtle*")

def below(path):
    target = ROOT / path.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target

def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

library = Path(sysconfig.get_path("stdlib"))
shutil.copytree(library, below(library), symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT.split()))
shutil.copytree(ENVIRONMENT, below(ENVIRONMENT), symlinks=True, ignore=shutil.ignore_patterns(*UNUSED.split()))
programs = [path for path in Path(sys.base_prefix, "bin").glob("python*") if not path.name.endswith("-config")]
for program in programs:
    shutil.copy2(program, below(program), follow_symlinks=False)

# Byte code beside the sources is enough for the interpreter.
assert compileall.compile_dir(below(library), quiet=1, legacy=True, stripdir=ROOT), "the library does not compile"
for source in below(library).rglob("*.py"):
    source.unlink()

# A library stands where the loader looks for it, under the name that it looks for.
linked = {path for tree in (library, ENVIRONMENT) for path in tree.rglob("*.so*")} | {program.resolve() for program in programs}
linked = [str(path) for path in sorted(linked) if below(path).exists()]
found = subprocess.run(["ldd", *linked], capture_output=True, text=True).stdout
paths = set(re.findall(r"^\t(?:\S+ => )?(/\S+) \(", found, re.MULTILINE))
# Threads load it when they end.
paths |= set(re.findall(r"libgcc_s\.so\.1 .* => (/\S+)", run("ldconfig", "-p")))
for path in map(Path, sorted(paths)):
    if ENVIRONMENT not in path.parents:
        shutil.copy2(path, below(path))
shutil.copytree("/etc/ld.so.conf.d", below(Path("/etc/ld.so.conf.d")))
shutil.copy2("/etc/ld.so.conf", ROOT / "etc")
run("ldconfig", "-r", str(ROOT))
# Wheels bring libraries of their own in `*.libs`, which were changed in a way that stripping can break.
files = [path for path in ROOT.rglob("*") if path.is_file() and not path.is_symlink() and ".libs/" not in str(path)]
run("strip", "--strip-unneeded", *[str(path) for path in files if path.read_bytes()[:4] == b"\x7fELF"])

shutil.copy2("/etc/ssl/certs/ca-certificates.crt", below(Path("/etc/ssl/certs/ca-certificates.crt")))
(ROOT / "tmp").mkdir()
(ROOT / "tmp").chmod(0o1777)
EOF

# runtime is the interpreter, the dependencies, and the program.
FROM scratch AS runtime
COPY --from=gather /rootfs/ /
COPY <<'passwd' <<'group' /etc/
app:x:10001:10001::/nonexistent:/sbin/nologin
passwd
app:x:10001:
group
ENV PATH=/opt/venv/bin:/usr/local/bin \
    LANG=C.UTF-8 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001:10001
COPY my_app my_app
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD ["python", "-c", "import http.client, sys; connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=2); connection.request('GET', sys.argv[2]); sys.exit(connection.getresponse().status // 100 != 2)", "8080", "/healthz"]
ENTRYPOINT ["gunicorn", "my_app.web:start_app()"]
CMD ["--bind=0.0.0.0:8080", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
