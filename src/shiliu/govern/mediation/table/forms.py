"""What is filled in at a table. Nothing of it is kept on the device as a draft (files/forms.py)."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shiliu.govern.mediation.files import queries as files
from shiliu.govern.mediation.files.forms import language, line, text
from shiliu.govern.mediation.table import access, reading, rules, times
from shiliu.govern.mediation.table.models import Guest
from shiliu.platform.presentation import moments
from shiliu.platform.presentation.widgets import MomentInput

ANYWHERE = "site"


def lengths():
    """In the reader's language, so asked for each form anew."""
    return [(minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}) for minutes in rules.LENGTHS]


class BodyForm(forms.Form):
    """`units` are those that the committee has named for its usual bodies; any other body comes by a code."""

    called = line(_("Which body?"), 100)
    unit = forms.ChoiceField(
        label=_("Its unit here"), required=False,
        help_text=_("The unit is told once every party has agreed, and decides who comes. Without one you get a code to hand over."),
    )  # fmt: skip
    duty = text(
        _("What is it to do?"),
        3,
        help_text=_("The body reads this, and the papers that are opened to it; nothing else."),
    )

    def __init__(self, *args, usual, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {str(body.organisation_id): body.organisation for body in usual if body.organisation_id}
        self.fields["unit"].choices = [
            ("", _("None: by a code")),
            *((pk, unit.name) for pk, unit in self.units.items()),
        ]

    def asked(self):
        """What actions.ask takes."""
        given = self.cleaned_data
        return {
            "kind": Guest.Kind.BODY,
            "called": given["called"],
            "duty": given["duty"],
            "unit": self.units.get(given["unit"]),
        }


class InterpreterForm(forms.Form):
    called = line(_("Who interprets?"), 100, help_text=_("A name, or the office that sends somebody."))
    language = language(_("Between Chinese and"))

    def asked(self):
        return {"kind": Guest.Kind.INTERPRETER, **self.cleaned_data}


class NameForm(forms.Form):
    name = line(_("Who comes?"), 60, help_text=_("As it is to stand at the table: a name or an office."))


class ReasonForm(forms.Form):
    reason = text(_("Why?"), 3)


class PaperForm(forms.Form):
    title = line(_("What is it?"), 120, help_text=_("A bill, a photo of the ceiling, a contract …"))
    file = forms.FileField(
        label=_("File"), help_text=_("A picture (JPEG, PNG, WebP) or a PDF. It is kept encrypted."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )  # fmt: skip


class ReadersForm(forms.Form):
    """`possible` is {key: name}."""

    readers = forms.MultipleChoiceField(
        label=_("Who may read it?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The mediator reads every paper. You can take each yes back at any time."),
    )  # fmt: skip

    def __init__(self, *args, possible, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = list(possible.items())


class TimesForm(forms.Form):
    """Each offered span is one box; its value names its beginning."""

    can = forms.MultipleChoiceField(label=_("When can you come?"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, offered, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.spans = {starts.isoformat(): (starts, ends) for starts, ends in offered}
        self.initial["can"] = [key for key, span in self.spans.items() if span in said]
        days = {}
        for key, (starts, ends) in self.spans.items():
            between = f"{moments.written(starts, 'time')}–{moments.written(ends, 'time')}"
            local = timezone.localtime(starts)
            day = f"{date_format(local, 'DATE_FORMAT')} · {date_format(local, 'l')}"
            days.setdefault(day, []).append((key, between))
        self.fields["can"].choices = list(days.items())

    def chosen(self):
        return [self.spans[key] for key in self.cleaned_data["can"]]


class WhoForm(forms.Form):
    """The first step of a sitting: with whom, how long, where."""

    side = forms.ChoiceField(label=_("Which talk?"))
    seats = forms.MultipleChoiceField(
        label=_("Who comes besides you?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, choices=lengths, initial=90)
    where = forms.ChoiceField(
        label=_("Where?"),
        choices=[("room", _("In a room of the committee")), (ANYWHERE, _("At the place it is about, or elsewhere"))],
    )

    watched = forms.BooleanField(
        label=_("Others may watch"),
        required=False,
        help_text=_("Only a joint sitting, and only as long as no party objects."),
    )

    def __init__(self, *args, dispute, seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.mine = dispute, seat
        if not reading.may_be_watched(dispute):
            del self.fields["watched"]
        self.others = {str(one.key): one for one in access.present(dispute) if one.pk != seat.pk}
        sides = sorted({one.side for one in self.others.values() if one.is_side})
        alone = _("With %(side)s alone: the others see that there is a talk, and nothing of it")
        self.fields["side"].choices = [
            ("", _("A joint sitting")),
            *((side, alone % {"side": files.side_name(side)}) for side in sides),
        ]
        self.fields["side"].required = False
        self.fields["seats"].choices = [(key, self._named(one)) for key, one in self.others.items()]
        self.initial.setdefault("seats", [key for key, one in self.others.items() if one.is_side])

    @staticmethod
    def _named(one):
        side = files.side_name(one.side) if one.side else one.get_role_display()
        return f"{one.name} · {side}"

    def coming(self):
        return [self.mine, *(self.others[key] for key in self.cleaned_data["seats"])]

    def found(self):
        """times.Found for what was chosen."""
        on_site = self.cleaned_data["where"] == ANYWHERE
        return times.find(self.dispute, self.coming(), self.cleaned_data["minutes"], on_site=on_site)


class WhenForm(forms.Form):
    """The second step, and moving: a moment, and a room or a place."""

    starts = forms.DateTimeField(label=_("When?"), widget=MomentInput(), help_text=_("At the full or half hour."))
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, choices=lengths)
    room = forms.ChoiceField(label=_("Room"), required=False)
    place = line(_("Or another place"), 200, required=False)

    def __init__(self, *args, dispute, **kwargs):
        super().__init__(*args, **kwargs)
        self.rooms = {str(room.pk): room for room in times.rooms(dispute)}
        self.fields["room"].choices = [("", _("None")), *((pk, room.name) for pk, room in self.rooms.items())]

    def when(self):
        """Words of actions.book and actions.move."""
        given = self.cleaned_data
        starts = given["starts"]
        return {
            "starts": starts,
            "minutes": given["minutes"],
            "room": self.rooms.get(given["room"]),
            "place": given["place"],
        }


class MoveForm(WhenForm):
    reason = text(_("Why?"), 2)

    def moved(self):
        return {**self.when(), "reason": self.cleaned_data["reason"]}


class MinutesForm(forms.Form):
    came = forms.MultipleChoiceField(label=_("Who came?"), required=False, widget=forms.CheckboxSelectMultiple)
    text = text(
        _("What was said, in substance"), 8,
        help_text=_("No opinions about people. The sides who were there read it; bodies and interpreters do not."),
    )  # fmt: skip

    def __init__(self, *args, sitting, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [(key, names.get(key, "")) for key in sitting.words["seats"]]
        self.fields["text"].max_length = 20_000


def moment_of(value):
    """An aware moment from the value of a button, or None."""
    try:
        read = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return read if timezone.is_aware(read) else None
