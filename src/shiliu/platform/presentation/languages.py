"""The direction of a language code, also of languages Django has no record of."""

from django.utils.translation import get_language_bidi, get_language_info

RIGHT_TO_LEFT = {"ar", "fa", "he", "ug", "ur", "kk-arab", "ky-arab"}


def direction(code):
    """'rtl', 'ltr', or 'auto' when the language is not known."""
    if not code:
        return "auto"
    if code.lower() in RIGHT_TO_LEFT:
        return "rtl"
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "rtl" if code.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def apart(text):
    """Keeps a name, number or quotation whole inside a right-to-left sentence (Unicode isolates); plain in any other."""
    return f"\u2068{text}\u2069" if text and get_language_bidi() else str(text)
