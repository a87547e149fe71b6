"""Asking for a greeter, and the office's form of a step."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shiliu.live.services.cards.models import CardNeed
from shiliu.live.services.newcomers import queries, rules
from shiliu.live.services.newcomers.models import NewcomerStep
from shiliu.live.services.windows.office_forms import CODE
from shiliu.platform.bookings.forms import ContactForm
from shiliu.platform.names_form import NamesForm
from shiliu.platform.texts import LANGUAGE_NAMES


class PlaceForm(forms.Form):
    """GET: for which community; nothing of it is kept."""

    area = forms.ChoiceField(label=_("Your community"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.communities()}
        self.fields["area"].choices = [
            ("", _("Everywhere")),
            *((code, area.name) for code, area in self.places.items()),
        ]

    def place(self):
        return self.places.get(self.cleaned_data["area"]) if self.is_valid() else None


class GreeterForm(ContactForm):
    area = forms.ChoiceField(label=_("Your community"))
    language = forms.ChoiceField(label=_("In which language?"))
    field_order = ("area", "language", "email", "phone")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.communities()}
        named = [(code, area.name) for code, area in self.places.items()]
        self.fields["area"].choices = [("", _("Choose from the list.")), *named]
        self.fields["language"].choices = list(LANGUAGE_NAMES.items())
        self.fields["language"].initial = get_language()
        self.fields["email"].help_text = _("One of the two is enough. It is deleted when you have been answered, and after 14 days in any case.")  # fmt: skip

    def chosen(self):
        given = self.cleaned_data
        return {**{name: given[name] for name in ("language", "email", "phone")}, "area": self.places[given["area"]]}


class StepsFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    category = forms.ChoiceField(
        label=_("Group"), required=False, choices=[("", _("All")), *NewcomerStep.Category.choices]
    )
    state = forms.ChoiceField(
        label=_("Shown"), required=False, choices=[("", _("On the checklist")), ("retired", _("Retired"))]
    )


def code_field(label):
    return forms.CharField(label=label, max_length=40, required=False, widget=forms.TextInput(attrs=CODE))


class StepForm(NamesForm):
    """`seen` is the stamp of what the author saw."""

    code = forms.SlugField(
        label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    category = forms.ChoiceField(label=_("Group"), choices=NewcomerStep.Category.choices)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)
    item = code_field(_("Leads to the service with the code"))
    window = code_field(_("or to the window with the code"))
    clinic = code_field(_("or to the clinic with the code"))
    need = forms.ChoiceField(label=_("or to a contact card for"), required=False)
    facility_type = code_field(_("or to facilities of the type with the code"))
    page = forms.ChoiceField(label=_("or to the page"), required=False, choices=NewcomerStep.Page.choices)
    areas = forms.CharField(
        label=_("Only in the places with the codes"), required=False, max_length=400, widget=forms.TextInput(attrs=CODE),
        help_text=_("Separated by spaces; empty means everywhere."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        text = (kwargs.get("initial") or {}).get("text") or {}
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [("", _("none")), *((need.code, need.name) for need in CardNeed.objects.all())]
        self.add_texts("text", _("What to do, in %(language)s"), text, most=rules.LONGEST_TEXT, rows=2)

    def values(self):
        """What actions.save_step takes."""
        given = self.cleaned_data
        plain = {
            name: value
            for name, value in given.items()
            if name not in {"seen", "areas"} and not name.startswith(("name_", "text_"))
        }
        texts = self.cleaned_texts("text")
        return {**plain, "names": self.cleaned_names(), "text": texts, "areas": given["areas"].split()}
