"""Forms of staff: facilities, types, numbers, wishes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.live.circle import rules
from shiliu.live.circle.forms_public import NUMBER, SEARCH, kinds
from shiliu.live.circle.models import Facility
from shiliu.platform.names_form import NamesForm

FACT = "access_"


class StaffFilter(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    kind = forms.ChoiceField(label=_("Type"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *Facility.State.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All types")), *kinds()]

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}


class FacilityForm(NamesForm):
    """`seen` is the stamp of what its author saw; see platform.revisions."""

    kind = forms.ChoiceField(label=_("Type"))
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, widget=forms.TextInput(attrs=NUMBER))
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, widget=forms.TextInput(attrs=NUMBER)
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=rules.LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    opening = forms.CharField(label=_("When is it open?"), required=False, max_length=rules.LONGEST, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        initial = kwargs.get("initial") or {}
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Please choose")), *kinds()]
        for fact, label in rules.ACCESS.items():
            self.fields[f"{FACT}{fact}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("not known")), (rules.YES, _("yes")), (rules.NO, _("no"))],
                initial=initial.get("access", {}).get(fact, ""),
            )  # fmt: skip
        self.order_fields(["kind", *(f"name_{tag}" for tag in self.tags)])

    @property
    def after_map(self):
        """The fields below the map."""
        return [self[name] for name in ("address", "opening", *(f"{FACT}{fact}" for fact in rules.ACCESS))]

    def values(self):
        """What the actions take."""
        plain = {name: self.cleaned_data[name] for name in ("kind", "latitude", "longitude", "address", "opening")}
        facts = {fact: said for fact in rules.ACCESS if (said := self.cleaned_data[f"{FACT}{fact}"])}
        return {**plain, "access": facts, "names": self.cleaned_names()}


class TypeForm(NamesForm):
    minutes = forms.IntegerField(label=_("Minutes that are near enough"), required=False, min_value=1, max_value=60,
                                 help_text=_("Leave it empty for the minutes of the house."))  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Say where this comes from: a notice, a standard, a decision of the house."))  # fmt: skip
    checked = forms.BooleanField(label=_("Somebody has compared it with its source"), required=False,
                                 help_text=_("Until then everybody reads that it is assumed."))  # fmt: skip
    active = forms.BooleanField(label=_("In use"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self):
        plain = {name: self.cleaned_data[name] for name in ("minutes", "source", "checked", "active")}
        return {**plain, "names": self.cleaned_names()}


class ValueForm(forms.Form):
    value = forms.FloatField(label=_("Value"), widget=forms.TextInput(attrs=NUMBER))
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Say where this comes from: a notice, a standard, a decision of the house."))  # fmt: skip

    def take(self, problem):
        for field, sentence in problem.fields.items():
            self.add_error(field if field in self.fields else None, str(sentence))
        if not problem.fields:
            self.add_error(None, str(problem))


class WishForm(forms.Form):
    reason = forms.CharField(label=_("Why should a project close this gap?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
                             help_text=_("Everybody can read it. Write about the place, not about persons."))  # fmt: skip

    take = ValueForm.take


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), required=False, max_length=300)
