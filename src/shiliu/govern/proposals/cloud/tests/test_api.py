"""Proposals over JSON."""

import json

import pytest
from django.test import Client

from shiliu.govern.proposals.cloud.models import ProposalFollow


@pytest.fixture
def call(yard):
    """call(actor or None, method, path, body) -> (status, JSON)"""

    def ask(actor, method, path, body=None):
        client = Client()
        if actor is not None:
            client.force_login(actor.person)
            client.cookies["csrftoken"] = "a" * 32
        headers = {"X-CSRFToken": "a" * 32}
        sent = client.generic(
            method, f"/api/v1/proposals{path}", json.dumps(body or {}), content_type="application/json", headers=headers
        )
        return sent.status_code, sent.json()

    return ask


def test_a_program_reads_finds_supports_and_comments_with_the_same_rules(yard, bench, call):
    one, chen = yard.neighbours[0], yard.town.actor("chen")
    status, found = call(None, "GET", "?q=长椅&area=west&sort=most")
    assert status == 200 and found["total"] == 1 and found["proposals"][0]["number"] == bench.pk
    assert call(None, "GET", "?area=nowhere")[1]["total"] == 0 and call(None, "GET", "?sort=random")[0] == 422
    status, whole = call(None, "GET", f"/{bench.pk}")
    assert whole["text"] == bench.text and [version["number"] for version in whole["versions"]] == [1]
    assert call(one, "POST", f"/{bench.pk}/support") == (200, {"supports": 1, "supported": True, "follows": False})
    assert call(one, "POST", f"/{bench.pk}/follow")[1]["follows"] and ProposalFollow.objects.count() == 1
    assert call(chen, "POST", f"/{bench.pk}/support")[1]["code"] == "elsewhere"
    assert call(None, "POST", f"/{bench.pk}/support")[0] in (401, 403)
    assert call(one, "POST", f"/{bench.pk}/praise")[0] == 404 and call(one, "GET", f"/{yard.draft.pk + 99}")[0] == 404
    status, said = call(one, "POST", f"/{bench.pk}/comments", {"stance": "question", "text": "谁来修？"})
    assert status == 201 and [one["number"] for one in call(None, "GET", f"/{bench.pk}/comments")[1]] == [
        said["number"]
    ]
    status, wrong = call(one, "POST", f"/{bench.pk}/comments", {"stance": "for", "text": ""})
    assert status == 409 and "text" in wrong["fields"]
