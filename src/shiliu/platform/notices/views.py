"""The inbox, the ways to be told, and the list of letters that did not arrive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.platform import paging
from shiliu.platform.notices import actions, queries
from shiliu.platform.notices.channels import channels as all_channels
from shiliu.platform.notices.forms import AddWayForm, InboxFilter, SettleForm, WayForm
from shiliu.platform.notices.models import Delivery
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import demand, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 15
UNDO = "notices_marked"


@require_GET
@needs("notices.read")
def inbox(request):
    actor = _reader(request)
    form = InboxFilter(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    unread = "unread" in request.GET
    found = queries.inbox(actor, unread=unread, query=query)
    if query:
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    else:
        page = paging.page(found, request.GET, order=queries.NEWEST, size=PER_PAGE)
    context = {
        "page": page,
        "entries": [(notice, words(notice)) for notice in page],
        "form": form,
        "query": query,
        "only_unread": unread,
        "all_shown": not unread,
        "unread_url": reverse("notices:inbox") + "?unread=1",
        "unread_count": queries.unread_count(actor.person),
        "newest": queries.visible_to(actor).values_list("pk", flat=True).first(),
        "may_undo": "marked" in request.GET and bool(request.session.get(UNDO)),
        "here": request.get_full_path(),
    }
    return render(request, "notices/inbox.html", context)


@require_GET
@needs("notices.read")
def follow(request, pk):
    """To what the notice is about, which also counts as having read it; a browser fetching ahead does not."""
    actor = _reader(request)
    notice = get_object_or_404(queries.visible_to(actor), pk=pk)
    if "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        actions.mark_read(by=actor, notices=[notice.pk])
    return redirect(notice.url or "notices:inbox")


@require_POST
@needs("notices.read")
def mark(request, pk):
    """One notice read (`read=1`) or unread again."""
    act = actions.mark_read if request.POST.get("read") == "1" else actions.mark_unread
    reader = _reader(request)
    # Looked up alone, a number too large for the database is found nowhere; in a list it would break the query.
    act(by=reader, notices=list(queries.visible_to(reader).filter(pk=pk).values_list("pk", flat=True)))
    return _back(request)


@require_POST
@needs("notices.read")
def mark_all(request):
    newest = request.POST.get("up_to", "")
    ids = (
        actions.mark_all_read(by=_reader(request), up_to=int(newest)) if newest.isdecimal() and len(newest) < 19 else []
    )
    request.session[UNDO] = ids[:1000]
    messages.success(
        request,
        ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", len(ids))
        % {"count": len(ids)},
    )
    return HttpResponseRedirect(reverse("notices:inbox") + "?marked=1")


@require_POST
@needs("notices.read")
def undo(request):
    actions.mark_unread(by=_reader(request), notices=request.session.pop(UNDO, []))
    return redirect("notices:inbox")


@require_http_methods(["GET", "POST"])
@needs("notices.read")
def channels(request):
    actor = _reader(request)
    form = AddWayForm(request.POST or None, initial={"rhythm": "grouped"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_way(by=actor, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error("address", str(reason))
        else:
            messages.success(request, _("Added. Send a test to see whether it arrives."))
            return redirect("notices:channels")
    ways = [
        (way, WayForm(prefix=f"way-{way.key}", initial={"enabled": way.enabled, "rhythm": way.rhythm}))
        for way in queries.ways(actor.person)
    ]
    may_add = any(channel.capabilities.asks_address for channel in all_channels().values())
    status = 422 if form.is_bound else 200
    return render(request, "notices/channels.html", {"ways": ways, "form": form, "may_add": may_add}, status=status)


@require_POST
@needs("notices.read")
def change_channel(request, key):
    form = WayForm(request.POST, prefix=f"way-{key}")
    if form.is_valid():
        actions.change_way(by=_reader(request), key=key, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose how often you want to be told."))
    return redirect("notices:channels")


@require_POST
@needs("notices.read")
def remove_channel(request, key):
    return _try(
        request, "notices:channels", _("The address is forgotten."), actions.remove_way, by=_reader(request), key=key
    )


@require_POST
@needs("notices.read")
def test_channel(request, key):
    done = _("A test is on its way. Look there, then load this page again to see what became of it.")
    return _try(request, "notices:channels", done, actions.send_test, by=_reader(request), key=key)


@require_GET
@needs("notices.see_to_undelivered")
def undelivered(request):
    page = paging.page(queries.undelivered(request.actor), request.GET, order=("-pk",), size=PER_PAGE)
    names = {name: channel.label for name, channel in all_channels().items()}
    nobody = queries.recipients_in_words(page)
    letters = [
        {
            "delivery": delivery,
            "channel": names.get(delivery.channel, _("No channel")),
            "address": queries.masked(delivery.address) if delivery.channel else nobody[delivery.pk],
            "said": [words(item.notice) for item in delivery.enclosed.all()],
            "form": SettleForm(prefix=f"letter-{delivery.pk}"),
        }
        for delivery in page
    ]
    return render(request, "notices/undelivered.html", {"page": page, "letters": letters})


@require_POST
@needs("notices.see_to_undelivered")
def retry(request, pk):
    delivery = _letter(request, pk)
    return _try(
        request,
        "notices:undelivered",
        _("The letter is sent anew."),
        actions.retry,
        by=request.actor,
        delivery=delivery,
    )


@require_POST
@needs("notices.see_to_undelivered")
def settle(request, pk):
    delivery = _letter(request, pk)
    how = request.POST.get(f"letter-{pk}-how", "")
    done = _("Settled. The letter is off the list.")
    return _try(request, "notices:undelivered", done, actions.settle, by=request.actor, delivery=delivery, how=how)


def _letter(request, pk):
    demand(request.actor, "notices.see_to_undelivered")
    delivery = Delivery.objects.filter(pk=pk).first()
    if delivery is None:
        raise Http404
    return delivery


def _reader(request):
    """The actor, who must be signed in: a tracking code shown earlier opens no inbox."""
    demand(request.actor, "notices.read", actions.Own(request.actor))
    return request.actor


def _try(request, then, done, act, **given):
    try:
        act(**given)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect(then)


def _back(request):
    target = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith(reverse("notices:inbox"))
    return HttpResponseRedirect(target if known else reverse("notices:inbox"))
