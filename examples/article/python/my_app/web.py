"""The web application, served by `gunicorn "my_app.web:start_app()"`."""

import os

import numpy
import xxhash
from flask import Flask, request


def start_app() -> Flask:
    """Builds the application; gunicorn calls this once in each worker."""
    app = Flask(__name__)

    @app.get("/")
    def describe() -> dict[str, str | float]:
        text = request.args.get("text", "Hello, container!")
        code_points = numpy.array([ord(character) for character in text] or [0])
        return {
            "text": text,
            "mean": float(code_points.mean()),
            "xxh3_64": xxhash.xxh3_64_hexdigest(text.encode()),
        }

    @app.get("/healthz")
    def healthz() -> tuple[str, dict[str, str]]:
        return "ok", {"Content-Type": "text/plain; charset=utf-8"}

    @app.get("/whoami")
    def whoami() -> dict[str, int]:
        return {"uid": os.getuid(), "gid": os.getgid()}

    return app
