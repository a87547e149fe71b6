"""What every address of the site ends with; and what a file of another directory does not say of itself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, OrganisationKind
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue.models import ItemCategory, Level
from shiliu.live.services.windows.rules import LEVELS
from shiliu.platform.tables.screens import FileForm


class DirectoryForm(forms.Form):
    city = forms.CharField(label=_("Town"), required=False, max_length=60)
    state_province = forms.CharField(label=_("Province or region"), required=False, max_length=60)
    postal_code = forms.CharField(label=_("Postcode"), required=False, max_length=12, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}))  # fmt: skip
    country = forms.CharField(
        label=_("Country, in two letters"), required=False, max_length=2, widget=forms.TextInput(attrs={"dir": "ltr"}), help_text=_("CN for China.")
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ImportForm(FileForm):
    """Answers are codes, as the action takes them."""

    category = forms.ChoiceField(
        label=_("Category of new services"), required=False, help_text=_("For services whose file names none of ours.")
    )
    level = forms.ChoiceField(label=_("Level of new services"), choices=Level.choices)
    kind = forms.ChoiceField(label=_("Kind of new units"), required=False, help_text=_("For units whose file names none of ours. Without it their services are rejected."))  # fmt: skip
    area = forms.ChoiceField(
        label=_("Place of new units and windows"), required=False, help_text=_("Where the file names no place of ours.")
    )
    language = forms.ChoiceField(
        label=_("Language of the texts in the file"), choices=settings.LANGUAGES, initial=SOURCE_LANGUAGE
    )

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["file"].help_text = _("JSON or ZIP. First you read what it would change; nothing is written yet.")
        for name, rows in (
            ("category", ItemCategory.objects.filter(active=True)), ("kind", OrganisationKind.objects.all()),
            ("area", Area.objects.filter(active=True, level__in=LEVELS).defer("boundary").order_by("path")),
        ):  # fmt: skip
            self.fields[name].choices = [("", _("none")), *((row.code, row.name) for row in rows)]
