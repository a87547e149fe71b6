"""Setting junk aside: the fresh cases with their bursts, what was set aside, bringing it back; and the asker's one press."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import actions, junk, listing, queries, queries_junk, views_resident
from shiliu.govern.cases.models import JunkBatch
from shiliu.platform import paging
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 50
USUAL_DAYS = 30


class FreshFilter(forms.Form):
    text = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100, help_text=gettext_lazy("Words or a case number"))  # fmt: skip
    burst = forms.ChoiceField(
        label=gettext_lazy("Bursts"), required=False,
        choices=[("", gettext_lazy("All fresh needs")), ("any", gettext_lazy("Only bursts")),
                 (queries_junk.NETWORK, gettext_lazy("Many from one network in a day")), (queries_junk.WORDS, gettext_lazy("The same words"))],
    )  # fmt: skip


class BatchFilter(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), required=False, choices=[("", gettext_lazy("All reasons")), *JunkBatch.Reason.choices]
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=gettext_lazy("Period"), required=False, coerce=int, empty_value=USUAL_DAYS,
        choices=[(30, gettext_lazy("Last 30 days")), (90, gettext_lazy("Last 90 days")), (365, gettext_lazy("Last 365 days"))],
    )  # fmt: skip


class AsideForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is junk"), choices=JunkBatch.Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the reasons.")},
    )  # fmt: skip
    said = forms.CharField(
        label=gettext_lazy("What whoever raised it reads"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("They also read the reason, and how to bring it back."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("cases.set_aside")
def fresh(request):
    """Fresh cases to be marked; `like` and `by` open one burst, where the same words are marked beforehand."""
    form = AsideForm(request.POST) if request.method == "POST" else AsideForm()
    if request.method == "GET":
        return page(request, form)
    marked = {int(pk) for pk in request.POST.getlist("cases") if pk.isdecimal() and len(pk) < 18}
    if form.is_valid():
        cases = list(queries_junk.fresh(request.actor).filter(pk__in=marked))
        try:
            done = junk.set_aside(by=request.actor, cases=cases, reason=form.cleaned_data["reason"], said=form.cleaned_data["said"])  # fmt: skip
        except NotPossible as error:
            form.add_error(None, next(iter(error.fields.values()), str(error)))
        else:
            messages.success(request, told(done, len(marked)))
            return redirect("cases:junk_batch", pk=done.batch.pk)
    return page(request, form, marked=marked, status=422)


def told(done, wanted):
    said = ngettext(
        "%(n)d need was set aside. One press below brings it back.",
        "%(n)d needs were set aside. One press below brings all of them back.",
        done.moved,
    ) % {"n": done.moved}
    left = wanted - done.moved
    more = ngettext(
        "%(n)d was left: somebody has begun to deal with it.", "%(n)d were left: somebody has begun to deal with them.", left
    ) % {"n": left}  # fmt: skip
    return f"{said} {more}" if left else said


def page(request, form, *, marked=None, status=200):
    filter_form = FreshFilter(request.GET)
    chosen = filter_form.cleaned_data if filter_form.is_valid() else {"text": "", "burst": ""}
    every = queries_junk.fresh(request.actor)
    groups = queries_junk.groups(request.actor)
    one = queries_junk.like(groups, request.GET.get("like", ""), request.GET.get("by", ""))
    cases = every.filter(pk__in=one) if one else queries.filtered(every, text=chosen["text"])
    if not one and chosen["burst"]:
        kinds = {chosen["burst"]} if chosen["burst"] != "any" else set(queries_junk.LEAST)
        cases = cases.filter(pk__in={pk for (by, _key), pks in groups.items() if by in kinds for pk in pks})
    found, count = listing.page(cases, request.GET, order=listing.RAISED, size=junk.MOST if one else PER_PAGE)
    found.object_list = queries.with_where(found.object_list)
    # A network may be a village, so only the same words are marked beforehand.
    same_words = bool(one) and request.GET.get("by") == queries_junk.WORDS
    preset = {case.pk for case in found.object_list} if same_words else set()
    context = {
        "form": form,
        "filter_form": filter_form,
        "page": found,
        "count": count,
        "one": one,
        "same_words": same_words,
        "bursts": [] if one else queries_junk.bursts(groups),
        "marked": preset if marked is None else marked,
        "query": urlencode({name: request.GET[name] for name in ("like", "by", "text", "burst", *paging.PARAMETERS) if request.GET.get(name)}),
        "any": every.exists(),
    }  # fmt: skip
    return render(request, "cases/junk.html", context, status=status)


@require_GET
@needs("cases.set_aside")
def batches(request):
    """What was set aside, and the report of how much of it came back."""
    form = BatchFilter({"days": USUAL_DAYS, **request.GET.dict()})
    given = form.cleaned_data if form.is_valid() else {}
    since = now() - timedelta(days=given.get("days") or USUAL_DAYS)
    found = queries_junk.batches(request.actor)
    shown = found.filter(at__gte=since, **({"reason": given["reason"]} if given.get("reason") else {}))
    page, count = listing.page(shown, request.GET, order=queries_junk.NEWEST, size=PER_PAGE)
    page.object_list = queries_junk.with_counts(page, request.actor)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "report": queries_junk.report(request.actor, since),
        "any": found.exists(),
    }
    return render(request, "cases/junk_batches.html", context)


@require_http_methods(["GET", "POST"])
@needs("cases.set_aside")
def batch(request, pk):
    """One batch. POST brings back all of it, or the one `case` it names."""
    found = queries_junk.batches(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    marks = queries_junk.marks(request.actor).filter(batch=found).select_related("case__area")
    if request.method == "POST":
        return bring_back(request, found, marks)
    page = Paginator(marks, PER_PAGE).get_page(request.GET.get("page"))
    queries.with_where([mark.case for mark in page.object_list])
    [found] = queries_junk.with_counts([found], request.actor)
    return render(request, "cases/junk_batch.html", {"batch": found, "page": page})


def bring_back(request, found, marks):
    number = request.POST.get("case", "")
    mark = marks.filter(case=number).first() if number.isdecimal() and len(number) < 18 else None
    try:
        if number and mark is None:
            raise NotPossible(_("This need is not in the list any more."))
        done = junk.bring_back(by=request.actor, batch=found, case=mark and mark.case)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        said = ngettext("%(n)d need is back, with the time that was left.", "%(n)d needs are back, with the time that was left.", done.moved)  # fmt: skip
        messages.success(request, said % {"n": done.moved})
    return redirect("cases:junk_batch", pk=found.pk)


@require_POST
@needs("cases.judge")
def vouch(request, pk):
    """The asker's one press: it was meant, and a person looks at it."""
    case = views_resident.own_case(request, pk)
    try:
        actions.move(by=request.actor, case=case, verb="vouch")
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you for saying so. A person reads it now, and its time runs again."))
    return redirect("cases:case", pk=pk)
