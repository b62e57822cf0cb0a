"""A page that remembers who has seen it."""

import os
from pathlib import Path

import psycopg
from flask import Flask

GREETING = "Hello, visitor!"


def connect() -> psycopg.Connection:
    """Connects to the database that the environment names. The password is in a file, and in no variable."""
    return psycopg.connect(
        host=os.environ["DATABASE_HOST"],
        port=os.environ["DATABASE_PORT"],
        dbname=os.environ["DATABASE_NAME"],
        user=os.environ["DATABASE_USER"],
        password=Path(os.environ["DATABASE_PASSWORD_FILE"]).read_text().strip(),
        connect_timeout=5,
    )


def start_app() -> Flask:
    """Builds the application; gunicorn calls this once in each worker."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> dict[str, str | int]:
        with connect() as connection:
            connection.execute("insert into visits default values")
            row = connection.execute("select count(*) from visits").fetchone()
        return {"greeting": GREETING, "visits": row[0] if row else 0}

    # Whether this process answers. That the database does is for the database to show.
    @app.get("/healthz")
    def healthz() -> tuple[str, dict[str, str]]:
        return "ok", {"Content-Type": "text/plain; charset=utf-8"}

    return app
