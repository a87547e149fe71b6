"""Names in several languages as form fields, one a language, the simplified Chinese one required."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.foundation.spelling import LONGEST_NAME
from shiliu.platform.presentation.words import Words
from shiliu.platform.revisions import stamp
from shiliu.platform.texts import language_name
from shiliu.platform.workflow import NotPossible

PREFIX = "name_"


class NamesForm(forms.Form):
    """A field for each language of the site and each one the thing already has a name in. `cleaned_names` is {tag: name}."""

    def __init__(self, *args, names=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.tags = [SOURCE_LANGUAGE, *sorted({*dict(settings.LANGUAGES), *(names or {})} - {SOURCE_LANGUAGE})]
        for tag in self.tags:
            self.fields[f"{PREFIX}{tag}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language_name(tag)},
                required=tag == SOURCE_LANGUAGE,
                max_length=LONGEST_NAME,
                initial=(names or {}).get(tag, ""),
                widget=forms.TextInput(attrs={"lang": tag, "dir": "auto", "autocomplete": "off"}),
            )

    def add_texts(self, stem, label, texts=None, *, most, rows=0):
        """A field `stem`_tag for each language of the site and each one of `texts`, none of them required. `label` holds %(language)s;
        `most` characters; `rows` lines, or a single one."""
        look = {"dir": "auto", "autocomplete": "off"} | ({"rows": rows} if rows else {})
        texts = texts or {}
        for tag in [*self.tags, *sorted(set(texts) - set(self.tags))]:
            self.fields[f"{stem}_{tag}"] = Words(
                label=label % {"language": language_name(tag)}, required=False, max_length=most, initial=texts.get(tag, ""),
                widget=(forms.Textarea if rows else forms.TextInput)(attrs={**look, "lang": tag}),
            )  # fmt: skip

    def cleaned_texts(self, stem):
        """{tag: text} of what was written into the fields of `add_texts`."""
        given = {
            name.removeprefix(f"{stem}_"): said
            for name, said in self.cleaned_data.items()
            if name.startswith(f"{stem}_")
        }
        return {tag: text.strip() for tag, text in given.items() if text.strip()}

    @property
    def name_fields(self):
        return [self[f"{PREFIX}{tag}"] for tag in self.tags]

    def cleaned_names(self):
        return {tag: name for tag in self.tags if (name := self.cleaned_data[f"{PREFIX}{tag}"])}

    def take(self, problem: NotPossible):
        """Puts the problems an action found beside their fields, the others at the top."""
        for field, sentence in problem.fields.items():
            name = f"{PREFIX}{SOURCE_LANGUAGE}" if field == "names" else field
            self.add_error(name if name in self.fields else None, str(sentence))
        if not problem.fields:
            self.add_error(None, str(problem))


def after_stale(form, kind, stale, **more):
    """The same form with what its author typed and the stamp of what stands now: saving again is then a decision.

    `kind` is the class of the form, `more` what it takes beside the data."""
    data = form.data.copy()
    data["seen"] = stamp(stale.present)
    again = kind(data, **more)
    again.is_valid()
    again.add_error(None, str(stale))
    return again


def status_of(form, theirs=()):
    """The HTTP status of a page with a form: a lost race is 409, a form with errors 422."""
    return 409 if theirs else 422 if form.is_bound and form.errors else 200
