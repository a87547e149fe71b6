"""What readers choose, what neighbours write, and what the office asks and decides."""

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shiliu.govern.proposals.deliberation import queries, rules
from shiliu.govern.proposals.deliberation.models import DeliberationModeration, DeliberationTopic
from shiliu.platform.presentation.widgets import DayInput
from shiliu.platform.presentation.words import Words
from shiliu.platform.texts import LANGUAGE_NAMES

SEARCH = {"type": "search", "autocomplete": "off"}
CODE = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})
LOGGED = _("It stands on the public log, and whoever wrote it is told.")


class TopicsFilter(forms.Form):
    """Everything is optional; a value nobody offered finds nothing rather than everything."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    area = forms.ChoiceField(label=_("Place"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in queries.areas()}
        self.fields["area"].choices = [
            ("", gettext("Everywhere")),
            *((code, f"{'· ' * (len(area.chain_ids) - 1)}{area.name}") for code, area in self.places.items()),
        ]
        self.fields["state"].choices = [
            ("", gettext("All")),
            *(one for one in DeliberationTopic.State.choices if one[0] != "draft"),
        ]

    def chosen(self):
        """Keyword arguments of queries.listed, or None."""
        if not self.is_valid():
            return None
        return {**self.cleaned_data, "area": self.places.get(self.cleaned_data["area"])}

    @property
    def is_narrowed(self):
        return not self.is_valid() or any(self.cleaned_data.values())


class SayForm(forms.Form):
    text = Words(
        label=_("Your statement"), max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One thing in one sentence that others can agree or disagree with. Leave out names of people. At most 140 characters."),
    )  # fmt: skip
    looked = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = Words(label=_("Reason"), max_length=500, widget=SHORT, help_text=LOGGED)


class AppealForm(forms.Form):
    reason = Words(
        label=_("Why should it be published?"), max_length=500, widget=SHORT,
        help_text=_("A supervisor reads it. It is not on the public log."),
    )  # fmt: skip


class RejectForm(ReasonForm):
    ground = forms.ChoiceField(
        label=_("Ground"), choices=DeliberationModeration.Ground.choices, widget=forms.RadioSelect
    )
    field_order = ("ground", "reason")


class DecideForm(ReasonForm):
    granted = forms.TypedChoiceField(
        label=_("The appeal"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("is granted: the statement is published")), ("no", _("is not granted: it stays unpublished"))],
    )  # fmt: skip
    field_order = ("granted", "reason")


class TopicForm(forms.Form):
    """`has_place`: the question is there already, and keeps its place."""

    area = forms.CharField(
        label=_("Code of the place"), max_length=40, widget=forms.TextInput(attrs=CODE), help_text=_("Whoever lives there takes part.")
    )  # fmt: skip
    question = Words(
        label=_("The question"),
        max_length=rules.LONGEST_QUESTION,
        help_text=_("Open, short, and without an answer in it."),
    )
    background = Words(
        label=_("Background"), required=False, max_length=rules.LONGEST_TEXT, widget=LONG,
        help_text=_("What everybody should know before answering: facts, costs, what has been tried."),
    )  # fmt: skip
    promise = Words(
        label=_("What will be done with the result"), max_length=rules.LONGEST_TEXT, widget=SHORT,
        help_text=_("Who looks at it, by when, and what can still change. It is published with the question."),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Code of the unit that hears the result"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
    )
    least = forms.IntegerField(
        label=_("No number is about fewer people than"), min_value=rules.LEAST_ALLOWED, max_value=1000, initial=rules.LEAST,
        help_text=_("Fixed once the question opens. Smaller numbers say more and protect less."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Written in"), required=False)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, has_place=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", gettext("Found out from the words")), *sorted(LANGUAGE_NAMES.items())]
        if has_place:
            del self.fields["area"]


class SeedForm(forms.Form):
    text = Words(
        label=_("A statement of the office"), max_length=rules.LONGEST,
        help_text=_("It is marked as the office's. Begin with some that differ, so that nobody feels the answer is fixed."),
    )  # fmt: skip


DATE = {"widget": DayInput()}


class OpenForm(forms.Form):
    writing_ends_on = forms.DateField(label=_("Last day of writing"), **DATE)
    ends_on = forms.DateField(label=_("Last day of answering"), **DATE)


class MoveForm(forms.Form):
    code = forms.ChoiceField(
        label=_("Which"),
        choices=[("write", _("Last day of writing")), ("answer", _("Last day of answering"))],
        widget=forms.RadioSelect,
    )
    ends_on = forms.DateField(label=pgettext_lazy("of a phase", "New last day"), **DATE)
    reason = Words(label=_("Reason"), max_length=300, help_text=_("Everybody reads it."))


class EndForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("How does it end?"), widget=forms.RadioSelect,
        choices=[("close", _("Now, with a result")), ("call_off", _("Called off, without a result"))],
    )  # fmt: skip
    reason = Words(label=_("Reason"), max_length=500, widget=SHORT, help_text=_("Everybody reads it."))
