"""The form that survives no signal: its empty page for the phone, a fresh token, and the needs that waited there."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_GET, require_POST

from shiliu.govern.cases import actions, emergencies, floods, offline, views_submit
from shiliu.govern.cases.submitting import Need
from shiliu.platform import attachments
from shiliu.platform.permissions import ANONYMOUS, needs, remember_secret
from shiliu.platform.workflow import NotPossible


@require_GET
@conditional_page
@needs("cases.submit")
def shell(request, language):
    """The page a phone keeps. It is the same for everybody: whoever asks, a stranger is answered."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    request.actor = ANONYMOUS
    with translation.override(language):
        request.LANGUAGE_CODE = translation.get_language()
        response = render(request, "cases/offline.html", offline.shell())
    response["Cache-Control"] = "no-cache"
    return response


@never_cache
@require_GET
@needs("cases.submit")
def token(request):
    """What a form needs that was filled in yesterday: a token of today, and whose session this is."""
    return JsonResponse({"token": get_token(request), "owner": offline.mark_of(request.actor)})


@never_cache
@require_POST
@needs("cases.submit")
def send(request):
    """A need that waited on a phone. 200 sent · 409 somebody else is signed in than wrote it · 422 a person must look at it · 429 later.

    The number of the form makes a repeated sending harmless: the same code comes back."""
    need = Need.sent(request.POST)
    if done := actions.sent_before(need.data["submission"]):
        return sent(request, done)
    if request.POST.get("without_account"):
        request.actor = ANONYMOUS
    elif request.POST.get("owner", "") != offline.mark_of(request.actor):
        return JsonResponse({"state": "account", "signed_in": request.actor.signed_in}, status=409)
    photos = request.FILES.getlist("photos")
    # Above a limit it waits on: the phone tries again later by itself.
    floods.of_photos(request, photos)
    need.take(photos, by=request.actor)
    offline.place_in_words(need, views_submit.choose_only_match)
    if need.photo_problems:
        return look(need, "words", need.photo_problems)
    if alarm := emergencies.alarm_in(need.data, step="check", go="send"):
        return look(
            need, "words", [_("This sounds like an emergency. Call %(number)s now.") % {"number": alarm.number}]
        )
    problem = need.first_problem("check") or ("check", need.form("check", bound=True))
    if not problem[1].is_valid():
        return look(need, problem[0], offline.problems_of(problem[1]))
    floods.of_need(request, need.data["submission"])
    try:
        done = views_submit.write(request, need, need.answers, problem[1].cleaned_data["submission"])
    except (NotPossible, attachments.Unacceptable) as error:
        return look(need, "check", [str(error)])
    return sent(request, done)


def look(need, step, problems):
    """Whoever wrote it must read it once more, in the form with a signal, at the step named; `fields` say what became of the place."""
    fields = {name: need.data[name] for name in ("area", "place_note", "nowhere")}
    return JsonResponse({"state": "look", "step": step, "problems": problems, "fields": fields}, status=422)


def sent(request, done):
    remember_secret(request, done.case.code_hash)
    shown = request.session.get(views_submit.SENT, [])
    request.session[views_submit.SENT] = [*[pk for pk in shown if pk != done.case.pk][-19:], done.case.pk]
    said = {"code": done.code, "number": done.case.number, "url": reverse("cases:sent", args=[done.case.pk])}
    return JsonResponse({"state": "sent", "is_new": done.is_new, **said})
