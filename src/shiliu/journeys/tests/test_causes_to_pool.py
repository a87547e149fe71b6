"""A cause that came often becomes a candidate; what came a few times is told to nobody."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.projects.pool.models import Candidate
from shiliu.journeys import causes_to_pool
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import Refused

WORDS = {"names": {"zh-hans": "换水管"}, "summary": {"zh-hans": "老楼漏水多。"}, "kind": "works"}


@pytest.fixture
def leaks(town, settings):
    settings.MEDIATION_LEAST = 5
    day = date(2025, 11, 5)
    # What is hidden together has to be many too, or the sum of all would tell it.
    for number, cause in enumerate(["leak"] * 10 + ["noise"] * 4 + ["pets"] * 4):
        Dispute.objects.create(
            key_name=f"leak{number}", committee=town.units.committee, area=town.places.west, kind="neighbours", origin="party", state="performed",
            applied_on=day - timedelta(days=9), ended_on=day, cause=cause,
        )  # fmt: skip


def test_only_what_came_often_waits_and_only_for_whoever_enters_candidates_there(town, leaks):
    [cause] = causes_to_pool.waiting(town.actor("sun"))
    assert (cause.cause, cause.count, cause.area.code) == ("leak", 10, "west")
    for key in ("gulnar", "li", "bai"):
        assert causes_to_pool.waiting(town.actor(key)) == []
    with pytest.raises(Refused):
        causes_to_pool.take_up(by=town.actor("gulnar"), cause=cause, **WORDS)


def test_the_page_makes_a_candidate_of_it_and_the_audit_says_where_it_came_from(town, leaks, client):
    client.force_login(town.people.sun)
    listed = client.get(reverse("journeys:wishes")).content.decode()
    address = reverse("journeys:take_up_cause", args=["2025-Q4:west:leak"])
    assert address in listed.replace("&#x27;", "'") and "Leaking water" in listed
    answer = client.post(address, {"name": "换水管", "summary": "老楼漏水多。", "kind": "works"})
    made = Candidate.objects.get()
    assert answer.url == reverse("pool:candidate", args=[made.pk]) and made.origin == "theme"
    assert AuditRow.objects.get(verb=causes_to_pool.VERB).data["counted"] == 10
    assert client.get(reverse("journeys:take_up_cause", args=["2025-Q4:west:noise"])).status_code == 404
