"""What everybody sees of the queue: halls, the kiosk, the call screen, one's own place in line."""

import segno
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.queue import actions, queries, rules
from shiliu.live.services.queue.forms import DrawForm, began_now
from shiliu.platform import challenge, limits
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, may_somewhere, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20
KIOSK = "shiliu_kiosk"
YEAR = 365 * 24 * 3600


@require_GET
@needs("queue.read")
def halls(request):
    """Where one can draw a number, with how many wait."""
    text = request.GET.get("text", "").strip()[:80]
    found = queries.named(queries.visible_to(request.actor), text)
    return render(
        request,
        "queue/halls.html",
        {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "text": text},
    )


@require_GET
@needs("queue.read")
def hall(request, code):
    found = _hall(request, code)
    lines = queries.lines_of(found)
    return render(
        request,
        "queue/hall.html",
        {"hall": found, "lines": lines, "may_draw": bool(lines) and found.active and _may_draw(request, found)},
    )


@require_http_methods(["GET", "POST"])
@needs("queue.draw")
def kiosk(request, code):
    """Draw a number: on the device in the hall, or on the phone where the hall allows it."""
    found = _hall(request, code)
    if not _may_draw(request, found):
        return render(request, "queue/only_here.html", {"hall": found})
    at_kiosk = _is_kiosk(request, found)
    if at_kiosk and (usual := _usual_language(request)):
        return usual
    form = DrawForm(request.POST or None, hall=found, at_kiosk=at_kiosk, initial={"began": began_now(now())})
    if request.POST.get("code"):
        challenge.admit(request, "code", form="queue.kiosk")  # only wrong codes count
        if "code" not in form.errors:
            limits.give_back("code", limits.askers(request))
    if request.method == "POST" and form.is_valid():
        try:
            limits.spend("draw", limits.askers(request), proved=at_kiosk)
            _ticket, key = actions.draw(by=request.actor, here=True, **form.chosen())
        except (NotPossible, limits.TooMany) as problem:
            form.add_error(None, getattr(problem, "sentence", None) or str(problem))
        else:
            return redirect("queue:drawn" if at_kiosk else "queue:place", key=key)
    context = {
        "hall": found,
        "form": form,
        "lines": queries.lines_of(found) if found.active else [],
        "at_kiosk": at_kiosk,
    }
    return render(request, "queue/kiosk.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@needs("queue.read")
def drawn(request, key):
    """The number just drawn, to be printed and to be taken along by phone. The kiosk is free for the next person a little later;
    a worker goes back to where the number was drawn (?next=)."""
    place = _place(key)
    address = request.build_absolute_uri(reverse("queue:place", args=[key]))
    code = segno.make(address, error="m").svg_inline(scale=5, border=2)
    hall = place.ticket.hall
    back = request.GET.get("next", "")
    by_worker = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and may_somewhere(
        request.actor, "queue.serve"
    )
    context = {
        "place": place, "code": code, "hall": hall, "back": back if by_worker else "",
        "again": f"{reverse('queue:kiosk', args=[hall.code])}?again=1" if _is_kiosk(request, hall) else "",
    }  # fmt: skip
    return render(request, "queue/drawn.html", context)


@require_GET
@needs("queue.read")
def place(request, key):
    """Where one stands, on the phone."""
    found = queries.place_of(key)
    if found is None:
        return render(request, "queue/over.html", status=404)
    response = render(request, "queue/place.html", {"place": found, "key": key, "ticket": found.ticket})
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_GET
@needs("queue.read")
def place_now(request, key):
    """The same in a few words for the script that looks every few seconds."""
    return render(request, "queue/place_now.html", {"place": (found := _place(key)), "ticket": found.ticket})


@require_POST
@needs("queue.draw")
def give_up(request, key):
    found = _place(key)
    if actions.give_up(by=request.actor, ticket=found.ticket, key=key):
        messages.success(request, _("Your number is given back. Draw a new one if you come again."))
    return redirect("queue:place", key=key)


@require_GET
@needs("queue.read")
def screen(request, code):
    found = _hall(request, code)
    return render(
        request,
        "queue/screen.html",
        {"hall": found, "calls": queries.calls_of(found), "lines": queries.lines_of(found)},
    )


@require_GET
@needs("queue.read")
def screen_now(request, code):
    """The calls as data: what to show, and what to say aloud."""
    found = _hall(request, code)
    calls = [
        {
            "code": call.code, "window": call.window, "desk": call.desk, "id": f"{call.code}-{call.at:%H%M%S%f}-{call.calls}",
            "counter": _("Counter %(desk)s") % {"desk": call.desk},
            "say": _("Number %(code)s, please come to %(window)s, counter %(desk)s.")
            % {"code": rules.spoken(call.code), "window": call.window, "desk": call.desk},
        }
        for call in queries.calls_of(found)
    ]  # fmt: skip
    response = JsonResponse({"calls": calls, "lines": {line.letter: line.waiting for line in queries.lines_of(found)}})
    response.headers["Cache-Control"] = "no-store"
    return response


def make_kiosk(response, hall):
    """This device may draw numbers of the hall for a year, and shows each person first the language it shows now."""
    value = signing.dumps([hall.code, get_language()], salt=KIOSK)
    response.set_cookie(
        KIOSK, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def kiosk_of(request):
    """(code of the hall, language) of the kiosk this device is; ("", "") for any other device."""
    try:
        code, language = signing.loads(request.COOKIES.get(KIOSK, ""), salt=KIOSK, max_age=YEAR)
    except (signing.BadSignature, ValueError):
        return "", ""
    return code, language


def _is_kiosk(request, hall):
    return kiosk_of(request)[0] == hall.code


def _usual_language(request):
    """Whoever comes after somebody who chose another language finds the kiosk in its own again; None where nothing is to be done."""
    _code, language = kiosk_of(request)
    if "again" not in request.GET or language not in dict(settings.LANGUAGES):
        return None
    response = redirect(request.path)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", max_age=settings.LANGUAGE_COOKIE_AGE)
    return response


def _may_draw(request, hall):
    return hall.from_home or _is_kiosk(request, hall) or bool(can(request.actor, "queue.serve", hall))


def _hall(request, code):
    """Closed halls too: their screen goes on calling the numbers of today."""
    return get_object_or_404(queries.known(), code=code)


def _place(key):
    found = queries.place_of(key)
    if found is None:
        raise Http404
    return found
