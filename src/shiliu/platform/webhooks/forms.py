from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.platform.webhooks import events
from shiliu.platform.webhooks.models import HookDelivery


class HookForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it?"), max_length=80,
        help_text=_("A name by which you will know it in a year. Not the name of a person."),
    )  # fmt: skip
    url = forms.CharField(
        label=_("Address to call"), max_length=500,
        help_text=_("It begins with https:// and takes a POST. Only the server's name is shown in lists and kept in the log."),
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "inputmode": "url", "data-no-draft": ""}
        ),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("What it is told"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event of the list.")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(event.name, event.title) for event in events.offered()]


class DeliveryFilter(forms.Form):
    event = forms.ChoiceField(label=_("Event"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *HookDelivery.State.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(event.name, event.title) for event in events.offered()]
        self.fields["event"].choices = [
            ("", _("All events")),
            *known,
            ("webhooks.test", events.title_of("webhooks.test")),
        ]
