"""What everybody sees of the queue: halls, the kiosk, the call screen, one's own place in line."""

import segno
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.queue import actions, queries, rules
from shiliu.live.services.queue.forms import DrawForm, began_now
from shiliu.platform import challenge, limits
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20
KIOSK = "shiliu_kiosk"


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
    return render(
        request,
        "queue/hall.html",
        {"hall": found, "lines": queries.lines_of(found), "may_draw": _may_draw(request, found)},
    )


@require_http_methods(["GET", "POST"])
@needs("queue.draw")
def kiosk(request, code):
    """Draw a number: on the device in the hall, or on the phone where the hall allows it."""
    found = _hall(request, code)
    if not _may_draw(request, found):
        return render(request, "queue/only_here.html", {"hall": found})
    form = DrawForm(request.POST or None, hall=found, initial={"began": began_now(now())})
    if request.POST.get("code"):
        challenge.admit(request, "code", form="queue.kiosk")  # only wrong codes count
        if "code" not in form.errors:
            limits.give_back("code", limits.askers(request))
    if request.method == "POST" and form.is_valid():
        try:
            limits.spend("draw", limits.askers(request))
            _ticket, key = actions.draw(by=request.actor, **form.chosen())
        except (NotPossible, limits.TooMany) as problem:
            form.add_error(None, getattr(problem, "sentence", None) or str(problem))
        else:
            return redirect("queue:drawn" if _is_kiosk(request, found) else "queue:place", key=key)
    lines = queries.lines_of(found)
    return render(
        request, "queue/kiosk.html", {"hall": found, "form": form, "lines": lines}, status=422 if form.errors else 200
    )


@require_GET
@needs("queue.read")
def drawn(request, key):
    """The number just drawn, to be printed and to be taken along by phone; the kiosk is free again a little later."""
    place = _place(key)
    address = request.build_absolute_uri(reverse("queue:place", args=[key]))
    code = segno.make(address, error="m").svg_inline(scale=5, border=2)
    return render(request, "queue/drawn.html", {"place": place, "code": code, "hall": place.ticket.hall})


@require_GET
@needs("queue.read")
def place(request, key):
    """Where one stands, on the phone."""
    found = _place(key)
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
            "say": _("Number %(code)s, please come to %(window)s, counter %(desk)s.")
            % {"code": rules.spoken(call.code), "window": call.window, "desk": call.desk},
        }
        for call in queries.calls_of(found)
    ]  # fmt: skip
    response = JsonResponse({"calls": calls, "lines": {line.letter: line.waiting for line in queries.lines_of(found)}})
    response.headers["Cache-Control"] = "no-store"
    return response


def make_kiosk(response, hall):
    """This device may draw numbers of the hall for a year."""
    value = signing.dumps(hall.code, salt=KIOSK)
    response.set_cookie(
        KIOSK, value, max_age=365 * 24 * 3600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _is_kiosk(request, hall):
    try:
        return signing.loads(request.COOKIES.get(KIOSK, ""), salt=KIOSK) == hall.code
    except signing.BadSignature:
        return False


def _may_draw(request, hall):
    return hall.from_home or _is_kiosk(request, hall) or bool(can(request.actor, "queue.serve", hall))


def _hall(request, code):
    return get_object_or_404(queries.visible_to(request.actor), code=code)


def _place(key):
    found = queries.place_of(key)
    if found is None:
        raise Http404
    return found
