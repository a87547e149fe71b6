"""Forms of work that several units do together: asking for a part, ending it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases import joint, queries
from shiliu.platform.presentation.languages import apart
from shiliu.platform.presentation.widgets import DayInput, FilesField

CANDIDATES = 6


class UnitInput(forms.TextInput):
    """A search box over the units that serve a place; the browser offers them while one types."""

    template_name = "cases/joint_unit_input.html"

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "units": self.units}


class UnitField(forms.CharField):
    """The name or code of a unit out of `units`, as somebody types it; gives back the unit."""

    widget = UnitInput

    def __init__(self, *, units=(), **kwargs):
        super().__init__(max_length=120, **kwargs)
        self.offer(units)

    def offer(self, units):
        self.units = self.widget.units = list(units)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        wanted = typed.casefold()
        for unit in self.units:
            if wanted in {unit.code.casefold(), unit.name.casefold()}:
                return unit
        found = [unit for unit in self.units if wanted in " ".join([unit.code, *unit.names.values()]).casefold()]
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No unit that serves this place is called so. Type a part of its name."))
        names = _(", ").join(apart(unit.name) for unit in found[:CANDIDATES])
        raise forms.ValidationError(_("Several units fit: %(names)s. Type more of the name."), params={"names": names})


class PartForm(forms.Form):
    """`anyway` is asked only when the day chosen lies after the deadline of the case."""

    unit = UnitField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Type a part of its name. Only units that serve the place are offered."),
    )
    what = forms.CharField(
        label=gettext_lazy("What you ask it to do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("The resident reads it, and so do neighbours once the case is public. Name nobody."),
    )  # fmt: skip
    due = forms.DateField(label=gettext_lazy("By when"), widget=DayInput())
    anyway = forms.BooleanField(
        label=gettext_lazy("I mean this day although the whole case is due before it"), required=False
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(unit for unit in queries.units_for(case.area) if unit.pk != case.lead_id)
        self.fields["due"].initial = joint.usual_day(case)

    def fits(self, error):
        """Put what an action refused beside the fields it names."""
        for name, problem in error.fields.items():
            self.add_error(name if name in self.fields else None, problem)
        if not error.fields:
            self.add_error(None, str(error))

    @property
    def asks_anyway(self):
        return "anyway" in self.errors or bool(self.data.get("anyway"))


class DoneForm(forms.Form):
    said = forms.CharField(
        label=gettext_lazy("What was done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000,
        help_text=gettext_lazy("The lead unit and the resident read this. It cannot be taken back, but the lead can ask again."),
    )  # fmt: skip
    files = FilesField(
        label=gettext_lazy("Photos of the place or thing"), required=False,
        help_text=gettext_lazy("No faces. Places and things only."),
    )  # fmt: skip

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > settings.ATTACHMENT_MAX_COUNT:
            raise forms.ValidationError(
                _("Choose at most %(count)s files."), params={"count": settings.ATTACHMENT_MAX_COUNT}
            )
        return files


class ReturnForm(forms.Form):
    said = forms.CharField(
        label=gettext_lazy("Why your unit cannot do it"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000,
        help_text=gettext_lazy("The lead unit and the resident read this. Say who could do it instead."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    said = forms.CharField(
        label=gettext_lazy("Why it is no longer needed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
