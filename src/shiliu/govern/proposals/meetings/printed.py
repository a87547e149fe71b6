"""The call of a meeting for the notice board, and its record once it took place: A4, simplified Chinese first, with a QR code to the page."""

from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.proposals.meetings import queries, rules
from shiliu.govern.proposals.meetings.telling import address
from shiliu.platform.printing import pdf, words

FOLDER = Path(__file__).parent / "print"


def sheet(meeting, language):
    """The PDF. Raises NotPrintable."""
    tongues = list(dict.fromkeys((SOURCE_LANGUAGE, language)))
    held, page = meeting.state == meeting.State.HELD, settings.SITE_URL + address(meeting)
    minutes = meeting.minutes.last()
    return pdf(FOLDER / "meeting.typ", {
        "heading": both(tongues, lambda _tag: _("Record of a meeting") if held else _("Call of a meeting")),
        "kind": both(tongues, lambda tag: name_in(meeting.kind.names, tag)),
        "title": words(meeting.title, meeting.language), "text": words(meeting.text, meeting.language),
        "facts": [{"label": both(tongues, lambda tag, one=one: one(tag)[0]), "value": both(tongues, lambda tag, one=one: one(tag)[1])} for one in _facts(meeting)],
        "agenda_label": both(tongues, lambda _tag: _("Agenda")),
        "items": [_item(item, tongues) for item in queries.agenda(meeting)],
        "minutes_label": both(tongues, lambda _tag: pgettext("of a meeting", "Minutes")),
        "minutes": [words(minutes.text, minutes.language)] if minutes else [],
        "how": both(tongues, lambda _tag: _("Scan to read it in your language.")),
        "address": page, "qr": qr(page),
    })  # fmt: skip


def both(tongues, make):
    """Texts {text, lang} of `make(tag)` in each language, each wording once."""
    texts = []
    for tag in tongues:
        with override(tag):
            texts.append(words(str(make(tag)), tag))
    said = [text["text"] for text in texts]
    return [text for place, text in enumerate(texts) if text["text"] and text["text"] not in said[:place]]


def qr(target):
    """SVG of the code of an address."""
    file = BytesIO()
    segno.make(target, error="m").save(file, kind="svg", border=2, scale=4, xmldecl=False, svgns=True)
    return file.getvalue().decode()


def _facts(meeting):
    """Functions of a language tag that give (label, value)."""
    yield lambda _tag: (_("When"), date_format(localtime(meeting.starts_at), "DATETIME_FORMAT"))
    yield lambda _tag: (pgettext("of a meeting", "Where"), meeting.where)
    yield lambda tag: (_("Place"), name_in(meeting.area.names, tag))
    yield lambda tag: (_("Who calls it"), name_in(meeting.organiser.names, tag))
    yield lambda _tag: (_("Called on"), date_format(localtime(meeting.called_at), "DATE_FORMAT"))
    yield lambda _tag: (_("What it must keep"), keeps(meeting.rule))
    if meeting.present is not None:
        yield lambda _tag: (_("How many came"), _("%(present)s of %(entitled)s") % {"present": meeting.present, "entitled": meeting.entitled})  # fmt: skip


def keeps(rule):
    """Notice and quorum in one line."""
    days = rule["notice_days"]
    parts = [ngettext("%(days)s day of notice", "%(days)s days of notice", days) % {"days": days}]
    if rule["quorum_whole"]:
        share = {"part": rule["quorum_part"], "whole": rule["quorum_whole"]}
        parts.append((_("at least %(part)s/%(whole)s must be there") if rule["quorum_reached"] else _("more than %(part)s/%(whole)s must be there")) % share)  # fmt: skip
    if not rule["decides"]:
        parts.append(_("decides nothing"))
    return " · ".join(parts)


def _item(item, tongues):
    became = getattr(item, "decision", None)
    counted = became and item.purpose == item.Purpose.DECIDE and became.outcome not in rules.SPOKEN
    counts = {"for": became.in_favour, "against": became.against, "abstained": became.abstained} if counted else None
    return {
        "number": str(item.number), "title": words(item.title, item.language), "text": words(item.text, item.language),
        "purpose": both(tongues, lambda _tag: _("The owners alone decide this") if item.of_owners else item.get_purpose_display()),
        "outcome": both(tongues, lambda _tag: became.get_outcome_display()) if became else [],
        "words": [words(became.words, became.language)] if became else [],
        "counts": both(tongues, lambda _tag: _("%(for)s for, %(against)s against, %(abstained)s abstained") % counts) if counts else [],
    }  # fmt: skip
