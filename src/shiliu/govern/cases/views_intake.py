"""Filing a need for somebody who came to the window or called, and the slip with the code they take home."""

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.foundation.models import Area
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.cases import actions, queries
from shiliu.govern.cases.forms_desk import ChosenRow, grouped_categories
from shiliu.govern.cases.marking import marks_in
from shiliu.govern.cases.models import Case, Category
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import needs, places_of
from shiliu.platform.presentation.languages import apart
from shiliu.platform.presentation.widgets import ChoiceCards, FilesField
from shiliu.platform.workflow import NotPossible

SLIPS = "slips"


class IntakeForm(forms.Form):
    """Only what is needed; nothing is typed twice."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How they came"), widget=ChoiceCards, initial=Case.Channel.WINDOW,
        choices=[(Case.Channel.WINDOW, gettext_lazy("At the window")), (Case.Channel.PHONE, gettext_lazy("By phone"))],
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Case.Kind.choices)
    title = forms.CharField(label=gettext_lazy("In a few words"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("What they say"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    area = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("Where it is"))
    place_note = forms.CharField(label=gettext_lazy("Where exactly"), max_length=120, required=False)
    address_as = forms.CharField(label=gettext_lazy("How to address them"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of letters"), choices=settings.LANGUAGES)
    may_publish = forms.BooleanField(
        label=gettext_lazy("Neighbours may read a redacted text"), required=False, initial=True,
        help_text=gettext_lazy("Ask the person. A moderator reads it before anything is public."),
    )  # fmt: skip
    files = FilesField(label=gettext_lazy("Photos of the place or thing"), required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"] = ChosenRow(
            Category, choices=[("", _("Not sure: a dispatcher decides")), *grouped_categories()], required=False,
            label=_("Matter"),
        )  # fmt: skip
        _everywhere, paths, _units = places_of(actor, "cases.intake")
        areas = Area.objects.none()
        for path in paths:
            areas |= Area.inside(path).filter(active=True)
        self.fields["area"].queryset = areas
        names = {area.pk: apart(area.name) for area in areas}  # "1号楼" alone is in every compound
        self.fields["area"].choices = [("", _("Choose an area"))] + [
            (area.pk, " · ".join(names.get(pk, "") for pk in area.chain_ids[queries.COMMUNITY :]) or area.name)
            for area in areas
        ]
        self.marks = marks_in(*(self.data.get(name, "") for name in ("title", "text", "place_note")))
        if self.marks:
            self.fields["looked"] = forms.BooleanField(
                label=_("I have looked at the marked words and they may stay"),
                error_messages={"required": _("Change the marked words, or say that they may stay.")},
            )
        self.order_fields(["channel", "kind", "category", "title", "text", "area", "place_note"])

    def said(self):
        """The keyword arguments of actions.file_on_behalf."""
        data = dict(self.cleaned_data)
        data.pop("looked", None)
        contact = actions.Contact(**{name: data.pop(name) for name in ("address_as", "phone", "email", "language")})
        return {**data, "contact": contact if contact or contact.address_as else None}


@require_http_methods(["GET", "POST"])
@needs("cases.intake")
def intake(request):
    if request.method == "POST":
        form = IntakeForm(request.POST, request.FILES, actor=request.actor)
        if form.is_valid():
            try:
                filed = actions.file_on_behalf(by=request.actor, **form.said())
            except NotPossible as error:
                for field, problem in error.fields.items() or [(None, str(error))]:
                    form.add_error(field if field in form.fields else None, problem)
            except Unacceptable as error:
                form.add_error("files", str(error))
            else:
                request.session[SLIPS] = {**request.session.get(SLIPS, {}), str(filed.case.pk): filed.code}
                messages.success(
                    request, _("Filed as %(number)s. Give the person this slip.") % {"number": filed.case.number}
                )
                return redirect("cases:slip", pk=filed.case.pk)
    else:
        form = IntakeForm(actor=request.actor, initial={"submission": uuid.uuid4(), "language": "zh-hans"})
    return render(request, "cases/intake.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs("cases.intake")
def slip(request, pk):
    """The slip can be opened again during the worker's session, for a second print; the code is kept nowhere else."""
    code = request.session.get(SLIPS, {}).get(str(pk))
    case = queries.by_code(actions.hash_code(code)) if code else None
    if case is None:
        messages.error(request, _("This slip can no longer be printed. The code was shown once."))
        return redirect("cases:intake")
    context = {
        "case": case,
        "code": code,
        "clocks": list(case.clocks.all()),
        "host": request.get_host(),
        "languages": languages_of(case),
    }
    response = render(request, "cases/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


def languages_of(case):
    """A printed slip speaks simplified Chinese first, then, as large, the language of the person."""
    contact = getattr(case, "contact", None)
    own = contact.language if contact else case.language
    return list(dict.fromkeys([SOURCE_LANGUAGE, own if own in dict(settings.LANGUAGES) else SOURCE_LANGUAGE]))
