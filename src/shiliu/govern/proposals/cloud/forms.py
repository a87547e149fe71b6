"""What readers choose, what neighbours write, and how a unit answers."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shiliu.govern.proposals.cloud import queries, rules, workflow
from shiliu.govern.proposals.cloud.models import ProposalAnswer, Topic
from shiliu.govern.proposals.cloud.models_talk import ProposalComment, ProposalModeration
from shiliu.platform.presentation.widgets import ChoiceCards, DayInput
from shiliu.platform.presentation.words import Words
from shiliu.platform.texts import LANGUAGE_NAMES

SEARCH = {"type": "search", "autocomplete": "off"}
CODE = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
LONG = forms.Textarea(attrs={"rows": 8})
SHORT = forms.Textarea(attrs={"rows": 3})
SORTS = (
    ("new", _("Newest first")),
    ("most", _("Most support first")),
    ("ending", _("Ending soon")),
    ("random", _("By chance, so that none is favoured")),
)
COMMENT_SORTS = (("new", _("Newest first")), ("old", _("Oldest first")), ("answered", _("Most replies first")))


class ProposalsFilter(forms.Form):
    """Everything is optional; a value nobody offered finds nothing rather than everything."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    area = forms.ChoiceField(label=_("Place"), required=False)
    topic = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("Anything")), *Topic.choices])
    state = forms.ChoiceField(label=_("State"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)
    seed = forms.RegexField(r"^[0-9a-f]{1,16}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.areas()}
        self.fields["area"].choices = [
            ("", gettext("Everywhere")),
            *((code, f"{'· ' * (len(area.chain_ids) - 1)}{area.name}") for code, area in self.places.items()),
        ]
        self.fields["state"].choices = [
            ("", gettext("All that goes on")), ("answered", gettext("Answered")), ("ended", gettext("Ended without an answer")),
            (gettext("Exactly"), [(one.key, one.label) for one in workflow.STATES if one.key != "draft"]),
        ]  # fmt: skip

    def chosen(self):
        """Keyword arguments of queries.listed, or None."""
        if not self.is_valid():
            return None
        found = self.cleaned_data
        return {**found, "area": self.places.get(found["area"]), "sort": found["sort"] or "new"}

    @property
    def is_narrowed(self):
        return not self.is_valid() or any(
            value for name, value in self.cleaned_data.items() if name not in ("sort", "seed")
        )


class WordsForm(forms.Form):
    title = Words(label=_("What do you propose? In one line"), max_length=rules.LONGEST_TITLE)
    text = Words(
        label=_("What should be done, and why?"), max_length=rules.LONGEST_TEXT, widget=LONG,
        help_text=_("Say what gets better for whom, and where. Leave out names and telephone numbers of people."),
    )  # fmt: skip


class ProposalForm(WordsForm):
    """`places` are the areas somebody may propose for, [(code, label)]; `units` those they act for."""

    area = forms.ChoiceField(label=_("For which place?"), help_text=_("Whoever lives there can support it."))
    group = forms.ChoiceField(label=_("In whose name?"), required=False)
    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices, widget=forms.RadioSelect)
    place_note = Words(
        label=_("Where exactly?"),
        required=False,
        max_length=120,
        help_text=_("For example: between the two big trees."),
    )
    latitude = forms.FloatField(label=_("Latitude"), required=False)
    longitude = forms.FloatField(label=_("Longitude"), required=False)
    language = forms.ChoiceField(label=_("Written in"), required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, places, units=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = places
        self.fields["language"].choices = [("", gettext("Found out from the words")), *sorted(LANGUAGE_NAMES.items())]
        if units:
            self.fields["group"].choices = [("", gettext("In my own name")), *units]
        else:
            del self.fields["group"]

    def clean(self):
        data = super().clean()
        latitude, longitude = data.get("latitude"), data.get("longitude")
        data["point"] = None
        if (latitude is None) != (longitude is None):
            self.add_error("latitude", gettext("A point needs both numbers. Fill in both or clear both."))
        elif latitude is not None:
            west, south, east, north = settings.REGION_BOUNDS
            if west <= longitude <= east and south <= latitude <= north:
                data["point"] = (longitude, latitude)
            else:
                self.add_error(
                    "latitude",
                    gettext("This point lies outside the country. Look at the numbers again or use the map."),
                )
        return data


class ChangeForm(WordsForm):
    """`seen` is the stamp of what the author saw."""

    why = Words(label=_("What do you change, and why?"), max_length=300, help_text=_("Whoever follows it reads this."))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class SuggestForm(WordsForm):
    why = Words(label=_("What gets better with your words?"), max_length=300)


class WhyForm(forms.Form):
    why = Words(label=_("Why?"), max_length=300, help_text=_("Everybody reads it."))


class CommentForm(forms.Form):
    stance = forms.ChoiceField(
        label=_("What would you like to say?"),
        choices=[one for one in ProposalComment.Stance.choices if one[0] != "reply"],
        widget=forms.RadioSelect,
    )
    text = Words(
        label=_("In your words"),
        max_length=rules.LONGEST_COMMENT,
        widget=SHORT,
        help_text=_("Everybody reads it, with your pseudonym."),
    )


class ReplyForm(forms.Form):
    text = Words(label=_("Your reply"), max_length=rules.LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 2}))


class CommentsFilter(forms.Form):
    stance = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("All")), *(one for one in ProposalComment.Stance.choices if one[0] != "reply")],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=COMMENT_SORTS)


class JoinForm(forms.Form):
    into = forms.TypedChoiceField(label=_("With which proposal?"), coerce=int)
    why = Words(label=_("Why do they belong together?"), max_length=300)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [(one.pk, f"{one.title} ({one.called})") for one in others]


class TranslationForm(forms.Form):
    title = Words(label=_("Title"), max_length=240)
    text = Words(label=_("Text"), max_length=8000, widget=LONG)


class HideForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=ProposalModeration.Ground.choices, widget=forms.RadioSelect)
    reason = Words(
        label=_("Reason"),
        max_length=500,
        widget=SHORT,
        help_text=_("It stands on the public log, and whoever wrote it is told."),
    )


class ReasonForm(forms.Form):
    reason = Words(
        label=_("Reason"),
        max_length=500,
        widget=SHORT,
        help_text=_("It stands on the public log, and whoever wrote it is told."),
    )


class DecideForm(ReasonForm):
    granted = forms.TypedChoiceField(
        label=_("The appeal"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("is granted: it is shown again")), ("no", _("is not granted: it stays hidden"))],
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Which fields count depends on the answer; the action says what is missing."""

    outcome = forms.ChoiceField(
        label=_("The answer"), choices=ProposalAnswer.Outcome.choices,
        widget=ChoiceCards(details={
            "accepted": (_("It will be done. Name what it costs and by when it is done."), "check"),
            "in_part": (_("A part of it will be done. Say which, and why not the rest."), "check"),
            "not_in_power": (_("Somebody else decides. Name who."), "corner-up-right"),
            "declined": (_("It will not be done."), "circle-x"),
        }),
    )  # fmt: skip
    reasons = Words(
        label=_("Reasons"),
        required=False,
        max_length=5000,
        widget=LONG,
        help_text=_("Everybody reads them. Nobody can close a proposal without."),
    )
    will_be_done = Words(label=_("What will be done"), required=False, max_length=2000, widget=SHORT)
    referred_to = Words(
        label=_("Who decides on it"), required=False, max_length=120, help_text=_("Only where it is not in your power.")
    )
    cost_low = forms.IntegerField(label=_("Cost in yuan, at least"), required=False, min_value=0)
    cost_high = forms.IntegerField(
        label=_("Cost in yuan, at most"), required=False, min_value=0, help_text=_("Empty: exactly the same.")
    )
    begins_on = forms.DateField(label=_("Begins on"), required=False, widget=DayInput())
    promised_on = forms.DateField(label=_("Done by"), required=False, widget=DayInput())


class AssignForm(forms.Form):
    unit = forms.CharField(label=_("Code of the unit that answers"), max_length=40, widget=forms.TextInput(attrs=CODE))


class OfficeFilter(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    state = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[("", _("Waiting for an answer")), ("answered", _("Answered")), ("hidden", _("Hidden"))],
    )


class RuleForm(forms.Form):
    """Empty fields follow the areas around."""

    threshold = forms.IntegerField(
        label=_("Supports needed"), required=False, min_value=1, help_text=_("Empty: as in the area around it.")
    )
    open_days = forms.IntegerField(label=_("Days of collecting"), required=False, min_value=1)
    answer_days = forms.IntegerField(label=_("Working days for the answer"), required=False, min_value=1)
    unit = forms.CharField(
        label=_("Code of the unit that answers"), required=False, max_length=40, widget=forms.TextInput(attrs=CODE)
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    area = forms.CharField(
        label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE)
    )
