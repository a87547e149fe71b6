"""What owners and those who prepare their votes fill in."""

import csv
import io
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.proposals.meetings.forms import flag, line, moment, number, words
from shiliu.govern.proposals.owners.models import OwnersVote

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
ANSWERS = (("for", pgettext_lazy("of a vote", "For")), ("against", _("Against")), ("abstain", _("I abstain")))


class VotesFilter(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *OwnersVote.State.choices])

    def chosen(self):
        return self.cleaned_data if self.is_valid() else None


class BallotForm(forms.Form):
    code = forms.CharField(label=_("Code from your letter"), max_length=40, widget=forms.TextInput(attrs=CODE))
    choice = forms.ChoiceField(label=_("Your answer"), required=False, widget=forms.RadioSelect, choices=ANSWERS)


class NewVoteForm(forms.Form):
    """`estates` and `matters` are what may be chosen."""

    estate = forms.ChoiceField(label=_("Whose owners decide"))
    matter = forms.ChoiceField(label=_("What kind of matter"))
    title = line(_("The question"), 120)
    text = words(_("What is planned, what it costs, who pays"), 10, 8000)
    opens_at = moment(_("Voting opens at"))
    closes_at = moment(_("Voting closes at"))

    def __init__(self, *args, estates, matters, **kwargs):
        super().__init__(*args, **kwargs)
        self.estates, self.matters = {str(one.pk): one for one in estates}, {one.code: one for one in matters}
        self.fields["estate"].choices = [(key, one.area.name) for key, one in self.estates.items()]
        self.fields["matter"].choices = [(code, one.name) for code, one in self.matters.items()]

    def given(self):
        data = self.cleaned_data
        return {**data, "estate": self.estates[data["estate"]], "matter": self.matters[data["matter"]]}


class VoteForm(forms.Form):
    title = line(_("The question"), 120)
    text = words(_("What is planned, what it costs, who pays"), 10, 8000)
    opens_at = moment(_("Voting opens at"))
    closes_at = moment(_("Voting closes at"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReplaceForm(forms.Form):
    share_code = forms.CharField(label=_("Share whose letter is lost"), max_length=30, widget=forms.TextInput(attrs=CODE))  # fmt: skip


class PaperForm(BallotForm):
    """A ballot on paper, typed twice."""

    again_code = forms.CharField(label=_("The code once more"), max_length=40, widget=forms.TextInput(attrs=CODE))
    again_choice = forms.ChoiceField(label=_("The answer once more"), widget=forms.RadioSelect, choices=ANSWERS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label, self.fields["choice"].label = _("Code on the paper"), _("Answer on the paper")
        self.fields["choice"].required = True


class EstateForm(forms.Form):
    area = forms.ChoiceField(label=_("Place"))
    committee = forms.ChoiceField(label=_("Owners’ committee"), required=False)

    def __init__(self, *args, places, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.places, self.units = {one.code: one for one in places}, {one.code: one for one in units}
        self.fields["area"].choices = [(code, one.name) for code, one in self.places.items()]
        self.fields["committee"].choices = [("", _("None")), *((code, one.name) for code, one in self.units.items())]

    def given(self):
        data = self.cleaned_data
        return {"area": self.places[data["area"]], "committee": self.units.get(data["committee"])}


class SharesForm(forms.Form):
    rows = forms.CharField(
        label=_("Shares, one a line"), max_length=400_000, widget=forms.Textarea(attrs={"rows": 14, "dir": "ltr", "spellcheck": "false"}),
        help_text=_("Code of the flat, square metres, and, where its owner has another flat further up, the code of that one: 1-101, 89.50, 1-102. No names."),
    )  # fmt: skip

    def clean_rows(self):
        """[(code, Decimal, code or "")]."""
        rows = []
        for at, cells in enumerate(csv.reader(io.StringIO(self.cleaned_data["rows"].replace("，", ","))), start=1):
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            try:
                rows.append((cells[0], Decimal(cells[1]), cells[2] if len(cells) > 2 else ""))
            except (InvalidOperation, IndexError):
                raise forms.ValidationError(_("Line %(line)d cannot be read: write code, comma, square metres."), params={"line": at}) from None  # fmt: skip
            if not rows[-1][1].is_finite():
                raise forms.ValidationError(_("Line %(line)d cannot be read: write code, comma, square metres."), params={"line": at})  # fmt: skip
        return rows


class ReferForm(forms.Form):
    area = forms.ChoiceField(label=_("Place"))
    title = line(_("What it is about"), 120)
    to = line(_("Who decides it instead"), 120)
    reason = words(_("Reason"), help_text=_("Everybody can read this."))

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {one.code: one for one in places}
        self.fields["area"].choices = [(code, one.name) for code, one in self.places.items()]

    def given(self):
        return {**self.cleaned_data, "area": self.places[self.cleaned_data["area"]]}


def matter_numbers():
    return {
        "notice_days": number(_("Days of notice"), 0, 365),
        "part": number(_("Of heads and of area must take part: this many …"), 0, 100),
        "part_whole": number(_("… of so many"), 1, 100),
        "passes": number(_("Of those who take part must agree: this many …"), 0, 100),
        "passes_whole": number(_("… of so many"), 1, 100),
        "passes_reached": flag(_("Exactly that many agreeing is enough")),
    }
