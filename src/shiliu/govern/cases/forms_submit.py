"""The four steps of raising a need. Each step is one form; what the other steps hold travels along as hidden fields."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area
from shiliu.govern.cases import emergencies, queries
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.open311 import asking
from shiliu.govern.cases.rules import short_title
from shiliu.methods.phones import normal_phone
from shiliu.platform.presentation.languages import apart
from shiliu.platform.presentation.widgets import ChoiceCards, FilesField, PhotoInput
from shiliu.platform.presentation.words import Words

LONGEST_TITLE, LONGEST_TEXT = 120, 4000
DIALLED = re.compile(r"\+?[0-9][0-9 ()-]{5,18}[0-9]")  # a landline at home is as good as a mobile phone
PICTURES = {"accept": "image/jpeg,image/png,image/webp"}
KINDS = {
    Case.Kind.HELP: (gettext_lazy("Something is broken, dirty or missing and should be put right."), "hammer"),
    Case.Kind.HAZARD: (
        gettext_lazy("A place or a thing is dangerous: a blocked fire exit, a loose tile, a smell of gas."),
        "triangle-alert",
    ),
    Case.Kind.COMPLAINT: (gettext_lazy("A service did not do what it should have done."), "message-square-warning"),
    Case.Kind.CONSULTATION: (gettext_lazy("You want to know how something works or where to go."), "circle-help"),
    Case.Kind.SUGGESTION: (gettext_lazy("You have an idea for the neighbourhood."), "lightbulb"),
}


class WhatForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What would you like to do?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=ChoiceCards(details=KINDS),
        error_messages={
            "required": gettext_lazy("Choose what fits best."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), required=False, help_text=gettext_lazy("If you are not sure, leave it: a person will read it and decide."),
        error_messages={"invalid_choice": gettext_lazy("Choose a matter from the list, or leave it open.")},
    )  # fmt: skip

    seek = Words(
        label=gettext_lazy("Search the matters in your own words"), required=False, max_length=60, help_text=gettext_lazy("For example: dark staircase, smell from the drain."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip
    sought = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = queries.categories()
        self.known = {category.code: category for members in groups.values() for category in members}
        self.fields["category"].choices = [("", gettext_lazy("I do not know"))] + [
            (group.name if group else _("Other"), [(category.code, category.name) for category in members])
            for group, members in groups.items()
        ]
        if urgent := emergencies.matters():
            self.known.update({matter.code: matter for matter in urgent})
            offered = [(matter.code, matter.name) for matter in urgent]
            self.fields["category"].choices += [(_("Emergencies: call at once"), offered)]

    def clean_category(self):
        return self.known.get(self.cleaned_data["category"])


class WhereForm(forms.Form):
    find = Words(
        label=gettext_lazy("Building, compound or community"), required=False, max_length=60, help_text=gettext_lazy("For example: a compound and a building number."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip
    area = forms.CharField(required=False, max_length=40, label=gettext_lazy("Places found"))
    latitude = forms.FloatField(label=gettext_lazy("Latitude"), required=False)
    longitude = forms.FloatField(label=gettext_lazy("Longitude"), required=False)
    place_note = Words(
        label=gettext_lazy("Where exactly?"), required=False, max_length=120, help_text=gettext_lazy("Entrance, floor, beside what. Not the name of a person."),
    )  # fmt: skip
    nowhere = forms.BooleanField(
        label=gettext_lazy("I do not know the place, or it is not in one place"), required=False
    )

    use_required_attribute = False

    def offer(self, found):
        """Show the places found as cards to choose from. One of the ways to name the place is needed, so none says "optional"."""
        self.fields["find"].required = self.fields["area"].required = True
        cards = ChoiceCards(details={one.area.code: (" · ".join(map(apart, one.inside)), "map-pin") for one in found})
        self.fields["area"].widget = cards
        cards.choices = [(one.area.code, one.area.name) for one in found]

    def clean_area(self):
        code = self.cleaned_data["area"]
        if not code:
            return None
        area = Area.objects.filter(code=code, active=True).first()
        if area is None:
            raise forms.ValidationError(gettext_lazy("This place is no longer in use. Search for it again."))
        return area

    def clean(self):
        data = super().clean()
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if (
            (latitude is None) != (longitude is None)
            and not self.has_error("latitude")
            and not self.has_error("longitude")
        ):
            self.add_error("latitude", gettext_lazy("A point needs both numbers. Fill in both or clear both."))
        west, south, east, north = settings.REGION_BOUNDS
        data["point"] = None
        if latitude is not None and longitude is not None:
            if west <= longitude <= east and south <= latitude <= north:
                data["point"] = (longitude, latitude)
            else:
                self.add_error(
                    "latitude",
                    gettext_lazy("This point lies outside the country. Look at the numbers again or use the map."),
                )
        if not self.errors and not data.get("area") and not data["point"] and not data.get("nowhere"):
            self.add_error(
                "find", gettext_lazy("Choose a place, set a point on the map, or say that you do not know the place.")
            )
        return data


class WordsForm(forms.Form):
    text = Words(
        label=gettext_lazy("What happened, or what do you need?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("In your own language. Say what, where and since when. Leave out names and phone numbers of people."),
        error_messages={"required": gettext_lazy("Write at least one sentence.")},
    )  # fmt: skip
    title = Words(
        label=gettext_lazy("A short title"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("If you leave it empty, the first words are taken."),
    )
    photos = FilesField(
        label=gettext_lazy("Photos"), required=False, widget=PhotoInput(PICTURES), help_text=gettext_lazy("Of the place or the thing, not of people."),
    )  # fmt: skip
    may_publish = forms.TypedChoiceField(
        label=gettext_lazy("May neighbours read it?"), coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Yes, neighbours may read it")), ("no", gettext_lazy("No, only those who deal with it"))],
        widget=ChoiceCards(details={
            "yes": (gettext_lazy("A moderator first takes out whatever names or identifies anyone. Your name never appears."), "users-round"),
            "no": (gettext_lazy("It is dealt with all the same and does not appear on the public list."), "lock"),
        }),
        error_messages={"required": gettext_lazy("Choose whether neighbours may read it."), "invalid_choice": gettext_lazy("Choose one of these.")},
    )  # fmt: skip
    address_as = Words(label=gettext_lazy("How may we address you?"), required=False, max_length=40)
    phone = Words(
        label=gettext_lazy("Phone"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("This is not an e-mail address. Look at it again or leave it empty.")},
    )  # fmt: skip

    def __init__(self, *args, questions=(), **kwargs):
        super().__init__(*args, **kwargs)
        asking.add_fields(self, questions)

    def asked(self):
        return asking.asked(self)

    def clean_phone(self):
        typed = self.cleaned_data["phone"]
        number = normal_phone(typed) or typed
        if number and not DIALLED.fullmatch(number):
            raise forms.ValidationError(
                gettext_lazy("This is not a telephone number. Look at it again or leave it empty.")
            )
        return number

    def clean(self):
        data = super().clean()
        data["title"] = data.get("title") or short_title(data.get("text", ""))
        data["answers"] = asking.answers_in(data, self.questions)
        return data


class CheckForm(forms.Form):
    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": gettext_lazy("This form was damaged on the way. Please send it once more.")},
    )
    looked = forms.BooleanField(
        label=gettext_lazy("I have looked at the marked words and they may stay"), required=False,
    )  # fmt: skip

    def __init__(self, *args, marks=(), **kwargs):
        super().__init__(*args, **kwargs)
        if marks:
            self.fields["looked"].required = True
            self.fields["looked"].error_messages["required"] = gettext_lazy(
                "Change the marked words, or say that they may stay."
            )
        else:
            del self.fields["looked"]
