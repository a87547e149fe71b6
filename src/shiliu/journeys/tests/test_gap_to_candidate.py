"""A gap that is put forward waits until a candidate of the pool takes it up; then a link remembers."""

import pytest

from shiliu.foundation.models import Layer
from shiliu.journeys import gap_to_candidate
from shiliu.live.circle import actions
from shiliu.live.circle.models import Gap
from shiliu.live.circle.tests.conftest import circle  # noqa: F401
from shiliu.platform import audit, links
from shiliu.platform.links import ends
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def candidate(monkeypatch):
    """Any row whose app registers it can be a candidate; the pool itself does not exist yet."""
    monkeypatch.setattr(ends, "_ends", {**ends._ends, "t.candidate": Layer})
    return Layer.objects.create(code="candidate", names={"zh-hans": "候选"})


def test_a_gap_waits_once_put_forward_until_a_candidate_takes_it_up(town, circle, candidate):  # noqa: F811
    actions.run(by=circle.sun)
    gap = Gap.objects.filter(kind__code="convenience", walker="elder").first()
    assert gap_to_candidate.waiting() == []
    with pytest.raises(ValueError, match="not put forward"):
        gap_to_candidate.take_up(by=circle.sun, gap_id=gap.pk, candidate=candidate)
    actions.put_forward(by=circle.sun, gap=gap, reason="No shop on the terrace.")
    assert [told.id for told in gap_to_candidate.waiting()] == [gap.pk]
    gap_to_candidate.take_up(by=circle.sun, gap_id=gap.pk, candidate=candidate)
    assert gap_to_candidate.waiting() == []
    gap_to_candidate.take_up(by=circle.sun, gap_id=gap.pk, candidate=candidate)
    with pytest.raises(NotPossible, match="Another candidate"):
        other = Layer.objects.create(code="other", names={"zh-hans": "另一个"})
        gap_to_candidate.take_up(by=circle.sun, gap_id=gap.pk, candidate=other)
    assert [told.reason for told in gap_to_candidate.gaps_of(candidate)] == ["No shop on the terrace."]
    assert audit.rows_on(gap).first().verb == gap_to_candidate.VERB
    candidate.delete()
    assert [told.id for told in gap_to_candidate.waiting()] == [gap.pk]
    assert len(links.loose()) == 1
