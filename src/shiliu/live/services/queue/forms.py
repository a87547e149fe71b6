"""What a person at the kiosk, at the counter and in the office of a hall enters."""

from datetime import timedelta

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.live.services.queue import actions, halls, queries
from shiliu.live.services.queue.models import Line, Ticket
from shiliu.platform import revisions
from shiliu.platform.clock import now
from shiliu.platform.names_form import NamesForm
from shiliu.platform.presentation.widgets import CodeInput

_began = TimestampSigner(salt="queue.preparation")


def began_now(moment):
    """A sealed note of when somebody began to choose, for the hidden field of the kiosk."""
    return _began.sign(moment.isoformat())


class DrawForm(forms.Form):
    line = forms.ModelChoiceField(Line.objects.none(), label=_("What do you come for?"), empty_label=None)
    priority = forms.BooleanField(
        label=_("Priority"), required=False,
        help_text=_("For elders, people with a disability, pregnant women, people with an infant, veterans. Nobody asks which."),
    )  # fmt: skip
    people = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=actions.MOST_PEOPLE, initial=1)
    code = forms.CharField(
        label=_("Code of your appointment"), max_length=40, required=False, widget=CodeInput,
        help_text=_("Whoever has booked waits before those who come without. Leave it empty if you have not."),
    )  # fmt: skip
    began = forms.CharField(widget=forms.HiddenInput, required=False)
    untouched = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"data-untouched": ""}), required=False)

    def __init__(self, *args, hall, at_kiosk=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.hall, self.at_kiosk = hall, at_kiosk
        self.fields["line"].queryset = hall.lines.filter(active=True)

    def began_at(self):
        """When somebody began to choose, or None where nobody can tell.

        The page of a kiosk waits for the next person: what counts there begins with the first touch, so many milliseconds after
        the page was made (queue.js). A phone opens the page in order to draw."""
        untouched = self.cleaned_data.get("untouched")
        if self.at_kiosk and untouched is None:
            return None
        try:
            began = parse_datetime(_began.unsign(self.cleaned_data["began"])) + timedelta(milliseconds=untouched or 0)
            return min(began, now())  # the page counts from before it was made: a quick touch would lie in the future
        except (BadSignature, ValueError, TypeError, OverflowError):
            return None

    def clean_code(self):
        """The appointment of today at a window of this hall, or None where no code was typed."""
        if not self.cleaned_data["code"].strip():
            return None
        found = queries.booked_today(self.hall, self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(
                _(
                    "No appointment of today in this hall has this code. Compare it letter by letter, or draw without it."
                )
            )
        if drawn := Ticket.objects.filter(booking=found.booking).first():
            raise forms.ValidationError(
                _(
                    "The number %(code)s was drawn for this appointment already. It still counts: tell it at the counter."
                )
                % {"code": drawn.code}
            )
        return found

    def chosen(self):
        given = {name: self.cleaned_data[name] for name in ("line", "people")}
        given["prepared_since"] = self.began_at()
        if (booked := self.cleaned_data["code"]) is not None:
            party = {"people": booked.booking.size, "item": booked.items.first()}
            return {**given, **party, "priority": Ticket.Priority.BOOKED, "booking": booked.booking}
        return {**given, "priority": Ticket.Priority.LAW if self.cleaned_data["priority"] else ""}


class HallForm(NamesForm):
    code = forms.SlugField(
        label=pgettext_lazy("of a place or unit", "Code"),
        max_length=40,
        help_text=_("Stands in the address of the kiosk and the screen."),
    )
    organisation = forms.ModelChoiceField(queryset=None, label=_("Unit that runs the hall"))
    area = forms.ModelChoiceField(queryset=None, label=_("Place it serves"))
    from_home = forms.BooleanField(label=_("Numbers may be drawn on the phone from anywhere"), required=False)
    fair_minutes = forms.IntegerField(
        label=_("Longest wait before everybody else (minutes)"), min_value=5, max_value=480, initial=30,
        help_text=_("Whoever has waited so long is called before any priority."),
    )  # fmt: skip
    left_after = forms.IntegerField(label=_("Calls without an answer"), min_value=1, max_value=9, initial=3)
    near = forms.IntegerField(label=_("“Soon your turn” at so many ahead"), min_value=1, max_value=20, initial=3)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, hall=None, areas, organisations, **kwargs):
        given = {}
        if hall:
            given = {name: getattr(hall, name) for name in (*halls.FIELDS, "code") if name != "names"}
            given["seen"] = revisions.stamp(halls.values(hall))
        super().__init__(*args, names=hall.names if hall else None, initial=given, **kwargs)
        self.fields["area"].queryset, self.fields["organisation"].queryset = areas, organisations
        if hall:
            self.fields["code"].disabled = True

    def chosen(self):
        given = {name: self.cleaned_data[name] for name in (*halls.FIELDS, "code", "seen") if name != "names"}
        return {**given, "names": self.cleaned_names(), "seen": given["seen"] or None}


class LineForm(NamesForm):
    letter = forms.CharField(label=_("Letter"), max_length=1)
    windows = forms.ModelMultipleChoiceField(
        None, label=_("Windows that call from it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    items = forms.ModelMultipleChoiceField(
        None, label=_("Items that wait in it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, hall, line=None, **kwargs):
        given = {}
        if line:
            given = {
                "letter": line.letter,
                "position": line.position,
                "windows": line.windows.all(),
                "items": line.items.all(),
                "seen": revisions.stamp(halls.line_values(line)),
            }
        super().__init__(*args, names=line.names if line else None, initial=given, **kwargs)
        self.fields["windows"].queryset = halls.windows_for(hall)
        self.fields["items"].queryset = halls.items_for(hall)

    def chosen(self):
        given = {name: self.cleaned_data[name] for name in ("letter", "windows", "items", "position")}
        seen = self.cleaned_data["seen"] or None
        return {**given, "letter": given["letter"].upper(), "names": self.cleaned_names(), "seen": seen}
