"""Small forms of neighbours: where to hear of a case one has said “me too” to."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We first ask there whether you want it. Each letter has a link to stop, and the address is deleted when all is over."),
        error_messages={
            "required": _("Type the address to write to."),
            "invalid": _("This is not an e-mail address. Look at it again."),
        },
    )  # fmt: skip
