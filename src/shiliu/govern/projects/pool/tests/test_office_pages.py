"""The pages of the pool's office: who only enters candidates reads them as everybody does, who keeps them is warned."""

import pytest

pytestmark = pytest.mark.django_db
TYPED = {"name_zh-hans": "小院长椅", "summary_zh-hans": "老人歇脚。", "kind": "works", "area": "west"}


def test_a_window_worker_who_enters_a_candidate_sees_it_and_finds_it_again(client, town):
    client.force_login(town.people.zhao)
    entered = client.post("/office/pool/new/", TYPED, follow=True)
    assert (entered.status_code, entered.redirect_chain[-1][0].startswith("/pool/")) == (200, True)
    assert "Whoever keeps the pool of this place" in entered.content.decode()
    assert "小院长椅" in client.get("/office/pool/").content.decode()


def test_a_keeper_goes_on_to_the_checks_and_is_warned_before_a_settled_candidate_opens_again(client, town):
    from shiliu.govern.projects.pool import actions
    from shiliu.govern.projects.pool.models import Candidate

    client.force_login(town.people.sun)
    entered = client.post("/office/pool/new/", TYPED, follow=True)
    assert entered.redirect_chain[-1][0].startswith("/office/pool/")
    made = Candidate.objects.get()
    ask = f"/office/pool/{made.pk}/ask/"
    assert "opens it again" not in client.get(ask).content.decode()
    check = actions.ask_check(by=town.actor("sun"), candidate=made, reviewer=town.people.li, organisation=town.units.city,
                              due=town.now.date())  # fmt: skip
    actions.answer_check(by=town.actor("li"), check=check, feasible=True, low=100, high=200)
    actions.settle(by=town.actor("sun"), candidate=made, feasible=True)
    assert "opens it again" in client.get(ask).content.decode()
