"""Questions and answers on plain values: what may be asked of whom, on which page, and what a form says."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in

ONE, MANY, SCALE, TEXT = "one", "many", "scale", "text"
KINDS = (ONE, MANY, SCALE, TEXT)
QUESTION_CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
OPTION_CODE = re.compile(r"[0-9a-z]{1,6}")
LONGEST_TEXT = 300  # of what people write: a few sentences, no story by which a household is known
LONGEST_QUESTION = 200
MOST_QUESTIONS, MOST_OPTIONS = 60, 15
SCALE_OPTIONS = (
    ("1", {"zh-hans": "很不好", "en": "Very poor", "ug": "بەك ناچار"}),
    ("2", {"zh-hans": "不太好", "en": "Poor", "ug": "ناچار"}),
    ("3", {"zh-hans": "一般", "en": "Fair", "ug": "ئوتتۇرىچە"}),
    ("4", {"zh-hans": "比较好", "en": "Good", "ug": "ياخشى"}),
    ("5", {"zh-hans": "很好", "en": "Very good", "ug": "بەك ياخشى"}),
)


@dataclass(frozen=True)
class Option:
    code: str
    texts: dict[str, str]

    @property
    def text(self):
        return name_in(self.texts)


@dataclass(frozen=True)
class Question:
    """`show_if` is (code of an earlier question, codes of its options): asked only of who chose one of them. `is_need` marks
    the question whose options are needs that a contact card or a project can answer."""

    code: str
    need: str
    kind: str
    texts: dict[str, str]
    options: tuple[Option, ...] = ()
    show_if: tuple[str, tuple[str, ...]] | None = None
    is_need: bool = False

    @classmethod
    def read(cls, row):
        condition = row.get("show_if")
        given = SCALE_OPTIONS if row["kind"] == SCALE else [(o["code"], o["texts"]) for o in row.get("options", ())]
        return cls(
            row["code"], row["need"], row["kind"], row["texts"], tuple(Option(*one) for one in given),
            (condition["question"], tuple(condition["any"])) if condition else None, bool(row.get("is_need")),
        )  # fmt: skip

    def row(self):
        """As `read` takes it."""
        made = {"code": self.code, "need": self.need, "kind": self.kind, "texts": self.texts, "is_need": self.is_need}
        if self.kind in {ONE, MANY}:
            made["options"] = [{"code": option.code, "texts": option.texts} for option in self.options]
        if self.show_if:
            made["show_if"] = {"question": self.show_if[0], "any": list(self.show_if[1])}
        return made

    @property
    def text(self):
        return name_in(self.texts)

    @property
    def codes(self):
        return tuple(option.code for option in self.options)

    def asked_of(self, values):
        if self.show_if is None:
            return True
        said = values.get(self.show_if[0], ())
        return bool(set([said] if isinstance(said, str) else said) & set(self.show_if[1]))


def questions_of(rows):
    return tuple(map(Question.read, rows))


def problems_of_question(question, before):
    """{field: sentence} of one question; `before` are the questions it comes after."""
    problems = {}
    if not QUESTION_CODE.fullmatch(question.code):
        problems["code"] = _("Give a code of a capital letter and up to seven capital letters or digits, such as H1.")
    elif question.code in {other.code for other in before}:
        problems["code"] = _("Another question already has this code. Choose one that is free.")
    if not question.texts.get(SOURCE_LANGUAGE, "").strip():
        problems["texts"] = _("Write the question in simplified Chinese at least.")
    elif max(map(len, question.texts.values())) > LONGEST_QUESTION:
        problems["texts"] = _("Keep the question under %(count)d characters.") % {"count": LONGEST_QUESTION}
    if question.kind not in KINDS:
        problems["kind"] = _("Choose how the question is answered.")
    if question.kind in {ONE, MANY} and (wrong := _wrong_options(question)):
        problems["options"] = wrong
    if question.show_if and (wrong := _wrong_condition(question, before)):
        problems["show_if"] = wrong
    return problems


def _wrong_options(question):
    codes = question.codes
    if not 2 <= len(codes) <= MOST_OPTIONS:
        return _("Give at least two answers to choose from, and %(count)d at most.") % {"count": MOST_OPTIONS}
    if len(set(codes)) < len(codes) or not all(map(OPTION_CODE.fullmatch, codes)):
        return _("Each answer needs a code of its own, of small letters and digits, such as 1 or bus.")
    if not all(option.texts.get(SOURCE_LANGUAGE, "").strip() for option in question.options):
        return _("Write each answer in simplified Chinese at least.")
    return ""


def _wrong_condition(question, before):
    asked = {other.code: other for other in before}.get(question.show_if[0])
    wanted = question.show_if[1]
    if asked is None or asked.kind == TEXT:
        return _("The condition must name an earlier question with answers to choose from.")
    if not wanted or not set(wanted) <= set(asked.codes):
        return _("The condition must name answers of that question.")
    if asked.kind == MANY and len(wanted) > 1:
        return _(
            "Where several answers can be chosen, the condition may name only one of them: the tables would otherwise give away "
            "how few chose two together."
        )
    return ""


def pages(questions):
    """The questions as pages of a form: those of one need together, and a conditional one never on the page of its condition,
    so that the server can leave it out and no script is needed."""
    made, need = [], None
    for question in questions:
        here = {other.code for other in made[-1]} if made else set()
        if not made or question.need != need or (question.show_if and question.show_if[0] in here):
            made.append([])
        made[-1].append(question)
        need = question.need
    return made


@dataclass
class Said:
    """What a form says: `values` of the boxes, `texts` of the lines, `problems` by question."""

    values: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    problems: dict = field(default_factory=dict)


def read(questions, given):
    """Said, from {question: text or list of texts}. What was not to be asked is left out; nothing is required."""
    said = Said()
    for question in questions:
        raw = given.get(question.code) or ()
        chosen = [one.strip() for one in ([raw] if isinstance(raw, str) else raw) if one.strip()]
        if not chosen or not question.asked_of(said.values):
            continue
        if question.kind == TEXT:
            text = " ".join(chosen[0].replace("\0", "").split())
            if len(text) > LONGEST_TEXT:
                said.problems[question.code] = _("Keep this under %(count)d characters.") % {"count": LONGEST_TEXT}
            if text:
                said.texts[question.code] = text
        elif unknown := [one for one in chosen if one not in question.codes]:
            said.problems[question.code] = _("%(code)s is none of the answers. Choose among: %(codes)s.") % {
                "code": unknown[0][:10], "codes": ", ".join(question.codes)}  # fmt: skip
        elif question.kind == MANY:
            said.values[question.code] = [code for code in question.codes if code in chosen]
        elif len(set(chosen)) > 1:
            said.problems[question.code] = _("Only one answer can be chosen here.")
        else:
            said.values[question.code] = chosen[0]
    return said
