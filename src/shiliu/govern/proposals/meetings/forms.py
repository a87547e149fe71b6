"""The filters of meetings and affairs, and what people fill in around them."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.proposals.meetings import queries
from shiliu.govern.proposals.meetings.models import AgendaItem, Decision
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import MomentInput
from shiliu.platform.texts import language_name


def moment(label, **more):
    return forms.DateTimeField(label=label, widget=MomentInput(), **more)


def words(label, rows=3, most=2000, **more):
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more)  # fmt: skip


def line(label, most=160, **more):
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs={"dir": "auto"}), **more)


def number(label, least=0, most=1_000_000, **more):
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def flag(label, **more):
    return forms.BooleanField(label=label, required=False, **more)


class Chosen(forms.Form):
    """A form of filters over places (and rows of `others`, by their code). `chosen()` gives what a query takes, or None."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))  # fmt: skip
    area = forms.ChoiceField(label=_("Place"), required=False)
    field, others = "", staticmethod(tuple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.places()}
        self.rows = {row.code: row for row in self.others()}
        self.fields["area"].choices = [("", _("Everywhere")), *((code, area.name) for code, area in self.places.items())]  # fmt: skip
        self.fields[self.field].choices = [("", _("All")), *((code, row.name) for code, row in self.rows.items())]

    def chosen(self):
        if not self.is_valid():
            return None
        given = self.cleaned_data
        return {**given, "area": self.places.get(given["area"]), self.field: self.rows.get(given[self.field])}


class MeetingsFilter(Chosen):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    when = forms.ChoiceField(label=_("When"), required=False, choices=[("", _("All")), ("coming", _("To come")), ("past", _("Past"))])  # fmt: skip
    field, others = "kind", staticmethod(queries.kinds)


class AffairsFilter(Chosen):
    topic = forms.ChoiceField(label=_("What about"), required=False)
    field, others = "topic", staticmethod(queries.topics)


class OfChoice(forms.Form):
    """A form whose fields named in `rows` choose one of the rows given for them: {field: rows}."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {name: {row.code: row for row in found} for name, found in rows.items()}
        for name, found in self.rows.items():
            self.fields[name].choices = [(code, row.name) for code, row in found.items()]

    def given(self):
        """What the action takes."""
        return {**self.cleaned_data, **{name: found[self.cleaned_data[name]] for name, found in self.rows.items()}}


class NewMeetingForm(OfChoice):
    kind = forms.ChoiceField(label=_("Kind"))
    area = forms.ChoiceField(label=_("Place"))
    organiser = forms.ChoiceField(label=_("Who calls it"))
    title = line(_("What it is about"), 120)
    text = words(_("More about it"), 5, 4000, required=False)
    starts_at = moment(_("Begins at"))
    where = line(pgettext_lazy("of a meeting", "Where"), 200)


class MeetingForm(forms.Form):
    title = line(_("What it is about"), 120)
    text = words(_("More about it"), 5, 4000, required=False)
    starts_at = moment(_("Begins at"))
    where = line(pgettext_lazy("of a meeting", "Where"), 200)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ItemForm(forms.Form):
    title = line(_("What it is about"))
    text = words(_("More about it"), 4, 4000, required=False)
    purpose = forms.ChoiceField(label=_("What for"), choices=AgendaItem.Purpose.choices)
    of_owners = flag(
        _("This is for the owners alone: lifts, common parts, repair funds"),
        help_text=_("A meeting can speak about it; the owners decide by a vote of their own."),
    )


class MoveForm(forms.Form):
    starts_at = moment(_("Begins at"))
    where = line(pgettext_lazy("of a meeting", "Where"), 200)
    reason = words(_("Reason"), most=500, help_text=_("Everybody can read this."))


class ReasonForm(forms.Form):
    reason = words(_("Reason"), most=500, help_text=_("Everybody can read this."))


class HoldForm(forms.Form):
    entitled = number(_("How many may come"), 1)
    present = number(_("How many came"), help_text=_("A number only; nobody is on a list."))


class DecideForm(forms.Form):
    """Counts for an item to decide; for others what became of it."""

    in_favour = number(pgettext_lazy("of a vote", "For"), initial=0)
    against = number(_("Against"), initial=0)
    abstained = number(_("Abstained"), initial=0)
    outcome = forms.ChoiceField(label=pgettext_lazy("of an item", "What became of it"), required=False)
    words = words(_("In words"), 4, help_text=_("Everybody can read this."))
    why = line(_("What was wrong before"), 300, required=False)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        Outcome, counted = Decision.Outcome, item.purpose == AgendaItem.Purpose.DECIDE
        offered = (
            [Outcome.DEFERRED]
            if counted
            else [Outcome.NOTED, Outcome.DEFERRED, *([Outcome.TO_OWNERS] if item.of_owners else [])]
        )
        follows = [("", _("Follows from the counts"))] if counted else []
        self.fields["outcome"].choices = [*follows, *((one.value, one.label) for one in offered)]
        for name in () if counted else ("in_favour", "against", "abstained"):
            del self.fields[name]
        if not hasattr(item, "decision"):
            del self.fields["why"]


class MinutesForm(forms.Form):
    text = words(
        pgettext_lazy("of a meeting", "Minutes"),
        12,
        50_000,
        help_text=_("What was spoken about; no names of those who spoke."),
    )
    why = line(_("What was wrong before"), 300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class LotsForm(forms.Form):
    places = number(_("How many are drawn"), 1, 500, initial=12)
    closes_at = moment(_("The list closes at"))
    words_from = line(_("Which public number is taken"), 300, help_text=_("A number nobody can know now, with its day: the closing number of an exchange, say."))  # fmt: skip


class DrawForm(forms.Form):
    words = line(_("The public number that was announced"), 300)


class AffairForm(OfChoice):
    topic = forms.ChoiceField(label=_("What about"))
    area = forms.ChoiceField(label=_("Place"))
    organiser = forms.ChoiceField(label=_("Who publishes it"))
    title = line(_("Title"), 120)
    text = words(_("Text"), 12, 20_000, help_text=_("Numbers and rules; never anybody’s private situation."))
    days = number(_("Shown for how many days"), 1, 3650, required=False, help_text=_("Empty means as long as the rule asks."))  # fmt: skip


class AskForm(forms.Form):
    text = words(_("Your question"), 4, 1000, help_text=_("It is published with its answer, without your name."))


class AnswerForm(forms.Form):
    text = words(_("Answer"), 6, 4000, help_text=_("Everybody can read this."))
    reason = line(_("Why the question itself is not shown"), 300, required=False, help_text=_("Only where it says private things of somebody; otherwise leave it empty."))  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class NumbersForm(NamesForm):
    """Numbers of one row, with their source in each language; `numbers` are fields, added by whoever uses it."""

    active = flag(_("In use"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, numbers, sources=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = tuple(numbers)
        self.fields.update(numbers)
        for tag in dict(settings.LANGUAGES):
            self.fields[f"source_{tag}"] = words(
                _("Where the numbers come from, in %(language)s") % {"language": language_name(tag)}, 2, 500,
                required=tag == "zh-hans", initial=(sources or {}).get(tag, ""),
            )  # fmt: skip

    def given(self):
        """What actions.save takes."""
        data = self.cleaned_data
        sources = {tag: text for tag in dict(settings.LANGUAGES) if (text := data[f"source_{tag}"].strip())}
        return {**{name: data[name] for name in (*self.numbers, "active")}, "names": self.cleaned_names(), "sources": sources}  # fmt: skip


def kind_numbers():
    return {
        "notice_days": number(_("Days of notice"), 0, 365),
        "quorum_part": number(_("How many must be there: this many …"), 0, 100),
        "quorum_whole": number(_("… of so many (0: no such rule)"), 0, 100),
        "quorum_reached": flag(_("Exactly that many is enough")),
        "majority_part": number(_("How many of those there must agree: this many …"), 0, 100),
        "majority_whole": number(_("… of so many"), 1, 100),
        "majority_reached": flag(_("Exactly that many agreeing is enough")),
        "decides": flag(_("Such a meeting decides")),
    }


def topic_numbers():
    return {"days": number(_("Shown for at least so many days"), 1, 365), "answer_days": number(_("Days for an answer"), 1, 365)}  # fmt: skip
