"""The filters of projects, and what people fill in around them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.govern.projects.works import queries
from shiliu.govern.projects.works.models import Acceptance, MoneyEntry, Project, ProjectFile, Warranty
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import DayInput, MomentInput

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
MOST = 10**12


def day(label, **more):
    return forms.DateField(label=label, widget=DayInput(), **more)


def moment(label, **more):
    widget = MomentInput()
    return forms.DateTimeField(label=label, widget=widget, **more)


def words(label, rows=3, most=1000, **more):
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more
    )


class ProjectsFilter(forms.Form):
    q = forms.CharField(
        label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    area = forms.ChoiceField(label=_("Place"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Project.Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *Project.State.choices])
    late = forms.BooleanField(label=_("Later than planned"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.places()}
        self.fields["area"].choices = [
            ("", _("Everywhere")),
            *((code, area.name) for code, area in self.places.items()),
        ]

    def chosen(self):
        """What `queries.listed` takes; None when it cannot be read, so that nothing is found rather than everything."""
        if not self.is_valid():
            return None
        return {**self.cleaned_data, "area": self.places.get(self.cleaned_data["area"])}


class PlaceForm(forms.Form):
    area = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.places()}
        self.fields["area"].choices = [(code, area.name) for code, area in self.places.items()]

    def chosen(self):
        first = next(iter(self.places.values()), None)
        return self.places.get(self.cleaned_data["area"], first) if self.is_valid() else first


class ProjectForm(NamesForm):
    """`seen` is the stamp of what the author saw."""

    starts_on = day(_("Begins on"))
    ends_on = day(_("Ends on"))
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        summary = (kwargs.get("initial") or {}).get("summary") or {}
        super().__init__(*args, **kwargs)
        self.add_texts("summary", _("What it is and whom it serves, in %(language)s"), summary, most=1000, rows=3)

    def clean(self):
        given = super().clean()
        if (given.get("longitude") is None) != (given.get("latitude") is None):
            self.add_error("longitude", _("Give both coordinates or none."))
        return given

    def values(self):
        """What actions.edit takes."""
        given = self.cleaned_data
        summary = self.cleaned_texts("summary")
        plain = {name: given[name] for name in ("starts_on", "ends_on", "longitude", "latitude")}
        return {"names": self.cleaned_names(), "summary": summary, **plain}


class BeginForm(ProjectForm):
    """A project of its own; of a candidate, names and place come from there."""

    area = forms.ChoiceField(label=_("Place"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Project.Kind.choices)
    organisation = forms.CharField(
        label=_("Unit that carries it out (code)"), max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    granted = forms.IntegerField(label=_("Granted (yuan)"), required=False, min_value=0, max_value=MOST)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in places}
        self.fields["area"].choices = [(code, area.name) for code, area in self.places.items()]

    def clean_organisation(self):
        found = Organisation.objects.filter(code=self.cleaned_data["organisation"], active=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return found

    def begun(self):
        """What actions.begin takes."""
        given = self.values()
        point = None if given["longitude"] is None else (given["longitude"], given["latitude"])
        plain = {name: self.cleaned_data[name] for name in ("organisation", "kind", "starts_on", "ends_on")}
        return {**plain, "names": given["names"], "summary": given["summary"], "point": point,
                "granted": self.cleaned_data["granted"] or 0, "area": self.places[self.cleaned_data["area"]]}  # fmt: skip


class SaidForm(forms.Form):
    said = words(_("Reason"), help_text=_("Everybody can read this."))


class MilestoneForm(NamesForm):
    due = day(_("Until"))
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)


class DelayForm(forms.Form):
    due = day(_("New day"))
    reason = words(_("Reason"), help_text=_("Everybody can read this."))


class GrantForm(forms.Form):
    amount = forms.IntegerField(label=_("Granted (yuan)"), min_value=0, max_value=MOST)
    reason = words(_("Reason"), help_text=_("Everybody can read this."))


class LineForm(NamesForm):
    planned = forms.IntegerField(label=_("Planned (yuan)"), min_value=0, max_value=MOST)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)


class PlanForm(forms.Form):
    planned = forms.IntegerField(label=_("Planned (yuan)"), min_value=0, max_value=MOST)


class MoneyForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=MoneyEntry.Kind.choices)
    amount = forms.IntegerField(label=_("Amount (yuan)"), min_value=1, max_value=MOST)
    supplier = forms.CharField(
        label=_("Supplier (a firm)"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    what = forms.CharField(label=_("For what"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    on = day(_("On"))


class ReasonForm(forms.Form):
    reason = words(_("Reason"), help_text=_("Everybody can read this."))


class FileForm(forms.Form):
    file = forms.FileField(label=_("Photo or paper (PDF)"))
    kind = forms.ChoiceField(label=_("What it is"), choices=ProjectFile.Kind.choices)
    caption = forms.CharField(
        label=_("What can be seen"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    public = forms.BooleanField(
        label=_("I have looked: no people in the photo, nothing private in the paper. Everybody may see it."),
        required=False,
    )


class AcceptanceForm(forms.Form):
    stage = forms.ChoiceField(label=_("When"), choices=Acceptance.Stage.choices)
    places = forms.IntegerField(label=_("How many are drawn"), min_value=1, max_value=200, initial=5)
    needed = forms.IntegerField(label=_("At least so many must speak"), min_value=1, max_value=200, initial=3)
    closes_at = moment(_("The list closes at"))
    words_from = forms.CharField(
        label=_("Which public number is taken"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A number nobody can know now, with its day: the closing number of an exchange, say."),
    )  # fmt: skip
    meets_at = moment(_("They meet at"))
    meets_where = forms.CharField(label=_("Where"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))


class DrawForm(forms.Form):
    words = forms.CharField(
        label=_("The public number that was announced"), max_length=300, widget=forms.TextInput(attrs=CODE)
    )


class SayForm(forms.Form):
    accepts = forms.ChoiceField(
        label=_("Is it what was promised?"),
        choices=[("yes", _("Yes, I accept it")), ("no", _("No, something is missing"))],
        widget=forms.RadioSelect,
    )
    words = words(_("What is missing"), required=False, help_text=_("Everybody will read it, without your name."))


class AnswerForm(forms.Form):
    answer = words(_("Answer to what was found missing"), most=2000, required=False)


class WarrantyForm(NamesForm):
    supplier = forms.CharField(
        label=_("Supplier (a firm)"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    until = day(_("Until"))


class LookForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What was found"), choices=Warranty.Outcome.choices)
    found = words(_("In words"), help_text=_("Everybody can read this."))


class PeriodForm(forms.Form):
    starts = day(_("Begins on"))
    ends = day(_("Ends on"))
    standard = words(_("What is promised"), most=2000, help_text=_("How often, how fast, how well."))


class JudgeForm(forms.Form):
    kept = forms.ChoiceField(
        label=_("Was the promise kept?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    found = words(_("What was found"), most=2000, help_text=_("Everybody can read this."))


class RenewForm(forms.Form):
    renewed = forms.ChoiceField(
        label=_("Does the service go on?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    reason = words(_("Reason"), help_text=_("Everybody can read this."))
    ends = day(_("The next period ends on"), required=False)
    standard = words(
        _("What is promised for it"), most=2000, required=False, help_text=_("Empty means the same as now.")
    )


class ShiftForm(NamesForm):
    starts = moment(_("Begins at"))
    ends = moment(_("Ends at"))
    places = forms.IntegerField(label=_("How many hands"), min_value=1, max_value=500)
    where = forms.CharField(label=_("Where"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))


class JoinForm(forms.Form):
    people = forms.IntegerField(label=_("How many come"), min_value=1, max_value=20, initial=1)
    email = forms.EmailField(label=_("E-mail address for a reminder"), required=False)
    phone = forms.CharField(
        label=_("or telephone number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )


class LeaveForm(forms.Form):
    code = forms.CharField(label=_("Code of the booking"), max_length=40, widget=forms.TextInput(attrs=CODE))


class ThankForm(forms.Form):
    came = forms.IntegerField(label=_("How many came"), min_value=0, max_value=5000)
    thanks = words(_("A word of thanks"), help_text=_("Everybody can read this."))


class RateForm(forms.Form):
    LEVELS = (
        ("5", _("very satisfied")),
        ("4", _("satisfied")),
        ("3", _("in between")),
        ("2", _("not satisfied")),
        ("1", _("not satisfied at all")),
    )
    level = forms.ChoiceField(label=_("How satisfied are you?"), choices=LEVELS, widget=forms.RadioSelect)
