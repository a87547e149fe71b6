"""Forms of what items are made of: categories, stages of life, papers, and certificates that are no longer issued."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import OrganisationKind
from shiliu.live.services.catalogue import rules
from shiliu.live.services.catalogue.actions.rows import LONGEST_SOURCE
from shiliu.platform.names_form import NamesForm

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class RowForm(NamesForm):
    """`seen` is the stamp of what the author saw, empty for a new row, which also asks for its code."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["code"] = forms.SlugField(
                label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE),
                help_text=_("Letters without accents, digits, hyphens. Addresses and files name it by that; it never changes."),
            )  # fmt: skip

    def values(self):
        plain = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"seen", "code"} and not name.startswith("name_")
        }
        return {**plain, "names": self.cleaned_names()}


class PaperForm(RowForm):
    pass


class IconForm(RowForm):
    """Categories and stages of life."""

    icon = forms.CharField(
        label=_("Icon"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("A name of the Lucide icons, like house."),
    )


class NotIssuedForm(RowForm):
    keywords = forms.CharField(label=_("Other words for it"), max_length=rules.LONGEST_LINE, required=False)
    body = forms.ChoiceField(label=_("Kind of unit to ask"), required=False)
    item = forms.CharField(
        label=_("Code of the service to go to"), max_length=40, required=False, widget=forms.TextInput(attrs=CODE)
    )
    source = forms.CharField(label=_("Rule that forbids it"), max_length=LONGEST_SOURCE)
    instead_source = forms.CharField(
        label=_("Rule behind what to do instead"), max_length=LONGEST_SOURCE, required=False
    )
    weak = forms.BooleanField(label=_("The advice does not come from a rule"), required=False)
    checked = forms.BooleanField(
        label=_("I have compared the rule behind the advice with its published text"), required=False,
        help_text=_("Until somebody has, the public reads that the advice is not checked yet."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        first = kwargs.get("initial") or {}
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [
            ("", _("–")),
            *((kind.code, kind.name) for kind in OrganisationKind.objects.all()),
        ]
        for tag in self.tags:
            self.fields[f"instead_{tag}"] = forms.CharField(
                label=_("What to do instead"), max_length=rules.LONGEST_TEXT, required=False, initial=first.get("instead", {}).get(tag, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": tag, "dir": "auto"}),
            )  # fmt: skip

    def values(self):
        values = super().values()
        instead = {
            tag: text for tag in self.tags if (text := values.pop(f"instead_{tag}", "").replace("\r", "").strip())
        }
        return {**values, "instead": instead}


class RowsFilter(forms.Form):
    q = forms.CharField(label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), ("used", _("In use")), ("retired", _("Retired"))]
    )

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())
