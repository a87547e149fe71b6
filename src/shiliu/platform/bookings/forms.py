"""Forms of whoever books, and of the desk that looks at a day."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.methods.phones import normal_phone
from shiliu.platform.presentation.widgets import CodeInput, DayInput

DIALLED = re.compile(r"\+?[0-9][0-9 ()-]{5,18}[0-9]")


class ContactForm(forms.Form):
    """Everything here may be left empty."""

    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For the confirmation and a reminder the day before. Erased after your appointment, and used for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_phone(self):
        typed = self.cleaned_data["phone"]
        number = normal_phone(typed) or typed
        if number and not DIALLED.fullmatch(number):
            raise forms.ValidationError(_("This is not a telephone number. Look at it again or leave it empty."))
        return number[:20]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the booking"), max_length=40, widget=CodeInput,
        help_text=_("Ten letters and digits. Dashes and small letters do not matter."),
        error_messages={"required": _("Type the code you were given.")},
    )  # fmt: skip


class DayFilter(forms.Form):
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    q = forms.CharField(
        label=pgettext_lazy("of an appointment", "Number"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "inputmode": "numeric"}),
    )  # fmt: skip

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}
