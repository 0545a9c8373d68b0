"""
Flows that are made and never run: Python cannot tell while it runs, but the source can.

A call that stands alone as a statement drops what it returns. If that is a flow, nothing happens, in silence:

    sleep(2.0)                    # for `yield from sleep(2.0)`
    self.get_ticket(key)          # for `yield from self.get_ticket(key)`
    Request.delete("/x")          # for `yield Request.delete("/x")`
    yield self.get_ticket(key)    # for `yield from`: the driver knows no such effect
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from anyticket.provider import Provider
from anyticket.provider.operations import OPERATIONS

_MAKERS: Final = frozenset({"sleep", "exclusive", "call", "together", "through", "wire", "done", *OPERATIONS})
_FLOWS: Final = ("Flow[", "Steps[", "Generator[")


def dropped_flows(source: str, makers: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """Yield line and text of each flow that `source` drops. `makers` are functions elsewhere that return flows."""
    tree = ast.parse(source)
    known = _MAKERS | makers | {node.name for node in ast.walk(tree) if _makes_flow(node)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and (made := _dropped(node.value, known)) is not None:
            yield node.lineno, ast.unparse(made)


def dropped_by(provider: type[Provider]) -> list[str]:
    """Return the flows that are dropped in the package, or the module, of a provider."""
    paths = _files(provider)
    sources = [path.read_text(encoding="utf-8") for path in paths]
    makers = frozenset(
        node.name
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and _makes_flow(node)
    )
    return [
        f"{path.name}:{line}: {text} is made and never run"
        for path, source in zip(paths, sources, strict=True)
        for line, text in dropped_flows(source, makers)
    ]


def _files(provider: type[Provider]) -> list[Path]:
    module = provider.__module__
    top = sys.modules[module.partition(".")[0]]
    if getattr(top, "__file__", None) is None:  # a namespace package holds what others put there
        return [Path(str(sys.modules[module].__file__))]
    root = Path(str(top.__file__))
    return sorted(root.parent.rglob("*.py")) if root.name == "__init__.py" else [root]


def _dropped(value: ast.expr, known: frozenset[str] | set[str]) -> ast.expr | None:
    if isinstance(value, ast.Call):
        name = ast.unparse(value.func)
        return value if name.rpartition(".")[2] in known or name.startswith("Request.") else None
    if isinstance(value, ast.Yield) and isinstance(value.value, ast.Call):
        name = ast.unparse(value.value.func)
        wrong = name.rpartition(".")[2] in known and not name.startswith("Request.")
        return value if wrong else None
    return None


def _makes_flow(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.returns is None:
        return False
    return ast.unparse(node.returns).strip("'\"").startswith(_FLOWS)
