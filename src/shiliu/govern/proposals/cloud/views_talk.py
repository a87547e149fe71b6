"""What neighbours do with a proposal: support, follow, comment, suggest words, translate; and what moderators do."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shiliu.govern.proposals.cloud import actions, views
from shiliu.govern.proposals.cloud.actions import moderating, talking
from shiliu.govern.proposals.cloud.forms import (
    CommentForm,
    HideForm,
    ReasonForm,
    ReplyForm,
    SuggestForm,
    TranslationForm,
    WhyForm,
)
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment
from shiliu.platform import challenge, translations
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.texts import LANGUAGE_NAMES
from shiliu.platform.workflow import NotPossible

PRESSES = {
    "support": actions.support,
    "unsupport": actions.unsupport,
    "follow": actions.follow,
    "unfollow": actions.unfollow,
}
KINDS = {"proposal": Proposal, "comment": ProposalComment, "wording": ProposalAmendment}


@require_POST
@needs("proposals.support")
def press(request, pk, verb):
    """Support and follow, and take either back: one press each, with or without script."""
    found = views.readable(request, pk)
    if verb not in PRESSES:
        raise Http404
    try:
        PRESSES[verb](by=request.actor, proposal=found)
        if verb == "support":
            messages.success(request, _("You stand behind it. Everybody sees how many do, nobody sees who."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("proposals:proposal", pk=pk)


@require_POST
@needs("proposals.comment")
def comment(request, pk):
    found = views.readable(request, pk)
    form = CommentForm(request.POST)
    challenge.admit(request, "me_too", form=f"proposals.comment:{pk}")
    if form.is_valid():
        try:
            said = talking.comment(by=request.actor, proposal=found, **form.cleaned_data)
            return redirect(f"{_comments(pk)}#said-{said.pk}")
        except NotPossible as problem:
            problem.put_beside(form)
    return views.comments_page(request, found, comment_form=form, status=422)


@require_POST
@needs("proposals.comment")
def reply(request, pk):
    parent = _comment(pk)
    found = views.readable(request, parent.proposal_id)
    form = ReplyForm(request.POST, prefix="reply")
    challenge.admit(request, "me_too", form=f"proposals.comment:{found.pk}")
    if form.is_valid():
        try:
            said = talking.comment(by=request.actor, proposal=found, stance="reply", parent=parent, **form.cleaned_data)
            return redirect(f"{_comments(found.pk)}#said-{said.pk}")
        except NotPossible as problem:
            problem.put_beside(form)
    return views.comments_page(request, found, reply_form=form, reply_to=parent.pk, status=422)


@require_POST
@needs("proposals.comment")
def remove_comment(request, pk):
    said = _comment(pk)
    talking.remove(by=request.actor, comment=said)
    messages.success(request, _("Your comment is gone."))
    return redirect("proposals:comments", pk=said.proposal_id)


@require_http_methods(["GET", "POST"])
@needs("proposals.comment")
def suggest(request, pk):
    found = views.readable(request, pk)
    form = SuggestForm(
        request.POST if request.method == "POST" else None, initial={"title": found.title, "text": found.text}
    )
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "submit", form=f"proposals.suggest:{pk}")
        try:
            talking.suggest(by=request.actor, proposal=found, **form.cleaned_data)
            messages.success(request, _("The author reads your words and decides. You are told."))
            return redirect("proposals:wordings", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(
        request, "proposals/suggest.html", {"proposal": found, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@needs("proposals.comment")
def settle_wording(request, pk, verb):
    """Take up, decline (with a reason), or withdraw suggested words."""
    made = (
        ProposalAmendment.objects.select_related("proposal__area", "proposal__author", "author").filter(pk=pk).first()
    )
    if made is None or verb not in ("take", "decline", "withdraw"):
        raise Http404
    views.readable(request, made.proposal_id)
    demand(request.actor, *(("proposals.own_words", made) if verb == "withdraw" else ("proposals.keep", made.proposal)))
    form = WhyForm(request.POST if request.method == "POST" else None)
    given = {}
    if verb == "decline":
        if request.method == "GET" or not form.is_valid():
            status = 422 if form.is_bound else 200
            return render(
                request,
                "proposals/decline.html",
                {"wording": made, "proposal": made.proposal, "form": form},
                status=status,
            )
        given = form.cleaned_data
    if request.method == "POST":
        try:
            {"take": talking.take, "decline": talking.decline, "withdraw": talking.withdraw}[verb](
                by=request.actor, amendment=made, **given
            )
        except NotPossible as problem:
            messages.error(request, str(problem))
    return redirect("proposals:wordings", pk=made.proposal_id)


@require_http_methods(["GET", "POST"])
@needs("proposals.translate")
def translate(request, pk, language):
    """Original and translation side by side: somebody drafts, somebody else reviews."""
    found = views.readable(request, pk)
    if language not in LANGUAGE_NAMES or language == found.language:
        raise Http404
    state = translations.state(found, language)
    known = state.draft or state.reviewed
    form = TranslationForm(
        request.POST if request.POST.get("verb") == "write" else None, initial=known.texts if known else {}
    )
    if request.method == "POST":
        try:
            if done := _translation(request, found, language, form):
                messages.success(request, done)
                return redirect("proposals:translate", pk=pk, language=language)
        except NotPossible as problem:
            if form.is_bound:
                problem.put_beside(form)
            else:
                messages.error(request, str(problem))
    reviews = (
        can(request.actor, "proposals.review_translation", found)
        and state.draft
        and state.drafted_by != request.actor.person.pk
    )
    context = {"proposal": found, "form": form, "language": language, "translated": state, "reviews": bool(reviews)}
    return render(request, "proposals/translate.html", context, status=422 if form.errors else 200)


def _translation(request, found, language, form):
    """What was asked for, done: the sentence to say, '' for a form that does not fit."""
    verb = request.POST.get("verb")
    if verb == "write" and form.is_valid():
        demand(request.actor, "proposals.translate")
        challenge.admit(request, "submit", form=f"proposals.translate:{found.pk}")
        translations.write(by=request.actor, thing=found, language=language, texts=form.cleaned_data)
        return _("Your draft is kept. Somebody else reviews it before anybody reads it.")
    if verb == "review":
        demand(request.actor, "proposals.review_translation", found)
        translations.review(by=request.actor, thing=found, language=language)
        return _("The translation is shown from now on.")
    if verb == "take_back":
        demand(request.actor, "proposals.review_translation", found)
        stage = "draft" if translations.state(found, language).draft else "reviewed"
        translations.take_back(
            by=request.actor, thing=found, language=language, stage=stage, reason=request.POST.get("reason", "")[:300]
        )
        return _("The translation is taken back.")
    return ""


@require_http_methods(["GET", "POST"])
@needs("proposals.moderate")
def moderate(request, kind, pk):
    """Hide a text with a ground and a reason, or show it again."""
    thing = _thing(kind, pk)
    proposal = thing if kind == "proposal" else thing.proposal
    demand(request.actor, "proposals.moderate", proposal)
    form = (ReasonForm if thing.is_hidden else HideForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            (moderating.show if thing.is_hidden else moderating.hide)(
                by=request.actor, thing=thing, **form.cleaned_data
            )
            messages.success(request, _("The decision and its reason stand on the public log."))
            return redirect("proposals:proposal", pk=proposal.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"thing": thing, "proposal": proposal, "form": form, "entries": moderating.entries_of(thing)}
    return render(request, "proposals/moderate.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("proposals.own_words")
def appeal(request, kind, pk):
    """Whoever wrote it objects to its being hidden."""
    thing = _thing(kind, pk)
    demand(request.actor, "proposals.own_words", thing)
    proposal = thing if kind == "proposal" else thing.proposal
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.appeal(by=request.actor, thing=thing, **form.cleaned_data)
            messages.success(request, _("Somebody else decides about it, and you are told."))
            return redirect("proposals:mine")
        except NotPossible as problem:
            problem.put_beside(form)
    context = {
        "thing": thing,
        "proposal": proposal,
        "form": form,
        "entries": moderating.entries_of(thing),
        "may": moderating.may_appeal(thing),
    }
    return render(request, "proposals/appeal.html", context, status=422 if form.errors else 200)


def _comments(pk):
    return reverse("proposals:comments", args=[pk])


def _comment(pk):
    found = ProposalComment.objects.select_related("proposal__area", "author").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _thing(kind, pk):
    model = KINDS.get(kind)
    related = ("area", "author") if model is Proposal else ("proposal__area", "author")
    found = model and model.objects.select_related(*related).filter(pk=pk).first()
    if found is None or (model is Proposal and found.state == "draft"):
        raise Http404
    return found
