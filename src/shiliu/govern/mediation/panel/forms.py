"""What the office writes down about committees, their panel and their clocks."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation, Person
from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.files.forms import line
from shiliu.govern.mediation.files.models import Kind
from shiliu.govern.mediation.panel.models import Composition, Panelist
from shiliu.platform.clock import now
from shiliu.platform.texts import LANGUAGE_NAMES

DAY = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


class CommitteeForm(forms.Form):
    organisation = line(_("Code of the unit"), 40, attrs={"dir": "ltr"})
    active = forms.BooleanField(label=_("It can be asked"), required=False, initial=True)

    def clean_organisation(self):
        found = Organisation.objects.filter(code=self.cleaned_data["organisation"], active=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return found


class PanelistForm(forms.Form):
    """`seen` is the stamp of what the author saw; `account` the e-mail of the account by which they sit at tables."""

    name = line(_("Public name"), 60)
    office = forms.ChoiceField(label=_("As what?"), choices=Panelist.Office.choices)
    body = line(_("Body they belong to"), 120, required=False)
    account = forms.EmailField(label=_("E-mail of their account, if they have one"), required=False)
    specialties = forms.MultipleChoiceField(label=_("What they know about"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    languages = forms.MultipleChoiceField(label=_("Languages they speak"), choices=sorted(LANGUAGE_NAMES.items()), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    since = forms.DateField(label=_("From"), widget=forms.DateInput(**DAY), initial=lambda: localdate(now()))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(**DAY), help_text=_("A term is three years (article 9 of the law)."))  # fmt: skip
    active = forms.BooleanField(label=_("Serves"), required=False, initial=True)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_account(self):
        email = self.cleaned_data["account"]
        self.person = Person.objects.filter(email=email, is_active=True).first() if email else None
        if email and self.person is None:
            raise forms.ValidationError(_("There is no account with this e-mail."))
        return email

    def given(self):
        """What keeping.save_panelist takes."""
        said = {name: self.cleaned_data[name] for name in self.fields if name not in ("account", "seen")}
        return {**said, "person": self.person, "seen": self.cleaned_data["seen"] or None}


class CompositionForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2010, max_value=2100, initial=lambda: now().year)
    members = forms.IntegerField(label=_("How many members has the committee?"), min_value=0, max_value=99)
    has_one_director = forms.BooleanField(label=_("It has one director"), required=False)
    has_women = forms.BooleanField(label=_("Women are among its members"), required=False)
    has_smaller_groups = forms.ChoiceField(
        label=_("Where several groups live together: are the smaller ones among its members?"), choices=Composition.Groups.choices
    )  # fmt: skip


class ClockForm(forms.Form):
    amount = forms.IntegerField(label=_("How much"), min_value=1, max_value=400)
    unit = forms.ChoiceField(label=_("Of what"), choices=Clock.Unit.choices)
    remind_days = forms.IntegerField(label=_("Days before its end to remind"), min_value=0, max_value=31)
    source = line(_("On which rule it rests"), 300)
