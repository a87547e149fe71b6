"""Small forms about time: the resident's answer and objection, what became of a promise, the filters of promises."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases import pauses, queries, queries_time
from shiliu.govern.cases.forms_resident import WordForm, communities
from shiliu.govern.cases.forms_submit import LONGEST_TEXT, PICTURES, Words
from shiliu.govern.cases.waiting import STANDINGS, today
from shiliu.platform.clock import now
from shiliu.platform.presentation.moments import written
from shiliu.platform.presentation.widgets import DayInput, FilesField, PhotoInput


class ReplyForm(WordForm):
    """The resident's answer to the unit's question, with photos of the place."""

    said = Words(
        label=gettext_lazy("Your answer"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write at least one sentence.")},
    )  # fmt: skip
    photos = FilesField(
        label=gettext_lazy("Photos"), required=False, widget=PhotoInput(PICTURES),
        help_text=gettext_lazy("Of the place or the thing, not of people."),
    )  # fmt: skip
    prefix = "reply"


class ContestForm(forms.Form):
    """Why it should not wait: said once, heard by the supervisor."""

    said = Words(
        label=gettext_lazy("Why should it not wait?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write at least one sentence.")},
    )  # fmt: skip
    prefix = "contest"


class PromiseForm(forms.Form):
    """What became of a promise: kept, a new day, given up. Each with words that its author reads."""

    LABELS = {
        "keep": (gettext_lazy("It is kept"), gettext_lazy("What was done?")),
        "move": (gettext_lazy("Give a new day"), gettext_lazy("Why is it later?")),
        "drop": (gettext_lazy("Give it up"), gettext_lazy("Why can it not be kept?")),
    }
    said = Words(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person who raised it reads exactly this."),
    )

    def __init__(self, *args, verb, promise, **kwargs):
        super().__init__(*args, prefix=f"{verb}-{promise.pk}", **kwargs)
        self.verb, self.promise = verb, promise
        self.label, self.fields["said"].label = self.LABELS[verb]
        if verb == "move":
            first = today() + timedelta(days=1)
            said = self.fields.pop("said")
            self.fields["due"] = forms.DateField(
                label=_("New day"), widget=day_input(first, None), help_text=_("After today. The first day stays visible."),
            )  # fmt: skip
            self.fields["said"] = said


def day_input(first, last):
    """A calendar that offers only the days allowed."""
    limits = {"min": first and first.isoformat(), "max": last and last.isoformat()}
    return DayInput({name: day for name, day in limits.items() if day})


def day_field(ask, case, **same):
    """The field of a question for a day: it offers, and tells, the days that are allowed."""
    first, last = days_allowed(ask, case)
    if first and last:
        days = _("From %(first)s to %(last)s.") % {"first": written(first, "date"), "last": written(last, "date")}
    else:
        days = _("From today on.") if first else ""
    same["help_text"] = " ".join(str(part) for part in (same["help_text"], days) if part)
    return forms.DateField(widget=day_input(first, last), initial=proposed(ask, case), **same)


def days_allowed(ask, case):
    """(first, last) day for one question; None where there is no limit."""
    if ask.key == "review":
        return pauses.days_of_review(now())
    if ask.key == "until":
        clock = pauses.resolution_clock(case)
        return (clock and pauses.days_to_extend_to(clock)) or (None, None)
    return today(), None


def proposed(ask, case):
    """The day the unit proposed for the review, for the supervisor to agree to with one press."""
    if ask.key != "review":
        return None
    days = (step.data.get("review") for step in reversed(case.steps.all()) if step.move == "propose_shelving")
    day = next(days, None)
    return date.fromisoformat(day) if day and day > today().isoformat() else None


class PromiseFilter(forms.Form):
    """What everybody narrows the promises by."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("All states")), *((key, row[0]) for key, row in STANDINGS.items())],
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Responsible unit"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    units = staticmethod(queries_time.units_promising)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("All units")), *((unit.code, unit.name) for unit in self.units())]
        self.fields["area"].choices = [("", _("Everywhere")), *communities()]

    def clean_area(self):
        return queries.area_by_code(self.cleaned_data["area"])

    @property
    def is_narrowed(self):
        return not self.is_valid() or any(self.cleaned_data.values())


class PostponedFilter(PromiseFilter):
    state = None
    units = staticmethod(queries_time.units_postponing)


class OwedFilter(forms.Form):
    """What a worker narrows the promises to keep by."""

    text = Words(
        label=gettext_lazy("Search"), required=False, max_length=100, help_text=gettext_lazy("Words of the promise or a case number"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[
            ("", gettext_lazy("Still owed")), ("due", gettext_lazy("Due now")), ("late", gettext_lazy("Late")),
            ("kept", gettext_lazy("Kept")), ("dropped", gettext_lazy("Given up")),
        ],
    )  # fmt: skip
