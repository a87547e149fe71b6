"""What journeys may use of proposals: a proposal as plain values, and the door by which everything later is told."""

from dataclasses import dataclass

from django.urls import reverse

from shiliu.govern.proposals.cloud import barred, heard, later, origins, places, queries
from shiliu.govern.proposals.cloud.actions import draft
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.govern.proposals.meetings import heard as meetings_heard
from shiliu.govern.proposals.meetings import queries as meetings_queries
from shiliu.govern.proposals.meetings.actions import add_item
from shiliu.govern.proposals.meetings.telling import address
from shiliu.govern.proposals.owners import heard as owners_heard
from shiliu.govern.proposals.owners import queries as owners_queries
from shiliu.govern.proposals.owners.actions import draft as draft_owners_vote
from shiliu.govern.proposals.owners.actions import refer as refer_owners
from shiliu.platform import translations

__all__ = [
    "Origin", "ProposalTold", "accepted", "add_item", "address_of_meeting", "bar", "coming_meetings", "draft", "draft_owners_vote", "estates",
    "hear", "hear_meetings", "hear_owners", "owners_matters", "proposal_object", "refer_owners", "register_origins", "tell_later", "to_route",
    "told", "wider_place",
]  # fmt: skip

tell_later, hear = later.tell_later, heard.register
Origin, register_origins = origins.Origin, origins.register
bar, hear_meetings, hear_owners, address_of_meeting = (
    barred.register,
    meetings_heard.register,
    owners_heard.register,
    address,
)
owners_matters = owners_queries.matters


@dataclass(frozen=True)
class ProposalTold:
    """A proposal for other apps. `titles`, `texts` are {language: text}: the original and what was reviewed; `costs` (low, high)
    in whole yuan, or None before it is accepted; `unit` the Organisation that answers, or None."""

    id: int
    title: str
    language: str
    titles: dict
    texts: dict
    state: str
    state_label: str
    topic: str
    area: object
    point: tuple | None
    unit: object
    supports: int
    costs: tuple | None
    url: str


def proposal_object(key):
    """The Proposal itself, if everybody can read it, for the link table; None otherwise."""
    return queries.published().select_related("area", "unit", "author", "group").filter(pk=key).first()


def told(proposal):
    """The ProposalTold of a Proposal."""
    titles, texts = {proposal.language: proposal.title}, {proposal.language: proposal.text}
    for language in translations.languages(proposal):
        shown = translations.of(proposal, language)
        if shown and not shown.stale:
            titles[language], texts[language] = shown.texts["title"], shown.texts["text"]
    answer = proposal.answers.last()
    return ProposalTold(
        id=proposal.pk, title=proposal.title, language=proposal.language, titles=titles, texts=texts, state=proposal.state,
        state_label=proposal.get_state_display(), topic=proposal.topic, area=proposal.area,
        point=None if proposal.longitude is None else (proposal.longitude, proposal.latitude), unit=proposal.unit,
        supports=proposal.support_count, costs=(answer.cost_low, answer.cost_high) if answer and answer.promised_on else None,
        url=reverse("proposals:proposal", args=[proposal.pk]),
    )  # fmt: skip


def accepted():
    """Proposals that a unit accepted, whole or in part, the newest answer first."""
    rows = queries.published().filter(state__in=(Proposal.State.ACCEPTED, Proposal.State.IN_PART))
    return rows.select_related("area", "unit", "author", "group").order_by("-reached_at", "-pk")


def to_route(actor):
    """Published proposals that are not over, of the places where the actor keeps meetings: for an agenda, or the owners."""
    S = Proposal.State
    open_ones = queries.published().filter(state__in=(S.OPEN, S.ANSWERING, S.ACCEPTED, S.IN_PART))
    return open_ones.filter(area__in=meetings_queries.places_to_keep(actor)).select_related(
        "area", "unit", "author", "group"
    )


def coming_meetings(actor, area):
    """Meetings the actor keeps that have not begun and whose place holds the area, the next first."""
    found = meetings_queries.listed(meetings_queries.kept_by(actor), when="coming")
    return found.filter(area__in=area.chain_ids)


def estates(actor, area):
    """Estates the actor prepares votes for, in the area or around it."""
    inside, around = (
        owners_queries.estates_of(actor).filter(area__path__startswith=area.path),
        owners_queries.estates_of(actor).filter(area__in=area.chain_ids),
    )
    return (inside | around).distinct()


def wider_place(actor, area):
    """The area itself if the actor lives in it, else the nearest one around it where they do, or None."""
    mine = {place.pk for place in places.places_of(actor)}
    return next((one for one in reversed(area.chain()) if one.pk in mine), None)
