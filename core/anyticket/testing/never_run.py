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
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from anyticket.provider import Provider
from anyticket.provider.operations import OPERATIONS

#: Called by their bare names: `time.sleep` and `self.call` are others' functions.
_HELPERS: Final = frozenset({"sleep", "exclusive", "call", "together", "through", "wire", "done"})
_FLOWS: Final = ("Flow[", "Steps[", "Generator[")


def dropped_flows(source: str, makers: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """Yield line and text of each flow that `source` drops. `makers` are functions elsewhere that return flows."""
    tree = ast.parse(source)
    known = makers | OPERATIONS.keys() | _makers(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and (made := _dropped(node.value, known)) is not None:
            yield node.lineno, ast.unparse(made)


def dropped_by(provider: type[Provider]) -> list[str]:
    """Return the flows that are dropped in the package, or the module, of a provider."""
    paths = _files(provider)
    sources = [path.read_text(encoding="utf-8") for path in paths]
    public = (name for source in sources for name in _makers(ast.parse(source)) if not name.startswith("_"))
    makers = frozenset(public)  # what begins with an underscore is called in its own module alone
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


def _dropped(value: ast.expr, known: AbstractSet[str]) -> ast.expr | None:
    """Return the call that makes a flow which nobody runs, if `value` is one."""
    if isinstance(value, ast.Call):
        return value if _is_flow(value, known) or ast.unparse(value.func).startswith("Request.") else None
    yielded = value.value if isinstance(value, ast.Yield) else None
    return value if isinstance(yielded, ast.Call) and _is_flow(yielded, known) else None


def _is_flow(made: ast.Call, known: AbstractSet[str]) -> bool:
    if isinstance(made.func, ast.Name):
        return made.func.id in known or made.func.id in _HELPERS
    return isinstance(made.func, ast.Attribute) and made.func.attr in known and not _is_request(made.func)


def _is_request(function: ast.Attribute) -> bool:
    return isinstance(function.value, ast.Name) and function.value.id == "Request"


def _makers(tree: ast.Module) -> frozenset[str]:
    """Return the names of the functions of a module that return flows."""
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and _names_flow(node.returns)
    )


def _names_flow(returned: ast.expr) -> bool:
    return ast.unparse(returned).strip("'\"").startswith(_FLOWS)
