"""The pages of proposals: what each reader gets to see and to press."""

import re

import pytest
from django.test import Client

from shiliu.govern.proposals.cloud import actions
from shiliu.govern.proposals.cloud.actions import talking
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment
from shiliu.govern.proposals.cloud.tests.conftest import TEXT, TITLE


def page(client, address, status=200, **query):
    answer = client.get(address, query)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.fixture
def visitor(yard):
    """visitor(person) -> client signed in, None for a guest."""

    def make(person):
        client = Client(enforce_csrf_checks=False)
        if person is not None:
            client.force_login(person)
        return client

    return make


def test_a_resident_writes_looks_at_it_and_puts_it_to_the_neighbours(yard, bench, visitor):
    one = visitor(yard.neighbours[0].person)
    form = page(one, "/proposals/new/", title="树下的长椅", area="court")
    assert "树下的长椅" in form and "Court (Compound)" in form
    wrong = one.post("/proposals/new/", {"area": "east", "topic": "ease", "title": "x", "text": "y"})
    assert wrong.status_code == 422
    given = {
        "area": "court",
        "topic": "ease",
        "title": "树下的长椅",
        "text": "院子里没有地方坐，老人累了。请王强 13800138000 装长椅。",
        "latitude": "40.01",
        "longitude": "100.01",
    }
    made = one.post("/proposals/new/", given)
    draft = Proposal.objects.get(state="draft", title="树下的长椅")
    assert made["Location"] == f"/proposals/{draft.pk}/preview/"
    shown = page(one, made["Location"])
    assert "13800138000</bdi></mark>" in shown and TITLE in shown and "Mine is different" in shown
    assert page(visitor(None), f"/proposals/{draft.pk}/", 404)
    one.post(
        f"/proposals/{draft.pk}/edit/", {**given, "text": "院子里没有地方坐，请在凉快的树下装一张大家都能用的椅子。"}
    )
    assert one.post(made["Location"])["Location"] == f"/proposals/{draft.pk}/"
    assert Proposal.objects.get(pk=draft.pk).state == "open"
    assert "Type the code of a letter" in page(visitor(yard.town.people.lin), "/proposals/new/")
    assert visitor(None).get("/proposals/new/").status_code == 302


@pytest.mark.both
def test_the_list_finds_filters_and_is_in_an_order_that_favours_none(
    yard, bench, visitor, django_assert_max_num_queries
):
    guest = visitor(None)
    for address in (
        {},
        {"q": "长椅"},
        {"area": "west"},
        {"topic": "ease", "state": "open"},
        {"sort": "most"},
        {"sort": "ending"},
    ):
        assert TITLE in page(guest, "/proposals/", **address)
    for address in ({"q": "电梯"}, {"state": "answered"}, {"topic": "green"}, {"area": "nowhere"}):
        assert "No proposal fits" in page(guest, "/proposals/", **address)
    chance = guest.get("/proposals/", {"sort": "random"})
    seed = re.search(r"seed=([0-9a-f]+)", chance["Location"])[1]
    assert TITLE in page(guest, "/proposals/", sort="random", seed=seed)
    with django_assert_max_num_queries(14):
        page(guest, "/proposals/")
    assert bench.title in page(guest, "/proposals/feed.rss") and bench.title in page(guest, "/proposals/feed.atom")
    found = guest.get("/proposals/places.geojson").json()["features"]
    assert [one["geometry"]["coordinates"] for one in found if one["properties"]["kind"] == "point"] == [
        [100.01, 40.01]
    ]
    assert bench.title in b"".join(guest.get("/proposals/proposals.csv").streaming_content).decode()


def test_one_press_supports_another_takes_it_back_and_each_reader_hears_what_is_missing(yard, bench, visitor):
    home = f"/proposals/{bench.pk}/"
    one = visitor(yard.neighbours[0].person)
    assert "I support it" in page(one, home)
    one.post(f"{home}press/support/")
    one.post(f"{home}press/follow/")
    shown = page(one, home)
    assert "You stand behind it." in shown and "1 neighbour stands behind it." in shown and "Stop telling me" in shown
    one.post(f"{home}press/unsupport/")
    assert "I support it" in page(one, home) and one.post(f"{home}press/x/").status_code == 404
    assert "Sign in first" in page(visitor(None), home) and "another place" in page(
        visitor(yard.town.people.chen), home
    )
    assert "Show a code at the window" in page(visitor(yard.town.people.wang), home)
    assert "your own proposal" in page(visitor(yard.town.people.gulnar), home)


def test_neighbours_comment_reply_suggest_and_the_author_compares_the_words(
    yard, bench, visitor, django_assert_max_num_queries
):
    home, one, gulnar = f"/proposals/{bench.pk}/", visitor(yard.neighbours[0].person), visitor(yard.town.people.gulnar)
    assert one.post(f"{home}comments/new/", {"stance": "against", "text": "x"}).status_code == 422
    one.post(f"{home}comments/new/", {"stance": "question", "text": "谁来修？"})
    asked = ProposalComment.objects.get()
    assert gulnar.post(f"/proposals/comments/{asked.pk}/reply/", {"reply-text": ""}).status_code == 422
    gulnar.post(f"/proposals/comments/{asked.pk}/reply/", {"reply-text": "物业。"})
    shown = page(visitor(None), f"{home}comments/", sort="answered", stance="question")
    assert "谁来修？" in shown and "物业。" in shown and "gulnar" in shown and "Sign in first" in shown
    with django_assert_max_num_queries(16):
        page(visitor(None), f"{home}comments/")
    assert "谁来修？" in page(visitor(None), home)
    one.post(f"/proposals/comments/{asked.pk}/remove/")
    assert "took it back" in page(visitor(None), f"{home}comments/")
    assert TEXT in page(one, f"{home}wordings/new/")
    assert one.post(f"{home}wordings/new/", {"title": TITLE, "text": TEXT, "why": "x"}).status_code == 422
    one.post(f"{home}wordings/new/", {"title": TITLE, "text": TEXT.replace("两棵", "三棵"), "why": "有三棵"})
    made = ProposalAmendment.objects.get()
    shown = page(gulnar, f"{home}wordings/")
    assert "</span>三</ins>" in shown and "Take these words up" in shown
    assert "Why?" in page(gulnar, f"/proposals/wordings/{made.pk}/decline/")
    assert one.post(f"/proposals/wordings/{made.pk}/take/").status_code == 403
    gulnar.post(f"/proposals/wordings/{made.pk}/take/")
    assert "</span>三</ins>" in page(visitor(None), f"{home}versions/")


def test_an_author_changes_joins_and_takes_back(yard, bench, visitor):
    home, gulnar, five = f"/proposals/{bench.pk}/", visitor(yard.town.people.gulnar), yard.neighbours[5]
    form = page(gulnar, f"{home}edit/")
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1]
    change = {"title": TITLE, "text": TEXT + "两张。", "why": "两张", "seen": seen}
    assert gulnar.post(f"{home}edit/", change).status_code == 302
    lost = gulnar.post(f"{home}edit/", {**change, "text": TEXT + "四张。"})
    assert lost.status_code == 409 and "四张" in lost.content.decode()
    assert "There is no other open proposal" in page(gulnar, f"{home}join/")
    other = actions.open_proposal(
        by=five,
        proposal=actions.draft(
            by=five,
            area=bench.area,
            topic="ease",
            title="树荫",
            text="大树下面夏天很凉快，可是没有座位，请放几个座位。",
        ),
    )
    gulnar.post(f"{home}join/", {"into": other.pk, "why": "一样"})
    author = visitor(five.person)
    assert "You are asked whether" in page(author, f"/proposals/{other.pk}/")
    merge = bench.merges.get()
    assert author.post(f"/proposals/joining/{merge.pk}/x/").status_code == 404
    author.post(f"/proposals/joining/{merge.pk}/agree/")
    assert "It goes on together with" in page(visitor(None), home) and "goes on in this proposal" in page(
        visitor(None), f"/proposals/{other.pk}/"
    )
    gulnar.post(f"{home}part/")
    assert Proposal.objects.get(pk=bench.pk).state == "open"
    assert visitor(yard.neighbours[1].person).get(f"{home}withdraw/").status_code == 404
    assert gulnar.post(f"{home}withdraw/", {"why": ""}).status_code == 422
    gulnar.post(f"{home}withdraw/", {"why": "装好了"})
    assert "装好了" in page(visitor(None), home) and TITLE in page(gulnar, "/proposals/mine/")


def test_the_unit_answers_on_its_page_and_everybody_reads_reasons_cost_and_day(yard, reached, visitor):
    li, office = visitor(yard.town.people.li), f"/office/proposals/{reached.pk}/"
    assert TITLE in page(li, "/office/proposals/", q="长椅") and "No proposal fits" in page(
        li, "/office/proposals/", state="answered"
    )
    assert "Nothing waits" in page(visitor(yard.town.people.fang), "/office/proposals/")
    assert visitor(yard.town.people.fang).get(office).status_code == 404
    assert li.post(office, {"outcome": "accepted", "reasons": "有钱有地方。"}).status_code == 422
    given = {
        "outcome": "accepted",
        "reasons": "有钱有地方。",
        "cost_low": 4000,
        "cost_high": 6000,
        "promised_on": "2026-06-01",
        "will_be_done": "两张长椅",
    }
    li.post(office, given)
    shown = page(visitor(None), f"/proposals/{reached.pk}/")
    assert (
        "有钱有地方。" in shown
        and "4,000 to 6,000 yuan" in shown
        and "June 1, 2026" in shown
        and "Nobody can find out" in shown
    )
    lin = visitor(yard.town.people.lin)
    assert lin.post(office, {"verb": "assign", "unit": "none"}).status_code == 422
    lin.post(office, {"verb": "assign", "unit": "keepers"})
    assert Proposal.objects.get(pk=reached.pk).unit.code == "keepers"


def test_a_moderator_hides_the_author_appeals_and_a_supervisor_decides(yard, bench, visitor):
    said = talking.comment(by=yard.neighbours[0], proposal=bench, stance="idea", text="买我家的椅子")
    lin, sun, one = visitor(yard.town.people.lin), visitor(yard.town.people.sun), visitor(yard.neighbours[0].person)
    hide = f"/proposals/hide/comment/{said.pk}/"
    assert lin.post(hide, {"ground": "advert"}).status_code == 422
    lin.post(hide, {"ground": "advert", "reason": "卖东西"})
    assert "买我家的椅子" not in page(visitor(None), f"/proposals/{bench.pk}/comments/")
    log = page(visitor(None), "/proposals/log/")
    assert "卖东西" in log and "买我家的椅子" not in log
    one.post(f"/proposals/appeal/comment/{said.pk}/", {"reason": "送的"})
    entry = said.moderation.last()
    assert "送的" not in page(visitor(None), "/proposals/log/")
    assert "Appeals" in page(sun, "/office/proposals/") and "送的" in page(
        sun, f"/office/proposals/appeals/{entry.pk}/"
    )
    sun.post(f"/office/proposals/appeals/{entry.pk}/", {"granted": "yes", "reason": "送的可以说"})
    assert "买我家的椅子" in page(visitor(None), f"/proposals/{bench.pk}/comments/")
    assert one.get(hide).status_code == 403 and lin.get("/proposals/hide/x/1/").status_code == 404
    lin.post(f"/proposals/hide/proposal/{bench.pk}/", {"ground": "other", "reason": "看一下"})
    assert "Hidden by a moderator" in page(visitor(yard.town.people.gulnar), f"/proposals/{bench.pk}/")


def test_a_translation_is_drafted_by_one_reviewed_by_another_and_says_when_the_original_moved_on(yard, bench, visitor):
    home, one, zhao = (
        f"/proposals/{bench.pk}/in/en/",
        visitor(yard.neighbours[0].person),
        visitor(yard.town.people.zhao),
    )
    assert one.post(home, {"verb": "write", "title": "Benches"}).status_code == 422
    one.post(home, {"verb": "write", "title": "Benches for the yard", "text": "Two benches below the trees."})
    guest = visitor(None)
    assert "Benches for the yard" not in page(guest, f"/proposals/{bench.pk}/")
    assert "Translations to review" in page(visitor(yard.town.people.sun), "/office/proposals/")
    assert one.post(home, {"verb": "review"}).status_code == 403
    assert "It is right: show it" in page(zhao, home)
    zhao.post(home, {"verb": "review"})
    shown = page(guest, f"/proposals/{bench.pk}/")
    assert "Benches for the yard" in shown and "Read the original" in shown and "The original has changed" not in shown
    assert TITLE in page(guest, f"/proposals/{bench.pk}/", original="1") and "Benches for the yard" in page(
        guest, "/proposals/"
    )
    actions.change(by=yard.town.actor("gulnar"), proposal=bench, title=TITLE, text=TEXT + "两张。", why="两张")
    assert "The original has changed since." in page(guest, f"/proposals/{bench.pk}/")
    zhao.post(home, {"verb": "write", "title": "Benches", "text": "Two."})
    zhao.post(home, {"verb": "review"})
    assert "Two benches below" in page(guest, f"/proposals/{bench.pk}/")  # nobody reviews their own draft
    zhao.post(home, {"verb": "take_back", "reason": "wrong"})
    assert one.get(f"/proposals/{bench.pk}/in/zh-hans/").status_code == 404


def test_an_administrator_sets_the_rule_of_an_area_and_takes_it_back(yard, visitor):
    ding = visitor(yard.town.people.ding)
    assert "Court" in page(ding, "/office/proposals/rules/")
    assert ding.get("/office/proposals/rules/", {"area": "nowhere"}).status_code == 422
    assert ding.get("/office/proposals/rules/", {"area": "west"})["Location"] == "/office/proposals/rules/west/"
    home = "/office/proposals/rules/court/"
    seen = re.search(r'name="seen" value="([^"]+)"', page(ding, home))[1]
    assert ding.post(home, {"threshold": 7, "unit": "none", "seen": seen}).status_code == 422
    ding.post(home, {"threshold": 7, "unit": "city", "seen": seen})
    lost = ding.post(home, {"threshold": 9, "unit": "city", "seen": seen})
    assert lost.status_code == 409 and "Written by you" in lost.content.decode()
    row = re.search(r"take-back/(\d+)/", page(ding, home))[1]
    ding.post(f"{home}take-back/{row}/")
    assert "Now: 4 supports" in page(ding, home)
    assert visitor(yard.town.people.sun).get(home).status_code == 403
