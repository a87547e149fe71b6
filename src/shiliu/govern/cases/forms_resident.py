"""Small forms of the asker and of readers: the code, the judgement, a further word, the filters of lists."""

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import queries
from shiliu.govern.cases.forms_submit import LONGEST_TEXT, PICTURES, Words
from shiliu.govern.cases.models import Case, Judgement
from shiliu.govern.cases.workflow import STATES
from shiliu.platform.presentation.widgets import ChoiceCards, CodeInput, FilesField, PhotoInput

FACES = {5: "laugh", 4: "smile", 3: "meh", 2: "frown", 1: "angry"}
SOLVED = {
    "yes": (gettext_lazy("Then it ends here, counted as solved."), "check-check"),
    "no": (gettext_lazy("Then the supervisor looks at it again."), "rotate-ccw"),
}
SOLVED_AGAIN = {**SOLVED, "no": (gettext_lazy("Then it ends, counted as unsolved."), "circle-x")}


class TrackForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Tracking code"), max_length=40, widget=CodeInput, help_text=gettext_lazy("Ten letters and digits. Dashes and small letters do not matter."),
        error_messages={"required": gettext_lazy("Type the code you were given.")},
    )  # fmt: skip


class JudgeForm(forms.Form):
    """The asker's own word: five levels and solved or not; what is still wrong must be said."""

    solved = forms.ChoiceField(
        label=gettext_lazy("Is it solved?"), choices=[("yes", gettext_lazy("Yes, it is solved")), ("no", gettext_lazy("No, it is not"))],
        error_messages={"required": gettext_lazy("Say whether it is solved."), "invalid_choice": gettext_lazy("Say whether it is solved.")},
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied are you with how you were served?"), coerce=int, choices=Judgement.Level.choices,
        widget=ChoiceCards(details={str(level): ("", icon) for level, icon in FACES.items()} | {level: ("", icon) for level, icon in FACES.items()}),
        error_messages={"required": gettext_lazy("Choose one of the five levels."), "invalid_choice": gettext_lazy("Choose one of the five levels.")},
    )  # fmt: skip
    said = Words(
        label=gettext_lazy("A word about it"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("If it is not solved, say what is still wrong."),
    )  # fmt: skip

    def __init__(self, *args, last_round=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["solved"].widget = ChoiceCards(details=SOLVED_AGAIN if last_round else SOLVED)
        self.fields["solved"].widget.choices = self.fields["solved"].choices

    def clean(self):
        data = super().clean()
        if data.get("solved") == "no" and not data.get("said", "").strip() and not self.has_error("said"):
            self.add_error("said", gettext_lazy("Say what is still wrong, so that it can be put right."))
        return data


class WordForm(forms.Form):
    said = Words(
        label=gettext_lazy("What would you like to add?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write at least one sentence.")},
    )  # fmt: skip
    photos = FilesField(
        label=gettext_lazy("Photos"),
        required=False,
        widget=PhotoInput(PICTURES),
        help_text=gettext_lazy("Of the place or the thing, not of people."),
    )

    def clean_photos(self):
        photos = self.cleaned_data["photos"]
        if len(photos) > settings.ATTACHMENT_MAX_COUNT:
            raise forms.ValidationError(
                _("At most %(count)d photos can be sent.") % {"count": settings.ATTACHMENT_MAX_COUNT}
            )
        return photos


class CaseFilter(forms.Form):
    """What any list of cases can be narrowed by. Everything is optional; a value nobody offered is an error, not everything."""

    text = Words(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Words or a case number"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All kinds")), *Case.Kind.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            ("", _("All states")), ("open", _("Open")), ("solved", _("Solved")),
            (_("Exactly"), [(state.key, state.label) for state in STATES]),
        ]  # fmt: skip

    def chosen(self):
        """Keyword arguments of queries.filtered, or None when something was chosen that does not exist."""
        return self.cleaned_data if self.is_valid() else None

    @property
    def is_narrowed(self):
        return not self.is_valid() or any(self.cleaned_data.values())


def matter_choices(grouped):
    """The choices of a filter by matter, for (group or None, its matters): all, a whole group, or one."""
    choices = [("", _("All matters"))]
    for group, members in grouped:
        whole = [(group.code, _("Everything: %(group)s") % {"group": group.name})] if group else []
        choices.append((group.name if group else _("Other"), [*whole, *((one.code, one.name) for one in members)]))
    return choices


class PublicFilter(CaseFilter):
    category = forms.ChoiceField(label=gettext_lazy("Matter"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    lead = forms.ChoiceField(label=gettext_lazy("Responsible unit"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = matter_choices(queries.categories().items())
        self.fields["area"].choices = [("", _("Everywhere")), *communities()]
        units = Organisation.objects.filter(Exists(queries.published().filter(lead=OuterRef("pk")))).order_by("code")
        self.fields["lead"].choices = [("", _("All units")), *((unit.code, unit.name) for unit in units)]

    def clean_area(self):
        return queries.area_by_code(self.cleaned_data["area"])


def communities():
    """Communities grouped by street, for a select."""
    levels = (Area.Level.STREET, Area.Level.COMMUNITY)
    groups, street = [], None
    for area in Area.objects.filter(level__in=levels, active=True).order_by("path"):
        if area.level == Area.Level.STREET:
            street = (area.name, [(area.code, _("All of %(street)s") % {"street": area.name})])
            groups.append(street)
        elif street is not None:
            street[1].append((area.code, area.name))
    return groups
