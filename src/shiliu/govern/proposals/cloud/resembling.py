"""Proposals that may be the same: shown to the author before anything is sent, and refused only where the words are the same."""

from dataclasses import dataclass

from django.conf import settings

from shiliu.govern.proposals.cloud import rules
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.methods import similar

MOST, SHOWN = 300, 3
S = Proposal.State


@dataclass(frozen=True)
class Likely:
    """A proposal that may be the same; `metres` from here, None when it only concerns the same place."""

    proposal: Proposal
    metres: float | None


def likely(*, area, topic, title, text, point=None, leave_out=None, most=SHOWN):
    """[Likely] open or answered proposals of the area, around it or below it, likeliest first. One query."""
    mine = similar.Need(None, f"{title}\n{text}", topic or None, None, point, "here")
    rows = {row.pk: row for row in _around(area) if row.pk != leave_out}
    found = similar.matches(mine, [_need(row) for row in rows.values()], metres=settings.CASE_SIMILAR_METRES, most=most)
    return [Likely(rows[match.key], match.metres) for match in found]


def same(proposal):
    """An open proposal of the same place with the same words, or None."""
    mine = f"{proposal.title}\n{proposal.text}"
    rows = Proposal.objects.filter(area=proposal.area, state__in=(S.OPEN, S.ANSWERING), is_hidden=False).exclude(
        pk=proposal.pk
    )
    return next(
        (
            row
            for row in rows.order_by("-pk")[:MOST]
            if similar.likeness(mine, f"{row.title}\n{row.text}") >= rules.SAME
        ),
        None,
    )


def _around(area):
    rows = Proposal.objects.filter(is_hidden=False).exclude(state__in=(S.DRAFT, S.WITHDRAWN, S.EXPIRED, S.MERGED))
    below, above = rows.filter(area__path__startswith=area.path), rows.filter(area__in=area.chain_ids)
    return (below | above).select_related("area").order_by("-pk")[:MOST]


def _need(row):
    point = (row.longitude, row.latitude) if row.longitude is not None else None
    return similar.Need(row.pk, f"{row.title}\n{row.text}", row.topic, None, point, "here")
