"""
Rich text: a neutral document, its plain text, and the report of what a rendering lost.

Codecs are modules with `parse` and `render`: `anyticket.text.markdown` here, those of trackers with their providers.
"""

from anyticket.text.document import Document, Loss
from anyticket.text.plain import plain

__all__ = ["Document", "Loss", "plain"]
