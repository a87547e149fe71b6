from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.platform.notices.channels import channels
from shiliu.platform.notices.models import Rhythm


class InboxFilter(forms.Form):
    q = forms.CharField(label=_("Search in your notices"), required=False, max_length=100)


class WayForm(forms.Form):
    """One way to be told: on or off, and how often."""

    enabled = forms.BooleanField(label=_("Tell me here"), required=False)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices)


class AddWayForm(forms.Form):
    """An address at one of the channels that take addresses."""

    channel = forms.ChoiceField(label=_("Service"))
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_(
            "For WeCom, DingTalk, Feishu, ntfy and others, for example wecombot://key, dingtalk://token or ntfys://topic."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "data-no-draft": True}
        ),
    )
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(c.name, c.label) for c in channels().values() if c.capabilities.asks_address]
        self.fields["channel"].choices = offered
        if len(offered) == 1:
            self.fields["channel"].widget = forms.HiddenInput()
            self.fields["channel"].initial = offered[0][0]


class SettleForm(forms.Form):
    how = forms.CharField(label=_("How the person was told"), max_length=300)
