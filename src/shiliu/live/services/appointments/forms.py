"""Forms of whoever books: for how many, which items, how to be told."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area
from shiliu.live.services.appointments import rules
from shiliu.live.services.windows import queries as windows
from shiliu.live.services.windows.forms_public import language_choices
from shiliu.live.services.windows.models import Window
from shiliu.platform.bookings.forms import ContactForm as WithoutName


class WhatForm(forms.Form):
    """What for, and for how many of a household; kept in the address, so that it can be gone back to."""

    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    people = forms.IntegerField(
        label=gettext_lazy("For how many people is it?"), min_value=1, max_value=rules.MOST_PEOPLE, initial=1,
        help_text=gettext_lazy("A household books once. The time for each of you adds up."),
    )  # fmt: skip
    item = forms.MultipleChoiceField(
        label=gettext_lazy("What do you come for?"), widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": gettext_lazy("One of these is no longer offered. Choose again.")},
    )  # fmt: skip

    def __init__(self, *args, items, window=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {item.code: item for item in items if window is None or item.pk in window}
        words = str(self.data.get("q") or "").casefold().split()
        chosen = set(self.data.getlist("item")) if hasattr(self.data, "getlist") else set()
        fits = lambda item: all(word in " ".join([*item.names.values(), item.keywords]).casefold() for word in words)  # noqa: E731
        groups = {}
        for item in self.known.values():
            if item.code in chosen or fits(item):
                groups.setdefault(item.category.name, []).append((item.code, item.name))
        self.fields["item"].choices = list(groups.items())

    def clean_item(self):
        chosen = self.cleaned_data["item"]
        if len(chosen) > rules.MOST_ITEMS:
            raise forms.ValidationError(
                _("At most %(most)d things fit into one appointment.") % {"most": rules.MOST_ITEMS}
            )
        return chosen


class WhereFilter(forms.Form):
    area = forms.ChoiceField(label=gettext_lazy("Near"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language spoken"), required=False)
    feature = forms.ChoiceField(
        label=gettext_lazy("With"), required=False, choices=[("", gettext_lazy("Anything")), *Window.FEATURES]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Area.objects.filter(level=Area.Level.COMMUNITY, active=True).defer("boundary").order_by("path")
        self.fields["area"].choices = [("", _("Everywhere")), *((area.code, area.name) for area in places)]
        self.fields["language"].choices = [("", _("All languages")), *language_choices(windows.languages_spoken())]


class ContactForm(WithoutName):
    """Everything here may be left empty."""

    called = forms.CharField(
        label=gettext_lazy("How shall we address you?"), required=False, max_length=rules.LONGEST_CALLED,
        help_text=gettext_lazy("Only the window reads it. Your number is enough."),
    )  # fmt: skip
