"""Forms of accounts and roles. django-allauth's own sign-up forms inherit from SignUpForm, so this module may not import them."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.methods.phones import normal_phone
from shiliu.office.people import rules
from shiliu.platform.presentation.languages import apart
from shiliu.platform.presentation.widgets import DayInput


class PhoneField(forms.CharField):
    """A mobile number as people type it; its value is E.164."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return value
        number = normal_phone(value)
        if number is None:
            raise ValidationError(
                _("Write a mainland mobile number (11 digits), or a number with + and its country code.")
            )
        return number


class PseudonymForm(forms.Form):
    """What others see of a person, and the language the site speaks to them."""

    pseudonym = forms.CharField(
        label=_("Name shown to others"),
        max_length=60,
        help_text=_("Not your real name. Others see this name beside what you write; you can change it at any time."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_pseudonym(self):
        return rules.clean_pseudonym(self.cleaned_data["pseudonym"])


class SignUpForm(PseudonymForm):
    """The part of signing up that is ours: django-allauth adds addresses and password."""

    field_order = ("pseudonym", "language", "phone", "email", "password1", "password2")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["language"].initial = language
        self.fields["pseudonym"].initial = rules.suggest_pseudonym(language)

    def signup(self, request, user):
        """Everything is saved by the adapter, in one transaction with the audit row."""


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class WordsForm(forms.Form):
    """A search box for places and units."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=forms.SearchInput())


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]

    def chosen(self):
        """The year, or None for all and for nonsense in the address."""
        return self.cleaned_data["year"] if self.is_valid() else None


class RolesFilter(WordsForm):
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("now", _("Held now")), ("later", _("Begins later")), ("past", _("Has ended")), ("all", _("All"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = [(role.value, role.label) for role in (*rules.AREA_ROLES, *rules.UNIT_ROLES)]
        self.fields["role"].choices = [("", _("All roles")), *staff]

    def chosen(self):
        """Keyword arguments for queries.visible_to; nonsense in the address counts as nothing chosen."""
        self.is_valid()
        given = self.cleaned_data
        return {"text": given.get("q", ""), "role": given.get("role", ""), "state": given.get("state") or "now"}


class BuildingForm(forms.Form):
    """One of the buildings found; `buildings` is what the worker may choose from."""

    building = forms.ModelChoiceField(
        label=_("Building"), queryset=Area.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, buildings, shown, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["building"].queryset = buildings
        self.fields["building"].choices = [
            (area.pk, " · ".join(apart(place.name) for place in (area.parent.parent, area.parent, area) if place))
            for area in shown
        ]


class ResidenceForm(BuildingForm):
    papers_seen = forms.BooleanField(
        label=_("I have seen a paper that shows this person lives there. I keep no copy and note no number."),
    )


class LetterForm(BuildingForm):
    dwelling = forms.CharField(
        label=_("Entrance and door"),
        max_length=60,
        help_text=_(
            "For example: unit 2, 301. No name: the letter goes to the door, and this is deleted once the code is used."
        ),
    )
    language = forms.ChoiceField(
        label=_("Second language of the letter"),
        required=False,
        choices=[("", _("Chinese only"))] + [choice for choice in settings.LANGUAGES if choice[0] != "zh-hans"],
    )


class RoleForm(forms.Form):
    """A role for the place or unit already chosen."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty if no end is agreed."),
        widget=DayInput(),
    )

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        roles = rules.UNIT_ROLES if isinstance(place, Organisation) else rules.AREA_ROLES
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class DeleteForm(forms.Form):
    understood = forms.BooleanField(label=_("I understand: my account is deleted now and cannot be brought back."))
