"""Forms of the moderator, of the appeal and of removing words for good."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases.models import ModerationEntry
from shiliu.govern.cases.timeline import NOT_FOR_NEIGHBOURS
from shiliu.methods import private_text

MOST_BOXES = 20


def masked(text):
    """A first draft of the public text: what seems to name somebody is covered. A human decides."""
    return private_text.mask(text, private_text.find(text))


def reason_field(label, help_text="", **more):
    rows = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=help_text, max_length=500, widget=rows, **more)


class PublicText(forms.Form):
    """The text for neighbours, the answers for neighbours, the photos shown, and the reason when it changes."""

    title = forms.CharField(label=gettext_lazy("Title for everyone"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text for everyone"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000
    )

    def __init__(self, *args, case, changes=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = [
            step for step in case.steps.all()
            if step.said and step.by_whom == step.By.STAFF and step.move not in NOT_FOR_NEIGHBOURS
        ]  # fmt: skip
        for step in self.answers:
            self.fields[f"answer_{step.pk}"] = forms.CharField(
                label=_("What was said on %(date)s, for everyone")
                % {"date": date_format(localtime(step.at), "DATE_FORMAT")}, required=False,
                widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, initial=step.public_said or masked(step.said),
                help_text=_("Leave empty to keep it between the unit and the person who asked."),
            )  # fmt: skip
        photos = [(file.pk, file.attachment.key) for file in case.files.all()]
        if photos:
            self.fields["photos"] = forms.TypedMultipleChoiceField(
                label=_("Photos everyone may see"), required=False, coerce=int, choices=photos,
                widget=forms.CheckboxSelectMultiple, help_text=_("No faces, no number plates, no door numbers of homes."),
            )  # fmt: skip
        if changes:
            self.fields["reason"] = reason_field(
                _("Why the text changes"), _("Only moderators read this reason; it stays in the history of the text."),
                required=False,
            )  # fmt: skip

    def released(self):
        data = self.cleaned_data
        return {
            "title": data["title"],
            "text": data["text"],
            "answers": {step.pk: data[f"answer_{step.pk}"] for step in self.answers},
            "photos": data.get("photos", []),
            "reason": data.get("reason", ""),
        }


class BesideOthers(forms.Form):
    """A form on a page with other forms: its fields have ids of their own, under the same names."""

    own = "other"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"{self.own}_%s", **kwargs)


class WithholdForm(BesideOthers):
    own = "withhold"
    ground = forms.ChoiceField(
        label=gettext_lazy("Which rule it is about"), choices=ModerationEntry.Ground.choices,
        help_text=gettext_lazy("The public numbers are counted by these rules."),
    )  # fmt: skip
    reason = reason_field(
        gettext_lazy("Why it is not published"),
        gettext_lazy("The person who raised it reads this. The reason is about the text, never about the person."),
    )


class RestoreForm(forms.Form):
    """Drawn by hand, once for each version (moderation_versions.html)."""

    reason = reason_field(gettext_lazy("Why this version comes back"))


class AppealForm(forms.Form):
    """The asker's own words against a decision; sent once."""

    use_required_attribute = False
    said = forms.CharField(
        label=gettext_lazy("What is wrong with it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("You can appeal once. A supervisor who did not decide before reads it and answers you."),
        error_messages={"required": gettext_lazy("Say what is wrong with the decision or the text.")},
    )  # fmt: skip


class DecideForm(BesideOthers):
    """A supervisor's decision on an appeal."""

    own = "decide"
    outcome = forms.ChoiceField(
        label=gettext_lazy("Your decision"), widget=forms.RadioSelect,
        choices=[
            ("publish", gettext_lazy("Granted: neighbours read the text below")),
            ("remove", gettext_lazy("Granted: it leaves the public list")),
            ("deny", gettext_lazy("Not granted: the decision stays")),
        ],
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Title for everyone"), max_length=120, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text for everyone"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    reason = reason_field(gettext_lazy("Your reason"), gettext_lazy("The person who raised it reads this reason."))

    def clean(self):
        data = super().clean()
        if data.get("outcome") == "publish":
            for name in ("title", "text"):
                if not (data.get(name) or "").strip() and not self.has_error(name):
                    self.add_error(name, _("Please fill this in."))
        return data

    def decision(self):
        data = self.cleaned_data
        words = {name: data[name] for name in ("title", "text")} if data["outcome"] == "publish" else {}
        return {"granted": data["outcome"] != "deny", "reason": data["reason"], **words}


class PurgeForm(forms.Form):
    """What must not be kept, and why. The words are never part of an address, a message or the log."""

    words = forms.CharField(
        label=gettext_lazy("Words that must not be kept"), min_length=2, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
        help_text=gettext_lazy("For instance a name, a telephone number or an address, as it stands in the text."),
    )  # fmt: skip
    reason = reason_field(
        gettext_lazy("Why they are removed"),
        gettext_lazy("The person who raised it and the auditor read this reason. Do not repeat the words."),
    )


class PurgePhotoForm(forms.Form):
    reason = reason_field(
        gettext_lazy("Why the photo is removed"),
        gettext_lazy("The person who raised it and the auditor read this reason."),
    )


class BoxesForm(forms.Form):
    """Rows of four numbers in per cent of the picture: left, top, right, bottom. An empty row is no box."""

    reason = reason_field(
        gettext_lazy("Why it changes"), gettext_lazy("Needed while neighbours can see the photo."), required=False
    )
    SIDES = (
        ("left", gettext_lazy("Left edge, %")),
        ("top", gettext_lazy("Top edge, %")),
        ("right", gettext_lazy("Right edge, %")),
        ("bottom", gettext_lazy("Bottom edge, %")),
    )

    def __init__(self, *args, boxes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.known = [[round(side * 100, 1) for side in box] for box in boxes]
        sent = sum(name.startswith("left_") for name in self.data) if self.is_bound else 0
        self.count = min(MOST_BOXES, max(sent, len(self.known) + 3))
        for row in range(self.count):
            for place, (side, label) in enumerate(self.SIDES):
                self.fields[f"{side}_{row}"] = forms.FloatField(
                    label=label, required=False, min_value=0,
                    max_value=100, initial=self.known[row][place] if row < len(self.known) else None,
                    widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal", "data-side": side}),
                )  # fmt: skip

    @property
    def rows(self):
        return [(row + 1, [self[f"{side}_{row}"] for side, _label in self.SIDES]) for row in range(self.count)]

    def clean(self):
        data = super().clean()
        self.boxes = []
        for row in range(self.count):
            sides = [data.get(f"{side}_{row}") for side, _label in self.SIDES]
            if all(side is None for side in sides):
                continue
            if any(side is None for side in sides):
                self.add_error(f"left_{row}", _("A box needs all four numbers. Fill them in or clear the row."))
            elif sides[0] >= sides[2] or sides[1] >= sides[3]:
                self.add_error(f"left_{row}", _("The right edge lies right of the left one, the bottom below the top."))
            else:
                self.boxes.append([round(side / 100, 4) for side in sides])
        return data
