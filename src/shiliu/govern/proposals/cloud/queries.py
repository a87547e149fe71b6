"""Lists of proposals, for everybody and for the office. A draft is read by its author, what is hidden by its author and moderators."""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from shiliu.foundation.models import Area
from shiliu.govern.proposals.cloud import rules, searching, workflow
from shiliu.govern.proposals.cloud.models import Proposal, ProposalFollow, ProposalMerge
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment, ProposalModeration
from shiliu.platform import search
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

S = Proposal.State
MOST_SHUFFLED = 2000
NEEDED = ("area", "author", "group", "unit")


def published():
    """What everybody reads."""
    return Proposal.objects.filter(is_hidden=False).exclude(state=S.DRAFT)


def visible_to(actor):
    everywhere, paths, _units = places_of(actor, "proposals.moderate")
    mine = Q(author=actor.person) if actor.signed_in else Q(pk__in=[])
    moderated = inside(paths, "area__path", everywhere=everywhere) & ~Q(state=S.DRAFT)
    return Proposal.objects.filter(Q(is_hidden=False) & ~Q(state=S.DRAFT) | mine | moderated)


def one(actor, pk):
    """A whole proposal the actor may read, or None."""
    found = visible_to(actor).select_related(*NEEDED, "merged_into").prefetch_related(
        "versions", "steps", "joined", Prefetch("answers", to_attr="all_answers")
    )  # fmt: skip
    return found.filter(pk=pk).first()


def listed(*, q="", area=None, topic="", state="", sort="new", seed=""):
    """Published proposals as the reader chose: of an area with everything inside it, by words, topic and state; in one of forms.SORTS.

    In random order it is a list, the same for the same seed; otherwise a queryset."""
    rows = published().select_related(*NEEDED)
    if q.strip():
        rows = rows.filter(pk__in=list(search.keys(searching.KIND, q, public_only=True)))
    if area is not None:
        rows = rows.filter(area__path__startswith=area.path)
    if topic:
        rows = rows.filter(topic=topic)
    if state == "answered":
        rows = rows.filter(state__in=workflow.ANSWERED)
    elif state == "ended":
        rows = rows.filter(state__in=workflow.ENDED)
    elif state:
        rows = rows.filter(state=state)
    else:
        rows = rows.exclude(state__in=workflow.ENDED)
    if sort == "most":
        return rows.order_by("-support_count", "-pk")
    if sort == "ending":
        return rows.filter(state=S.OPEN).order_by("closes_at", "pk")
    if sort == "random":
        return rules.shuffled(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_SHUFFLED], seed)
    return rows.order_by("-opened_at", "-pk")


def of_page(rows):
    """Rows of one page, of a queryset or of keys in the order they stand."""
    if not isinstance(rows, list) or (rows and not isinstance(rows[0], int)):
        return list(rows)
    found = {row.pk: row for row in published().select_related(*NEEDED).filter(pk__in=rows)}
    return [found[key] for key in rows if key in found]


def areas():
    """Areas that have a published proposal of their own, with those around them: what a filter offers."""
    ids = set(published().values_list("area__path", flat=True))
    wanted = {int(part) for path in ids for part in path.strip("/").split("/")}
    return sorted(Area.objects.filter(pk__in=wanted), key=lambda one: one.chain_ids)


def own(person):
    """What somebody proposed, drafts first."""
    return (
        Proposal.objects.filter(author=person)
        .select_related(*NEEDED)
        .order_by(F("opened_at").desc(nulls_first=True), "-pk")
    )


def followed(person):
    rows = Proposal.objects.filter(Exists(ProposalFollow.objects.filter(proposal=OuterRef("pk"), person=person)))
    return rows.select_related(*NEEDED).order_by("-pk")


def comments(proposal, *, sort="new", stance="", hidden=False):
    """Comments of the top level with `shown_replies`; `hidden` ones only for moderators."""
    rows = ProposalComment.objects.filter(proposal=proposal)
    rows = rows if hidden else rows.filter(is_hidden=False)
    replies = Prefetch("replies", rows.filter(parent__isnull=False).select_related("author"), to_attr="shown_replies")
    top = rows.filter(parent=None).select_related("author").prefetch_related(replies)
    if stance:
        top = top.filter(stance=stance)
    if sort == "answered":
        said = Count("replies", filter=Q(replies__is_hidden=False))
        return top.annotate(said=said).order_by("-said", "-at", "-pk")
    return top.order_by("at", "pk") if sort == "old" else top.order_by("-at", "-pk")


def stances(proposal):
    """{stance: number} of what is shown."""
    rows = ProposalComment.objects.filter(proposal=proposal, is_hidden=False, parent=None)
    return dict(rows.order_by().values_list("stance").annotate(n=Count("pk")))


def amendments(proposal):
    rows = ProposalAmendment.objects.filter(proposal=proposal, is_hidden=False).exclude(
        state=ProposalAmendment.State.WITHDRAWN
    )
    return rows.select_related("author").order_by("-at", "-pk")


def merges(proposal):
    """Requests to join that nobody has answered yet, from or to this proposal."""
    rows = ProposalMerge.objects.filter(Q(proposal=proposal) | Q(into=proposal), state=ProposalMerge.State.ASKED)
    return rows.select_related("proposal__author", "into__author")


def to_answer(actor):
    """Proposals that wait for an answer of the actor's unit or in the actor's area, the first due first."""
    return _answered_by(actor).filter(state=S.ANSWERING).order_by("answer_due_at", "pk")


def answered(actor):
    return _answered_by(actor).filter(state__in=workflow.ANSWERED).order_by("-reached_at", "-pk")


def moderated(actor):
    """Published and hidden proposals of the areas where the actor moderates."""
    everywhere, paths, _units = places_of(actor, "proposals.moderate")
    rows = Proposal.objects.filter(inside(paths, "area__path", everywhere=everywhere)).exclude(state=S.DRAFT)
    return rows.select_related(*NEEDED)


def log():
    """Every decision of moderators, newest first: public, without the words it was about."""
    return ProposalModeration.objects.select_related("proposal__area", "comment", "amendment").order_by("-at", "-pk")


def appeals(actor):
    """Appeals nobody has decided yet, in the actor's areas, the oldest first."""
    from_appeals = ProposalModeration.objects.filter(
        decision=ProposalModeration.Decision.APPEALED, proposal__in=moderated(actor)
    )
    rows = from_appeals.select_related(
        "proposal__area", "comment__proposal__area", "amendment__proposal__area"
    ).order_by("at", "pk")
    decided = (ProposalModeration.Decision.APPEAL_UPHELD, ProposalModeration.Decision.APPEAL_DENIED)
    done = set(
        ProposalModeration.objects.filter(decision__in=decided, proposal__in=[row.proposal_id for row in rows])
        .values_list("proposal", "comment", "amendment")
    )  # fmt: skip
    return [row for row in rows if (row.proposal_id, row.comment_id, row.amendment_id) not in done]


def _answered_by(actor):
    everywhere, paths, units = places_of(actor, "proposals.answer")
    also, around, _more = places_of(actor, "proposals.assign")
    mine = inside(paths | around, "area__path", everywhere=everywhere or also)
    return Proposal.objects.filter(mine | Q(unit__in=units)).select_related(*NEEDED)
