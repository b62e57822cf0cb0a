"""The shop as a web application."""

import json
import os

from xxhash import xxh3_64_hexdigest

from shop.stock import STOCK


def application(environ, start_response):
    answers = {
        "/": lambda: json.dumps({"stock": STOCK, "xxh3_64": xxh3_64_hexdigest(STOCK.encode())}),
        "/healthz": lambda: "ok",
        "/whoami": lambda: json.dumps({"uid": os.getuid(), "gid": os.getgid()}),
    }
    answer = answers.get(environ["PATH_INFO"])
    start_response("200 OK" if answer else "404 Not Found", [("Content-Type", "text/plain")])
    return [(answer() if answer else "not found").encode()]
