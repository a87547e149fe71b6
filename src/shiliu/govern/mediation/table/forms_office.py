"""What the people of a committee fill in about its rooms and the bodies that help it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.platform.names_form import NamesForm


class OfCommitteeForm(NamesForm):
    """`committees` are those of the actor; the choice is asked only where there are several."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, committees=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.committees = {str(unit.pk): unit for unit in committees}
        if len(self.committees) > 1:
            choices = [(pk, unit.name) for pk, unit in self.committees.items()]
            self.fields["committee"] = forms.ChoiceField(label=_("Committee"), choices=choices)

    def committee(self):
        chosen = self.cleaned_data.get("committee") or next(iter(self.committees), None)
        return self.committees.get(chosen)


class RoomForm(OfCommitteeForm):
    address = forms.CharField(
        label=_("Address"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=2, max_value=200)
    step_free = forms.BooleanField(label=_("A wheelchair gets in"), required=False)

    def values(self):
        given = self.cleaned_data
        return {"names": self.cleaned_names(), **{name: given[name] for name in ("address", "seats", "step_free")}}


class UsualBodyForm(OfCommitteeForm):
    organisation = forms.CharField(
        label=_("Unit that does it here (code)"), required=False, max_length=40,
        help_text=_("The unit is told when it is asked, and decides who comes. Without one, whoever comes is given a code."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    source = forms.CharField(label=_("Source of the rule"), required=False, max_length=300)

    def __init__(self, *args, **kwargs):
        duty = (kwargs.get("initial") or {}).get("duty") or {}
        super().__init__(*args, **kwargs)
        self.add_texts("duty", _("What it is usually asked to do, in %(language)s"), duty, most=500, rows=2)

    def clean_organisation(self):
        code = self.cleaned_data["organisation"].strip()
        unit = Organisation.objects.filter(code=code, active=True).first() if code else None
        if code and unit is None:
            raise forms.ValidationError(_("There is no unit with this code. Look it up under “Units”."))
        return unit

    def values(self):
        given = self.cleaned_data
        plain = {name: given[name] for name in ("organisation", "source")}
        return {"names": self.cleaned_names(), "duty": self.cleaned_texts("duty"), **plain}
