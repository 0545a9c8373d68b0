"""
What is wrong with a query, in Jira's words.

The sentences are those of recorded answers where there is one; a position is counted from 1, as Jira counts.
"""

from __future__ import annotations

from typing import Final

__all__ = ["JqlError"]

_OPERATORS: Final = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'"


class JqlError(ValueError):
    """A query that Jira refuses: each message is one entry of `errorMessages`."""

    def __init__(self, *messages: str, position: int | None = None) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages
        self.position = position


def at(text: str, position: int, message: str, *, start: str = "Error in the JQL Query: ") -> JqlError:
    """Return the error for a place in a query."""
    line = text.count("\n", 0, position) + 1
    character = position - (text.rfind("\n", 0, position) + 1) + 1
    return JqlError(f"{start}{message} (line {line}, character {character})", position=position)


def at_end(message: str, *, start: str = "Error in the JQL Query: ") -> JqlError:
    """Return the error of a query that stops too early."""
    return JqlError(start + message)


def reserved_word(text: str, position: int, word: str) -> JqlError:
    return at(
        text,
        position,
        f"'{word}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.",
    )


def reserved_character(text: str, position: int) -> JqlError:
    character = text[position]
    return at(
        text,
        position,
        f"The character '{character}' is a reserved JQL character. You must enclose it in a string or use the "
        f"escape '\\u{ord(character):04x}' instead.",
    )


def illegal_character(text: str, position: int) -> JqlError:
    point = ord(text[position])
    return at(
        text,
        position,
        f"The JQL query contains the illegal character 'U+{point:04X}'. You must use the escape "
        f"'\\u{min(point, 0xFFFF):04x}' instead.",
    )


def illegal_escape(text: str, position: int) -> JqlError:
    return at(
        text,
        position,
        f"'{text[position : position + 2]}' is an illegal JQL escape sequence. The valid escape sequences are "
        "\\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.",
    )


def unfinished_string(text: str, position: int) -> JqlError:
    return at(text, position, f"The quoted string '{text[position + 1 :]}' has not been completed.")


def no_operator(text: str, position: int | None, word: str) -> JqlError:
    valid = f"The valid operators are {_OPERATORS}."
    if position is None:
        return at_end(f"Expecting operator before the end of the query. {valid}")
    return at(text, position, f"Expecting operator but got '{word}'. {valid}")


def no_operand(text: str, position: int | None, word: str) -> JqlError:
    start = "Error in JQL Query: "
    if position is None:
        return at_end("Expecting either a value, list or function before the end of the query.", start=start)
    return at(
        text,
        position,
        f"Expecting either a value, list or function but got '{word}'. You must surround '{word}' in quotation "
        "marks to use it as a value.",
        start=start,
    )


def no_field(text: str, position: int | None, word: str) -> JqlError:
    if position is None:
        return at_end("Expecting a field name at the end of the query.")
    return at(
        text,
        position,
        f"Expecting a field name but got '{word}'. You must surround '{word}' in quotation marks to use it as a "
        "field name.",
    )


def expecting(text: str, position: int | None, word: str, wanted: str) -> JqlError:
    """Return the error where only what `wanted` names can follow."""
    if position is None:
        return at_end(f"Expecting {wanted} before the end of the query.")
    return at(text, position, f"Expecting {wanted} but got '{word}'.")
