"""Forms of the desk. What a move asks is read from the table of moves, so a new question needs no new form."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shiliu.govern.cases import choosing, queries, rules
from shiliu.govern.cases.forms_time import day_field
from shiliu.govern.cases.models import Case, Category, Judgement, JunkBatch
from shiliu.govern.cases.workflow import OPEN_STATES, STATES
from shiliu.platform.presentation.widgets import FilesField

MAX_TEXT = 4000
CALL_BACK = "call_back"


def grouped_categories():
    """Choices for a select: groups of (id, name)."""
    return [
        (group.name if group else "", [(category.pk, category.name) for category in members])
        for group, members in queries.categories().items()
    ]


def grouped_units(area):
    """Every unit that serves the place, grouped by kind."""
    groups = {}
    for unit in queries.units_for(area):
        groups.setdefault(unit.kind.name, []).append((unit.pk, unit.name))
    return sorted(groups.items())


def field_for(ask, case):
    """The form field of one Ask about one case."""
    same = {"label": ask.label, "help_text": ask.help, "required": ask.required}
    if ask.kind == "text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=MAX_TEXT, **same)
    if ask.kind == "line":
        return forms.CharField(max_length=200, **same)
    if ask.kind == "date":
        return day_field(ask, case, **same)
    if ask.kind == "case":
        return CaseNumber(**same)
    if ask.kind == "files":
        return FilesField(**same)
    if ask.kind == "level":
        return forms.TypedChoiceField(coerce=int, choices=Judgement.Level.choices, widget=forms.RadioSelect, **same)
    if ask.kind == "choice":
        return forms.ChoiceField(choices=choices_of(ask.choices), widget=forms.RadioSelect, **same)
    if ask.kind == "category":
        return ChosenRow(
            Category, choices=[("", _("Please choose")), *grouped_categories()], initial=case.category_id, **same
        )
    if ask.kind == "unit":
        return choosing.unit_field(case, ChosenRow, **same)
    raise ValueError(f"no field for a question of kind {ask.kind}")


def choices_of(name):
    if name == "refusal_reasons":
        return [(reason.code, reason.name) for reason in queries.refusal_reasons()]
    if name == "objection_reasons":
        return [(reason.code, reason.name) for reason in queries.objection_reasons()]
    if name == "junk_reasons":
        return JunkBatch.Reason.choices
    if name == "obstacles":
        return list(rules.OBSTACLES)
    raise ValueError(f"no choices called {name}")


class ChosenRow(forms.TypedChoiceField):
    """A choice among grouped rows that gives back the row itself."""

    def __init__(self, model, **kwargs):
        super().__init__(coerce=lambda pk: model.objects.get(pk=pk), empty_value=None, **kwargs)


class CaseNumber(forms.CharField):
    """The number of another case, as it is quoted; gives back the case."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def clean(self, value):
        number = super().clean(value)
        found = queries.by_number(Case.objects.all(), number) if number else None
        if number and found is None:
            raise forms.ValidationError(_("No need has this number. Compare it with the number on its page."))
        return found


class MoveForm(forms.Form):
    """Everything one move asks about one case."""

    def __init__(self, *args, move, case, **kwargs):
        kwargs.setdefault("prefix", move.key)
        super().__init__(*args, **kwargs)
        self.move = move
        for ask in move.asked_of(case):
            self.fields[ask.key] = field_for(ask, case)

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > settings.ATTACHMENT_MAX_COUNT:
            raise forms.ValidationError(
                _("Choose at most %(count)s files."), params={"count": settings.ATTACHMENT_MAX_COUNT}
            )
        return files


class RemarkForm(forms.Form):
    note = forms.CharField(
        label=_("Note among staff"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MAX_TEXT,
        help_text=_("Neither the person who raised it nor the public reads this."),
    )  # fmt: skip


class ContactForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you need the contact"), max_length=200, initial=_("To speak with the person about this case"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The look is logged. The person concerned can read the log with this reason."),
    )  # fmt: skip


class QueueFilter(forms.Form):
    """What a worker narrows the worklist by; everything optional."""

    text = forms.CharField(label=_("Search"), required=False, max_length=100, help_text=_("Words or a case number"))
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Case.Kind.choices])
    category = forms.ChoiceField(label=_("Matter"), required=False)
    # Which of the tabs above the list; it stays when the list is filtered.
    turn = forms.ChoiceField(
        required=False, choices=[("", ""), ("mine", ""), ("waiting", "")], widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        states = [(state.key, state.label) for state in STATES if state.key in OPEN_STATES]
        self.fields["state"].choices = [("", _("All open states")), *states, (CALL_BACK, _("To be called back"))]
        self.fields["category"].choices = [("", _("All matters"))] + [
            (group.name if group else "", [(category.code, category.name) for category in members])
            for group, members in queries.categories().items()
        ]


class BoardFilter(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Period"), required=False, coerce=int, empty_value=90,
        choices=[(30, _("Last 30 days")), (90, _("Last 90 days")), (365, _("Last 365 days"))],
    )  # fmt: skip
    by = forms.ChoiceField(
        label=_("Listed by"),
        required=False,
        choices=[("category", _("matter")), ("lead", _("unit")), ("area", _("community"))],
    )
