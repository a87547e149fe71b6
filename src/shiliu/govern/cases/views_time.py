"""Pages about time: the resident's answer and objection, promises to keep, and what everybody reads of promises and postponements."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shiliu.govern.cases import (
    actions,
    feeds_promises,
    listing,
    promises,
    published,
    queries,
    queries_time,
    views_resident,
    waiting,
)
from shiliu.govern.cases.forms_time import (
    ContestForm,
    OwedFilter,
    PostponedFilter,
    PromiseForm,
    ReplyForm,
)
from shiliu.platform import paging
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import can, may_somewhere, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
VERBS = {"keep": promises.keep, "move": promises.move, "drop": promises.drop}


@require_POST
@needs("cases.judge")
def reply(request, pk):
    """The resident answers the unit's question, and its time runs again."""
    case = views_resident.own_case(request, pk)
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.move(
                by=request.actor,
                case=case,
                verb="reply",
                said=form.cleaned_data["said"],
                files=form.cleaned_data["photos"],
            )
        except NotPossible as error:
            return too_late(request, pk, form, error)
        except Unacceptable as error:
            form.add_error("photos", error.message)
        else:
            messages.success(request, _("Thank you. Your answer is with the unit, and its time runs again."))
            return redirect("cases:case", pk=pk)
    return views_resident.page(request, case, reply_form=form, status=422)


@require_POST
@needs("cases.judge")
def contest(request, pk):
    """The resident objects to waiting; the supervisor decides again."""
    case = views_resident.own_case(request, pk)
    form = ContestForm(request.POST)
    if form.is_valid():
        try:
            actions.move(by=request.actor, case=case, verb="contest", said=form.cleaned_data["said"])
        except NotPossible as error:
            return too_late(request, pk, form, error)
        messages.success(request, _("Your objection is with the supervisor, who decides again."))
        return redirect("cases:case", pk=pk)
    return views_resident.page(request, case, contest_form=form, status=422)


def too_late(request, pk, form, error):
    """The case has moved on meanwhile: say so, and keep what was typed where it can still be sent as a further word."""
    messages.error(request, str(error))
    words = views_resident.WordForm(initial={"said": form.cleaned_data["said"]})
    case = views_resident.own_case(request, pk)
    may_add = "reply" not in {move.key for move in case.workflow.open_to(request.actor, case)} and case.ended_at is None
    return views_resident.page(request, case, word_form=words if may_add else None, status=409)


def tabs(actor, turn, tallies, promised="due"):
    """Tabs above a worklist: everything open, what is the actor's turn, what waits for others, and promises: those that are due,
    or on the page of promises itself all that are `promised` ("owed"), where it shows more. `tallies` are those of queries_time."""
    home = reverse("cases:queue")
    rows = [
        {"label": _("All open"), "url": home, "current": turn == "", "count": tallies["total"]},
        {"label": _("My turn"), "url": f"{home}?turn=mine", "current": turn == "mine", "count": tallies["mine"]},
        {
            "label": _("Waiting"),
            "url": f"{home}?turn=waiting",
            "current": turn == "waiting",
            "count": tallies["waiting"],
        },
    ]
    if may_somewhere(actor, "cases.keep_promise"):
        label, query = (_("Promises due"), "?state=due") if promised == "due" else (_("Promises to keep"), "")
        count, url = queries_time.count_owed(actor, promised), reverse("cases:promises") + query
        rows.append({"label": label, "url": url, "current": turn is None, "count": count})
    return rows


def promise_rows(actor, promises, opened=None):
    """Rows for the people who keep promises: like waiting.promise_row, with the `forms` the actor may use; `opened` is one that came back."""
    rows = []
    for promise in promises:
        may = promise.state == promise.State.OPEN and can(actor, "cases.keep_promise", promise)
        forms_here = [
            opened if opened is not None and opened.verb == verb else PromiseForm(verb=verb, promise=promise)
            for verb in (PromiseForm.LABELS if may else ())
        ]
        rows.append({**waiting.promise_row(promise), "forms": forms_here})
    return rows


@require_GET
@needs("cases.keep_promise")
def owed(request):
    """Promises of the actor's units and areas: what is still owed, the nearest day first."""
    form, state, conditions = OwedFilter(request.GET), "", [listing.NOTHING]
    if form.is_valid():
        state = form.cleaned_data["state"] or "owed"
        conditions = [queries_time.standing_is(state), queries_time.words_are(form.cleaned_data["text"])]
    found, arms = queries_time.owed_by(request.actor, *conditions)
    page, count = listing.page(found, request.GET, order=queries_time.PROMISED, size=PER_PAGE, arms=arms)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "rows": [waiting.promise_row(promise) for promise in page],
        "turns": tabs(request.actor, None, queries_time.tallies(request.actor), "due" if state == "due" else "owed"),
        "calendar": request.build_absolute_uri(feeds_promises.private_address(request.actor)),
    }
    return render(request, "cases/time_owed.html", context)


def find_promise(request, pk):
    """The promise, if the actor's unit owes it or the actor supervises the place; otherwise it does not exist."""
    found = queries_time.promises_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
@needs("cases.keep_promise")
def promise(request, pk):
    return promise_page(request, find_promise(request, pk))


def promise_page(request, promise, opened=None, status=200):
    """One promise: also for a unit that owes it although the case has gone to another since."""
    context = {
        "promise": promise,
        "row": promise_rows(request.actor, [promise], opened)[0],
        "may_see": queries.visible_to(request.actor).filter(pk=promise.case_id).exists(),
    }
    return render(request, "cases/time_promise.html", context, status=status)


@require_POST
@needs("cases.keep_promise")
def promise_step(request, pk, verb):
    """Kept, a new day, or given up; the words stay on the page when it is not possible."""
    found = find_promise(request, pk)
    if verb not in VERBS:
        raise Http404
    form = PromiseForm(request.POST, verb=verb, promise=found)
    if form.is_valid():
        try:
            VERBS[verb](by=request.actor, promise=found, **form.cleaned_data)
        except NotPossible as error:
            if not error.fields:
                messages.error(request, str(error))
                return redirect("cases:promise", pk=pk)
            error.put_beside(form)
        else:
            messages.success(request, _("Done: %(move)s.") % {"move": form.label})
            if queries.visible_to(request.actor).filter(pk=found.case_id).exists():
                return redirect(reverse("cases:desk", args=[found.case_id]) + f"#promise-{pk}")
            return redirect("cases:promise", pk=pk)
    return promise_page(request, found, form, status=422)


def query_of(request, form):
    names = form.fields if form.is_valid() else ()
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


@require_GET
@needs("cases.read_public")
def public_promises(request):
    """What was promised in published cases, and what became of it."""
    form, every, found = feeds_promises.chosen_promises(request)
    page = paging.page(found, request.GET, order=queries_time.PROMISED, size=PER_PAGE)
    counts = queries_time.counts_by_standing(every)
    places = published.Places.around([one.case for one in page])
    context = {
        "form": form,
        "page": page,
        "count": counts[(form.is_valid() and form.cleaned_data["state"]) or "n"],
        "rows": [{**waiting.promise_row(one, public=True), "place": places.of(one.case)} for one in page.object_list],
        "counts": [
            {"label": waiting.STANDINGS[key][0], "n": counts[key]} for key in ("kept", "open", "late", "dropped")
        ],
        "n": counts["n"],
        "query": query_of(request, form),
    }
    return render(request, "cases/time_public_promises.html", context)


@require_GET
@needs("cases.read_public")
def postponed(request):
    """Published needs whose conditions are not ripe: the reason, the day of review, how long they have waited (挂账)."""
    form = PostponedFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else None
    found = queries_time.postponed(**chosen) if chosen is not None else queries_time.postponed().none()
    page, count = listing.page(found, request.GET, order=listing.QUEUE, size=PER_PAGE)
    places = published.Places.around(page)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "rows": [{"case": case, "place": places.of(case), **waiting.postponement(case)} for case in page.object_list],
    }
    return render(request, "cases/time_postponed.html", context)
