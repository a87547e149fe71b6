"""Forms of the screen: what the person shows, and what goes on to another level."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.live.services.visit.models import HandOver
from shiliu.live.services.visit.targets import WAYS, targets_of
from shiliu.platform.presentation.widgets import ChoiceCards, CodeInput

MOST_CARDS = 8  # of places to choose from; more are a list to type ahead in


class ShownForm(forms.Form):
    shown = forms.CharField(
        label=gettext_lazy("Number or code the person shows"), max_length=40, widget=CodeInput,
        help_text=gettext_lazy("A number of the queue, or the code of an appointment, of a need or of a hand-over slip."),
        error_messages={"required": gettext_lazy("Type the number or the code.")},
    )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code on the slip"), max_length=40, widget=CodeInput,
        help_text=gettext_lazy("Ten letters and digits. Dashes and small letters do not matter."),
        error_messages={"required": gettext_lazy("Type the code that stands on the slip.")},
    )  # fmt: skip


def _grouped(targets):
    """Choices under the way they lie, once they go more than one way."""
    ways = {}
    for one in targets:
        ways.setdefault(one.way, []).append((one.key, one.name))
    if len(ways) < 2:
        return [choice for choices in ways.values() for choice in choices]
    return [(WAYS[way], choices) for way, choices in ways.items()]


class HandOverForm(forms.Form):
    """Where an item of a visit goes on, and which of its papers go along."""

    target = forms.ChoiceField(
        label=gettext_lazy("Where it goes"), widget=ChoiceCards,
        error_messages={"required": gettext_lazy("Choose where it goes.")},
    )  # fmt: skip
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Papers that go along"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Tick what lies before you. What is not ticked stays with the person."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **kwargs)
        targets = targets_of(visit.item, visit.window)
        choices = _grouped(targets)
        if len(targets) > MOST_CARDS:
            self.fields["target"].widget = forms.Select()
            choices = [("", _("Choose where it goes.")), *choices]
        self.fields["target"].choices = choices
        self.fields["target"].widget.details = {one.key: (f"{one.level} · {one.does}", "landmark") for one in targets}
        if len(targets) == 1:
            self.initial["target"] = targets[0].key
        rows = [row for row in visit.item.papers.all() if row.asked == row.Asked.BRING]
        self.fields["papers"].choices = [(row.paper.code, row.paper.name) for row in rows]
        if not rows:
            del self.fields["papers"]

    @property
    def is_possible(self):
        return bool(self.fields["target"].choices)


class HandOverFilter(forms.Form):
    side = forms.ChoiceField(
        label=gettext_lazy("Which"), required=False,
        choices=[("", gettext_lazy("To us")), ("sent", gettext_lazy("From us"))],
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Number of the slip"), required=False, max_length=12,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("open", gettext_lazy("Not done yet")), ("all", gettext_lazy("All")), *HandOver.State.choices],
    )  # fmt: skip

    def chosen(self):
        """(side, what queries.narrowed takes); unknown values are left out."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("state") or "open"
        return data.get("side") or "", {"number": data.get("number") or "", "state": "" if state == "all" else state}


class StepForm(forms.Form):
    """Why it goes back, or where the result is: the one question of a verb."""

    def __init__(self, *args, verb, **kwargs):
        super().__init__(*args, **kwargs)
        if verb == "give_back":
            self.fields["why"] = forms.ChoiceField(
                label=_("Why it goes back"), choices=HandOver.Why.choices, error_messages={"required": _("Choose why it goes back.")}
            )  # fmt: skip
        if verb == "finish":
            self.fields["collect"] = forms.ChoiceField(
                label=_("For the person"), choices=HandOver.Collect.choices,
                error_messages={"required": _("Say where the result can be collected.")},
            )  # fmt: skip
