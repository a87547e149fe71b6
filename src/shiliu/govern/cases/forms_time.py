"""Small forms about time: the resident's answer and objection, what became of a promise, the filters of promises."""

from django import forms
from django.utils.translation import gettext_lazy

from shiliu.govern.cases.forms_resident import WordForm
from shiliu.govern.cases.forms_submit import LONGEST_TEXT, PICTURES, Words
from shiliu.platform.presentation.widgets import FilesField, PhotoInput


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
