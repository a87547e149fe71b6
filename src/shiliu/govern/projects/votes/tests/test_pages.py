"""The pages of a vote: what a voter, a passer-by and the office see and can press, without any script."""

import hashlib
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from pypdf import PdfReader

from shiliu.govern.projects.votes import actions, codes, queries
from shiliu.govern.projects.votes.models import BOX, Batch, Packet, Vote
from shiliu.govern.projects.votes.tests.conftest import DAY, PHASES, ballots_of, fresh
from shiliu.platform.ballots import boxes, sealing
from shiliu.platform.clock import at_time
from tests.town import NOON


@pytest.fixture
def page(client, town):
    """page(who, name, *args, **fields) -> response; with fields it is a POST."""

    now = [None]

    def open_page(who, name, *args, **fields):
        if who != now[0]:
            client.logout()
            now[0] = who
            if who:
                client.force_login(getattr(town.people, who))
        address = reverse(name, args=args)
        return client.post(address, fields) if fields else client.get(address)

    return open_page


def text_of(response):
    return response.content.decode()


# ── Voters ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_everybody_reads_a_vote_and_is_told_in_a_sentence_how_to_vote(page, town, open_vote):
    vote = open_vote()
    assert "What to build" in text_of(page(None, "votes:votes"))
    shown = {who: text_of(page(who, "votes:vote", vote.pk)) for who in (None, "gulnar", "chen", "wang")}
    assert "Sign in to vote" in shown[None] and "I have a voting code" in shown[None]
    assert "To my ballot" in shown["gulnar"] and "in another place" in shown["chen"]
    assert "not confirmed yet" in shown["wang"] and reverse("people:me") in shown["wang"]


def test_a_vote_in_preparation_is_seen_by_nobody_outside(page, draft):
    vote = draft()
    for name in ("vote", "rules", "rules_json", "count", "ballots", "receipts", "places", "ballot", "code"):
        assert page("gulnar", f"votes:{name}", vote.pk).status_code == 404
    assert "What to build" not in text_of(page(None, "votes:votes"))


@pytest.mark.parametrize(
    "kind, presses, lies",
    [
        ("approval", ["choose:1:0", "choose:4:0", "drop:1:0"], [4]),
        ("ranked", ["choose:1:0", "choose:4:0", "place:4:1"], [4, 1]),
        ("points", ["give:1:3", "give:2:7", "give:1:2"], [[1, 2], [2, 7]]),
        ("knapsack", ["choose:1:0", "choose:2:0"], [1, 2]),
    ],
)
def test_each_press_is_saved_without_script(page, town, open_vote, kind, presses, lies):
    vote = open_vote(kind=kind)
    for step, press in enumerate(presses):
        response = page("gulnar", "votes:ballot", vote.pk, press=press, after=str(step))
        assert response.status_code == 302 and "#item-" in response.url
    mine = boxes.read(boxes.box_of(BOX, vote.pk), town.people.gulnar)
    assert mine.content["v"] == lies
    review = text_of(page("gulnar", "votes:review", vote.pk))
    receipt = sealing.spelled(mine.receipt(boxes.box_of(BOX, vote.pk)))
    assert receipt in review or receipt.replace(" ", "") in review


def test_what_the_limits_forbid_is_said_and_changes_nothing(page, town, open_vote):
    vote = open_vote(most=1)
    page("gulnar", "votes:ballot", vote.pk, press="choose:1:0", after="0")
    beyond = page("gulnar", "votes:ballot", vote.pk, press="choose:2:0", after="1")
    assert beyond.status_code == 422 and "You can choose 1 project" in text_of(beyond)
    late = page("gulnar", "votes:ballot", vote.pk, press="drop:1:0", after="0")
    assert late.status_code == 409 and "changed elsewhere" in text_of(late)
    for press in ("", "choose:x:0", "choose:1", "choose:77:0", "dance:1:0"):
        assert page("gulnar", "votes:ballot", vote.pk, press=press, after="1").status_code == 422
    assert boxes.read(boxes.box_of(BOX, vote.pk), town.people.gulnar).content["v"] == [1]


def test_what_cannot_be_pressed_is_greyed_and_the_rest_is_counted_aloud(page, open_vote):
    vote = open_vote(kind="knapsack")
    page("gulnar", "votes:ballot", vote.pk, press="choose:4:0", after="0")
    shown = page("gulnar", "votes:ballot", vote.pk)
    assert "8000 of 10000" in text_of(shown)
    assert {row["item"].number for row in shown.context["rows"] if row["too_dear"]} == {1, 2, 3}


def test_withdrawing_takes_the_ballot_out(page, town, open_vote):
    vote = open_vote()
    page("gulnar", "votes:ballot", vote.pk, press="choose:1:0", after="0")
    assert "out of the box" in text_of(page_after(page, "gulnar", "votes:withdraw", vote.pk))
    assert page("gulnar", "votes:review", vote.pk).url == reverse("votes:ballot", args=[vote.pk])
    assert queries.numbers(vote)["inside"] == 0


def page_after(page, who, name, *args):
    page(who, name, *args, go="1")
    return page(who, "votes:vote", *args)


@pytest.mark.both
def test_the_order_is_another_for_each_reader_and_stays_for_one(open_vote):
    vote, orders = open_vote(), set()
    for _reader in range(12):
        client = Client()
        seen = [
            tuple(item.number for item in client.get(reverse("votes:vote", args=[vote.pk])).context["items"])
            for _time in range(2)
        ]
        assert seen[0] == seen[1]
        orders.add(seen[0])
    assert len(orders) > 3


def test_somebody_with_a_slip_votes_without_an_account_and_puts_the_code_away(client, town, open_vote):
    vote = open_vote()
    _packet, [code] = actions.hand_out(by=town.actor("zhao"), vote=vote)
    address, ballot = reverse("votes:code", args=[vote.pk]), reverse("votes:ballot", args=[vote.pk])
    assert client.post(address, {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert client.post(address, {"code": codes.spelled(code).lower()}).url == ballot
    assert client.post(ballot, {"press": "choose:3:0", "after": "0"}).status_code == 302
    assert "with the code of a slip" in text_of(client.get(ballot)) and "sessionid" not in client.cookies
    assert code not in str(list(client.session.items()))
    client.post(reverse("votes:put_away", args=[vote.pk]))
    assert "cannot vote yet" in text_of(client.get(ballot))
    assert boxes.read(boxes.box_of(BOX, vote.pk), code).content == {"w": "code", "v": [3]}


def test_following_is_chosen_and_taken_back(page, town, open_vote):
    vote = open_vote()
    assert "Tell me about this vote" in text_of(page("gulnar", "votes:vote", vote.pk))
    page("gulnar", "votes:follow", vote.pk, on="1")
    assert queries.follows(town.actor("gulnar"), vote)
    page("gulnar", "votes:follow", vote.pk, off="1")
    assert not queries.follows(town.actor("gulnar"), vote)


# ── What everybody checks ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_result_its_log_its_file_and_its_receipts_are_there_for_everybody(
    page, town, open_vote, neighbours, closed
):
    vote = open_vote()
    ballots_of(neighbours, vote, *[[1, 2]] * 6, *[[4]] * 5)
    receipt = sealing.spelled(
        actions.cast(by=neighbours[0], vote=vote, ballot=[1, 2, 3]).receipt(boxes.box_of(BOX, vote.pk))
    )
    vote = closed(vote)
    told = text_of(page(None, "votes:vote", vote.pk))
    assert "Most votes first" in told and "11 by account, 0 by code" in told
    log = text_of(page(None, "votes:count", vote.pk))
    assert "11 ballots were counted" in log and "shiliu count vote-" in log and "every decision was made" in log.lower()
    file = page(None, "votes:ballots", vote.pk).content
    assert hashlib.sha256(file).hexdigest() == vote.result.digest and b"voter_id;vote" in file
    assert receipt in text_of(page(None, "votes:receipts", vote.pk))
    asked = Client().get(reverse("votes:receipts", args=[vote.pk]), {"receipt": receipt.lower()})
    assert "your ballot was counted" in text_of(asked)
    none = Client().get(reverse("votes:receipts", args=[vote.pk]), {"receipt": "2222 2222 2222 2222"})
    assert "not in the list" in text_of(none)
    assert len(page(None, "votes:receipts_text", vote.pk).content.decode().splitlines()) == 11
    drawn = json.loads(page(None, "votes:places", vote.pk).content)["features"]
    assert sum(one["properties"]["tone"] == "good" for one in drawn) == len(vote.result.content["count"]["winners"])


def test_the_frozen_text_is_given_out_byte_for_byte(page, announced):
    vote = announced()
    text = page(None, "votes:rules_json", vote.pk).content
    assert hashlib.sha256(text).hexdigest() == vote.frozen.digest
    shown = text_of(page(None, "votes:rules", vote.pk))
    assert vote.frozen.digest in shown and json.loads(text)["seed"] in shown


def test_a_vote_of_too_few_shows_neither_log_nor_file(page, open_vote, neighbours, closed):
    vote = open_vote()
    ballots_of(neighbours, vote, [1])
    vote = closed(vote)
    assert "Too few took part" in text_of(page(None, "votes:vote", vote.pk))
    for name in ("count", "ballots"):
        assert page(None, f"votes:{name}", vote.pk).status_code == 404


def test_every_rule_and_ballot_is_told_in_words(page, open_vote, neighbours, closed, draft):
    for kind, rule, ballots in (
        ("ranked", "equal-shares", ([1, 2], [2, 1], [4])),
        ("points", "phragmen", ([[1, 5]], [[1, 5], [2, 5]], [[4, 9]])),
        ("approval", "greedy", ([1], [1, 2], [4])),
    ):
        vote = open_vote(kind=kind, rule=rule)
        ballots_of(neighbours, vote, *ballots)
        log = text_of(page(None, "votes:count", closed(vote).pk))
        assert "Chosen, step by step" in log
        for candidate in vote.items.select_related("candidate"):
            candidate.candidate.state = "ready"
            candidate.candidate.save()


# ── The office ───────────────────────────────────────────────────────────────────────────────────────────────────────
def fields_of(**changes):
    made = {
        "area": "west", "name_zh-hans": "春季投票", "text_zh-hans": "怎么花", "kind": "approval", "budget": "10000", "most": "0", "dots": "10",
        "rule": "equal-shares", "completion": "add1u", "tie": "votes,min-cost,lot", "resident_before": "2026-03-01",
    }  # fmt: skip
    for code, (starts, ends) in PHASES.items():
        made |= {
            f"{code}_starts": f"{localtime(starts):%Y-%m-%dT%H:%M}",
            f"{code}_ends": f"{localtime(ends):%Y-%m-%dT%H:%M}",
        }
    return {**made, **changes}


def test_the_office_prepares_a_vote_and_announces_it(page, town, candidates):
    assert "no vote here yet" in text_of(page("ding", "office_votes:votes"))
    wrong = page("ding", "office_votes:new", **fields_of(vote_ends="2026-03-01T10:00"))
    assert wrong.status_code == 422 and "ends before it begins" in text_of(wrong)
    made = page("ding", "office_votes:new", **fields_of())
    vote = Vote.objects.get()
    assert made.url == reverse("office_votes:vote", args=[vote.pk])
    for name in ("长椅", "坡道"):
        page("ding", "office_votes:items", vote.pk, press=f"add:{candidates[name].pk}")
    page("ding", "office_votes:items", vote.pk, press=f"remove:{candidates['坡道'].pk}")
    page("ding", "office_votes:announce", vote.pk, go="1")
    assert "at least two projects" in text_of(page("ding", "office_votes:vote", vote.pk))
    page("ding", "office_votes:items", vote.pk, press=f"add:{candidates['坡道'].pk}")
    page("ding", "office_votes:announce", vote.pk, go="1")
    assert "rules are frozen" in text_of(page("ding", "office_votes:vote", vote.pk))
    assert fresh(vote).state == Vote.State.ANNOUNCED and page("ding", "office_votes:edit", vote.pk).status_code == 302


@pytest.mark.both
def test_two_who_change_a_vote_at_once_do_not_overwrite_each_other(page, town, draft):
    vote = draft()
    seen = page("ding", "office_votes:edit", vote.pk).context["form"].initial["seen"]
    assert page("ding", "office_votes:edit", vote.pk, **fields_of(seen=seen, budget="12000")).status_code == 302
    second = page("sun", "office_votes:edit", vote.pk, **fields_of(seen=seen, budget="9000"))
    assert second.status_code == 409 and fresh(vote).budget == 12000
    page("ding", "office_votes:drop", vote.pk, go="1")
    assert not Vote.objects.exists()


def test_days_are_moved_and_a_vote_given_up_by_forms_that_ask_why(page, open_vote):
    vote = open_vote()
    ends = f"{localtime(NOON + 4 * DAY):%Y-%m-%dT%H:%M}"
    given = {"starts": f"{localtime(NOON):%Y-%m-%dT%H:%M}", "ends": ends}
    assert page("ding", "office_votes:phase", vote.pk, "vote", **given, reason="").status_code == 422
    assert page("ding", "office_votes:phase", vote.pk, "vote", **given, reason="停电一天").status_code == 302
    assert "停电一天" in text_of(page(None, "votes:vote", vote.pk))
    assert page("ding", "office_votes:give_up", vote.pk, reason="").status_code == 422
    page("ding", "office_votes:give_up", vote.pk, reason="名单有误")
    assert "名单有误" in text_of(page(None, "votes:vote", vote.pk))


def words_in(response):
    assert response["Content-Type"] == "application/pdf", text_of(response)[:300]
    return "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(response.content)).pages)


def test_the_window_prints_one_slip_and_the_office_packets(page, open_vote):
    vote = open_vote()
    slip = words_in(page("zhao", "office_votes:hand_out", vote.pk, go="1"))
    assert "小区花多少钱" in slip and slip.count("/votes/") == 1
    sheets = words_in(page("ding", "office_votes:packets", vote.pk, purpose="sheets", count="2"))
    assert sheets.count("长椅") == 2 and "Bench" in sheets
    assert fresh(vote).codes_given == 3
    packet = Packet.objects.get(purpose="sheets")
    page("ding", "office_votes:void", packet.pk, go="1")
    assert "2 void" in text_of(page("ding", "office_votes:vote", vote.pk))
    assert page("ding", "office_votes:packets", vote.pk, purpose="sheets", count="0").status_code == 302


def test_a_pile_is_keyed_compared_settled_and_put_into_the_box_on_pages(page, town, open_vote):
    vote = open_vote()
    _packet, [code] = actions.print_packet(by=town.actor("ding"), vote=vote, purpose="sheets", count=1)
    begun = page("zhao", "office_votes:begin_batch", vote.pk, go="1")
    batch = Batch.objects.get()
    assert begun.url == reverse("office_votes:sheet", args=[batch.pk, 1])
    assert page("zhao", "office_votes:sheet", batch.pk, 1, code="x", marks="").status_code == 422
    page("zhao", "office_votes:sheet", batch.pk, 1, code=code, marks="1 2", go="stop")
    assert "1 2" in text_of(page("zhao", "office_votes:sheet", batch.pk, 1))
    page("zhao", "office_votes:end_keying", batch.pk, go="1")
    assert 'value="1 2"' not in text_of(page("ma", "office_votes:sheet", batch.pk, 1)), (
        "the second keyer does not see the first"
    )
    page("ma", "office_votes:sheet", batch.pk, 1, code=code, marks="1 3", go="next")
    page("ma", "office_votes:end_keying", batch.pk, go="1")
    assert "Differs" in text_of(page("ding", "office_votes:batch", batch.pk))
    page("ding", "office_votes:settle", batch.pk, 1, code=code, marks="1 3")
    page("ding", "office_votes:take", batch.pk, go="1")
    assert "1 sheet is in the box" in text_of(page("ding", "office_votes:batch", batch.pk))
    assert page("ding", "office_votes:sheet", batch.pk, 1).status_code == 302
    second = actions.begin_batch(by=town.actor("zhao"), vote=vote)
    page("ma", "office_votes:drop_batch", second.pk, go="1")
    assert Batch.objects.count() == 1


def test_the_box_is_closed_by_hand_when_all_paper_is_in(page, town, open_vote):
    vote = open_vote()
    actions.print_packet(by=town.actor("ding"), vote=vote, purpose="sheets", count=1)
    with at_time(NOON + 6 * DAY):
        assert "close the box" in text_of(page("ding", "office_votes:vote", vote.pk))
        page("ding", "office_votes:close", vote.pk, go="1")
    assert fresh(vote).state == Vote.State.CLOSED


@pytest.mark.both
@pytest.mark.parametrize("name", ["votes:votes", "office_votes:votes"])
def test_lists_are_narrowed_by_words_place_and_state(client, town, announced, name):
    announced()
    client.force_login(town.people.ding)
    for query, found in (({"q": "小区"}, 1), ({"q": "桥"}, 0), ({"state": "running"}, 1), ({"state": "counted"}, 0), ({"area": "east"}, 0), ({"area": "west"}, 1)):  # fmt: skip
        response = client.get(reverse(name), query)
        assert response.context["page"].paginator.count == found, query
        assert found or "No vote fits" in text_of(response)
    assert client.get(reverse(name), {"state": "nonsense"}).context["page"].paginator.count == 0


def test_nobody_else_opens_the_office_of_a_vote(page, town, open_vote):
    vote = open_vote()
    for who in ("gulnar", "hu", None):
        assert page(who, "office_votes:vote", vote.pk).status_code in {302, 403, 404}
    assert page("zhao", "office_votes:give_up", vote.pk, reason="x").status_code == 403


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_vote_is_read_as_json_with_its_result_and_receipts_once_it_is_counted(
    client, draft, open_vote, neighbours, closed
):
    draft()
    vote = open_vote()
    listed = client.get("/api/v1/votes/", {"state": "running"}).json()
    assert [row["id"] for row in listed["items"]] == [vote.pk] and listed["count"] == 1
    read = client.get(f"/api/v1/votes/{vote.pk}").json()
    assert read["sha256"] == vote.frozen.digest and read["result"] is None and read["items"][0]["cost"] == 3000
    assert client.get(f"/api/v1/votes/{vote.pk}/receipts").json() == {"receipts": []}
    ballots_of(neighbours, vote, [1], [2], [1, 2])
    closed(vote)
    read = client.get(f"/api/v1/votes/{vote.pk}").json()
    assert read["result"]["voters"] == 3 and read["command"].startswith("shiliu count vote-")
    assert len(client.get(f"/api/v1/votes/{vote.pk}/receipts").json()["receipts"]) == 3
    assert client.get("/api/v1/votes/999").status_code == 404 == client.get(f"/api/v1/votes/{2**70}").status_code
