"""Filters, the code of a slip, and what the staff of a vote fill in."""

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.projects.pool import queries as pool
from shiliu.govern.projects.votes import rules
from shiliu.govern.projects.votes.models import Packet, Phase, Vote
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import CodeInput, DayInput, MomentInput

TYPED = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "inputmode": "text"}
LONGEST_TEXT = 2000


def moment_field(label, **more):
    return forms.DateTimeField(label=label, widget=MomentInput(), **more)


class VotesFilter(forms.Form):
    q = forms.CharField(
        label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    area = forms.ChoiceField(label=_("Place"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    STATES = [("running", _("Under way")), *(choice for choice in Vote.State.choices if choice[0] != "draft")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in pool.communities()}
        self.fields["area"].choices = [
            ("", _("Everywhere")),
            *((code, area.name) for code, area in self.places.items()),
        ]
        self.fields["state"].choices = [("", _("All")), *self.STATES]

    def chosen(self):
        """What `queries.listed` takes; None when it cannot be read."""
        if not self.is_valid():
            return None
        return {**self.cleaned_data, "area": self.places.get(self.cleaned_data["area"])}


class OfficeFilter(VotesFilter):
    STATES = [("running", _("Under way")), *Vote.State.choices]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on your slip"), max_length=40, widget=CodeInput,
        help_text=_("Twelve letters and digits. The slip is yours alone: whoever has the code has your ballot."),
    )  # fmt: skip


class VoteForm(NamesForm):
    """`seen` is the stamp of what the author saw."""

    kind = forms.ChoiceField(label=_("Ballot"), choices=list(rules.KINDS.items()))
    budget = forms.IntegerField(label=_("Budget (yuan)"), min_value=1, max_value=10**12)
    most = forms.IntegerField(
        label=_("Most projects on a ballot"), min_value=0, max_value=rules.MOST_ITEMS, initial=0, help_text=_("0 means no limit.")
    )  # fmt: skip
    dots = forms.IntegerField(
        label=_("Points of each voter"), min_value=1, max_value=rules.MOST_POINTS, initial=10, help_text=_("Only for ballots with points.")
    )  # fmt: skip
    rule = forms.ChoiceField(label=_("How it is counted"), choices=list(rules.COUNTS.items()))
    completion = forms.ChoiceField(
        label=_("What happens with money that is left"), choices=list(rules.COMPLETIONS.items()), help_text=_("Only for equal shares.")
    )  # fmt: skip
    tie = forms.ChoiceField(
        label=_("Between equals"), choices=list(rules.TIES.items()),
        help_text=_("The lot is drawn and published when the vote is announced, before anybody votes."),
    )  # fmt: skip
    resident_before = forms.DateField(
        label=_("Residence confirmed until"), widget=DayInput(),
        help_text=_("Accounts whose residence was confirmed later do not vote; they can get a code at the window."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, areas=None, texts=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_texts("text", _("What it is about (%(language)s)"), texts, most=LONGEST_TEXT, rows=3)
        for code, label in Phase.Code.choices:
            self.fields[f"{code}_starts"] = moment_field(_("%(phase)s: begins") % {"phase": label})
            self.fields[f"{code}_ends"] = moment_field(_("%(phase)s: ends") % {"phase": label})
        if areas is not None:
            self.places = {area.code: area for area in areas}
            self.fields["area"] = forms.ChoiceField(
                label=_("Place"), choices=[(code, area.name) for code, area in self.places.items()]
            )
            self.order_fields(["area"])

    @staticmethod
    def shown(vote):
        """Initial values from a vote."""
        fields = ("kind", "budget", "most", "dots", "rule", "completion", "tie", "resident_before")
        days = {
            f"{phase.code}_{end}": localtime(getattr(phase, end))
            for phase in vote.phases.all()
            for end in ("starts", "ends")
        }
        return {field: getattr(vote, field) for field in fields} | days

    def values(self):
        """What actions.create_vote and edit_vote take."""
        given = self.cleaned_data
        fields = ("kind", "budget", "most", "dots", "rule", "completion", "tie", "resident_before")
        return {
            "names": self.cleaned_names(), "texts": self.cleaned_texts("text"),
            **{field: given[field] for field in fields},
            "phases": {code: (given[f"{code}_starts"], given[f"{code}_ends"]) for code in Phase.Code.values},
        }  # fmt: skip


class PhaseForm(forms.Form):
    starts = moment_field(_("Begins"))
    ends = moment_field(_("Ends"))
    reason = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), help_text=_("Everybody reads this.")
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), help_text=_("Everybody reads this.")
    )  # fmt: skip


class PacketForm(forms.Form):
    purpose = forms.ChoiceField(label=_("What is printed"), choices=Packet.Purpose.choices)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, initial=20)


class SheetForm(forms.Form):
    """One sheet of paper, as fast as it can be typed."""

    code = forms.CharField(label=_("Code on the sheet"), required=False, max_length=40, widget=CodeInput)
    marks = forms.CharField(
        label=_("What is marked"), required=False, max_length=1500, widget=forms.TextInput(attrs=TYPED)
    )
    spoiled = forms.BooleanField(
        label=pgettext_lazy("of a ballot on paper", "The sheet is spoiled: it cannot be read, or marks too much"),
        required=False,
    )
    alone = forms.BooleanField(
        label=_("Nobody else is here who has not keyed this pile. The result will say so."), required=False
    )

    def __init__(self, *args, kind, settling=False, **kwargs):
        super().__init__(*args, **kwargs)
        hints = {
            rules.POINTS: _("Number=points, with blanks between: 3=2 7=1."),
            rules.RANKED: _("The numbers in the order marked, the first place first: 7 3 12."),
        }
        self.fields["marks"].help_text = hints.get(
            kind, _("The numbers of the marked projects with blanks between: 3 7 12.")
        )
        if not settling:
            del self.fields["alone"]

    def typed(self):
        return {name: self.cleaned_data[name] for name in ("code", "marks", "spoiled")}
