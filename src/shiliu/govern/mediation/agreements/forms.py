"""What is typed around an agreement. None of these forms keeps a draft on the device: it may not be one's own."""

import json

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.govern.mediation.agreements import queries, rows, rules
from shiliu.govern.mediation.agreements.locking import agreement_of, latest
from shiliu.govern.mediation.agreements.seated import parties
from shiliu.govern.mediation.files import queries as files
from shiliu.govern.mediation.files.steps import Plain
from shiliu.platform.clock import now
from shiliu.platform.presentation.words import Words
from shiliu.platform.texts import LANGUAGE_NAMES

LONGEST, SHORT = rules.LONGEST, 300


def text(label, rows=4, most=LONGEST, **more):
    return Words(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"}),
        **more,
    )


def line(label, most=SHORT, **more):
    return Words(
        label=label, max_length=most, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}), **more
    )


class WordsForm(forms.Form):
    """The required parts, and up to rules.MOST_TERMS promises: empty rows are left out."""

    facts = text(_("What happened, as far as it matters"), 5)
    points = text(_("What the sides did not agree about"), 4)
    duties = text(_("Who answers for what"), 4)
    oral = forms.BooleanField(label=_("The sides agree orally; this is only written down"), required=False)
    major = forms.BooleanField(label=_("The matter is major or complicated"), required=False)

    PIECES = ("side", "what", "way", "due")

    def __init__(self, *args, dispute, **kwargs):
        super().__init__(*args, **kwargs)
        agreement = agreement_of(dispute)
        words = latest(agreement).words if agreement else {}
        self.initial = {part: words.get(part, "") for part in rules.PARTS}
        self.initial["oral"] = agreement is not None and agreement.form == "oral"
        self.initial["major"] = agreement is not None and "major" in agreement.words.get("why_written", [])
        terms = words.get("terms", [])
        self.rows = min(max(len(terms) + 2, 4), rules.MOST_TERMS)
        sides = [
            ("", "–"),
            *((side, files.side_name(side)) for side in sorted({seat.side for seat in parties(dispute)})),
        ]
        for place in range(self.rows):
            known = terms[place] if place < len(terms) else {}
            self._row(place, known, sides)

    def _row(self, place, known, sides):
        day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": localdate(now()).isoformat()})
        made = {
            "side": forms.ChoiceField(label=_("Who does it"), choices=sides, required=False),
            "what": line(_("What is done"), required=False),
            "way": line(_("In which way"), required=False),
            "due": forms.DateField(label=_("Until when"), widget=day, required=False),
        }
        for piece, field in made.items():
            self.fields[f"term{place}_{piece}"] = field
            self.initial[f"term{place}_{piece}"] = known.get(piece, "")

    @property
    def parts(self):
        return [self[part] for part in rules.PARTS]

    @property
    def promises(self):
        return [[self[f"term{place}_{piece}"] for piece in self.PIECES] for place in range(self.rows)]

    def asked(self):
        """What actions.write takes."""
        given = self.cleaned_data
        terms = [{piece: given[f"term{place}_{piece}"] for piece in self.PIECES} for place in range(self.rows)]
        said = {name: given[name] for name in (*rules.PARTS, "oral", "major")}
        return {**said, "terms": [term for term in terms if any(term.values())]}

    def clean(self):
        for place in range(self.rows):
            given = {piece: self.cleaned_data.get(f"term{place}_{piece}") for piece in self.PIECES}
            for piece in self.PIECES:
                if any(given.values()) and not given[piece] and f"term{place}_{piece}" not in self.errors:
                    self.add_error(
                        f"term{place}_{piece}", _("Say for each promise who does what, how, and until when.")
                    )


class TongueForm(forms.Form):
    """The same in another language: a field beside each Chinese text."""

    def __init__(self, *args, version, language="", **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        choices = [(tag, LANGUAGE_NAMES.get(tag, tag)) for tag, _name in settings.LANGUAGES if tag != "zh-hans"]
        known = version.words.get("others", {})
        first = language if language in dict(choices) else next(iter(known), choices[0][0])
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=choices, initial=first)
        before = known.get(first, {})
        for part in rules.PARTS:
            self.fields[part] = text(LABELS[part], initial=before.get(part, ""), help_text=version.words[part])
        old = before.get("terms", [])
        for place, term in enumerate(version.words["terms"]):
            label = _("Promise %(number)s") % {"number": place + 1}
            for piece, name in (("what", _("What is done")), ("way", _("In which way"))):
                self.fields[f"term{place}_{piece}"] = line(
                    f"{label}: {name}", help_text=term[piece], initial=old[place][piece] if place < len(old) else ""
                )

    def asked(self):
        """What actions.translate takes."""
        given = self.cleaned_data
        terms = [
            {piece: given[f"term{place}_{piece}"] for piece in ("what", "way")}
            for place in range(len(self.version.words["terms"]))
        ]
        return {"language": given["language"], "terms": terms, **{part: given[part] for part in rules.PARTS}}


class SignForm(forms.Form):
    """Drawn in a field, or typed: a party types the code the mediator reads out."""

    way = forms.ChoiceField(
        label=_("How do you sign?"),
        choices=[("drawn", _("Draw my signature")), ("typed", _("Type my name"))],
        widget=forms.RadioSelect,
    )
    strokes = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200_000)
    name = line(_("Your name as it stands in the agreement"), 60, required=False)
    code = forms.CharField(label=_("Code of six digits that the mediator reads out to you"), required=False, max_length=12,
                           widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}))  # fmt: skip
    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        if not seat.is_side:
            del self.fields["code"]

    def asked(self):
        """What actions.sign takes."""
        given = dict(self.cleaned_data)
        try:
            given["strokes"] = json.loads(given["strokes"] or "[]")
        except (ValueError, RecursionError):
            given["strokes"] = []
        return given


class VersionForm(Plain):
    """A step about the wording the reader has before them."""

    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = latest(agreement_of(self.dispute)).key


class AcceptForm(VersionForm):
    read = forms.BooleanField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        number = latest(agreement_of(self.dispute)).number
        self.fields["read"].label = gettext("I have read version %(number)s and accept it as it stands") % {
            "number": number
        }


class DeclineForm(VersionForm):
    text = text(_("What has to be different?"), 3, 1000)


class ReadOutForm(Plain):
    seat = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = {str(one.key): one for one in queries.standing(self.dispute).unsigned}
        self.fields["seat"].choices = [(key, one.name) for key, one in self.waiting.items()]

    @property
    def chosen(self):
        return self.waiting[self.cleaned_data["seat"]]


class TermForm(Plain):
    """Which promise; those that are settled are not asked about."""

    term = forms.ChoiceField(label=_("Which promise?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        open_ones = [one for one in queries.terms(agreement_of(self.dispute)) if one.settled_on is None]
        self.fields["term"].choices = [(str(one.key), f"{one.number}. {one.words['what']}") for one in open_ones]
        if len(open_ones) == 1:
            self.initial["term"] = str(open_ones[0].key)


class DoneForm(TermForm):
    """A paper that proves it is one that was added to the file before."""

    text = text(_("If you want to say something about it"), 3, 1000, required=False)
    proof = forms.ChoiceField(label=_("A paper that shows it"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = queries.own_papers(self.dispute, self.seat)
        self.fields["proof"].choices = [("", _("None")), *((str(one.key), one.words["title"]) for one in own)]
        if not own:
            del self.fields["proof"]


class PaperForm(VersionForm):
    """A sheet that was signed by hand, scanned and added to the papers of the file."""

    scan = forms.ChoiceField(label=_("Which paper of the file is the scan?"), widget=forms.RadioSelect)
    seats = forms.MultipleChoiceField(label=_("Who signed it?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = queries.own_papers(self.dispute, self.seat)
        self.fields["scan"].choices = [(str(one.key), one.words["title"]) for one in own]
        self.waiting = {str(one.key): one for one in queries.standing(self.dispute).unsigned}
        self.fields["seats"].choices = [(key, one.name) for key, one in self.waiting.items()]

    @property
    def chosen(self):
        return [self.waiting[key] for key in self.cleaned_data["seats"]]


class NotDoneForm(TermForm):
    text = text(_("What is missing?"), 3, 1000)


class SeenForm(TermForm):
    text = text(_("How do you know that it is done?"), 3, 1000)


def _causes():
    return [(row.code, row.name) for row in rows.read("causes").values()]


class CauseForm(Plain):
    cause = forms.ChoiceField(label=_("What did it come from?"), choices=_causes, widget=forms.RadioSelect,
                              help_text=_("Only this word is counted, without anybody’s name, so that what comes again can be mended at its root."))  # fmt: skip


class EndForm(CauseForm):
    why = text(_("Why it ends, in a sentence for those at the table"), 3, 1000)


class BrokenForm(CauseForm):
    why = text(_("What was not done, for those at the table"), 3, 1000)


class CourtForm(Plain):
    bars = forms.MultipleChoiceField(
        label=_("Does the agreement settle one of these? Tick what it does; leave all empty if none."), required=False,
        choices=lambda: [(row.code, row.name) for row in rows.read("bars").values()], widget=forms.CheckboxSelectMultiple,
        help_text=_("A court does not confirm what settles family status, an adoption or a marriage."),
    )  # fmt: skip
    papers = forms.MultipleChoiceField(
        label=_("Papers of yours that the court may read"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = queries.own_papers(self.dispute, self.seat)
        self.fields["papers"].choices = [(str(one.key), one.words["title"]) for one in own]
        if not own:
            del self.fields["papers"]


class OutcomeForm(Plain):
    outcome = forms.ChoiceField(
        label=_("What became of it?"), widget=forms.RadioSelect,
        choices=[("confirmed", _("The court confirmed the agreement")), ("refused", _("The court did not confirm it")), ("withdrawn", _("We withdrew the request"))],
    )  # fmt: skip
    text = text(_("If you want to say something about it"), 3, 1000, required=False)


LABELS = {
    "facts": _("The facts"),
    "points": _("What the sides did not agree about"),
    "duties": _("Who answers for what"),
    "terms": _("What is promised"),
}
