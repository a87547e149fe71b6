"""Violence against somebody who cannot protect themselves is not talked over at a table: one button reports it (反家庭暴力法 第十三、十四条).

It becomes a need that is never published, with the dispatchers at once; only the place and how to call back are asked. Nothing in it
says that somebody came to ask for mediation."""

from django import forms
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, gettext_noop, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shiliu.foundation.models import Area
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.cases import public as cases
from shiliu.platform import challenge
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

TITLE = gettext_noop("Urgent: violence against somebody who cannot protect themselves")
TEXT = gettext_noop("Reported with one button. Call back at once, and tell the police and whoever protects the person.")


class ReportForm(forms.Form):
    area = forms.ChoiceField(label=gettext_lazy("Where is it?"))
    place = forms.CharField(label=gettext_lazy("House and door, as well as you know it"), max_length=200, required=False,
                            widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Number at which you can be called back safely"), max_length=30,
                            widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = {one.code: one for one in Area.objects.filter(level=Area.Level.COMMUNITY, active=True)}
        self.fields["area"].choices = [(code, area.name) for code, area in self.areas.items()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("cases.submit")
def page(request):
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        challenge.admit(request, "submit", form="journeys.report_violence")
        try:
            code = report(request.actor, form)
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            return render(request, "mediation/reported.html", {"code": code})
    return render(request, "mediation/report.html", {"form": form}, status=422 if form.errors else 200)


def report(by, form):
    """The tracking code of the new need. Its words are in Chinese, whatever the reader's language: a dispatcher reads them."""
    given = form.cleaned_data
    with override(SOURCE_LANGUAGE):
        title, text = _(TITLE), _(TEXT)
    return cases.report_urgent(
        by=by, area=form.areas[given["area"]], place_note=given["place"], title=title, text=text, phone=given["phone"],
        language=get_language(),
    )  # fmt: skip
