"""
Writing Markdown: the inside of a line.

Pieces become atoms: text, raw markup, breaks, and delimiters in pairs. Marks are opened so that each spans as many
pieces as it can. Delimiters then get the spelling that CommonMark's flanking rules read as intended: `_` where two
runs of `*` would touch, a neighbouring letter as a character reference where a delimiter would stick to a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from anyticket.text.inline import (
    BackgroundColor,
    Break,
    Code,
    Emphasis,
    Inline,
    Link,
    Mark,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    TextColor,
    Underline,
)
from anyticket.text.markdown.escaping import (
    code_span,
    destination,
    escape,
    escape_line_start,
    is_gap,
    is_mark,
    quoted,
)
from anyticket.text.markdown.piece_writing import written_piece

__all__ = ["Place", "written_line"]

Place: TypeAlias = Literal["paragraph", "heading", "cell"]
Report: TypeAlias = Callable[[str, str], None]

_DELIMITER: Final[dict[type[Mark], str]] = {Strong: "**", Emphasis: "*", Strike: "~~"}
_BREAK: Final[dict[Place, str]] = {"paragraph": "\\\n", "heading": " ", "cell": "<br>"}
_UNSAID: Final[dict[type[Mark], str]] = {
    Underline: "Markdown has no underline: the text is not underlined",
    Subscript: "Markdown has no subscript: the text stands in the line",
    Superscript: "Markdown has no superscript: the text stands in the line",
    TextColor: "Markdown has no colours: the text has none",
    BackgroundColor: "Markdown has no colours: the background has none",
}
_AUTOLINK: Final = re.compile(r"(?!date:)[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*")


@dataclass(slots=True)
class _Atom:
    """A stretch of the line. `what`: text (to be escaped), label (the same inside a link), raw, break, open, close."""

    what: Literal["text", "label", "raw", "break", "open", "close"]
    text: str
    pair: _Atom | None = None


_Marked: TypeAlias = tuple[tuple[Mark, ...], _Atom]


def written_line(content: Sequence[Inline], place: Place, path: str, report: Report) -> str:
    """Return the line or lines of a paragraph, heading or cell, and report what they cannot say."""
    marked = [
        (_said(piece, f"{path}[{index}]", report), _atom(content, index, place, f"{path}[{index}]", report))
        for index, piece in enumerate(content)
    ]
    atoms = _without_edges(_grouped(_adopted(_merged(marked)), in_link=False))
    return _assembled(atoms, place)


def _said(piece: Inline, path: str, report: Report) -> tuple[Mark, ...]:
    """Return the marks of a piece that Markdown has."""
    if not isinstance(piece, Text):
        return ()
    for mark in piece.marks:
        if not isinstance(mark, Strong | Emphasis | Strike | Link | Code):
            report(path, _UNSAID.get(type(mark), "Markdown has no word for this mark: the text is without it"))
    return tuple(mark for mark in piece.marks if isinstance(mark, Strong | Emphasis | Strike | Link))


def _atom(content: Sequence[Inline], index: int, place: Place, path: str, report: Report) -> _Atom:
    match content[index]:
        case Text(text=text, marks=marks):
            is_code = text and any(isinstance(mark, Code) for mark in marks)
            return _Atom("raw", code_span(text)) if is_code else _Atom("text", text)
        case Break():
            if place == "heading":
                report(path, "a Markdown heading has one line: a space stands for the break")
                return _Atom("text", " ")
            return _Atom("break", _BREAK[place])
        case piece:
            shown, is_markup = written_piece(
                piece, content[index - 1] if index else None, content[index + 1 : index + 2], path, report
            )
            return _Atom("raw" if is_markup and shown else "text", shown)


def _merged(marked: Sequence[_Marked]) -> list[_Marked]:
    """Join neighbouring text of the same marks, and leave out what says nothing."""
    merged: list[_Marked] = []
    run: list[str] = []
    for marks, atom in marked:
        if not atom.text:
            continue
        if run and atom.what == "text" and merged[-1][0] == marks:
            run.append(atom.text)
            continue
        if len(run) > 1:
            merged[-1] = (merged[-1][0], _Atom("text", "".join(run)))
        run = [atom.text] if atom.what == "text" else []
        merged.append((marks, atom))
    if len(run) > 1:
        merged[-1] = (merged[-1][0], _Atom("text", "".join(run)))
    return merged


def _adopted(marked: list[_Marked]) -> list[_Marked]:
    """Give a piece that cannot have marks those that both its neighbours have, so that no mark is interrupted."""
    for index in range(1, len(marked) - 1):
        marks, atom = marked[index]
        if not marks and atom.what in ("break", "raw") and not atom.text.startswith("`"):
            before, after = marked[index - 1][0], marked[index + 1][0]
            allowed = (Strong, Emphasis, Strike, Link) if atom.what == "break" else (Strong, Emphasis, Strike)
            marked[index] = (tuple(mark for mark in before if isinstance(mark, allowed) and mark in after), atom)
    return marked


def _grouped(marked: Sequence[_Marked], *, in_link: bool) -> list[_Atom]:
    atoms: list[_Atom] = []
    start = 0
    while start < len(marked):
        marks, atom = marked[start]
        if not marks:
            atoms.append(_Atom("label", atom.text) if in_link and atom.what == "text" else atom)
            start += 1
            continue
        end, mark = max(((_run_end(marked, start, mark), mark) for mark in marks), key=lambda run: run[0])
        inside = [(tuple(other for other in marks if other != mark), atom) for marks, atom in marked[start:end]]
        if isinstance(mark, Link):
            atoms.extend(_linked(mark, _grouped(inside, in_link=True)))
        else:
            atoms.extend(_delimited(_DELIMITER[type(mark)], _grouped(inside, in_link=in_link)))
        start = end
    return atoms


def _run_end(marked: Sequence[_Marked], start: int, mark: Mark) -> int:
    end = start
    while end < len(marked) and mark in marked[end][0]:
        end += 1
    return end


def _linked(link: Link, inside: list[_Atom]) -> list[_Atom]:
    is_bare = len(inside) == 1 and inside[0].text == link.href and inside[0].what == "label" and not link.title
    if is_bare and _AUTOLINK.fullmatch(link.href):
        return [_Atom("raw", f"<{link.href}>")]
    return [_Atom("raw", "["), *inside, _Atom("raw", f"]({destination(link.href)}{quoted(link.title)})")]


def _delimited(delimiter: str, inside: list[_Atom]) -> list[_Atom]:
    """Put delimiters around atoms; spaces and breaks at the edges, which show no mark, stay outside."""
    before: list[_Atom] = []
    after: list[_Atom] = []
    while inside and _trimmed(inside, 0, before):
        pass
    while inside and _trimmed(inside, -1, after):
        pass
    if not inside:
        return before
    opening = _Atom("open", delimiter)
    return [*before, opening, *inside, _Atom("close", delimiter, opening), *reversed(after)]


def _trimmed(atoms: list[_Atom], edge: Literal[0, -1], moved: list[_Atom]) -> bool:
    """Move the gap at one edge over to `moved`; tell whether a whole atom went, so that the next one is to be seen."""
    atom = atoms[edge]
    if atom.what == "break":
        moved.append(atoms.pop(edge))
        return True
    if atom.what not in ("text", "label"):
        return False
    kept = atom.text.lstrip() if edge == 0 else atom.text.rstrip()
    gap = atom.text[: len(atom.text) - len(kept)] if edge == 0 else atom.text[len(kept) :]
    if gap:
        moved.append(_Atom(atom.what, gap))
        atoms[edge] = _Atom(atom.what, kept)
    if not kept:
        atoms.pop(edge)
    return not kept


def _without_edges(atoms: list[_Atom]) -> list[_Atom]:
    """Leave out the breaks and spaces at both ends, which a reader does not see."""
    while atoms and _trimmed(atoms, 0, []):
        pass
    while atoms and _trimmed(atoms, -1, []):
        pass
    return atoms


def _assembled(atoms: Sequence[_Atom], place: Place) -> str:
    _respelled(atoms)
    shown = [
        escape(
            atom.text,
            in_label=atom.what == "label",
            before=index > 0 and atoms[index - 1].what != "break",
            after=index + 1 < len(atoms) and atoms[index + 1].what != "break",
        )
        if atom.what in ("text", "label")
        else atom.text
        for index, atom in enumerate(atoms)
    ]
    _unstuck(atoms, shown)
    if place == "paragraph":
        for index, atom in enumerate(atoms):
            if atom.what in ("text", "label") and (index == 0 or atoms[index - 1].what == "break"):
                shown[index] = escape_line_start(shown[index].lstrip(" \t"))
    return "".join(shown)


def _respelled(atoms: Sequence[_Atom]) -> None:
    """Write emphasis with `_` where its `*` would touch that of another."""
    for left, right in pairwise(atoms):
        if left.what == "close" and right.what == "open" and left.text[0] == right.text[0] == "*":
            for atom in (left, right):
                if atom.text == "*":
                    atom.text = "_"
    for atom in atoms:
        if atom.what == "close" and atom.pair is not None and "_" in (atom.text, atom.pair.text):
            atom.text = atom.pair.text = "_"


def _unstuck(atoms: Sequence[_Atom], shown: list[str]) -> None:
    """Write a letter as a character reference where a delimiter beside it would not open or close."""
    start = 0
    while start < len(atoms):
        if atoms[start].what not in ("open", "close"):
            start += 1
            continue
        end = start + 1
        while end < len(atoms) and atoms[end].what == atoms[start].what and atoms[end].text[0] == atoms[start].text[0]:
            end += 1
        outer, inner = (start - 1, end) if atoms[start].what == "open" else (end, start - 1)
        if 0 <= outer < len(atoms):
            _separate(atoms[start], outer, inner, shown)
        start = end


def _separate(delimiter: _Atom, outer: int, inner: int, shown: list[str]) -> None:
    outside, inside = shown[outer], shown[inner]
    near, edge = (outside[-1:], inside[:1]) if delimiter.what == "open" else (outside[:1], inside[-1:])
    if is_gap(near) or is_mark(near) or not (is_mark(edge) or delimiter.text == "_"):
        return
    reference = f"&#{ord(near)};"
    shown[outer] = outside[:-1] + reference if delimiter.what == "open" else reference + outside[1:]
