"""The questions of a matter as fields of our own form, and answers as lines to read."""

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from shiliu.foundation.names import name_in
from shiliu.govern.cases.models import Category, ServiceAttribute
from shiliu.govern.cases.open311 import dates
from shiliu.govern.cases.open311.attributes import LONGEST_LINE, LONGEST_TEXT
from shiliu.platform.presentation.widgets import MomentInput
from shiliu.platform.texts import plain_text

PREFIX = "answer_"
Datatype = ServiceAttribute.Datatype


def questions_of(code):
    """Questions of the matter with this code, as a list; `code` may be anything somebody typed."""
    category = Category.objects.filter(code=code[:40]).first() if code and "\0" not in code else None
    return list(category.attributes.all()) if category else []


class Plain(forms.CharField):
    def to_python(self, value):
        return super().to_python(plain_text(value) if isinstance(value, str) else value)


class Number(Plain):
    """A number as it was typed: 12 stays 12, and 0.50 stays 0.50."""

    def clean(self, value):
        forms.DecimalField(required=False, max_digits=20, localize=True).clean(value)
        return super().clean(value)


class Moment(forms.DateTimeField):
    """Here and now's time zone, written as the interface writes it."""

    def clean(self, value):
        return dates.written(super().clean(value)) or ""

    def prepare_value(self, value):
        if not isinstance(value, str):
            return super().prepare_value(value)
        found = dates.read(value)
        return f"{found.astimezone(get_current_timezone()):%Y-%m-%dT%H:%M}" if found else value


class Several(forms.MultipleChoiceField):
    """One box ticked arrives as one text when everything typed travels along."""

    def to_python(self, value):
        return super().to_python([value] if isinstance(value, str) and value else value)

    def prepare_value(self, value):
        return [value] if isinstance(value, str) else value


def field_for(question):
    """The form field of a question, or None for one that only tells something."""
    if not question.variable:
        return None
    what = {
        "label": name_in(question.descriptions),
        "help_text": name_in(question.datatype_descriptions),
        "required": question.required,
    }
    choices = [(str(value["key"]), name_in(value["names"])) for value in question.values]
    return {
        Datatype.STRING: lambda: Plain(max_length=LONGEST_LINE, **what),
        Datatype.TEXT: lambda: Plain(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **what),
        Datatype.NUMBER: lambda: Number(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **what),
        Datatype.DATETIME: lambda: Moment(widget=MomentInput(), **what),
        Datatype.SINGLE: lambda: forms.ChoiceField(choices=[*([] if question.required else [("", _("No answer"))]), *choices],
                                                   widget=forms.RadioSelect, **what),
        Datatype.MULTI: lambda: Several(choices=choices, widget=forms.CheckboxSelectMultiple, **what),
    }[question.datatype]()  # fmt: skip


def add_fields(form, questions):
    """Gives the form a field for each question that takes an answer, and keeps them all as `questions`."""
    form.questions = list(questions)
    for question in form.questions:
        if field := field_for(question):
            form.fields[PREFIX + question.code] = field


def asked(form):
    """What a template shows: [{"field": bound field} or {"text": words}]."""
    return [
        {"field": form[PREFIX + q.code]} if q.variable else {"text": name_in(q.descriptions)} for q in form.questions
    ]


def answers_in(data, questions):
    """{code: text or list} of what was answered, from cleaned data."""
    found = {q.code: data.get(PREFIX + q.code) for q in questions if q.variable}
    return {code: value for code, value in found.items() if value}


def typed(post):
    """The raw answers of a form that was sent: {name: text, or list where several were chosen}."""
    names = [name for name in post if name.startswith(PREFIX) and len(name) <= len(PREFIX) + 40]
    return {name: values if len(values) > 1 else values[0] for name in names if (values := post.getlist(name))}


def lines(category, answers):
    """[(question, answer)] in the reader's language, for staff and whoever answered; a question no longer asked shows its code."""
    if not answers:
        return []
    known = {one.code: one for one in category.attributes.all()} if category else {}
    order = [*(code for code in known if code in answers), *(code for code in answers if code not in known)]
    return [(_label(code, known.get(code)), _said(answers[code], known.get(code))) for code in order]


def _label(code, question):
    if code == "media_url":
        return _("Address of a picture, not opened by us")
    return name_in(question.descriptions) if question else code


def _said(value, question):
    names = {str(one["key"]): name_in(one["names"]) for one in question.values} if question else {}
    if question and question.datatype == Datatype.DATETIME and (moment := dates.read(value)):
        return moment
    return _(", ").join(names.get(one, one) for one in (value if isinstance(value, list) else [value]))
