"""What is typed into a file. None of these forms keeps a draft on the device: it may not be one's own."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area
from shiliu.govern.mediation.files import queries, screening
from shiliu.govern.mediation.files.actions import OFFERED
from shiliu.govern.mediation.files.models import Kind, Seat
from shiliu.govern.mediation.files.steps import Plain
from shiliu.platform.presentation.widgets import ChoiceCards, CodeInput
from shiliu.platform.texts import LANGUAGE_NAMES

LONGEST, NONE = 4000, "none"
PHONE = {"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}


def text(label, rows=4, **more):
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **more)


def line(label, most=80, **more):
    attrs = {"dir": "auto", "autocomplete": "off", **more.pop("attrs", {})}
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=attrs), **more)


def language(label):
    return forms.ChoiceField(
        label=label, choices=[(tag, LANGUAGE_NAMES.get(tag, tag)) for tag, _n in settings.LANGUAGES]
    )


class ScreenForm(forms.Form):
    """The first question: is it one of the things for which mediation is the wrong door?"""

    topic = forms.ChoiceField(label=_("Is it about one of these?"), widget=ChoiceCards,
                              error_messages={"required": _("Choose one of them, or “None of these”.")})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = screening.topics().values()
        self.fields["topic"].choices = [*((row.code, row.name) for row in rows), (NONE, _("None of these"))]
        details = {row.code: ("", row.icon) for row in rows}
        nothing = _("A quarrel between neighbours, in the family, with the property company, an employer, a shop …")
        self.fields["topic"].widget.details = {**details, NONE: (nothing, "handshake")}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, widget=CodeInput, help_text=_("Ten letters and digits. Dashes and small letters do not matter."),
        error_messages={"required": _("Type the code you were given.")},
    )  # fmt: skip


class ApplyForm(forms.Form):
    """`key` names the new file, so that a second press is no second file."""

    committee = forms.ChoiceField(label=_("Which committee do you ask?"))
    area = forms.ChoiceField(label=_("Where is it?"), help_text=_("Where the dispute is, or where one of you lives."))
    kind = forms.ChoiceField(label=_("What is it about?"), choices=Kind.choices)
    matter = text(
        _("What happened?"), 6, help_text=_("In your own words. The other side and the mediator read it, nobody else.")
    )
    wish = text(_("What would be a good way out for you?"), 3, required=False)
    name = line(_("Your name, as it is to stand in an agreement"), 60)
    phone = line(_("Your telephone"), 30, required=False, attrs=PHONE)
    email = forms.EmailField(label=_("Your e-mail"), required=False)
    language = language(_("The language you want to speak"))
    other_name = line(
        _("Name of the other side"), 60, help_text=_("As well as you know it: “the owner of 3-502” is enough.")
    )
    other_phone = line(_("Their telephone, if you know it"), 30, required=False, attrs=PHONE)
    for_somebody = forms.BooleanField(
        label=_("I write this for somebody who stands here; they get the code"), required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.committees = {str(one.organisation_id): one.organisation for one in queries.committees()}
        self.areas = {area.code: area for area in Area.objects.filter(level=Area.Level.COMMUNITY, active=True)}
        self.fields["committee"].choices = [(key, unit.name) for key, unit in self.committees.items()]
        self.fields["area"].choices = [(code, area.name) for code, area in self.areas.items()]
        if not actor.is_staff_member:
            del self.fields["for_somebody"]

    def asked(self):
        """What actions.apply takes."""
        given = self.cleaned_data
        me = {name: given[name] for name in ("name", "phone", "email", "language")}
        other = {"name": given["other_name"], "phone": given["other_phone"]}
        return {
            "key": given["key"], "committee": self.committees[given["committee"]], "area": self.areas[given["area"]],
            "kind": given["kind"], "matter": given["matter"], "wish": given["wish"], "me": me,
            "other": {name: said for name, said in other.items() if said}, "on_behalf": given.get("for_somebody", False),
        }  # fmt: skip


class OfferForm(forms.Form):
    """What a committee offers by itself, or on a letter of a court or the police."""

    committee = forms.ChoiceField(label=_("For which committee?"))
    area = forms.ChoiceField(label=_("Where is it?"))
    origin = forms.ChoiceField(label=_("How it came"))
    kind = forms.ChoiceField(label=_("What is it about?"), choices=Kind.choices)
    matter = text(_("What it is about, as far as you know"), 4, help_text=_("Both sides read it when they are asked."))
    letter = text(_("Letter of the referral: from whom, of which day, its number"), 2, required=False)
    first_name = line(_("Name of one side"), 60)
    first_phone = line(_("Their telephone"), 30, required=False, attrs=PHONE)
    second_name = line(_("Name of the other side"), 60)
    second_phone = line(_("Their telephone"), 30, required=False, attrs=PHONE)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        mine = {one.organisation_id for one in actor.holdings if one.role == "handler"}
        self.committees = {
            str(one.organisation_id): one.organisation for one in queries.committees() if one.organisation_id in mine
        }
        self.areas = {area.code: area for area in Area.objects.filter(level=Area.Level.COMMUNITY, active=True)}
        self.fields["committee"].choices = [(key, unit.name) for key, unit in self.committees.items()]
        self.fields["area"].choices = [(code, area.name) for code, area in self.areas.items()]
        self.fields["origin"].choices = [(one.value, one.label) for one in OFFERED]

    def offered(self):
        """What actions.offer takes."""
        given = self.cleaned_data
        sides = {side: {"name": given[f"{side}_name"], "phone": given[f"{side}_phone"]} for side in ("first", "second")}
        return {
            "committee": self.committees[given["committee"]], "area": self.areas[given["area"]], **sides,
            **{name: given[name] for name in ("origin", "kind", "matter", "letter")},
        }  # fmt: skip


class SealForm(forms.Form):
    reference = line(
        _("Reference of the file"),
        20,
        attrs={"dir": "ltr"},
        help_text=_("It stands at the top of a party’s page, such as 1a2b3-c4d5e."),
    )
    reason = text(_("Why do you have to open it?"), 4)


class WordForm(Plain):
    text = text(_("If you want to say something about it"), 3, required=False)


class ReasonForm(Plain):
    reason = text(_("Why, and where to go instead"), 4)


class PartyForm(Plain):
    side = forms.ChoiceField(label=_("On which side?"))
    role = forms.ChoiceField(
        label=_("As what?"), choices=[(Seat.Role.PARTY, _("Party")), (Seat.Role.AGENT, _("Agent of a party"))]
    )
    name = line(_("Name"), 60)
    authority = line(_("An agent’s authority: whose agent, and on which paper it stands"), 200, required=False)
    phone = line(_("Telephone"), 30, required=False, attrs=PHONE)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = language(_("Language"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = queries.sides_to_add(self.dispute, self.seat)


class SeatForm(Plain):
    """One of the seats that the step may be about."""

    who = forms.ChoiceField(label=_("Who?"))
    text = text(_("Why"), 3, required=False)
    choose = staticmethod(lambda _dispute, _seat: [])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(one.key): one for one in type(self).choose(self.dispute, self.seat)}
        self.fields["who"].choices = [(key, one.name) for key, one in self.known.items()]

    @property
    def chosen(self):
        return self.known[self.cleaned_data["who"]]


class RemoveForm(SeatForm):
    choose = staticmethod(queries.removable)


class NewCodeForm(SeatForm):
    text = None
    choose = staticmethod(queries.with_codes)


class ContactForm(Plain):
    phone = line(_("Telephone"), 30, required=False, attrs=PHONE)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = language(_("Language"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].initial = self.seat.words.get(name, "")
