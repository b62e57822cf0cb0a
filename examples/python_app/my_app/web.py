"""The web application, served by `gunicorn "my_app.web:start_app()"`."""

import os

import xxhash
from flask import Flask, request


def start_app() -> Flask:
    """Builds the application; gunicorn calls this once in each worker."""
    app = Flask(__name__)

    @app.get("/")
    def fingerprint() -> dict[str, str]:
        text = request.args.get("text", "Hello, container!")
        return {"text": text, "xxh3_64": xxhash.xxh3_64_hexdigest(text.encode())}

    @app.get("/healthz")
    def healthz() -> tuple[str, dict[str, str]]:
        return "ok", {"Content-Type": "text/plain; charset=utf-8"}

    @app.get("/whoami")
    def whoami() -> dict[str, int]:
        return {"uid": os.getuid(), "gid": os.getgid()}

    return app
