"""Proposals as everybody reads them: the list, one proposal, its comments, versions and suggested words."""

from secrets import token_hex

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.govern.proposals.cloud import later, origins, queries, workflow
from shiliu.govern.proposals.cloud.actions import moderating, supports
from shiliu.govern.proposals.cloud.forms import (
    CommentForm,
    CommentsFilter,
    ProposalsFilter,
    ReplyForm,
)
from shiliu.govern.proposals.cloud.models import ProposalFollow
from shiliu.platform import translations
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, needs
from shiliu.platform.residence import residence
from shiliu.platform.texts import differences

PER_PAGE, COMMENTS_PER_PAGE, COMMENTS_SHOWN = 20, 30, 3


@require_GET
@needs("proposals.read")
def proposals(request):
    form = ProposalsFilter(request.GET)
    chosen = form.chosen()
    if chosen and chosen["sort"] == "random" and not chosen["seed"]:
        # The order by chance stays the same while its reader goes from page to page: the seed stands in the address, and nowhere else.
        return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'seed': token_hex(4)})}")
    rows = queries.listed(**chosen) if chosen is not None else []
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = read_in(queries.of_page(page.object_list), get_language())
    context = {"form": form, "page": page, "query": query_of(form), "total": queries.published().exists()}
    return render(request, "proposals/proposals.html", context)


@require_GET
@needs("proposals.read")
def proposal(request, pk):
    found = readable(request, pk)
    return render(request, "proposals/proposal.html", whole(request, found))


@require_GET
@needs("proposals.read")
def comments(request, pk):
    return comments_page(request, readable(request, pk))


@require_GET
@needs("proposals.read")
def versions(request, pk):
    """Every wording there was, the newest first, with what it changed."""
    found = readable(request, pk)
    rows, before = [], None
    for version in found.versions.all():
        after = f"{version.title}\n{version.text}"
        rows.append((version, differences(before, after) if before is not None else ()))
        before = after
    return render(request, "proposals/versions.html", {"proposal": found, "rows": rows[::-1], "state": state_of(found)})


@require_GET
@needs("proposals.read")
def wordings(request, pk):
    """What others suggested, compared with what stood there then."""
    found = readable(request, pk)
    texts = {one.number: f"{one.title}\n{one.text}" for one in found.versions.all()}
    page = Paginator(queries.amendments(found), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            one,
            differences(texts.get(one.base, ""), f"{one.title}\n{one.text}"),
            can(request.actor, "proposals.own_words", one),
        )
        for one in page
    ]
    context = {"proposal": found, "rows": rows, "page": page, "may_keep": can(request.actor, "proposals.keep", found),
               "may_moderate": can(request.actor, "proposals.moderate", found), "residence": residence(request.actor, found.area)}  # fmt: skip
    return render(request, "proposals/wordings.html", context)


@require_GET
@needs("proposals.read")
def log(request):
    """Every decision of moderators with its reason, without the words it was about."""
    page = Paginator(queries.log(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "proposals/log.html", {"page": page})


def readable(request, pk):
    found = queries.one(request.actor, pk)
    if found is None:
        raise Http404
    return found


def state_of(found):
    return workflow.PROPOSALS.state(found.state)


def whole(request, found, **more):
    """What the page of a proposal needs."""
    actor, language = request.actor, get_language()
    shown = None if "original" in request.GET else translations.of(found, language)
    mine = can(actor, "proposals.keep", found)
    top = list(queries.comments(found)[:COMMENTS_SHOWN])
    return {
        "proposal": found, "state": state_of(found), "shown": shown, "languages": translations.languages(found), "mine": mine,
        "title": shown.texts["title"] if shown and "title" in shown.texts else found.title,
        "supported": found.pk in supports.supports(actor.person, [found]) if actor.signed_in else False,
        "follows": actor.signed_in and ProposalFollow.objects.filter(proposal=found, person=actor.person).exists(),
        "residence": residence(actor, found.area), "collecting": found.state == "open" and found.closes_at > now(),
        "answers": found.all_answers[::-1], "steps": later.entries(found), "origins": origins.of(found), "stances": stances(found), "comments": top,
        "amendments": queries.amendments(found).filter(state="waiting").count(),
        "merges": queries.merges(found) if mine else (), "asked": [one for one in queries.merges(found) if one.asked_by_id != actor.person.pk] if mine else (),
        "may_moderate": can(actor, "proposals.moderate", found), "may_answer": can(actor, "proposals.answer", found),
        "may_appeal": found.is_hidden and can(actor, "proposals.own_words", found) and moderating.may_appeal(found),
        "hidden_for": moderating.entries_of(found).filter(decision="hidden").last() if found.is_hidden else None,
        **more,
    }  # fmt: skip


def stances(found):
    """[(label, number)] of the top-level comments."""
    labels = {
        "for": _("For it"),
        "against": _("Against it"),
        "question": pgettext("what neighbours say of a proposal", "Questions"),
        "idea": _("Ideas"),
    }
    counts = queries.stances(found)
    return [(label, counts.get(code, 0)) for code, label in labels.items()]


def comments_page(request, found, *, comment_form=None, reply_form=None, reply_to=None, status=200):
    form = CommentsFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    moderates = can(request.actor, "proposals.moderate", found)
    rows = queries.comments(
        found, sort=chosen.get("sort") or "new", stance=chosen.get("stance") or "", hidden=bool(moderates)
    )
    page = Paginator(rows, COMMENTS_PER_PAGE).get_page(request.GET.get("page"))
    own = {
        one.pk for top in page for one in (top, *top.shown_replies) if can(request.actor, "proposals.own_words", one)
    }
    context = {
        "proposal": found, "form": form, "page": page, "own": own, "moderates": moderates, "residence": residence(request.actor, found.area),
        "talked": found.state in (workflow.COLLECTING + workflow.ANSWERABLE) and not found.is_hidden,
        "comment_form": comment_form or CommentForm(), "reply_form": reply_form or ReplyForm(prefix="reply"), "reply_to": reply_to,
        "stances": stances(found),
    }  # fmt: skip
    return render(request, "proposals/comments.html", context, status=status)


def read_in(rows, language):
    """Rows with `read_title` and `read_language`: the reviewed translation where there is one, else the original."""
    shown = translations.of_each(rows, language)
    for row in rows:
        said = shown.get(row.pk)
        row.read_title = said.texts.get("title", row.title) if said else row.title
        row.read_language = language if said else row.language
        row.shown_state = state_of(row)
    return rows


def query_of(form):
    """The filters as an address, for map, table and feed."""
    if not form.is_valid():
        return ""
    return urlencode({name: value for name, value in form.cleaned_data.items() if value})
