"""
The speed of wiki markup: a real description each way, beside jira2markdown where it is installed, and hostile text.

    python benchmarks/wiki_markup.py

The last column of the hostile part says that time grows with the text and no faster.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from typing import Final

from anyticket.text import markdown
from anyticket_jira import adf, wiki

DESCRIPTION: Final = """h2. What happens
After the *second* login the page at https://shop.example/cart?id=7 stays empty, see [^console.txt] and !cart.png|width=300!.

# Log in as [~fred]
# Open the {{/cart}} page
#* with _cookies_
#* without -cookies-

||Browser||Works||
|Firefox|(/)|
|Safari|{color:red}no{color}, since [PROJ-1|https://jira.example/browse/PROJ-1]|

{code:python}
if cart["items"]:
    print(cart)
{code}
{panel:title=Note|bgColor=#fffae6}
Only for accounts with a_very_long_name (!)
{panel}

bq. Please be quick
"""
HOSTILE: Final = ("*", "[", "|", "{", "h1. ", "* a\n", "|a|b\n", "*a_b* ", "{quote}", "[a|http://b]")


def seconds(work: Callable[[], object], budget: float = 1.0) -> float:
    """Return the shortest time that some work took."""
    best, end = float("inf"), time.perf_counter() + budget
    while time.perf_counter() < end:
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    """Print the table."""
    write = sys.stdout.write
    document = wiki.parse(DESCRIPTION)
    works: dict[str, Callable[[], object]] = {
        "wiki -> document": lambda: wiki.parse(DESCRIPTION),
        "document -> wiki": lambda: wiki.render(document),
        "wiki -> Markdown": lambda: markdown.render(wiki.parse(DESCRIPTION)),
        "wiki -> ADF": lambda: adf.render(wiki.parse(DESCRIPTION)),
    }
    if importlib.util.find_spec("jira2markdown"):
        other = importlib.import_module("jira2markdown")
        works["wiki -> Markdown, jira2markdown"] = lambda: other.convert(DESCRIPTION)
    size = len(DESCRIPTION.encode()) / 1000
    for name, work in works.items():
        write(f"{name:34} {size / seconds(work):9.1f} KB/s\n")
    write("\nhostile text                      10 KB     100 KB       1 MB   1 MB : 10 KB, per KB\n")
    for piece in HOSTILE:
        texts = [(piece * length)[:length] for length in (10_000, 100_000, 1_000_000)]
        times = [seconds(lambda text=text: wiki.parse(text), 0.2) for text in texts]
        shown = "".join(f"{taken * 1000:8.1f} ms" for taken in times)
        write(f"{piece!r:28}{shown}   {times[2] / times[0] / 100:8.1f}\n")


if __name__ == "__main__":
    main()
