"""The administrator's form: whom to call about a matter, in an emergency and out of hours, in every language of the site."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases.emergencies import LONGEST


class HelpForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Emergency number"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("With a number this matter stops the form and shows the number to call. Leave it empty for every other matter."),
    )  # fmt: skip

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, initial={"number": matter.emergency_number}, **kwargs)
        for stem, label, known in (
            ("advice", gettext_lazy("What to do until help comes (%(language)s)"), matter.emergency_texts),
            ("after_hours", gettext_lazy("What to do out of hours (%(language)s)"), matter.after_hours_texts),
        ):
            for tag, language in settings.LANGUAGES:
                self.fields[f"{stem}_{tag}"] = forms.CharField(
                    label=label % {"language": _(language)}, required=False, max_length=LONGEST, initial=known.get(tag, ""),
                    widget=forms.Textarea(attrs={"rows": 2, "lang": tag, "dir": "auto"}),
                )  # fmt: skip

    def texts(self, stem):
        given = {tag: self.cleaned_data[f"{stem}_{tag}"].strip() for tag, _language in settings.LANGUAGES}
        return {tag: text for tag, text in given.items() if text}

    def chosen(self):
        """What emergencies.set_help takes."""
        return {
            "number": self.cleaned_data["number"],
            "advice": self.texts("advice"),
            "after_hours": self.texts("after_hours"),
        }
