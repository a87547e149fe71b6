"""What readers choose, and what a neighbour proposes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.foundation.spelling import LONGEST_NAME
from shiliu.live.circle import queries, rules
from shiliu.live.circle.models import WALKERS, FacilityType

SEARCH = {"type": "search", "autocomplete": "off"}
NUMBER = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}


def kinds(scheme=""):
    """Types in use, in groups, as choices of a field."""
    found = {}
    for kind in FacilityType.objects.filter(active=True):
        if not scheme or kind.scheme == scheme:
            found.setdefault(f"{kind.get_scheme_display()}: {kind.get_group_display()}", []).append(
                (kind.code, kind.name)
            )
    return list(found.items())


def places(run):
    """Measured areas as choices, each indented below the one it lies in."""
    return [(area.code, f"{'· ' * (area.path.count('/') - 2)}{area.name}") for area in queries.measured_areas(run)]


class Filter(forms.Form):
    """Fields that leave everything open when they are empty; an unknown value counts as empty."""

    def chosen(self):
        self.is_valid()
        return {name: self.cleaned_data.get(name) or self.fields[name].empty for name in self.fields}


def choice(label, choices=(), *, empty=""):
    made = forms.ChoiceField(label=label, required=False, choices=choices)
    made.empty = empty
    return made


def words(label):
    made = forms.CharField(label=label, required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    made.empty = ""
    return made


class LookForm(Filter):
    """Where, and for whom."""

    area = choice(_("Place"))
    walker = choice(_("Who walks"), WALKERS.items(), empty="adult")
    scheme = choice(_("Which circle"), FacilityType.Scheme.choices, empty=FacilityType.Scheme.COMMERCE)

    def __init__(self, data, *, run):
        super().__init__(data)
        self.fields["area"].choices = [("", _("All communities")), *places(run)]


class MapForm(Filter):
    area = choice(_("Place"))
    walker = choice(_("Who walks"), WALKERS.items(), empty="adult")
    kind = choice(_("Type"))

    def __init__(self, data, *, run):
        super().__init__(data)
        areas = [(area.code, area.name) for area in queries.measured_areas(run)]
        self.fields["area"].choices = [("", _("Please choose")), *areas]
        self.fields["kind"].choices = [("", _("Please choose")), *kinds()]
        first = FacilityType.objects.filter(active=True).first()
        self.fields["kind"].empty = first.code if first else ""


class GapsForm(Filter):
    q = words(_("Place or type"))
    kind = choice(_("Type"))
    walker = choice(_("Who walks"), [("", _("Everybody")), *WALKERS.items()])
    least = choice(
        _("Homes"),
        [("", _("Any number")), ("20", _("At least 20")), ("50", _("At least 50")), ("100", _("At least 100"))],
    )
    state = choice(_("Shown"), [("", _("Open gaps")), ("closed", _("Closed gaps"))], empty="open")
    area = choice(_("Place"))

    def __init__(self, data, *, run):
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All types")), *kinds()]
        self.fields["area"].choices = [("", _("Everywhere")), *(places(run) if run else [])]

    def asked(self):
        chosen = self.chosen()
        return {**chosen, "least": int(chosen["least"] or 0)}


class FacilitiesForm(Filter):
    q = words(_("Name or address"))
    kind = choice(_("Type"))
    access = choice(pgettext_lazy("of a facility", "With"), [("", _("Anything")), *rules.ACCESS.items()])

    def __init__(self, data):
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All types")), *kinds()]


class ProposeForm(forms.Form):
    """As little as is needed to find the place; whoever fills it in is not asked who they are."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a facility", "What is it?"))
    name = forms.CharField(label=_("What is it called?"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))  # fmt: skip
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, widget=forms.TextInput(attrs=NUMBER))
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, widget=forms.TextInput(attrs=NUMBER))
    opening = forms.CharField(label=_("When is it open?"), required=False, max_length=rules.LONGEST, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))  # fmt: skip
    access = forms.MultipleChoiceField(label=_("What does it have?"), required=False, choices=rules.ACCESS.items(), widget=forms.CheckboxSelectMultiple)  # fmt: skip

    def __init__(self, *args, language="", **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["kind"].choices = [("", _("Please choose")), *kinds()]

    def values(self):
        """What the action takes."""
        given = self.cleaned_data
        names = {SOURCE_LANGUAGE: given["name"]} | ({self.language: given["name"]} if self.language else {})
        return {"kind": given["kind"], "names": names, "longitude": given["lon"], "latitude": given["lat"],
                "opening": given["opening"], "access": dict.fromkeys(given["access"], rules.YES)}  # fmt: skip

    def take(self, problem):
        for field, sentence in problem.fields.items():
            name = {"names": "name", "latitude": "lat", "longitude": "lon"}.get(field, field)
            self.add_error(name if name in self.fields else None, str(sentence))
        if not problem.fields:
            self.add_error(None, str(problem))
