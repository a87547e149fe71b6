"""Deciding what neighbours read: the original on one side, the public text on the other, hints between them."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import moderation, queries
from shiliu.methods import private_text
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


class PublicText(forms.Form):
    """The text for neighbours, the answers for neighbours, and the photos shown."""

    title = forms.CharField(label=gettext_lazy("Title for everyone"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text for everyone"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = [step for step in case.steps.all() if step.said and step.by_whom == step.By.STAFF]
        for step in self.answers:
            self.fields[f"answer_{step.pk}"] = forms.CharField(
                label=_("What was said on %(date)s, for everyone") % {"date": f"{step.at:%Y-%m-%d}"}, required=False,
                widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, initial=step.public_said or masked(step.said),
                help_text=_("Leave empty to keep it between the unit and the person who asked."),
            )  # fmt: skip
        photos = [(file.pk, file.attachment.key) for file in case.files.all()]
        if photos:
            self.fields["photos"] = forms.TypedMultipleChoiceField(
                label=_("Photos everyone may see"), required=False, coerce=int, choices=photos,
                widget=forms.CheckboxSelectMultiple, help_text=_("No faces, no number plates, no door numbers of homes."),
            )  # fmt: skip

    def released(self):
        data = self.cleaned_data
        return {
            "title": data["title"],
            "text": data["text"],
            "answers": {step.pk: data[f"answer_{step.pk}"] for step in self.answers},
            "photos": data.get("photos", []),
        }


class WithholdForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not published"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The person who raised it reads this. The reason is about the text, never about the person."),
    )  # fmt: skip


def masked(text):
    """A first draft of the public text: what seems to name somebody is covered. A human decides."""
    return private_text.mask(text, private_text.find(text))


def find(request, pk):
    case = queries.with_history(queries.visible_to(request.actor)).filter(pk=pk).first()
    if case is None or not can(request.actor, "cases.moderate", case):
        raise Http404
    return case


@require_GET
@needs("cases.moderate")
def waiting(request):
    cases = queries.to_moderate(request.actor)
    text = request.GET.get("text", "")
    page = Paginator(queries.filtered(cases, text=text), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.with_where(page.object_list)
    return render(request, "cases/moderation.html", {"page": page, "text": text, "total": cases.count()})


@require_http_methods(["GET", "POST"])
@needs("cases.moderate")
def moderate(request, pk):
    case = find(request, pk)
    shown = [file.pk for file in case.files.all() if file.public]
    initial = {
        "title": case.public_title or masked(case.title),
        "text": case.public_text or masked(case.text),
        "photos": shown,
    }
    form = PublicText(request.POST or None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            moderation.publish(by=request.actor, case=case, **form.released())
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Neighbours can now read this text."))
            return redirect("cases:moderation")
    return page_of(request, case, form, WithholdForm())


@require_POST
@needs("cases.moderate")
def withhold(request, pk):
    case = find(request, pk)
    form = WithholdForm(request.POST)
    if form.is_valid():
        moderation.withhold(by=request.actor, case=case, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is not published. Whoever raised it reads your reason."))
        return redirect("cases:moderation")
    return page_of(request, case, PublicText(case=case), form)


def page_of(request, case, form, withhold_form):
    context = {
        "case": case,
        "form": form,
        "withhold_form": withhold_form,
        "marks": private_text.find(f"{case.title}\n{case.text}"),
        "answers": [form[f"answer_{step.pk}"] for step in form.answers],
        "files": list(case.files.all()),
    }
    return render(request, "cases/moderate.html", context, status=422 if form.errors or withhold_form.errors else 200)
