"""What residents choose, what advisers note, and the forms by which clinics and advisers are set up."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.clinics import rules
from shiliu.live.services.clinics.models import Clinic, Matter, Outcome
from shiliu.live.services.windows.forms_public import language_choices
from shiliu.live.services.windows.models import DutyTurn
from shiliu.live.services.windows.office_forms import CODE
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import DayInput, TimeInput
from shiliu.platform.texts import LANGUAGE_NAMES

SEARCH = {"type": "search"}


class ClinicsFilter(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Clinic.Kind.choices])
    matter = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("Anything")), *Matter.choices])
    language = forms.ChoiceField(label=_("Language spoken"), required=False)

    def __init__(self, *args, spoken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("All languages")), *language_choices(spoken)]

    def chosen(self):
        """What is asked for; None when it cannot be read, so that nothing is found rather than everything."""
        return self.cleaned_data if self.is_valid() else None


class OfficeFilter(forms.Form):
    q = forms.CharField(label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Clinic.Kind.choices])
    state = forms.ChoiceField(
        label=_("Shown"), required=False, choices=[("", _("In use")), ("retired", _("Retired"))]
    )  # fmt: skip


class AdvisersFilter(forms.Form):
    q = forms.CharField(label=_("Duty or unit"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    state = forms.ChoiceField(
        label=_("Shown"), required=False,
        choices=[("", _("All")), ("now", _("In their term")), ("none", _("Without a term now"))],
    )  # fmt: skip


class AdviceForm(forms.Form):
    """Lists only: there is no field into which a word about anybody could be written."""

    matter = forms.ChoiceField(label=_("What was it about?"), choices=Matter.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(
        label=_("About how many minutes?"), coerce=int, choices=[(number, number) for number in rules.MINUTES]
    )
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput(), help_text=_("Empty means today."))


class ClinicForm(NamesForm):
    """`seen` is the stamp of what the author saw."""

    code = forms.SlugField(
        label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE),
        help_text=_("It stands in the address of its page, like legal-west."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Clinic.Kind.choices,
        help_text=_("Counselling is a booking and nothing else: nothing is noted about it."),
    )  # fmt: skip
    organisation = forms.CharField(label=_("Code of the unit that runs it"), max_length=40, widget=forms.TextInput(attrs=CODE))  # fmt: skip
    area = forms.CharField(label=_("Code of the place it serves"), max_length=40, widget=forms.TextInput(attrs=CODE))
    window = forms.CharField(
        label=_("Code of the window it is held at"), max_length=40, required=False, widget=forms.TextInput(attrs=CODE)
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Leave empty for the address of the window.")
    )
    room = forms.CharField(label=_("Room"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    advisers = forms.TypedMultipleChoiceField(
        label=_("Advisers who sit here"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    slot_minutes = forms.IntegerField(
        label=_("Length of one time, in minutes"), min_value=10, max_value=240, initial=30
    )
    capacity = forms.IntegerField(label=_("Conversations at the same time"), min_value=1, max_value=30, initial=1)
    lead_hours = forms.IntegerField(
        label=_("Soonest booking, in hours from now"), min_value=0, max_value=720, initial=2
    )
    days_ahead = forms.IntegerField(label=_("Latest booking, in days from now"), min_value=1, max_value=180, initial=28)
    referral_unit = forms.CharField(
        label=_("Code of the unit for legal aid"), max_length=40, required=False, widget=forms.TextInput(attrs=CODE),
        help_text=_("The referral slip names it, with its address and telephone."),
    )  # fmt: skip
    referral_item = forms.CharField(
        label=_("Code of the service for legal aid"), max_length=40, required=False, widget=forms.TextInput(attrs=CODE),
        help_text=_("The referral slip lists the papers of this service."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, advisers=(), **kwargs):
        text = (kwargs.get("initial") or {}).get("text") or {}
        super().__init__(*args, **kwargs)
        self.fields["advisers"].choices = [(one.pk, f"{one.name} · {one.organisation.name}") for one in advisers]
        self.add_texts("text", _("What it is for, in %(language)s"), text, most=rules.LONGEST_TEXT, rows=2)

    def values(self):
        """What office.save_clinic takes."""
        plain = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "seen" and not name.startswith(("name_", "text_"))
        }
        texts = self.cleaned_texts("text")
        return {**plain, "advisers": sorted(plain["advisers"]), "names": self.cleaned_names(), "text": texts}


class TurnForm(forms.Form):
    every = forms.ChoiceField(label=_("How often"), choices=DutyTurn.Every.choices)
    first = forms.DateField(label=_("First day"), widget=DayInput())
    until = forms.DateField(
        label=_("Last day"), widget=DayInput(), required=False, help_text=_("Leave empty for no end.")
    )
    opens = forms.TimeField(label=_("From"), widget=TimeInput())
    closes = forms.TimeField(label=_("Until"), widget=TimeInput())


class DayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput())
    is_held = forms.BooleanField(required=False)


class AdviserForm(NamesForm):
    organisation = forms.CharField(label=_("Code of the unit"), max_length=40, widget=forms.TextInput(attrs=CODE))
    area = forms.CharField(label=_("Code of the place it serves"), max_length=40, widget=forms.TextInput(attrs=CODE))
    specialties = forms.MultipleChoiceField(
        label=_("Specialties"), required=False, choices=Matter.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, choices=language_choices(LANGUAGE_NAMES),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[f"name_{SOURCE_LANGUAGE}"].help_text = _("The public name of the duty, and of no person.")

    def values(self):
        given = {name: self.cleaned_data[name] for name in ("organisation", "area", "specialties", "languages")}
        return {**given, "names": self.cleaned_names()}


class TermForm(forms.Form):
    since = forms.DateField(label=_("First day"), widget=DayInput())
    until = forms.DateField(label=_("Last day"), widget=DayInput())


class SlipForm(forms.Form):
    """GET: everything the slip says stands in its address, and nothing of it is kept."""

    language = forms.ChoiceField(label=_("Beside Chinese, also in"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = [(tag, LANGUAGE_NAMES[tag]) for tag, _name in settings.LANGUAGES if tag != SOURCE_LANGUAGE]
        self.fields["language"].choices = [("", _("Chinese only")), *others]
