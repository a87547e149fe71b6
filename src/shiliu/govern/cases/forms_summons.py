"""Forms of calling units to a table: asking, deciding, noting who came, telling the outcome; and the filter of their list."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.govern.cases import queries
from shiliu.govern.cases.forms_resident import communities
from shiliu.govern.cases.models import Summons
from shiliu.platform.presentation.widgets import MomentInput


def callable_units(case):
    """Units that serve the place, as groups of choices: those whose kind the catalogue names as helpers of the matter, then
    the others by their standing."""
    helpers = set(case.entry.helper_kinds.values_list("pk", flat=True)) if case.entry_id else set()
    named, others = [], {}
    for unit in queries.units_for(case.area):
        if unit.pk != case.lead_id:
            group = named if unit.kind_id in helpers else others.setdefault(unit.kind.standing, [])
            group.append((unit.pk, unit.name))
    rest = [(label, others[standing]) for standing, label in OrganisationKind.Standing.choices if standing in others]
    return [*([(_("Named by the catalogue"), named)] if named else []), *rest]


class UnitChoices(forms.CheckboxSelectMultiple):
    """Units in groups; each group is folded away until it is opened or one of its units is chosen, the first stands open."""

    template_name = "cases/joint_units.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        groups = [(group, options) for group, options, _index in context["widget"]["optgroups"]]
        shown = [
            number == 0 or any(option["selected"] for option in options)
            for number, (_group, options) in enumerate(groups)
        ]
        return {
            **context,
            "groups": [(group, options, is_open) for (group, options), is_open in zip(groups, shown, strict=True)],
        }


class MomentField(forms.DateTimeField):
    """A day and a time in the time zone of the site."""

    widget = MomentInput()


class SummonsForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Summons.Reason.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("Units are called to a table for one of these three reasons only."),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("What makes it necessary"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("For the supervisor and the units. Name nobody."),
    )  # fmt: skip
    units = forms.TypedMultipleChoiceField(label=gettext_lazy("Units to call"), coerce=int, widget=UnitChoices)
    meets_at = MomentField(label=gettext_lazy("When"))
    meets_where = forms.CharField(label=gettext_lazy("Where"), max_length=120)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = callable_units(case)

    def clean_units(self):
        return list(Organisation.objects.filter(pk__in=self.cleaned_data["units"]).order_by("code"))


class ApproveForm(forms.Form):
    meets_at = MomentField(label=gettext_lazy("When"), help_text=gettext_lazy("You may name another time."))
    said = forms.CharField(
        label=gettext_lazy("A word to the units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class DeclineForm(forms.Form):
    said = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("Whoever asked reads it."),
    )  # fmt: skip


class TakeBackForm(forms.Form):
    """Nothing is asked."""


class AttendanceForm(forms.Form):
    """For each unit: came or did not come, and a note about the unit."""

    def __init__(self, *args, summons, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(summons.units.all())
        for row in self.rows:
            known = {True: "yes", False: "no"}.get(row.attended)
            self.fields[f"came_{row.unit_id}"] = forms.ChoiceField(
                label=row.unit.name, choices=[("yes", _("Came")), ("no", _("Did not come"))], widget=forms.RadioSelect, initial=known
            )  # fmt: skip
            self.fields[f"note_{row.unit_id}"] = forms.CharField(
                label=_("Note: %(unit)s") % {"unit": row.unit.name}, required=False, max_length=200, initial=row.note
            )

    @property
    def pairs(self):
        return [(self[f"came_{row.unit_id}"], self[f"note_{row.unit_id}"]) for row in self.rows]

    def attendance(self):
        given = self.cleaned_data
        return {row.unit_id: (given[f"came_{row.unit_id}"] == "yes", given[f"note_{row.unit_id}"]) for row in self.rows}


class OutcomeForm(forms.Form):
    """`looked` is asked only when something in the outcome seems to name somebody."""

    outcome = forms.CharField(
        label=gettext_lazy("What the table came to"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=gettext_lazy("The resident reads this, and so do neighbours once the case is public. It cannot be changed later."),
    )  # fmt: skip
    looked = forms.BooleanField(label=gettext_lazy("I have looked: it names nobody"), required=False)

    @property
    def asks_looked(self):
        return "looked" in self.errors or bool(self.data.get(self.add_prefix("looked")))


class SummonsFilter(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Search"), required=False, max_length=100, help_text=gettext_lazy("Words or a case number")
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All states")), *Summons.State.choices]
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", gettext_lazy("All reasons")), *Summons.Reason.choices],
    )
    area = forms.ChoiceField(label=gettext_lazy("Where"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Everywhere")), *communities()]

    def clean_area(self):
        return queries.area_by_code(self.cleaned_data["area"])
