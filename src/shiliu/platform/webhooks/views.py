"""Office pages about webhooks: who is told what, what became of each message, how a receiver verifies it."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.platform import paging
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.webhooks import actions, events, queries
from shiliu.platform.webhooks.forms import DeliveryFilter, HookForm
from shiliu.platform.webhooks.models import HookDelivery
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
State = HookDelivery.State
LOOKS = {
    State.WAITING: ("warn", "hourglass"), State.SENDING: ("info", "send"), State.SENT: ("good", "check"),
    State.FAILED: ("bad", "circle-x"), State.DROPPED: ("neutral", "eye-off"),
}  # fmt: skip
# verb: (action, what is said afterwards)
VERBS = {
    "test": (actions.test, gettext_lazy("A test is on its way. Load this page again in a few seconds to see what became of it.")),
    "pause": (actions.pause, gettext_lazy("Paused. It is told nothing until you let it go on.")),
    "resume": (actions.resume, gettext_lazy("It is told again from now on.")),
    "remove": (actions.remove, gettext_lazy("Deleted. It is told nothing more.")),
}  # fmt: skip


@require_GET
@needs("webhooks.manage")
def hooks(request):
    demand(request.actor, "webhooks.manage", WholeSite())
    text = request.GET.get("q", "")[:80]
    page = Paginator(queries.listed(request.actor, text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "webhooks/hooks.html", {"page": page, "text": text})


@never_cache
@require_http_methods(["GET", "POST"])
@needs("webhooks.manage")
def create(request):
    """The secret stands on the page that answers the form, and never again."""
    demand(request.actor, "webhooks.manage", WholeSite())
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = actions.add(by=request.actor, **form.cleaned_data)
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            return render(request, "webhooks/secret.html", {"hook": hook, "secret": secret})
    return render(request, "webhooks/hook_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("webhooks.manage")
def edit(request, hook):
    found = _find(request, hook)
    form = HookForm(request.POST or None, initial={"name": found.name, "url": found.url, "events": found.events})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(by=request.actor, hook=found, **form.cleaned_data)
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            messages.success(request, _("Saved. What happens from now on is told as you chose."))
            return redirect("webhooks:hook", found.pk)
    context = {"form": form, "hook": found}
    return render(request, "webhooks/hook_form.html", context, status=422 if form.errors else 200)


@require_GET
@needs("webhooks.manage")
def one(request, hook):
    """A hook, and what became of each message to it."""
    found = _find(request, hook)
    form = DeliveryFilter(request.GET)
    sent = queries.deliveries(found, **form.cleaned_data) if form.is_valid() else queries.deliveries(found).none()
    page = paging.page(sent, request.GET, order=("-pk",), size=PER_PAGE)
    context = {
        "hook": found,
        "form": form,
        "page": page,
        "count": paging.count(sent),
        "rows": [_row(delivery) for delivery in page],
        "titles": [events.title_of(name) for name in found.events],
        "days": settings.WEBHOOK_PAUSE_DAYS,
        "hours": settings.WEBHOOK_OVERLAP_HOURS,
    }
    return render(request, "webhooks/hook.html", context)


def _row(delivery):
    tone, icon = LOOKS[delivery.state]
    return {
        "delivery": delivery, "title": events.title_of(delivery.event), "tone": tone, "icon": icon,
        "may_repeat": delivery.state not in (State.WAITING, State.SENDING),
    }  # fmt: skip


@never_cache
@require_POST
@needs("webhooks.manage")
def act(request, hook, verb):
    found = _find(request, hook)
    if verb == "rotate":
        found, secret = actions.rotate(by=request.actor, hook=found)
        context = {"hook": found, "secret": secret, "rotated": True, "hours": settings.WEBHOOK_OVERLAP_HOURS}
        return render(request, "webhooks/secret.html", context)
    if verb not in VERBS:
        raise Http404
    action, said = VERBS[verb]
    try:
        action(by=request.actor, hook=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect("webhooks:hooks") if verb == "remove" else redirect("webhooks:hook", hook)


@require_POST
@needs("webhooks.manage")
def send_again(request, hook, delivery):
    found = get_object_or_404(queries.deliveries(_find(request, hook)).select_related("hook"), pk=delivery)
    try:
        actions.send_again(by=request.actor, delivery=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is sent again, with what is public now."))
    return redirect("webhooks:hook", hook)


def _find(request, pk):
    demand(request.actor, "webhooks.manage", WholeSite())
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)
