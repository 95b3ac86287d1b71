"""Where a request really comes from."""

import ipaddress

from sanic import Request


def address_of(request: Request) -> str:
    """The caller's address; a forwarded one is believed only from a proxy on this machine or its private network."""
    peer = str(request.ip or "")
    forwarded = request.headers.get("x-forwarded-for", "")
    if forwarded and _is_near(peer):
        last = forwarded.rsplit(",", 1)[-1].strip()
        if _is_address(last):
            return last
    return peer


def limited_address(request: Request) -> str | None:
    """The address to count by, or None: what comes from this very machine is a proxy that does not say for whom."""
    address = address_of(request)
    try:
        return None if ipaddress.ip_address(address).is_loopback else address
    except ValueError:
        return address


def _is_near(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_private
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
