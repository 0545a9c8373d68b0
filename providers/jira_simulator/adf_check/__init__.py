"""
Whether a value is an Atlassian document: the nodes, what they must carry and what they may hold.

Jira says no more than that a value is none, so this only decides. `values` says what an attribute may be, `rules` is
the table of nodes and marks, `checking` walks a document along it.
"""

from __future__ import annotations

from .checking import is_document

__all__ = ["is_document"]
