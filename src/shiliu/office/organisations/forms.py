"""Forms of staff: units and their kinds."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import OrganisationKind
from shiliu.platform.names_form import NamesForm

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class UnitsFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[
            ("", _("In use")),
            ("retired", _("Retired")),
            ("no_place", _("Serving no place")),
            ("no_phone", _("Without a telephone")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *_kinds()]

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}


class UnitForm(NamesForm):
    """`seen` is the stamp of what the author saw; see platform.revisions."""

    code = forms.CharField(
        label=pgettext_lazy("of a place or unit", "Code"),
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Files name the unit by it, like FIRE-01."),
    )
    kind = forms.ChoiceField(label=_("Kind"), help_text=_("The dispatch catalogue sends matters to kinds of units."))
    parent = forms.CharField(
        label=_("Code of the unit above"), required=False, max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    public_phone = forms.CharField(
        label=_("Telephone for residents"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    areas = forms.CharField(
        label=_("Codes of the places it serves"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **CODE}),
        help_text=_("A place counts with everything inside it. Spaces between the codes."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Please choose")), *_kinds()]
        self.order_fields(
            [*(f"name_{tag}" for tag in self.tags), "kind", "code", "parent", "public_phone", "address", "areas"]
        )

    def values(self):
        """What the actions take."""
        plain = {name: self.cleaned_data[name] for name in ("code", "kind", "parent", "public_phone", "address")}
        areas = sorted(set(re.split(r"[\s,;，；、]+", self.cleaned_data["areas"])) - {""})
        return {**plain, "areas": areas, "names": self.cleaned_names()}


class KindForm(NamesForm):
    standing = forms.ChoiceField(
        label=_("Standing"),
        choices=OrganisationKind.Standing.choices,
        help_text=_("A committee can never answer for a duty of government."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["code"] = forms.CharField(
                label=pgettext_lazy("of a place or unit", "Code"),
                max_length=40,
                widget=forms.TextInput(attrs=CODE),
                help_text=_("The dispatch catalogue names the kind by it; it never changes."),
            )

    def values(self):
        code = {"code": self.cleaned_data["code"]} if "code" in self.fields else {}
        return {**code, "standing": self.cleaned_data["standing"], "names": self.cleaned_names()}


def _kinds():
    return [(kind.code, kind.name) for kind in OrganisationKind.objects.all()]
