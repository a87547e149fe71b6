"""What is typed from a sheet of paper: {question: codes with blanks between, "part": code of a place, "code": of the household}."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shiliu.govern.surveys import codes, rules
from shiliu.govern.surveys.queries import parts_of

BESIDE = ("part", "code")


def given(questions, typed):
    """As `rules.read` takes it: one answer box holds several codes only where several may be chosen."""
    return {
        question.code: [typed.get(question.code, "")]
        if question.kind == rules.TEXT
        else typed.get(question.code, "").replace(",", " ").replace("，", " ").split()
        for question in questions
    }


def said(questions, typed):
    return rules.read(questions, given(questions, typed))


def problems(round, typed):
    """{field: sentence} of what no sheet can say."""
    questions = rules.questions_of(round.question_set.questions)
    found = dict(said(questions, typed).problems)
    if typed.get("part") and typed["part"] not in {area.code for area in parts_of(round)}:
        found["part"] = _("Choose one of the places, or none.")
    if round.one_per_household and not codes.read(typed.get("code", "")):
        found["code"] = _("Type the ten letters and digits of the code on the sheet.")
    return found


def tidy(round, typed):
    """What is kept: what answers a question that was to be asked, spelled one way, so that only real differences differ."""
    questions = rules.questions_of(round.question_set.questions)
    read = said(questions, typed)
    kept = {code: " ".join([value] if isinstance(value, str) else value) for code, value in read.values.items()}
    kept |= read.texts
    if typed.get("part"):
        kept["part"] = typed["part"]
    if round.one_per_household:
        kept["code"] = codes.read(typed.get("code", ""))
    return kept


def unlike(form, settled, fields):
    """{field: what both keyings say}, of the fields in which a third reading is the same as neither."""
    found = {}
    for field in fields:
        said = [(keying or {}).get(field, "") for keying in (form.first, form.second)]
        if settled.get(field, "") not in said:
            found[field] = both_said(*said)
    return found


def both_said(first, second):
    return _("First keyed: %(first)s. Then keyed: %(second)s.") % {
        "first": first or pgettext("on a sheet", "nothing"), "second": second or pgettext("on a sheet", "nothing")}  # fmt: skip


def differing(form):
    """Fields in which the two keyings of a PaperForm differ, in the order of the sheet."""
    first, second = form.first or {}, form.second or {}
    return [field for field in {**first, **second} if first.get(field, "") != second.get(field, "")]
