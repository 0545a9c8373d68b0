"""Distributions made on the spot: a folder on the path with a module and its entry point, as pip would leave them."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str, *, entry: str | None = None) -> None:
    """Install distribution `name`, whose module `source` is its plugin `entry`."""
    root, module = folder / name, f"{name.replace('-', '_')}_plugin"
    metadata = root / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[anyticket]\n{entry or name} = {module}\n")
    (root / f"{module}.py").write_text(dedent(source))
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.syspath_prepend(root)


def provider(name: str, *, api: int = 1) -> str:
    """Return the source of a plugin with one provider."""
    return f"""
        from anyticket.plugin import hookimpl
        from anyticket.provider import Provider

        class Made(Provider):
            name = {name!r}
            api = {api}

        @hookimpl
        def anyticket_providers():
            return [Made]
    """
