"""The words that seeded texts are made of."""

from __future__ import annotations

from random import Random
from typing import Any, Final

__all__ = ["NAMES", "document", "label", "paragraphs", "sentence", "title", "wiki"]

NAMES: Final = (
    "Ada Adler", "Ben Brook", "Cleo Carver", "Dan Drake", "Eve Ellis", "Finn Frost", "Gwen Gray", "Hugo Hale",
    "Iris Irving", "Jon Jarvis", "Kim Knight", "Leo Lane", "Mia Marsh", "Ned Nash", "Ola Orton", "Pia Park",
    "Quinn Reyes", "Rosa Stone", "Sam Thorne", "Tess Vale", "Uma Webb", "Vic Wolfe", "Wes Yates", "Zoe Zeller",
)  # fmt: skip
_SUBJECTS: Final = (
    "login", "search", "export", "invoice", "checkout", "dashboard", "report", "upload", "session", "profile",
    "webhook", "billing page", "mobile app", "calendar", "audit log", "import job", "mail queue", "cache", "API key",
    "permission check",
)  # fmt: skip
_TROUBLES: Final = (
    "fails after an update", "is slow with many rows", "loses its filter", "shows the wrong time zone",
    "does not remember the choice", "times out", "needs a better name", "breaks on narrow screens",
    "sends two mails", "ignores the locale", "should support keys", "accepts empty input",
    "has no help text", "leaks file handles", "counts twice",
)  # fmt: skip
_WORDS: Final = (
    "we users team server browser value page button error log request answer field version number test step case "
    "list result change start end often never always first second with without before after when then this that"
).split()
_LABELS: Final = ("backend", "frontend", "ux", "customer", "regression", "tech-debt", "security", "docs", "quick-win")


def title(random: Random) -> str:
    return f"{random.choice(_SUBJECTS).capitalize()} {random.choice(_TROUBLES)}"


def sentence(random: Random) -> str:
    words = random.choices(_WORDS, k=random.randint(5, 12))
    return " ".join(words).capitalize() + "."


def label(random: Random) -> str:
    return random.choice(_LABELS)


def paragraphs(random: Random) -> list[str]:
    return [" ".join(sentence(random) for _ in range(random.randint(1, 3))) for _ in range(random.randint(1, 3))]


def document(texts: list[str], steps: list[str]) -> dict[str, Any]:
    """Return paragraphs and a numbered list as an Atlassian document."""
    content: list[dict[str, Any]] = [_paragraph(text) for text in texts]
    if steps:
        items = [{"type": "listItem", "content": [_paragraph(step)]} for step in steps]
        content.append({"type": "orderedList", "attrs": {"order": 1}, "content": items})
    return {"type": "doc", "version": 1, "content": content}


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def wiki(texts: list[str], steps: list[str]) -> str:
    """Return the same as wiki text."""
    parts = [*texts, "\n".join(f"# {step}" for step in steps)] if steps else texts
    return "\n\n".join(parts)
