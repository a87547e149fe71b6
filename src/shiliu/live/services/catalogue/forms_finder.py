"""A question of the finder with its answers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.catalogue import finder_tree, queries
from shiliu.platform.names_form import NamesForm

SORTS = {"item": _("Services"), "category": _("All services about"), "not_issued": _("Certificates no longer issued")}


class AnswerForm(NamesForm):
    """An empty name takes the answer away. `place` is where it stands among the others."""

    to = forms.ChoiceField(label=_("Leads to"), required=False)
    place = forms.IntegerField(
        label=pgettext_lazy("of an answer among the others", "Place"), required=False, min_value=1, max_value=99
    )

    def __init__(self, *args, ends=(), **kwargs):
        super().__init__(*args, names=(kwargs.get("initial") or {}).get("names"), **kwargs)
        self.fields["to"].choices = [("", _("choose")), *ends]
        self.fields[f"name_{SOURCE_LANGUAGE}"].required = False

    @property
    def chinese(self):
        return self.name_fields[0]

    @property
    def translated(self):
        return self.name_fields[1:]

    def values(self):
        return {"names": self.cleaned_names(), "to": self.cleaned_data["to"]}


AnswerForms = forms.formset_factory(AnswerForm, extra=2, max_num=finder_tree.MOST_ANSWERS, absolute_max=finder_tree.MOST_ANSWERS + 2)  # fmt: skip


class QuestionForm(NamesForm):
    """`answers` is a formset of its own in the same page. `tree`: the draft, whose questions answers can lead to."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, present, tree, **kwargs):
        super().__init__(data, *args, names=present["names"], **kwargs)
        for tag in self.tags:
            self.fields[f"help_{tag}"] = forms.CharField(
                label=_("A sentence that helps to choose"), required=False, max_length=500, initial=present["help"].get(tag, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": tag, "dir": "auto"}),
            )  # fmt: skip
        first = [{**answer, "place": number} for number, answer in enumerate(present["answers"], 1)]
        first = [{**one, **{f"name_{tag}": text for tag, text in one["names"].items()}} for one in first]
        ends = ends_of(tree, present["code"], [answer["to"] for answer in present["answers"]])
        self.answers = AnswerForms(data, initial=first, prefix="answers", form_kwargs={"ends": ends})

    @property
    def text_fields(self):
        """[(language, name, help)], simplified Chinese first."""
        return [(tag, self[f"name_{tag}"], self[f"help_{tag}"]) for tag in self.tags]

    def is_valid(self):
        return all([super().is_valid(), self.answers.is_valid()])

    def values(self):
        """What actions.save_question takes; answers without a name are left out."""
        rows = [form for form in self.answers if form.cleaned_data.get(f"name_{SOURCE_LANGUAGE}")]
        rows.sort(key=lambda form: form.cleaned_data["place"] or 99)
        helps = {tag: text for tag in self.tags if (text := self.cleaned_data[f"help_{tag}"].replace("\r", "").strip())}
        return {"names": self.cleaned_names(), "help": helps, "answers": [form.values() for form in rows]}


def ends_of(tree, code, chosen=()):
    """Grouped choices of where an answer of the question `code` may lead; what an answer already leads to is always there."""
    ways = finder_tree.leading_to(tree)
    questions = [(f"question:{one['code']}", _told(one, ways)) for one in tree if one["code"] != code]
    groups = [(_("Another question"), questions)] if questions else []
    for sort, rows in queries.finder_leaves(chosen).items():
        groups.append((SORTS[sort], [(f"{sort}:{row.code}", row.name) for row in rows]))
    return groups


def _told(question, ways):
    """The name of a question with the answers that lead to it, which tell questions of the same name apart."""
    before = ", ".join(name_in(names) for names in ways.get(question["code"], []))
    return f"{name_in(question['names'])} ({before})" if before else name_in(question["names"])
