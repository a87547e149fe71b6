"""Forms of themes: which to look at, opening the one case, answering what is in it."""

from collections import defaultdict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area
from shiliu.govern.cases import queries, themes
from shiliu.govern.cases.forms_desk import MAX_TEXT
from shiliu.govern.cases.forms_resident import communities, matter_choices
from shiliu.govern.cases.forms_submit import LONGEST_TEXT, Words
from shiliu.govern.cases.models import Case, Category
from shiliu.platform.presentation.widgets import ChoiceCards

ALL = "all"


class ThemeFilter(forms.Form):
    level = forms.TypedChoiceField(
        label=gettext_lazy("Counted for each"), required=False, empty_value=Area.Level.COMMUNITY,
        choices=[(level, Area.Level(level).label) for level in themes.LEVELS],
    )  # fmt: skip
    area = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Matter"), required=False)
    show = forms.ChoiceField(
        label=gettext_lazy("Show"), required=False,
        choices=[("", gettext_lazy("What rises")), (ALL, gettext_lazy("Everything with enough needs"))],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Everywhere")), *communities()]
        self.fields["category"].choices = matter_choices(grouped())

    def clean_area(self):
        return queries.area_by_code(self.cleaned_data["area"])

    def clean_category(self):
        return Category.objects.filter(code=self.cleaned_data["category"]).first()


def grouped():
    """[(group, its matters)], also those no longer used, because needs of the past have them. One query."""
    known = list(Category.objects.order_by("position", "code"))
    members = defaultdict(list)
    for category in known:
        members[category.group_id].append(category)
    return [(group, members[group.pk]) for group in members[None]]


class OpenForm(forms.Form):
    """The case for all, drafted from the figures; whoever opens it looks at the words first."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Case.Kind.choices)
    title = Words(label=gettext_lazy("Title"), max_length=120)
    text = Words(
        label=gettext_lazy("What is asked for"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("Neighbours may read it"), required=False, initial=True,
        help_text=gettext_lazy("A moderator looks at the words first, as with any need."),
    )  # fmt: skip


class AnswerAllForm(forms.Form):
    verb = forms.ChoiceField(
        label=gettext_lazy("What it is"), widget=ChoiceCards(),
        choices=[("answer", gettext_lazy("An answer")), ("finish", gettext_lazy("The work is done"))],
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )  # fmt: skip
    said = Words(
        label=gettext_lazy("Answer to each of them"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Plain words. Every resident with an open need here reads exactly this."),
    )  # fmt: skip
