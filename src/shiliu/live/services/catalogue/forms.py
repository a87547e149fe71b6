"""What a reader of the catalogue may ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.live.services.catalogue import queries
from shiliu.live.services.catalogue.models import Level, ServiceItem

LONGEST_QUERY = 80


class ServicesFilter(forms.Form):
    q = forms.CharField(
        label=_("What you want to do"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("About"), required=False)
    stage = forms.ChoiceField(label=_("Time of life"), required=False)
    level = forms.ChoiceField(label=_("Decided at"), required=False, choices=[("", _("Any level")), *Level.choices])
    area = forms.ChoiceField(label=_("Where you live"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.communities()}
        self.fields["category"].choices = [
            ("", _("Everything")),
            *((row.code, row.name) for row in queries.categories()),
        ]
        self.fields["stage"].choices = [("", _("Everyone")), *((row.code, row.name) for row in queries.stages())]
        self.fields["area"].choices = [("", _("Anywhere")), *((code, area.name) for code, area in self.places.items())]

    def chosen(self):
        """What queries.found takes; nothing for a filter nobody could have chosen."""
        if not self.is_valid():
            return {}
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "area" in given:
            given["area"] = self.places[given["area"]]
        return given

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())


class OfficeFilter(ServicesFilter):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ServiceItem.State.choices])
    unchecked = forms.BooleanField(label=_("Basis not checked yet"), required=False)
