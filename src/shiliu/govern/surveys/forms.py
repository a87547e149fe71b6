"""Forms of everybody: answering, and choosing among surveys."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.surveys import queries, rules
from shiliu.platform.presentation.widgets import CodeInput


class AnswerForm(forms.Form):
    """The questions of one page; nothing is required, so that nobody ticks what is not true only to go on."""

    def __init__(self, questions, given, *, bound=False):
        first = {one.code: given.get(one.code, []) for one in questions}
        flat = {code: values if _many(code, questions) else next(iter(values), "") for code, values in first.items()}
        super().__init__(flat if bound else None, initial=flat)
        for one in questions:
            self.fields[one.code] = _answer_field(one)


def isolated(text):
    """Words of staff in a label: their direction is their own."""
    return format_html("<bdi>{}</bdi>", text)


def _many(code, questions):
    return next(one for one in questions if one.code == code).kind == rules.MANY


def _answer_field(question):
    if question.kind == rules.TEXT:
        return forms.CharField(
            label=isolated(question.text),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": rules.LONGEST_TEXT}),
        )
    choices = [(option.code, isolated(option.text)) for option in question.options]
    if question.kind == rules.MANY:
        return _Free(
            label=isolated(question.text), required=False, widget=forms.CheckboxSelectMultiple(choices=choices)
        )
    return _Free(label=isolated(question.text), required=False, widget=forms.RadioSelect(choices=choices))


class _Free(forms.Field):
    """Rules judge the answer, so that page, paper and API say the same about a wrong one."""


class EndForm(forms.Form):
    """The place, if somebody wants to say it, and the code of the household where one is needed."""

    part = forms.ChoiceField(label=_("Where do you live?"), required=False)
    code = forms.CharField(label=_("Code on your letter"), required=False, max_length=40, widget=CodeInput)

    def __init__(self, round, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(area.code, area.name) for area in queries.parts_of(round)]
        if parts:
            self.fields["part"].choices = [("", _("I would rather not say")), *parts]
            self.fields["part"].help_text = _("Only if you like. Places with few answers are counted together.")
        else:
            del self.fields["part"]
        if round.one_per_household:
            self.fields["code"].help_text = _("It is used up with your answer and cannot be joined to it.")
        else:
            del self.fields["code"]


class RoundsFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or place"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[
            ("", _("All surveys")),
            ("open", pgettext_lazy("of a survey", "Open now")),
            ("published", _("Published")),
        ],
    )

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}
