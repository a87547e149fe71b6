"""What a text is written in: its language guessed from the script, its direction, and the names languages give themselves; and
what two versions of it differ in."""

from shiliu.platform.texts.differences import differences
from shiliu.platform.texts.languages import LANGUAGE_NAMES, direction, guess_language, language_name
from shiliu.platform.texts.plain import plain_text

__all__ = ["LANGUAGE_NAMES", "differences", "direction", "guess_language", "language_name", "plain_text"]
