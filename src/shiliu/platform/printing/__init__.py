"""Pages for paper: PDF with every script shaped, and never a box where a glyph is missing."""

from shiliu.platform.printing.fonts import Lack, missing
from shiliu.platform.printing.setting import NotPrintable, pdf, words

__all__ = ["Lack", "NotPrintable", "missing", "pdf", "words"]
