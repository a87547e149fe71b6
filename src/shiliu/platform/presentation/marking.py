"""Words that seem to name or identify somebody, shown to their author before anything is sent. A human decides, never the rule."""

from dataclasses import dataclass

from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from shiliu.methods import private_text
from shiliu.platform.presentation.languages import direction

LABELS = {
    "person": _("Perhaps the name of a person"),
    "household": _("Perhaps somebody's home"),
    "phone": _("Perhaps a telephone number"),
    "id_number": _("Perhaps an identity number"),
    "plate": _("Perhaps a number plate"),
    "bank_card": _("Perhaps a bank card"),
    "email": _("Perhaps an e-mail address"),
    "chat_id": _("Perhaps a chat account"),
}


@dataclass(frozen=True)
class Mark:
    label: str
    text: str


def marks_in(*texts):
    """Marks found in some texts, each once, in their order."""
    found = [
        Mark(LABELS[span.kind], text[span.start : span.end]) for text in texts for span in private_text.find(text or "")
    ]
    return list(dict.fromkeys(found))


def marked(text, language="", *, inline=False):
    """A person's words as {% user_text %} shows them, with <mark> around what seems private."""
    parts, at = [], 0
    for span in private_text.find(text or ""):
        parts += [escape(text[at : span.start]), format_html("<mark>{}</mark>", text[span.start : span.end])]
        at = span.end
    parts.append(escape((text or "")[at:]))
    words = mark_safe("".join(parts))
    lang = format_html(' lang="{}"', language) if language else ""
    if inline:
        return format_html('<bdi{} dir="{}">{}</bdi>', lang, direction(language), words)
    return format_html(
        '<div class="user-text"{} dir="{}">{}</div>', lang, direction(language), mark_safe(linebreaks(words))
    )
