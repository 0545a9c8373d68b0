"""JQL: queries written in the language that Jira searches by."""

from __future__ import annotations

from .compiling import NATIVE_ORDERS, SearchField, compile, moment_operand, ordered
from .text import quote

__all__ = ["NATIVE_ORDERS", "SearchField", "compile", "moment_operand", "ordered", "quote"]
