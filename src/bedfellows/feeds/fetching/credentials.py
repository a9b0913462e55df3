"""Credentials go to their publisher only, and only where nobody can listen in."""

from __future__ import annotations

import ipaddress

import httpx

from bedfellows.errors import FetchError


def private(base: str, feed: str) -> None:
    """Raises FetchError where credentials would travel in the clear to another machine."""
    url = httpx.URL(base)
    if url.scheme == "https" or url.host == "localhost":
        return
    try:
        if ipaddress.ip_address(url.host).is_loopback:
            return
    except ValueError:
        pass
    raise FetchError(
        f"{feed}: expected an https address to send credentials to, found {url.scheme}://{url.host}. Give one that "
        "begins with https:// with --url."
    )
