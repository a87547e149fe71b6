"""The filters of the public list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.live.services.catalogue.models import Level
from shiliu.live.services.windows import queries
from shiliu.live.services.windows.models import Window
from shiliu.platform.texts import LANGUAGE_NAMES


def language_choices(tags):
    return [(tag, LANGUAGE_NAMES.get(tag, tag)) for tag in tags]


class WindowsFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or address"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    item = forms.ChoiceField(label=_("What for"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All levels")), *Level.choices])
    language = forms.ChoiceField(label=_("Language spoken"), required=False)
    feature = forms.ChoiceField(label=_("With"), required=False, choices=[("", _("Anything")), *Window.FEATURES])
    open = forms.BooleanField(label=_("Open now"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("All languages")), *language_choices(queries.languages_spoken())]
        items = queries.items_served()
        self.fields["item"].choices = [("", _("Anything")), *((item.code, item.name) for item in items)]

    def chosen(self):
        """What is asked for; None when it cannot be read, so that nothing is found rather than everything."""
        return self.cleaned_data if self.is_valid() else None
