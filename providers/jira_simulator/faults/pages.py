"""Pages: what people in browsers are shown where a client wants JSON."""

from __future__ import annotations

from typing import Final

from ..site import Site

__all__ = ["login_page", "login_url", "proxy_page"]

_REASONS: Final = {
    302: "Found",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}


def login_url(site: Site) -> str:
    """Return where people log in; Cloud has that elsewhere."""
    return "https://id.atlassian.com/login" if site.cloud else f"{site.settings.url}/login.jsp"


def login_page(site: Site) -> bytes:
    """Return the page where people log in, which single sign-on answers to whatever it does not know."""
    return (
        f"<!DOCTYPE html><html><head><title>Log in - {site.settings.title}</title></head><body>"
        f'<form method="post" action="{login_url(site)}"><input name="os_username"><input name="os_password" type="password">'
        "<button>Log in</button></form></body></html>"
    ).encode()


def proxy_page(status: int) -> bytes:
    """Return the page of a proxy that gets no answer from what is behind it."""
    title = f"{status} {_REASONS.get(status, 'Error')}"
    return f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>".encode()
