"""What a reader of the public page may ask: a name, a place, or a point."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Street, community, compound or building"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class PointForm(forms.Form):
    lat = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    lon = forms.FloatField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )

    @property
    def is_asked(self):
        return bool(self.data.get("lat") or self.data.get("lon"))

    def point(self):
        """(lon, lat) when both were given and make sense, else None."""
        return (self.cleaned_data["lon"], self.cleaned_data["lat"]) if self.is_asked and self.is_valid() else None
