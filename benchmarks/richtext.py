"""
The speed of rich text: ADF to Markdown and back, beside converters that others wrote, and hostile Markdown.

    python benchmarks/richtext.py

`pip install jira2markdown marklassian` adds the others to the table. The hostile part says that time grows with the
text and no faster: microseconds per KB at 10 KB, 100 KB and 1 MB.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from typing import Final

import orjson

from anyticket.text import markdown
from anyticket_jira import adf

DESCRIPTION: Final = """## What happens

After the *second* login the page at <https://shop.example/cart?id=7> stays **empty**, see @[Fred](user:5b10).

1. Log in
2. Open the `/cart` page
   - with *cookies*
   - without ~~cookies~~

| Browser | Works |
|---|---|
| Firefox | yes |
| Safari | no, since [PROJ-1](https://jira.example/browse/PROJ-1) |

```python
if cart["items"]:
    print(cart)
```

> [!NOTE]
> Only for accounts with a_very_long_name

- [x] Be quick
- [ ] Be thorough
"""
WIKI: Final = """h2. What happens

After the _second_ login the page at [https://shop.example/cart?id=7] stays *empty*, see [~fred].

# Log in
# Open the {{/cart}} page
#* with _cookies_
#* without -cookies-

||Browser||Works||
|Firefox|yes|
|Safari|no, since [PROJ-1|https://jira.example/browse/PROJ-1]|

{code:python}
if cart["items"]:
    print(cart)
{code}
{panel:title=Note|bgColor=#fffae6}
Only for accounts with a_very_long_name
{panel}
"""
HOSTILE: Final = ("*", "a*", "[", "[a](", "![", "|", "{", "h1. ", "> ", "- ", "- a\n", "|a|b\n|-|-\n", "`a", "<", "\\")
SIZES: Final = (10_000, 100_000, 1_000_000)


def seconds(work: Callable[[], object], budget: float = 1.0) -> float:
    """Return the shortest time that some work took, of as many runs as the budget allows and at least one."""
    best, end = float("inf"), time.perf_counter() + budget
    while best == float("inf") or time.perf_counter() < end:
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    """Print both tables."""
    native, _ = adf.render(markdown.parse(DESCRIPTION))
    adf_size, text_size = len(orjson.dumps(native)), len(DESCRIPTION)
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "ADF -> Markdown": (adf_size, lambda: markdown.render(adf.parse(native))),
        "Markdown -> ADF": (text_size, lambda: adf.render(markdown.parse(DESCRIPTION))),
        "ADF -> Document": (adf_size, lambda: adf.parse(native)),
    }
    if importlib.util.find_spec("jira2markdown"):
        convert = importlib.import_module("jira2markdown").convert
        works["jira2markdown: wiki -> Markdown"] = (len(WIKI), lambda: convert(WIKI))
    if importlib.util.find_spec("marklassian"):
        to_adf = importlib.import_module("marklassian").markdown_to_adf
        works["marklassian: Markdown -> ADF"] = (text_size, lambda: to_adf(DESCRIPTION))
    for name, (size, work) in works.items():
        sys.stdout.write(f"{name:34}{size / 1000 / seconds(work):10.0f} KB/s\n")
    sys.stdout.write(f"\n{'hostile, read and written':34}{'µs/KB at 10 KB':>16}{'100 KB':>10}{'1 MB':>10}\n")
    for unit in HOSTILE:
        sys.stdout.write(f"{unit!r:34}")
        for size in SIZES:
            text = (unit * (size // len(unit) + 1))[:size]
            took = seconds(lambda text=text: markdown.render(markdown.parse(text)), 0.0)  # type: ignore[misc]
            sys.stdout.write(f"{took * 1e9 / size:{16 if size == SIZES[0] else 10}.0f}")
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
