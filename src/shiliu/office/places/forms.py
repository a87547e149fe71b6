"""Forms of staff: places, boundaries, cells with their duties, layers."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area
from shiliu.platform import maps
from shiliu.platform.names_form import NamesForm

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
NUMBER = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}
PHONE = {"type": "tel", "dir": "ltr", "autocomplete": "off"}


class AreasFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All levels")), *Area.Level.choices])
    state = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[
            ("", _("In use")),
            ("retired", _("Retired")),
            ("no_boundary", _("Without a boundary")),
            ("no_cell", _("Communities without a cell")),
        ],
    )

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}


class AreaForm(NamesForm):
    """`seen` is the stamp of what the author saw; see platform.revisions."""

    code = forms.CharField(
        label=pgettext_lazy("of a place or unit", "Code"),
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Files and addresses name the place by it, like SL-03-12."),
    )
    parent = forms.CharField(
        label=_("Code of the place above"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Empty only for a district."),
    )
    longitude = forms.FloatField(
        label=_("Longitude of its point"), required=False, widget=forms.TextInput(attrs=NUMBER)
    )
    latitude = forms.FloatField(label=_("Latitude of its point"), required=False, widget=forms.TextInput(attrs=NUMBER))
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Empty: the one of the place above."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["level"] = forms.ChoiceField(label=_("Level"), choices=Area.Level.choices)
        shown = ["level"] if is_new else []
        self.order_fields(
            [*(f"name_{tag}" for tag in self.tags), *shown, "code", "parent", "longitude", "latitude", "time_zone"]
        )

    def values(self):
        """What the actions take."""
        plain = {name: self.cleaned_data[name] for name in ("code", "parent", "longitude", "latitude", "time_zone")}
        return {**plain, "names": self.cleaned_names()}


class BoundaryForm(forms.Form):
    """GeoJSON pasted or uploaded; `boundary` is the checked geometry, None to have none."""

    file = forms.FileField(
        label=_("GeoJSON file"), required=False, help_text=_("One polygon, in degrees, longitude first; at most 1 MB.")
    )
    text = forms.CharField(
        label=_("Or paste GeoJSON here"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false", "data-no-draft": True}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        given = self.cleaned_data.get("file")
        where = "file" if given else "text"
        content = given.read(maps.MOST_BYTES + 1) if given else self.cleaned_data.get("text", "")
        self.cleaned_data["boundary"] = None
        if content:
            try:
                self.cleaned_data["boundary"] = maps.parse_boundary(content)
            except maps.Unusable as error:
                self.add_error(where, ValidationError(str(error)))
        return self.cleaned_data


class CellForm(NamesForm):
    """A cell with one row of duty, telephone and unit for each layer in use."""

    code = forms.CharField(
        label=pgettext_lazy("of a place or unit", "Code"),
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Unique in the community, like 07."),
    )
    supervision_phone = forms.CharField(
        label=_("Supervision telephone"),
        max_length=30,
        widget=forms.TextInput(attrs=PHONE),
        help_text=_("Posted in the cell: whom to call when the duty does not help."),
    )
    areas = forms.CharField(
        label=_("Codes of compounds and buildings in the cell"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **CODE}),
        help_text=_("Only needed where the drawn boundary does not tell. Spaces between."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, layers, duties=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.layers = layers
        self.hidden_duties = {
            code: duty for code, duty in (duties or {}).items() if code not in {layer.code for layer in layers}
        }
        for layer in layers:
            duty = (duties or {}).get(layer.code, {})
            self._add(layer, "duty", _("Duty"), duty.get("name"), 80, {})
            self._add(layer, "phone", _("Telephone"), duty.get("phone"), 30, PHONE)
            self._add(layer, "unit", _("Code of the unit"), duty.get("unit"), 40, CODE)
        self.order_fields([*(f"name_{tag}" for tag in self.tags), "code", "supervision_phone", "areas"])

    def _add(self, layer, part, label, initial, longest, attrs):
        self.fields[f"{part}_{layer.code}"] = forms.CharField(
            label=_("%(layer)s: %(part)s") % {"layer": layer.name, "part": label},
            required=False,
            max_length=longest,
            initial=initial or "",
            widget=forms.TextInput(attrs=attrs),
        )

    @property
    def rows(self):
        """[(layer, duty field, phone field, unit field)]"""
        return [(layer, *(self[f"{part}_{layer.code}"] for part in ("duty", "phone", "unit"))) for layer in self.layers]

    def values(self):
        """What the actions take. A layer is left out where nothing is filled in; duties of retired layers stay."""
        plain = {name: self.cleaned_data[name] for name in ("code", "supervision_phone")}
        duties = dict(self.hidden_duties)
        for layer in self.layers:
            name, phone, unit = (self.cleaned_data[f"{part}_{layer.code}"] for part in ("duty", "phone", "unit"))
            if name or phone or unit:
                duties[layer.code] = {"name": name, "phone": phone, "unit": unit}
        areas = sorted(set(self.cleaned_data["areas"].split()))
        return {**plain, "names": self.cleaned_names(), "areas": areas, "duties": duties}


class LayerForm(NamesForm):
    position = forms.IntegerField(label=_("Position in lists"), min_value=0, max_value=999, initial=0)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["code"] = forms.CharField(
                label=pgettext_lazy("of a place or unit", "Code"),
                max_length=40,
                widget=forms.TextInput(attrs=CODE),
                help_text=_("Files name the layer by it; it never changes."),
            )

    def values(self):
        code = {"code": self.cleaned_data["code"]} if "code" in self.fields else {}
        return {**code, "position": self.cleaned_data["position"], "names": self.cleaned_names()}


def as_text(boundary):
    """A stored boundary as the text of a form."""
    return json.dumps(boundary, separators=(",", ":")) if boundary else ""
