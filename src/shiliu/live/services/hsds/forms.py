"""What every address of the site ends with."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DirectoryForm(forms.Form):
    city = forms.CharField(label=_("Town"), required=False, max_length=60)
    state_province = forms.CharField(label=_("Province or region"), required=False, max_length=60)
    postal_code = forms.CharField(label=_("Postcode"), required=False, max_length=12, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}))  # fmt: skip
    country = forms.CharField(
        label=_("Country, in two letters"), required=False, max_length=2, widget=forms.TextInput(attrs={"dir": "ltr"}), help_text=_("CN for China.")
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
