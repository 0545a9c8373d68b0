"""The pages on which people log in and consent: plain HTML, no script, nothing from elsewhere, every value escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from ..rest.call import Answer

__all__ = ["consent_page", "error_page", "login_page", "message_page"]

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#172b4d;margin:0}"
    "main{max-width:26rem;margin:4rem auto;padding:2rem;background:#fff;border-radius:8px;"
    "box-shadow:0 1px 4px #091e4240}"
    "h1{font-size:1.25rem;margin-top:0}label{display:block;margin:1rem 0}"
    "select,input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit}"
    "button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem;border:1px solid #c1c7d0;border-radius:4px;"
    "background:#fff}button.main{background:#0052cc;border-color:#0052cc;color:#fff}"
    "code{font-size:1.25rem;background:#f4f5f7;padding:.25rem .5rem}.error{color:#bf2600}"
)
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def login_page(
    accounts: Iterable[tuple[str, str]],
    *,
    csrf: str,
    action: str,
    failed: bool = False,
    headers: Mapping[str, str],
) -> Answer:
    """
    Return the form to log in with.

    Args:
        accounts: What each account logs in with, and its name.
        csrf: The word that proves where the form came from.
        action: Where it is sent to.
        failed: Whether this is another try.
        headers: What goes along: the cookie.
    """
    wrong = '<p class="error" role="alert">The password is wrong.</p>' if failed else ""
    body = (
        f'<h1>Log in</h1>{wrong}<form method="post" action="{escape(action)}">{_hidden(csrf)}'
        f'<label>Account<select name="account">{_options(accounts)}</select></label>'
        '<label>Password<input type="password" name="password" autocomplete="off"></label>'
        '<button class="main" name="login" value="login">Log in</button></form>'
    )
    return _page("Log in", body, status=200, headers=headers)


def consent_page(
    app: str,
    person: str,
    lines: Sequence[str],
    *,
    sites: Sequence[tuple[str, str]] = (),
    csrf: str,
    action: str,
    words: tuple[str, str],
    headers: Mapping[str, str],
) -> Answer:
    """
    Return the page that asks somebody whether an app may do something.

    Args:
        app: What it is called.
        person: Who is logged in.
        lines: What it wants to do.
        sites: Cloud id and name of the sites to choose from.
        csrf: The word that proves where the form came from.
        action: Where it is sent to.
        words: What the two buttons say; they send `accept` and `cancel` as `decision`.
        headers: What goes along: the cookie.
    """
    wanted = "".join(f"<li>{escape(line)}</li>" for line in lines)
    choice = f'<label>Use app on<select name="site">{_options(sites)}</select></label>' if sites else ""
    yes, no = map(escape, words)
    body = (
        f"<h1>{escape(app)} is requesting access to your account</h1><p>Logged in as {escape(person)}.</p>"
        f"<p>It would like to:</p><ul>{wanted}</ul>"
        f'<form method="post" action="{escape(action)}">{_hidden(csrf)}{choice}'
        f'<button class="main" id="accept" name="decision" value="accept">{yes}</button>'
        f'<button id="cancel" name="decision" value="cancel">{no}</button></form>'
    )
    return _page(f"{app} is requesting access", body, status=200, headers=headers)


def message_page(title: str, text: str, code: str = "") -> Answer:
    """Return a page that tells something, and maybe a code to copy."""
    shown = f'<p><code id="code">{escape(code)}</code></p>' if code else ""
    return _page(title, f"<h1>{escape(title)}</h1><p>{escape(text)}</p>{shown}", status=200)


def error_page(text: str, status: int = 400) -> Answer:
    """Return the page for what must not be sent back to any redirect URI."""
    body = f'<h1>Something went wrong</h1><p class="error" role="alert">{escape(text)}</p>'
    return _page("Something went wrong", body, status=status)


def _page(title: str, body: str, *, status: int, headers: Mapping[str, str] | None = None) -> Answer:
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )
    return Answer(html.encode(), status, {**_HEADERS, **(headers or {})}, "text/html;charset=UTF-8")


def _hidden(csrf: str) -> str:
    return f'<input type="hidden" name="csrf" value="{escape(csrf)}">'


def _options(options: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(name)}</option>' for value, name in options)
