"""Forms of staff: writing surveys and questions, planning rounds, keying sheets."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.surveys import needs, paper, queries, rules
from shiliu.govern.surveys.forms import RoundsFilter, isolated
from shiliu.platform import revisions
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import CodeInput, DayInput
from shiliu.platform.texts import LANGUAGE_NAMES

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
LONGEST_INTRO = 600


class SurveysFilter(RoundsFilter):
    state = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[
            ("", _("In use")), ("draft", _("With a planned round")), ("open", pgettext_lazy("of a survey", "Open now")), ("closed", _("To be published")),
            ("published", _("Published")), ("retired", _("No longer used")),
        ],
    )  # fmt: skip


class SurveyForm(NamesForm):
    """`seen` is the stamp of what the author saw."""

    repeats = forms.BooleanField(
        label=_("It is asked again in later rounds"),
        required=False,
        help_text=_(
            "Then the numbers are published with a little noise, so that comparing two rounds gives nobody's answer away."
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, areas=None, intro=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_texts("intro", _("What it is for (%(language)s)"), intro, most=LONGEST_INTRO, rows=2)
        if areas is None:
            self.fields["active"] = forms.BooleanField(label=_("In use"), required=False)
            return
        self.fields["area"] = forms.ModelChoiceField(
            label=_("Place"), queryset=areas, to_field_name="code", empty_label=_("Please choose")
        )
        self.fields["area"].label_from_instance = lambda area: area.name
        self.fields["starter"] = forms.BooleanField(
            label=_("Begin with questions on the seven areas of need"), required=False, initial=True
        )
        self.order_fields(["area"])

    def values(self):
        intro = self.cleaned_texts("intro")
        kept = {name: self.cleaned_data[name] for name in ("area", "starter", "active") if name in self.cleaned_data}
        return {"names": self.cleaned_names(), "intro": intro, "repeats": self.cleaned_data["repeats"], **kept}


class QuestionForm(forms.Form):
    """Answers are written one a line: code, then the texts in the languages of the site, bars between."""

    code = forms.CharField(
        label=_("Code of the question"), max_length=8, widget=forms.TextInput(attrs={**CODE, "autocapitalize": "characters"}),
        help_text=_("It stands on the paper form beside each box, like H1. It should never change."),
    )  # fmt: skip
    need = forms.ChoiceField(
        label=_("Area of need"), choices=[(key, name) for key, (name, _icon) in needs.AREAS.items()]
    )
    kind = forms.ChoiceField(
        label=_("How it is answered"),
        choices=[
            (rules.SCALE, _("On a scale of five points")), (rules.ONE, _("By one of several answers")),
            (rules.MANY, _("By any of several answers")), (rules.TEXT, _("In a few words")),
        ],
    )  # fmt: skip
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("One a line: code | 简体中文 | English | ئۇيغۇرچە. Only for questions with several answers."),
    )
    is_need = forms.BooleanField(
        label=_("The answers are needs that a service or a project could meet"), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    show_if = forms.CharField(
        label=_("Asked only if"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Code of an earlier question, an equals sign and its answers, like W2=y or H1=1,2."),
    )

    LANGUAGES = (SOURCE_LANGUAGE, "en", "ug")

    def __init__(self, *args, question=None, **kwargs):
        first = {}
        self.present = {option.code: option.texts for option in question.options} if question else {}
        if question:
            lines = [" | ".join([o.code, *(o.texts.get(tag, "") for tag in self.LANGUAGES)]) for o in question.options]
            first = {
                "code": question.code, "need": question.need, "kind": question.kind, "is_need": question.is_need,
                "options": "\n".join(lines) if question.kind in {rules.ONE, rules.MANY} else "",
                "show_if": f"{question.show_if[0]}={','.join(question.show_if[1])}" if question.show_if else "",
                "seen": revisions.stamp(question.row()),
            }  # fmt: skip
        super().__init__(*args, initial=first, **kwargs)
        for tag in dict.fromkeys((SOURCE_LANGUAGE, *dict(settings.LANGUAGES))):
            self.fields[f"text_{tag}"] = forms.CharField(
                label=_("Question (%(language)s)") % {"language": LANGUAGE_NAMES.get(tag, tag)},
                required=tag == SOURCE_LANGUAGE,
                max_length=rules.LONGEST_QUESTION,
                initial=question.texts.get(tag, "") if question else "",
                widget=forms.TextInput(attrs={"lang": tag, "dir": "auto", "autocomplete": "off"}),
            )
        self.order_fields(["code", "need", *(name for name in self.fields if name.startswith("text_"))])

    def question(self):
        data = self.cleaned_data
        options = ()
        if data["kind"] in {rules.ONE, rules.MANY}:
            options = tuple(self._option(line) for line in data["options"].splitlines() if line.strip())
        texts = {name[5:]: text.strip() for name, text in data.items() if name.startswith("text_") and text.strip()}
        condition = None
        if data["show_if"].strip():
            asked, _equals, wanted = data["show_if"].replace(" ", "").partition("=")
            condition = (asked, tuple(one for one in re.split("[,，]", wanted) if one))
        return rules.Question(data["code"], data["need"], data["kind"], texts, options, condition, data["is_need"])

    def _option(self, line):
        """An answer of one line; what it is called in a language that has no place in the line stays as it was."""
        code, *texts = [part.strip() for part in line.split("|")]
        others = {tag: text for tag, text in self.present.get(code, {}).items() if tag not in self.LANGUAGES}
        return rules.Option(
            code, {tag: text for tag, text in zip(self.LANGUAGES, texts, strict=False) if text} | others
        )

    def take(self, problem):
        """Problems beside their fields."""
        for field, sentence in problem.fields.items():
            name = f"text_{SOURCE_LANGUAGE}" if field == "texts" else field
            self.add_error(name if name in self.fields else None, sentence)
        if not problem.fields or "texts" in problem.fields:
            self.add_error(None, str(problem))


class RoundForm(forms.Form):
    opens_on = forms.DateField(label=_("First day to answer"), widget=DayInput())
    closes_on = forms.DateField(label=_("Last day to answer"), widget=DayInput())
    publish_on = forms.DateField(
        label=_("Day of publication"), widget=DayInput(),
        help_text=_("Promised beforehand, so that nobody picks the day by what the numbers say."),
    )  # fmt: skip
    households = forms.IntegerField(
        label=_("Households in the place"), required=False, min_value=1, max_value=10_000_000,
        help_text=_("From the register of homes. The report says how many of them answered."),
    )  # fmt: skip
    part_level = forms.ChoiceField(
        label=_("People may say where they live"), required=False,
        help_text=_("Only if they like, and never the building."),
    )  # fmt: skip
    one_per_household = forms.BooleanField(
        label=_("One answer of each household, by a code on a letter"), required=False
    )
    verbatim = forms.BooleanField(
        label=_("What people write is published word for word, once it has been read"), required=False,
        help_text=_("The form says so above the line. Else only a summary by the office is published."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        finer = queries.FINER.get(survey.area.level)
        labels = dict(Area.Level.choices)
        self.fields["part_level"].choices = [("", _("No"))] + ([(finer, labels[finer])] if finer else [])


class LettersForm(forms.Form):
    count = forms.IntegerField(label=_("Number of letters"), min_value=1, max_value=2000, initial=100)


class SheetForm(forms.Form):
    """One sheet: the codes of the ticked boxes, as fast as they can be typed."""

    def __init__(self, round, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for one in rules.questions_of(round.question_set.questions):
            if one.kind == rules.TEXT:
                widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
            else:
                widget = forms.TextInput(attrs=CODE)
            help_text = "" if one.kind == rules.TEXT else isolated(" · ".join(one.codes))
            self.fields[one.code] = forms.CharField(
                label=isolated(f"{one.code} · {one.text}"),
                required=False,
                max_length=rules.LONGEST_TEXT,
                widget=widget,
                help_text=help_text,
            )
        parts = [(area.code, area.name) for area in queries.parts_of(round)]
        if parts:
            self.fields["part"] = forms.ChoiceField(
                label=_("Place on the sheet"), required=False, choices=[("", _("not said")), *parts]
            )
        if round.one_per_household:
            self.fields["code"] = forms.CharField(
                label=_("Code on the sheet"), required=False, max_length=40, widget=CodeInput
            )

    def typed(self):
        return {name: value for name, value in self.cleaned_data.items() if value}


class SettleForm(SheetForm):
    """The fields `only` of a sheet, read a third time. `sure` was ticked after being told that neither keying says so."""

    def __init__(self, round, *args, only, sure=False, **kwargs):
        super().__init__(round, *args, **kwargs)
        for name in set(self.fields) - set(only):
            del self.fields[name]
        if sure:
            self._ask()

    def _ask(self):
        self.fields["sure"] = forms.BooleanField(label=_("I looked once more: the sheet says this"), required=False)

    def tell(self, row):
        """What both keyings say, below each field."""
        for name, field in self.fields.items():
            if name != "sure":
                field.help_text = paper.both_said((row.first or {}).get(name, ""), (row.second or {}).get(name, ""))

    def ask_again(self, problem):
        """A third reading that agrees with neither: both are told now, and a box asks for certainty."""
        self._ask()
        problem.put_beside(self)
        self.add_error(None, str(problem))

    def typed(self):
        return {name: value for name, value in super().typed().items() if name != "sure"}


class SummaryForm(forms.Form):
    """What was written below one question, summed up in each language of the site. `seen` is the stamp of what its author saw."""

    question = forms.CharField(max_length=8, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, question, *args, present=None, **kwargs):
        present = present or {}
        super().__init__(
            *args, initial={"question": question.code, "seen": revisions.stamp(present)}, auto_id=f"id_{question.code}_%s", **kwargs
        )  # fmt: skip
        self.asked = question
        self.tags = [SOURCE_LANGUAGE, *sorted({*dict(settings.LANGUAGES), *present} - {SOURCE_LANGUAGE})]
        for tag in self.tags:
            self.fields[f"text_{tag}"] = forms.CharField(
                label=_("Summary (%(language)s)") % {"language": LANGUAGE_NAMES.get(tag, tag)},
                required=False,
                initial=present.get(tag, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": tag, "dir": "auto"}),
            )

    @property
    def initial_texts(self):
        return [(tag, text) for tag in self.tags if (text := self.fields[f"text_{tag}"].initial)]

    def texts(self):
        return {tag: self.cleaned_data[f"text_{tag}"] for tag in self.tags}

    def take(self, problem):
        for tag, sentence in problem.fields.items():
            self.add_error(f"text_{tag}", sentence)
        if not problem.fields:
            self.add_error(None, str(problem))
