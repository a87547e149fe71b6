"""The paper form and the letters: A4, simplified Chinese first and never smaller, the reader's language beside it."""

from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.surveys import codes, needs, queries, rules
from shiliu.platform.printing import pdf, words

PAGE = Path(__file__).parent / "print" / "form.typ"


def form(round, language):
    """The PDF of one sheet without a code. Raises NotPrintable."""
    return letters(round, language, [""])


def letters(round, language, household_codes):
    """The PDF of one sheet (two pages or more) for each code, '' for none."""
    tongues = list(dict.fromkeys((SOURCE_LANGUAGE, language)))
    questions = rules.questions_of(round.question_set.questions if round.question_set_id else _draft(round))
    given = {
        "title": _both(tongues, lambda tag: name_in(round.survey.names, tag)),
        "intro": _both(tongues, lambda tag: round.survey.intro.get(tag, "") or round.survey.intro.get(SOURCE_LANGUAGE, "")),
        "rules": _both(tongues, lambda _tag: _rules(round)),
        "qr": _qr(settings.SITE_URL + reverse("surveys:round", args=[round.pk])),
        "online": _both(tongues, lambda _tag: _("Or answer on the phone:")),
        "address": settings.SITE_URL + reverse("surveys:round", args=[round.pk]),
        "questions": [_question(one, questions, tongues) for one in questions],
        "part": _part(round, tongues),
        "codes": [codes.spelled(code) if code else "" for code in household_codes],
        "code_label": _both(tongues, lambda _tag: _("Code of your household (used up with one answer):")),
    }  # fmt: skip
    return pdf(PAGE, given)


def _draft(round):
    return round.survey.question_sets.first().questions


def _both(tongues, make):
    texts = []
    for tag in tongues:
        with override(tag):
            texts.append(words(str(make(tag)), tag))
    said = [text["text"] for text in texts]
    return [text for place, text in enumerate(texts) if text["text"] and text["text"] not in said[:place]]


def _rules(round):
    return _(
        "Tick the boxes and leave out what you like. Write no name and no address. Hand the sheet in by %(day)s. "
        "Numbers are published on %(public)s, never single answers."
    ) % {"day": date_format(round.closes_on), "public": date_format(round.publish_on)}


def _question(one, questions, tongues):
    kinds = {
        rules.MANY: lambda: _("Several answers may be ticked."), rules.TEXT: lambda: _("A few words, nothing about people."),
    }  # fmt: skip
    hints = []
    if one.show_if:
        asked = next(other for other in questions if other.code == one.show_if[0])
        hints.append(lambda tag: _("Only if you ticked %(codes)s.") % {
            "codes": ", ".join(f"{asked.code}-{code}" for code in one.show_if[1])})  # fmt: skip
    if one.kind in kinds:
        hints.append(lambda tag: kinds[one.kind]())
    return {
        "code": one.code,
        "need": _both(tongues, lambda _tag: needs.label(one.need)),
        "texts": _both(tongues, lambda tag: name_in(one.texts, tag)),
        "hint": _both(tongues, lambda tag: " ".join(hint(tag) for hint in hints)),
        "options": [
            {"code": f"{one.code}-{option.code}", "texts": _both(tongues, lambda tag, o=option: name_in(o.texts, tag))}
            for option in one.options
        ],
        "lines": 3 if one.kind == rules.TEXT else 0,
    }


def _part(round, tongues):
    areas = list(queries.parts_of(round))
    if not areas:
        return None
    return {
        "texts": _both(tongues, lambda _tag: _("Where do you live? Only if you like.")),
        "options": [
            {"code": area.code, "texts": _both(tongues, lambda tag, a=area: name_in(a.names, tag))} for area in areas
        ],
    }


def _qr(address):
    file = BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=2, scale=4, xmldecl=False, svgns=True)
    return file.getvalue().decode()
