"""Languages by script. A guess is good enough to choose a font, a direction and a reading voice; it is never kept about a person."""

from collections import Counter
from functools import lru_cache

LANGUAGE_NAMES = {
    "zh-hans": "简体中文",
    "ug": "ئۇيغۇرچە",
    "bo": "བོད་ཡིག",
    "mn-mong": "ᠮᠣᠩᠭᠣᠯ",
    "kk-arab": "قازاقشا",
    "ii": "ꆈꌠꉙ",
    "ko": "한국어",
    "za": "Vahcuengh",
    "en": "English",
    "zh-hant": "繁體中文",
    "ar": "العربية",
    "ja": "日本語",
    "ru": "Русский",
}  # In the language itself, because its readers must find it; those of the seed districts first.

RIGHT_TO_LEFT = frozenset({"ug", "ar", "fa", "ur", "he", "ps", "sd", "yi"})

# First match wins, so the special blocks stand before the wide ones. (first, last, script)
_BLOCKS = (
    (0x0041, 0x024F, "latin"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x0F00, 0x0FFF, "tibetan"),
    (0x1100, 0x11FF, "hangul"),
    (0x1800, 0x18AF, "mongolian"),
    (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xA000, 0xA4CF, "yi"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFC, "arabic"),
    (0xFF21, 0xFF5A, "latin"),
    (0x11660, 0x1167F, "mongolian"),
    (0x20000, 0x3FFFF, "han"),
)
_LANGUAGE_OF = {
    "latin": "en",
    "cyrillic": "ru",
    "hebrew": "he",
    "arabic": "ar",
    "tibetan": "bo",
    "hangul": "ko",
    "mongolian": "mn-mong",
    "kana": "ja",
    "han": "zh-hans",
    "yi": "ii",
}
# One character that is a whole word or syllable says as much as several letters: "请打开 WiFi" is Chinese.
_WEIGHT = {"han": 3, "kana": 3, "hangul": 2, "yi": 3}
_ONLY_UYGHUR = frozenset("ېۈۆ")
_ONLY_KAZAKH = frozenset("\u0674\u0675\u0676\u0677\u0678")  # the high hamza and letters made with it
_UYGHUR_OR_KAZAKH = frozenset("ڭەۇۋ")


def direction(language):
    """'rtl' or 'ltr' for a language tag. (Mongolian script runs down the page in print; on screen lines it is ltr.)"""
    tag = (language or "").lower().replace("_", "-")
    return "rtl" if tag.split("-")[0] in RIGHT_TO_LEFT or "-arab" in tag else "ltr"


def language_name(language):
    """The name of the language in itself; the tag when it is not known."""
    return LANGUAGE_NAMES.get((language or "").lower(), language)


def guess_language(text, default="zh-hans"):
    """The tag of the language most of `text` seems to be in; `default` when it has no letters.

    Zhuang cannot be told from English, nor traditional from simplified Chinese, by letters alone."""
    counts = Counter(map(script_of, text))
    del counts[None]
    if not counts:
        return default
    script = max(counts, key=lambda script: (counts[script] * _WEIGHT.get(script, 1), script))
    if script == "han" and counts["kana"]:
        return "ja"
    if script == "arabic":
        return _arabic_language(frozenset(text))
    return _LANGUAGE_OF[script]


def _arabic_language(letters):
    if letters & _ONLY_KAZAKH:
        return "kk-arab"
    if letters & _ONLY_UYGHUR or letters & _UYGHUR_OR_KAZAKH:
        return "ug"
    return "ar"


@lru_cache(maxsize=16384)
def script_of(character):
    if not character.isalpha() and not character.isalnum():
        return None
    code = ord(character)
    return next((script for first, last, script in _BLOCKS if first <= code <= last), None)
