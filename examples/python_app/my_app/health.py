"""The health check, run inside the container as `python -m my_app.health`: exits with 0 when the service answers.

It saves the image a curl. `http.client` and not `urllib.request`, which would obey the proxy variables that
Docker hands to containers and ask the proxy for 127.0.0.1.
"""

import sys
from http.client import HTTPConnection, HTTPException


def main() -> str | None:
    """Returns what is wrong, or nothing."""
    connection = HTTPConnection("127.0.0.1", 8080, timeout=2)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return f"no answer: {error}"
    return None if status == 200 else f"status {status}"


if __name__ == "__main__":
    sys.exit(main())
