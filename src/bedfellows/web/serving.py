"""Running the window: a port on this machine, and nothing else."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.errors import InputError
from bedfellows.web.app import make_app

HOST = "127.0.0.1"


def serve(
    path: Path,
    registry: Registry,
    *,
    port: int = 0,
    write: bool = False,
    inbox: Path | None = None,
    on_ready: Callable[[str, str], None] | None = None,
) -> None:
    """Serve a case to this machine until interrupted.

    Args:
        path: the case file.
        registry: the actors known beside the case's own.
        port: where; 0 takes a free one.
        write: allow claims to be corrected by who holds the token.
        inbox: the folder whose files may be ingested by who holds the token.
        on_ready: called with the address and the token ("" where none is needed) once requests are answered.

    Raises:
        CaseError: the case cannot be opened.
        InputError: the port is taken.
    """
    import uvicorn

    CaseStore.open(path).close()
    token = secrets.token_urlsafe(24) if write else ""
    bound = _bound(port)
    address = f"http://{HOST}:{bound.getsockname()[1]}/"
    app = make_app(path, registry, token=token, inbox=inbox)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, h11_max_incomplete_event_size=32_768
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if on_ready is not None and self.started:
                on_ready(address, token)

    with bound:
        Server(config).run([bound])


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError as error:
        bound.close()
        raise InputError(
            f"Expected a free port, found {port} ({error.strerror or error}). Give another one with --port, "
            "or none: then a free one is taken."
        ) from error
    return bound
