"""Forms of staff: a window, its items, hours, days that differ, turns of visiting departments."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.live.services.catalogue.models import Level
from shiliu.live.services.windows import rules
from shiliu.live.services.windows.forms_public import language_choices
from shiliu.live.services.windows.models import DutyTurn, Window
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import DayInput, TimeInput
from shiliu.platform.texts import LANGUAGE_NAMES

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
FEATURES = [field for field, _words in Window.FEATURES]


def number(label, field, **more):
    least, most = rules.NUMBERS[field]
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class WindowsFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All levels")), *Level.choices])
    state = forms.ChoiceField(
        label=_("Shown"), required=False,
        choices=[("", _("In use")), ("retired", _("Retired")), ("no_items", _("Without items")), ("no_booking", _("Without appointments"))],
    )  # fmt: skip

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}


class WindowForm(NamesForm):
    """`seen` is the stamp of what the author saw; see platform.revisions."""

    code = forms.SlugField(
        label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE),
        help_text=_("It stands in the address of its page, like west-1."),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Code of the unit it belongs to"), max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    area = forms.CharField(
        label=_("Code of the place it serves"), max_length=40, widget=forms.TextInput(attrs=CODE),
        help_text=_("A district, street or community: that is the level of the window."),
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    way = forms.CharField(
        label=_("How to find it"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: ground floor, to the left of the gate."),
    )  # fmt: skip
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    features = forms.MultipleChoiceField(
        label=_("For everybody"), required=False, choices=Window.FEATURES, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        required=False,
        choices=language_choices(LANGUAGE_NAMES),
        widget=forms.CheckboxSelectMultiple,
    )
    takes_appointments = forms.BooleanField(label=_("Times can be booked"), required=False)
    desks = number(_("Desks that serve at the same time"), "desks", initial=1)
    slot_minutes = number(_("Length of one time, in minutes"), "slot_minutes", initial=15)
    minutes_before = number(_("Minutes kept free before each time"), "minutes_before", initial=0)
    minutes_after = number(_("Minutes kept free after each time"), "minutes_after", initial=0)
    lead_hours = number(_("Soonest booking, in hours from now"), "lead_hours", initial=2)
    days_ahead = number(_("Latest booking, in days from now"), "days_ahead", initial=30)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self):
        """What the actions take. The way is written in the language of the form, which is the source language of names."""
        given = self.cleaned_data
        plain = {
            name: given[name]
            for name in ("code", "organisation", "area", "address", "latitude", "longitude", "phone", "languages",
                         "takes_appointments", *rules.NUMBERS)
        }  # fmt: skip
        features = {field: field in given["features"] for field in FEATURES}
        directions = {"zh-hans": given["way"]} if given["way"] else {}
        return {**plain, **features, "directions": directions, "names": self.cleaned_names()}

    @staticmethod
    def first(values):
        """Initial values of the form from those of a window."""
        return {
            **values,
            "features": [field for field in FEATURES if values[field]],
            "way": values["directions"].get("zh-hans", ""),
        }


class ItemsForm(forms.Form):
    """Minutes of each item of the catalogue; empty means that it is not done here. `seen`: see platform.revisions."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, items, minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [item.code for item in items]
        for item in items:
            self.fields[f"item_{item.code}"] = forms.IntegerField(
                label=item.name,
                required=False,
                min_value=1,
                max_value=rules.LONGEST_ITEM,
                initial=minutes.get(item.code),
            )

    def minutes(self):
        return {code: taken for code in self.codes if (taken := self.cleaned_data[f"item_{code}"])}


class HoursForm(forms.Form):
    valid_from_md = forms.CharField(
        label=_("First day of the season"),
        max_length=5,
        initial="01-01",
        help_text=_("Month and day, for example 05-01."),
    )
    valid_until_md = forms.CharField(
        label=_("Last day of the season"), max_length=5, initial="12-31", help_text=_("It may lie in the next year.")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=list(WEEKDAYS.items()), coerce=int, initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens = forms.TimeField(label=_("Opens"), widget=TimeInput())
    closes = forms.TimeField(label=_("Closes"), widget=TimeInput())
    opens_again = forms.TimeField(
        label=_("Opens again"),
        widget=TimeInput(),
        required=False,
        help_text=_("After a break at noon; leave empty when there is none."),
    )
    closes_again = forms.TimeField(label=_("Closes for the day"), widget=TimeInput(), required=False)

    def clean(self):
        given = super().clean()
        if (given.get("opens_again") is None) != (given.get("closes_again") is None):
            self.add_error("closes_again", _("Give both times, or neither."))
        return given

    def values(self):
        given = self.cleaned_data
        openings = [(given["opens"], given["closes"])]
        if given["opens_again"]:
            openings.append((given["opens_again"], given["closes_again"]))
        return {
            "season": (given["valid_from_md"], given["valid_until_md"]),
            "weekdays": given["weekdays"],
            "openings": openings,
        }


class DayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput())
    is_open = forms.TypedChoiceField(
        label=pgettext_lazy("of a day", "What is it?"),
        choices=[("0", _("Closed")), ("1", pgettext_lazy("of a window", "Open"))],
        coerce=lambda value: value == "1",
    )
    opens = forms.TimeField(
        label=_("Opens"), widget=TimeInput(), required=False, help_text=_("Only for an open day with hours of its own.")
    )
    closes = forms.TimeField(label=_("Closes"), widget=TimeInput(), required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=120, help_text=_("Everybody can read it, and whoever has booked is told.")
    )


class TurnForm(forms.Form):
    organisation = forms.CharField(
        label=_("Code of the unit that comes"), max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    what = forms.CharField(label=_("What for"), required=False, max_length=120)
    every = forms.ChoiceField(label=_("How often"), choices=DutyTurn.Every.choices)
    first = forms.DateField(label=_("First day"), widget=DayInput())
    until = forms.DateField(
        label=_("Last day"), widget=DayInput(), required=False, help_text=_("Leave empty for no end.")
    )
    opens = forms.TimeField(label=_("From"), widget=TimeInput())
    closes = forms.TimeField(label=_("Until"), widget=TimeInput())

    def values(self):
        what = self.cleaned_data["what"]
        return {**self.cleaned_data, "what": {"zh-hans": what} if what else {}}


class SkipForm(forms.Form):
    day = forms.DateField(widget=DayInput())
    comes = forms.BooleanField(required=False)
