"""The filters of the pool, and what its keepers fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.govern.projects.pool import queries, rules
from shiliu.govern.projects.pool.models import Candidate, Exclusion
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import DayInput

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class PoolFilter(forms.Form):
    q = forms.CharField(
        label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    area = forms.ChoiceField(label=_("Place"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Candidate.Kind.choices])
    origin = forms.ChoiceField(
        label=_("Where it comes from"), required=False, choices=[("", _("All")), *Candidate.Origin.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("In the pool")), *Candidate.State.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.communities()}
        self.fields["area"].choices = [
            ("", _("Everywhere")),
            *((code, area.name) for code, area in self.places.items()),
        ]

    def chosen(self):
        """What `queries.listed` takes; None when it cannot be read, so that nothing is found rather than everything."""
        if not self.is_valid():
            return None
        return {**self.cleaned_data, "area": self.places.get(self.cleaned_data["area"])}


class CandidateForm(NamesForm):
    """`seen` is the stamp of what the author saw."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Candidate.Kind.choices)
    area = forms.ChoiceField(label=_("Place"))
    organisation = forms.CharField(
        label=_("Unit that would do it (code)"), required=False, max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, places, **kwargs):
        summary = (kwargs.get("initial") or {}).get("summary") or {}
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in places}
        self.fields["area"].choices = [(code, area.name) for code, area in self.places.items()]
        self.add_texts(
            "summary", _("What it is and whom it serves, in %(language)s"), summary, most=rules.LONGEST_SUMMARY, rows=3
        )

    def clean(self):
        given = super().clean()
        if (given.get("longitude") is None) != (given.get("latitude") is None):
            self.add_error("longitude", _("Give both coordinates or none."))
        code = given.get("organisation")
        if code and not Organisation.objects.filter(code=code, active=True).exists():
            self.add_error("organisation", _("There is no unit with this code."))
        return given

    def values(self):
        """What actions.edit takes."""
        given = self.cleaned_data
        summary = self.cleaned_texts("summary")
        return {"names": self.cleaned_names(), "summary": summary,
                **{name: given[name] for name in ("kind", "area", "organisation", "longitude", "latitude")}}  # fmt: skip

    def entered(self):
        """What actions.enter takes."""
        given = self.values()
        point = None if given["longitude"] is None else (given["longitude"], given["latitude"])
        return {
            "names": given["names"], "summary": given["summary"], "kind": given["kind"], "point": point,
            "area": self.places[given["area"]], "organisation": Organisation.objects.filter(code=given["organisation"]).first(),
        }  # fmt: skip


class AskForm(forms.Form):
    reviewer = forms.ChoiceField(label=_("Who is asked"))
    due = forms.DateField(label=_("Until"), widget=DayInput())
    question = forms.CharField(
        label=_("What to look at"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, area, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {f"{role.organisation.code}:{role.person_id}": role for role in queries.reviewers(area)}
        self.fields["reviewer"].choices = [
            (key, f"{role.organisation.name} · {role.person.pseudonym}") for key, role in self.known.items()
        ]

    def asked(self):
        role = self.known[self.cleaned_data["reviewer"]]
        return {"reviewer": role.person, "organisation": role.organisation,
                "due": self.cleaned_data["due"], "question": self.cleaned_data["question"]}  # fmt: skip


class MoneyForm(forms.Form):
    low = forms.IntegerField(label=_("It costs at least (yuan)"), required=False, min_value=1, max_value=rules.DEAREST)
    high = forms.IntegerField(label=_("and at most (yuan)"), required=False, min_value=1, max_value=rules.DEAREST)


class AnswerForm(MoneyForm):
    feasible = forms.ChoiceField(
        label=_("Can it be done?"),
        choices=[("yes", _("It can be done")), ("no", _("It cannot be done"))],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(label=_("Why, and on what conditions"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
                                  help_text=_("Everybody can read this."))  # fmt: skip
    field_order = ("feasible", "low", "high", "explanation")


class SettleForm(MoneyForm):
    feasible = forms.ChoiceField(
        label=_("Can it be done?"),
        choices=[("yes", _("It can be done")), ("no", _("It cannot be done"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                             help_text=_("Everybody can read this. Empty prices mean the sum of what the units said."))  # fmt: skip
    field_order = ("feasible", "low", "high", "reason")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Everybody can read this."),
    )


class OutForm(forms.Form):
    exclusion = forms.ModelChoiceField(
        label=_("Line of the negative list"),
        queryset=Exclusion.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("none of them"),
    )
    reason = forms.CharField(
        label=_("Reason in words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Everybody can read this."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exclusion"].queryset = queries.exclusions()


class OtherForm(ReasonForm):
    """Another candidate by its number: to merge with, or of which only one can be had."""

    other = forms.IntegerField(label=_("Number of the other candidate"), min_value=1, max_value=2**31 - 1)
    field_order = ("other", "reason")

    def clean_other(self):
        found = Candidate.objects.filter(pk=self.cleaned_data["other"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no candidate with this number."))
        return found


class ExclusionForm(NamesForm):
    code = forms.SlugField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=CODE))
    source = forms.CharField(label=_("Source of the rule"), required=False, max_length=300)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        told = (kwargs.get("initial") or {}).get("explanation") or {}
        super().__init__(*args, **kwargs)
        self.add_texts("explanation", _("What to do instead, in %(language)s"), told, most=500, rows=2)

    def values(self):
        given = self.cleaned_data
        told = self.cleaned_texts("explanation")
        return {
            "names": self.cleaned_names(),
            "explanation": told,
            **{n: given[n] for n in ("code", "source", "position")},
        }
