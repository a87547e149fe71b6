"""Raising a need in four steps, and the page that hands over the tracking code."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import (
    actions,
    emergencies,
    explaining,
    floods,
    meaning,
    offline,
    placing,
    published,
    queries,
    views_emergencies,
    views_neighbours,
)
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.submitting import ORDER, Need
from shiliu.platform import attachments
from shiliu.platform.permissions import needs, remember_secret
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

SENT = "cases_sent"
ME_TOO = "me-too-"


@require_http_methods(["GET", "POST"])
@needs("cases.submit")
def submit(request):
    """GET begins; every POST carries the whole need and says with `go` where to: next, find, send or the name of a step."""
    if request.method == "GET":
        return page(request, Need.begun(request.GET), "what")
    need = Need.sent(request.POST)
    need.take(floods.room_for_photos(request, need, request.FILES.getlist("photos")), by=request.actor)
    if need.photos:
        attachments.hold(request, *need.photos)
    return go_on(request, need, request.POST.get("step"), request.POST.get("go", "next"))


def show_again(request):
    """The form as it was typed, after its session ended; what was chosen to be sent waits for one more press.

    Photos are kept too: a draft is what anybody may store without a session, nothing refers to it, and it goes after a day."""
    need = Need.sent(request.POST)
    need.take(floods.room_for_photos(request, need, request.FILES.getlist("photos")), by=request.actor)
    attachments.hold(request, *need.photos)
    if need.photo_problems:
        return page(request, need, "words", form=need.form("words", bound=True), status=403, expired=True)
    step = request.POST.get("step") if request.POST.get("step") in ORDER else "what"
    problem = need.first_problem(step)
    return page(request, need, problem[0] if problem else step, status=403, expired=True)


submit.show_again = show_again


def go_on(request, need, step, go):
    step = step if step in ORDER else "what"
    if need.photo_problems:
        return page(request, need, "words", form=need.form("words", bound=True), status=422)
    go, need.meant = meaning.turn(need, step, go)
    if alarm := emergencies.alarm_in(need.data, step=step, go=go):
        return views_emergencies.stop(request, need, alarm, step, go)
    if go.startswith(ME_TOO):
        thanked = views_neighbours.instead(request, need, step, go.removeprefix(ME_TOO))
        if thanked is not None:
            return thanked
        go = step
    if go in ORDER:
        problem = need.first_problem("check")
        return page(request, need, problem[0] if problem and go == "check" else go)
    if step == "where" and go == "find":
        return page(request, need, "where")
    if step == "where":
        choose_only_match(need)
    target = "check" if step == "check" else ORDER[ORDER.index(step) + 1]
    problem = need.first_problem(target)
    if problem:
        return page(request, need, problem[0], form=problem[1], status=422)
    return send(request, need) if step == "check" else page(request, need, target)


def choose_only_match(need):
    """Somebody typed a place and went on without choosing: one match is meant, several are offered."""
    data = need.data
    if data["find"].strip() and not (data["area"] or data["latitude"] or data["nowhere"]):
        found, _more = placing.find_areas(data["find"][:60])
        if len(found) == 1:
            data["area"] = found[0].area.code


def send(request, need):
    """The last step: check once more, write, remember on this device that the code was shown."""
    form = need.form("check", bound=True)
    if form.is_valid():
        floods.of_need(request, form.cleaned_data["submission"], values=need.carried())
        try:
            done = write(request, need, need.answers, form.cleaned_data["submission"])
        except (NotPossible, attachments.Unacceptable) as error:
            form.add_error(None, str(error))
        else:
            remember_secret(request, done.case.code_hash)
            request.session[SENT] = [*request.session.get(SENT, [])[-19:], done.case.pk]
            return redirect("cases:sent", pk=done.case.pk)
    elif form.has_error("submission"):
        need.data["submission"] = Need.begun({}).data["submission"]
    return page(request, need, "check", form=form, status=422)


def write(request, need, answers, submission):
    contact = actions.Contact(
        address_as=answers["address_as"], phone=answers["phone"], email=answers["email"], language=get_language()
    )
    return actions.submit(
        by=request.actor, kind=answers["kind"], title=answers["title"], text=answers["text"],
        category=answers["category"], area=answers["area"], point=answers["point"], place_note=answers["place_note"],
        contact=contact if contact else None, files=need.photos, submission=submission,
        may_publish=answers["may_publish"], answers=answers["answers"],
        origin=floods.origin_of(request),
    )  # fmt: skip


def page(request, need, step, *, form=None, status=200, expired=False):
    """One step as a page. Steps after the first show what the earlier ones led to."""
    form = form or need.form(step)
    context = {
        "need": need,
        "step": step,
        "number": ORDER.index(step) + 1,
        "steps": [_("What"), _("Where"), _("In your words"), _("Check and send")],
        "form": form,
        "hidden": need.hidden(step),
        "expired": expired,
        **offline.around_form(request.actor),
        "template": f"cases/submit/{step}.html",
    }
    return render(request, "cases/submit.html", {**context, **MORE[step](request, need, form)}, status=status)


def more_what(request, need, form):
    return {"meant": need.meant}


def more_where(request, need, form):
    """The places found for what was typed, with the chosen one always among them."""
    typed = need.data.get("find", "")[:60].strip()
    found, more = placing.find_areas(typed) if typed else ([], False)
    chosen = queries.area_by_code(need.data.get("area"))
    if chosen and chosen.code not in {one.area.code for one in found}:
        found = [*placing.with_surroundings([chosen]), *found]
    form.offer(found)
    if len(found) == 1 and not form.is_bound:
        form.initial["area"] = found[0].area.code
    return {
        "typed": typed,
        "found": found,
        "more": more,
        "here": here_for(need) if chosen or need.data.get("latitude") else None,
    }


def more_words(request, need, form):
    for problem in need.photo_problems:
        if form.is_bound:
            form.add_error("photos", problem)
    found = here_for(need)
    return {"here": found, "similar": views_neighbours.nearby(need, found)}


def more_check(request, need, form):
    """The preview: what was said, with the words that seem to name somebody marked, and where it will go."""
    answers, here = need.answers, here_for(need)
    return {
        "answers": answers,
        "marks": need.marks(),
        "language": guess_language(answers["text"]),
        "kind": Case.Kind(answers["kind"]).label,
        "here": here,
        "similar": views_neighbours.nearby(need, here),
        "public_place": published.Places.around([here]).of(here) if here and here.is_known else "",
    }


MORE = {"what": more_what, "where": more_where, "words": more_words, "check": more_check}


def here_for(need):
    """Who serves the place chosen so far, or None while there is no usable place."""
    what, where = need.form("what", bound=True), need.form("where", bound=True)
    if not where.is_valid():
        return None
    category = what.cleaned_data.get("category") if what.is_valid() else None
    try:
        return placing.here(where.cleaned_data["area"], where.cleaned_data["point"], category)
    except NotPossible:
        return None


@never_cache
@require_GET
@needs("cases.track")
def sent(request, pk):
    """The tracking code, where the need went and why, and by when. Opens only on the device that sent it."""
    case = queries.with_history(queries.visible_to(request.actor)).filter(pk=pk).first()
    if case is None or pk not in request.session.get(SENT, []):
        return redirect("cases:track")
    context = {
        "case": case,
        "state": case.state_now,
        "code": actions.code_of(case.submission),
        "reasons": explaining.sentences(case.route),
        "rounds": explaining.deadlines(case),
        "has_contact": hasattr(case, "contact"),
    }
    return render(request, "cases/sent.html", context)


@require_GET
@needs("cases.submit")
def serving(request):
    """Who serves the place chosen so far, as a piece of the page for the script of the second step."""
    need = Need.begun(request.GET)
    return render(request, "cases/submit/here.html", {"here": here_for(need)})


@csrf_exempt
@require_POST
@needs("cases.submit")
def similar(request):
    """What neighbours raised nearby, as a piece of the page for the script of the third step. POST keeps words out of logs; as it
    changes nothing it needs no token, and goes on working in a form whose session has ended."""
    need = Need.sent(request.POST)
    return render(request, "cases/neighbours_similar.html", {"similar": views_neighbours.nearby(need, here_for(need))})
