"""Forms of the office pages about other programs."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.cases.models import ServiceAttribute
from shiliu.platform.names_form import NamesForm

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=80,
        help_text=_("A name by which you will know it in a year. Not the name of a person."),
    )


class QuestionForm(NamesForm):
    """One question; its words take the fields that elsewhere hold names."""

    code = forms.CharField(
        label=pgettext_lazy("of a place or unit", "Code"), max_length=40, widget=forms.TextInput(attrs=CODE),
        help_text=_("Programs name the question by it; it never changes."),
    )  # fmt: skip
    datatype = forms.ChoiceField(label=_("Kind of answer"), choices=ServiceAttribute.Datatype.choices)
    values = forms.CharField(
        label=_("Values to choose from"), required=False, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("For lists only. One a line: a key, then the words in each language, with | between."),
    )  # fmt: skip
    hint = forms.CharField(label=_("How to answer"), required=False, max_length=200)
    required = forms.BooleanField(label=_("An answer is needed"), required=False)
    informs = forms.BooleanField(label=_("Only tells something and takes no answer"), required=False)
    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=999, required=False, help_text=_("Smaller numbers come first.")
    )

    def __init__(self, *args, question=None, last=0, **kwargs):
        """`question` is the one to change; `last` the position of a new one."""
        self.question = question
        if question is None:
            kwargs["initial"] = {"position": last}
        if question is not None:
            kwargs["names"] = question.descriptions
            kwargs["initial"] = {
                "datatype": question.datatype,
                "values": written(question.values),
                "hint": question.datatype_descriptions.get(SOURCE_LANGUAGE, ""),
                "required": question.required,
                "informs": not question.variable,
                "position": question.position,
            }
        super().__init__(*args, **kwargs)
        for tag in self.tags:
            language = get_language_info(tag)["name_local"]
            self.fields[f"name_{tag}"].label = _("Question in %(language)s") % {"language": language}
        if question is not None:
            del self.fields["code"]
        self.order_fields([*(f"name_{tag}" for tag in self.tags), *self.base_fields])

    def given(self):
        """What questions.put takes beside the matter."""
        data = self.cleaned_data
        return {
            "code": self.question.code if self.question else data["code"].strip(),
            "datatype": data["datatype"],
            "descriptions": self.cleaned_names(),
            "hints": {SOURCE_LANGUAGE: data["hint"]} if data["hint"] else {},
            "required": data["required"],
            "variable": not data["informs"],
            "position": data["position"] or 0,
            "values": read(data["values"]),
        }


class EndpointForm(forms.Form):
    """Where a matter is forwarded to. The key itself stands in the settings of the server, never here."""

    url = forms.URLField(label=_("Address of the other system"), max_length=300, assume_scheme="https",
                         help_text=_("Its Open311 endpoint, as its discovery document names it."))  # fmt: skip
    service_code = forms.CharField(label=_("Its service_code"), max_length=120, widget=forms.TextInput(attrs=CODE))
    jurisdiction_id = forms.CharField(
        label=_("Its jurisdiction_id"), max_length=120, required=False, widget=forms.TextInput(attrs=CODE)
    )
    key_name = forms.CharField(
        label=_("Name of the key"), max_length=60, required=False, widget=forms.TextInput(attrs=CODE),
        help_text=_("The key itself stands in SHILIU_OPEN311_KEYS on the server, under this name."),
    )  # fmt: skip
    active = forms.BooleanField(label=_("Forward needs about this matter"), required=False)


def read(text):
    """Lines "key | 中文 | English" as [{"key", "names"}]; a line without words is named by its key."""
    values = []
    for line in filter(None, map(str.strip, text.splitlines())):
        key, *words = [part.strip() for part in line.split("|")]
        names = {tag: word for tag, word in zip(dict(settings.LANGUAGES), words, strict=False) if word}
        values.append({"key": key, "names": {SOURCE_LANGUAGE: key} | names})
    return values


def written(values):
    """The same lines again."""
    tags = list(dict(settings.LANGUAGES))
    return "\n".join(
        " | ".join([value["key"], *(value["names"].get(tag, "") for tag in tags)]).rstrip(" |") for value in values
    )
