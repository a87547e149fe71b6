"""What a reader chooses for a card, and the administrator's form of a line."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, OrganisationKind
from shiliu.live.services.cards import actions, queries, rules
from shiliu.live.services.cards.models import CardNeed
from shiliu.platform import revisions
from shiliu.platform.names_form import NamesForm
from shiliu.platform.texts import LANGUAGE_NAMES

PRINTED = ("ug", "bo", "mn-mong", "kk-arab", "ii", "ko", "za", "en")


class ChoiceForm(forms.Form):
    """GET: everything a card depends on is in its address, and nothing is kept."""

    q = forms.CharField(
        label=_("Where? Street, community, compound or building"), max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    need = forms.MultipleChoiceField(
        label=_("What do you need help with?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice the card holds what everybody needs."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Beside Chinese, also in"), required=False,
        help_text=_("Cards are printed in all of these languages. The pages of this site can be read in Chinese, English and Uyghur only, not yet in the others."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [(need.code, need.name) for need in queries.needs()]
        self.fields["language"].choices = [("", _("Chinese only")), *((tag, LANGUAGE_NAMES[tag]) for tag in PRINTED)]
        if (reader := get_language()) in PRINTED:
            self.fields["language"].initial = reader

    def place(self):
        """The area named by ?place=, or None."""
        code = self.data.get("place", "")[:40]
        return Area.objects.filter(code=code, active=True).first() if code else None


class LineForm(NamesForm):
    need = forms.ModelChoiceField(CardNeed.objects.filter(active=True), label=_("Area of need"), empty_label=None)
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.all(), label=_("Kind of unit"), required=False, empty_label=_("None: a number of everywhere"),
        help_text=_("The card names the unit of this kind that serves the reader's place."),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number that is the same everywhere"), max_length=rules.LONGEST_NUMBER, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    always = forms.BooleanField(label=_("On every card, whatever was chosen"), required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=rules.LAST_POSITION, initial=0)
    source = forms.CharField(
        label=_("Source"), max_length=rules.LONGEST_SOURCE, required=False,
        help_text=_("Where the number stands in writing, and when somebody last called it."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, line=None, **kwargs):
        given = {}
        if line:
            given = {"need": line.need_id, "kind": line.kind_id, "number": line.number, "always": line.always,
                     "position": line.position, "source": line.source, "seen": revisions.stamp(actions.values(line))}  # fmt: skip
        super().__init__(*args, names=line.names if line else None, initial=given, **kwargs)
        self.add_texts("hint", _("Short hint in %(language)s"), line.hint if line else None, most=rules.LONGEST_HINT)

    def chosen(self):
        """What actions.save_line takes."""
        given = {name: self.cleaned_data[name] for name in ("need", "kind", "number", "always", "position", "source")}
        hints = self.cleaned_texts("hint")
        return {**given, "names": self.cleaned_names(), "hint": hints, "seen": self.cleaned_data["seen"] or None}
