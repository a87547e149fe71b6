"""Which characters can be drawn here: the fonts of our own packages first, then those of the system."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

import typst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fontTools.ttLib import TTFont

from shiliu.platform.texts.languages import script_of

# In this order for each character; the names are those inside the fonts.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans Arabic", "Noto Serif Tibetan", "Noto Sans Mongolian", "Noto Sans Yi")
PACKAGES = ("noto_cjk_sans_otc", "justmytype_intl_rtl")  # Python packages that hold a font
_UNSEEN = frozenset(map(ord, "\n\t\r \u00a0\u200b\u200c\u200d\u200e\u200f\u202f\u2066\u2067\u2068\u2069\ufeff"))
_SYSTEM_PACKAGES = {"han": "fonts-noto-cjk", "hangul": "fonts-noto-cjk", "kana": "fonts-noto-cjk"}
_NAMES = {
    "han": gettext_lazy("Chinese"),
    "arabic": gettext_lazy("Arabic script (Uyghur, Kazakh)"),
    "tibetan": gettext_lazy("Tibetan"),
    "mongolian": gettext_lazy("Mongolian"),
    "yi": gettext_lazy("Yi"),
    "hangul": gettext_lazy("Korean"),
    "latin": gettext_lazy("Latin"),
    "cyrillic": gettext_lazy("Cyrillic"),
}


@dataclass(frozen=True)
class Lack:
    """One script that cannot be drawn here. `characters`: those of the text, each once, in its order."""

    script: str
    characters: str
    package: str

    @property
    def sentence(self):
        given = {"script": _NAMES.get(self.script, self.script or "?"), "package": self.package}
        given["characters"] = self.characters[:12]
        return (
            _(
                "The font for %(script)s is missing on this machine, so “%(characters)s” cannot be printed. The operator"
                " installs the package %(package)s; until then choose another language or read it on the screen."
            )
            % given
        )


def missing(texts: Iterable[str]) -> list[Lack]:
    """What of `texts` has no glyph in any of our fonts, by script; empty if all of it can be printed."""
    known = _drawable()
    lacking: dict[str, dict[str, None]] = {}
    for text in texts:
        script = ""  # a vowel sign belongs to the script of the letter before it
        for character in text:
            script = script_of(character) or script
            if ord(character) not in known:
                lacking.setdefault(script, {})[character] = None
    return [
        Lack(script, "".join(characters), _SYSTEM_PACKAGES.get(script, "fonts-noto-core"))
        for script, characters in lacking.items()
    ]


@lru_cache(maxsize=1)
def at_hand() -> typst.Fonts:
    """The fonts of our own packages and of the system, looked for once a process."""
    found = [find_spec(name) for name in PACKAGES]
    return typst.Fonts(font_paths=[place for spec in found if spec for place in spec.submodule_search_locations])


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    """Code points some font of ours can draw; read once a process, about a tenth of a second."""
    seen = set(_UNSEEN)
    files = {}
    for font in at_hand().fonts():
        if font.family in FAMILIES and font.style == "normal":
            files.setdefault(font.family, (font.path, font.index))
    for path, index in files.values():
        with TTFont(path, fontNumber=index, lazy=True) as font:
            seen.update(font.getBestCmap())
    return frozenset(seen)
