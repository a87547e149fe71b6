"""Forms of what the dispatch catalogue is made of: matters, their groups, and urgency tiers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.cases.matters import LAST_POSITION, LONGEST_KEYWORDS, LONGEST_SOURCE, matter_values, tier_values
from shiliu.govern.cases.models import Category, UrgencyTier
from shiliu.platform.deadlines import Allowance
from shiliu.platform.names_form import NamesForm
from shiliu.platform.revisions import stamp

MOST = 3660  # ten years of days, the longest an allowance may be
CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
ICONS = (
    ("building-2", _("Buildings")), ("house", _("Dwellings")), ("lamp", _("Lamp")), ("signpost", _("Street sign")),
    ("construction", _("Building site")), ("trash-2", _("Waste")), ("droplets", _("Water")), ("plug-zap", _("Electricity")),
    ("flame", _("Fire")), ("triangle-alert", _("Danger")), ("car", _("Car")), ("bus", _("Bus")), ("bike", _("Bicycle")),
    ("volume-2", _("Noise")), ("wind", _("Air")), ("tree-pine", _("Trees")), ("dog", _("Animals")), ("store", _("Shop")),
    ("utensils", _("Food")), ("school", _("School")), ("baby", _("Small children")), ("heart-pulse", _("Health")),
    ("accessibility", _("Access")), ("briefcase", _("Work")), ("users", _("Neighbours")), ("languages", _("Languages")),
    ("file-text", _("Papers")), ("shield", _("Safety")),
)  # fmt: skip


def position_field():
    return forms.IntegerField(
        label=_("Position in lists"), min_value=0, max_value=LAST_POSITION, required=False,
        help_text=_("Smaller numbers come first."),
    )  # fmt: skip


class MattersFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("Shown"), required=False,
        choices=[("", _("In use")), ("retired", _("Retired")), ("unused", _("Not in the catalogue in force"))],
    )  # fmt: skip

    def chosen(self):
        return self.cleaned_data if self.is_valid() else {}


class MatterForm(NamesForm):
    """A matter, or a group of matters when `is_group`; `seen` is the stamp of what the author saw (platform.revisions)."""

    group = forms.ModelChoiceField(
        Category.objects.filter(group=None, retired=False), label=_("Group"), empty_label=_("Please choose")
    )
    icon = forms.ChoiceField(label=_("Picture"), required=False)
    position = position_field()
    keywords = forms.CharField(
        label=_("Other words for it"), required=False, max_length=LONGEST_KEYWORDS, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("What residents call it, in any language, with commas between. They find the matter by these words too; other programs read them through Open311."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, matter=None, is_group=False, **kwargs):
        if matter is not None:
            values = matter_values(matter)
            is_group = matter.group_id is None
            kwargs.setdefault("names", matter.names)
            kwargs.setdefault("initial", {**values, "group": matter.group_id, "seen": stamp(values)})
        super().__init__(*args, **kwargs)
        if matter is None:
            self.fields["code"] = code_field(_("Files and programs name the matter by it; it never changes."))
        if is_group:
            del self.fields["group"], self.fields["keywords"]
        elif matter is not None and matter.group.retired:
            self.fields["group"].queryset = Category.objects.filter(group=None)
        self.fields["icon"].choices = [("", _("None")), *pictures(matter.icon if matter else "")]
        self.order_fields([*(f"name_{tag}" for tag in self.tags), "keywords", "group", "icon", "position", "code"])

    def values(self):
        """What the actions take."""
        given = self.cleaned_data
        code = {"code": given["code"]} if "code" in self.fields else {}
        group = {"group": given["group"]} if "group" in self.fields else {}
        words = {"keywords": given["keywords"]} if "keywords" in self.fields else {}
        return {
            **code, **group, **words, "names": self.cleaned_names(), "icon": given["icon"], "position": given["position"] or 0
        }  # fmt: skip


def pictures(present):
    """Choices of icons by their word; one chosen earlier that is not among them stays."""
    return [*ICONS, *([(present, present)] if present and present not in dict(ICONS) else [])]


def code_field(help_text):
    return forms.CharField(
        label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE), help_text=help_text
    )  # fmt: skip


class TierForm(NamesForm):
    """An urgency tier: how soon somebody is in touch, and how soon it is resolved."""

    contact_amount = forms.IntegerField(label=_("Contact within"), min_value=1, max_value=MOST)
    contact_unit = forms.ChoiceField(label=_("Unit of time until the contact"), choices=UrgencyTier.Unit.choices)
    contact_working = forms.BooleanField(label=_("Only working time counts until the contact"), required=False)
    resolution_amount = forms.IntegerField(label=_("Resolve within"), min_value=1, max_value=MOST)
    resolution_unit = forms.ChoiceField(label=_("Unit of time until it is resolved"), choices=UrgencyTier.Unit.choices)
    resolution_working = forms.BooleanField(label=_("Only working time counts until it is resolved"), required=False)
    source = forms.CharField(
        label=_("Where these times come from"), max_length=LONGEST_SOURCE,
        help_text=_("The rule, plan or decision that sets them. Everybody can read it."),
    )  # fmt: skip
    position = position_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, tier=None, **kwargs):
        if tier is not None:
            values = tier_values(tier)
            clocks = {
                f"{kind}_{part}": value
                for kind in ("contact", "resolution")
                for part, value in zip(("amount", "unit", "working"), values[kind], strict=True)
            }
            kwargs.setdefault("names", tier.names)
            kwargs.setdefault("initial", {**values, **clocks, "seen": stamp(values)})
        super().__init__(*args, **kwargs)
        if tier is None:
            self.fields["code"] = code_field(_("Files name the urgency by it; it never changes."))
        times = [f"{kind}_{part}" for kind in ("contact", "resolution") for part in ("amount", "unit", "working")]
        self.order_fields([*(f"name_{tag}" for tag in self.tags), *times, "source", "position", "code"])

    def values(self):
        given = self.cleaned_data
        code = {"code": given["code"]} if "code" in self.fields else {}
        clocks = {
            kind: Allowance(*(given[f"{kind}_{part}"] for part in ("amount", "unit", "working")))
            for kind in ("contact", "resolution")
        }
        said = {"names": self.cleaned_names(), "source": given["source"], "position": given["position"] or 0}
        return {**code, **said, **clocks}
