"""Forms of calendars: days, years, office hours, a whole table."""

import io

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area
from shiliu.methods.holidays import HolidayTableRefused, read_holidays
from shiliu.office.calendars import rules
from shiliu.platform.presentation.widgets import DayInput, TimeInput

LARGEST_TABLE = 200_000
SOURCE_HELP = _("The number and date of the notice, or its address. Everybody can read it.")


def time_field(label, **options):
    return forms.TimeField(label=label, widget=TimeInput(), required=False, **options)


class AreaForm(forms.Form):
    """Which area gets a calendar of its own."""

    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), empty_label=_("Choose an area"))

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.filter(pk__in=[area.pk for area in areas])
        self.fields["area"].label_from_instance = lambda area: f"{area.name} ({area.get_level_display()})"


class DaysForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=DayInput())
    last = forms.DateField(
        label=_("Last day"), widget=DayInput(), required=False, help_text=_("Leave empty for a single day.")
    )
    working = forms.TypedChoiceField(
        label=_("What is it?"),
        choices=[("", _("Choose")), ("0", _("A day off")), ("1", _("A workday"))],
        coerce=lambda value: value == "1",
        empty_value=None,
    )
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example the name of the holiday."))
    source = forms.CharField(label=_("Source"), max_length=200, help_text=SOURCE_HELP)
    opens = time_field(_("Opens"), help_text=_("Only for a workday with hours of its own."))
    closes = time_field(_("Closes"))

    def clean(self):
        given = super().clean()
        if bool(given.get("opens")) != bool(given.get("closes")):
            self.add_error("closes", _("Give both times, or neither."))
        return given

    def values(self):
        given = {key: self.cleaned_data[key] for key in ("first", "last", "working", "name", "source")}
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return {**given, "hours": (opens, closes) if opens else None}


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR)
    source = forms.CharField(label=_("Source"), max_length=200, help_text=SOURCE_HELP)


class HoursForm(forms.Form):
    """Hours of some weekdays in one season; two openings leave room for a break at noon."""

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
        label=_("Weekdays"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=_("Opens"), widget=TimeInput())
    closes = forms.TimeField(label=_("Closes"), widget=TimeInput())
    opens_again = time_field(_("Opens again"), help_text=_("After a break at noon; leave empty when there is none."))
    closes_again = time_field(_("Closes for the day"))

    def clean(self):
        given = super().clean()
        for name in ("valid_from_md", "valid_until_md"):
            if name in given and (problem := rules.problem_with_season([given[name]])):
                self.add_error(name, problem)
        if (given.get("opens_again") is None) != (given.get("closes_again") is None):
            self.add_error("closes_again", _("Give both times, or neither."))
        return given

    def values(self):
        given = self.cleaned_data
        openings = [(given["opens"], given["closes"])]
        if given["opens_again"] is not None:
            openings.append((given["opens_again"], given["closes_again"]))
        season = (given["valid_from_md"], given["valid_until_md"])
        return {"season": season, "weekdays": given["weekdays"], "openings": openings}

    @staticmethod
    def initial_of(line):
        """The form's values for an entry that stands already."""
        given = {"valid_from_md": line.season[0], "valid_until_md": line.season[1], "weekdays": list(line.weekdays)}
        for suffix, (opens, closes) in zip(("", "_again"), line.openings, strict=False):
            given |= {f"opens{suffix}": opens, f"closes{suffix}": closes}
        return given


class TableForm(forms.Form):
    """A holiday table as CSV, in UTF-8."""

    table = forms.FileField(
        label=_("Table (CSV)"), help_text=_("Columns: date, working (0 or 1), name_zh, name_en, source. UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip
    whole_years = forms.BooleanField(
        label=_("The table is the whole notice of its years"), required=False, initial=True,
        help_text=_("Then these years count as announced, and deadlines in them carry no warning."),
    )  # fmt: skip

    def clean_table(self):
        file = self.cleaned_data["table"]
        if file.size > LARGEST_TABLE:
            raise ValidationError(_("This file is too large for a table of holidays."))
        try:
            rows = read_holidays(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
        except UnicodeDecodeError:
            raise ValidationError(_("This file is not UTF-8. Save it as “CSV UTF-8” and try again.")) from None
        except HolidayTableRefused as problem:
            raise ValidationError(str(problem)) from None
        if not rows:
            raise ValidationError(_("This table has no rows."))
        return rows
