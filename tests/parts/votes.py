"""Votes: one that is open, one that was counted, one being prepared, and paper."""

from datetime import timedelta

from tests.architecture.access_table import EVERYBODY, SIGNED_IN

WORK, MANAGE = "zhao ma sun ding", "sun ding"
PAGES = {
    "votes/": EVERYBODY, "votes/<int:pk>/": EVERYBODY, "votes/<int:pk>/map.geojson": EVERYBODY, "votes/<int:pk>/rules/": EVERYBODY,
    "votes/<int:pk>/rules.json": EVERYBODY, "votes/<int:pk>/ballot/": EVERYBODY, "votes/<int:pk>/ballot/review/": EVERYBODY,
    "votes/<int:pk>/code/": EVERYBODY,
    # The window hands out and keys in, whoever answers for the place prepares and moves; nobody can change frozen rules
    "office/votes/": "zhao ma sun ding far_sun far_ding", "office/votes/new/": "sun ding far_sun far_ding", "office/votes/<int:pk>/": WORK,
    "office/votes/<int:pk>/edit/": MANAGE, "office/votes/<int:pk>/phases/<slug:code>/": MANAGE, "office/votes/<int:pk>/give-up/": MANAGE,
    "office/votes/piles/<int:pk>/": WORK, "office/votes/piles/<int:pk>/sheets/<int:number>/": WORK,
    "office/votes/piles/<int:pk>/settle/<int:number>/": WORK,
}  # fmt: skip
DOORS = {
    "votes/<int:pk>/follow/": SIGNED_IN,
    "votes/<int:pk>/ballot/withdraw/": EVERYBODY,  # whoever has no ballot is told so
    "votes/<int:pk>/code/put-away/": EVERYBODY,
    "office/votes/<int:pk>/items/": MANAGE,
    "office/votes/<int:pk>/drop/": MANAGE,
    "office/votes/<int:pk>/announce/": MANAGE,
    "office/votes/<int:pk>/close/": MANAGE,
    "office/votes/<int:pk>/packets/": MANAGE,
    "office/votes/<int:pk>/hand-out/": "zhao sun ding",
    "office/votes/packets/<int:pk>/void/": MANAGE,
    "office/votes/<int:pk>/piles/": WORK,
    "office/votes/piles/<int:pk>/end/": WORK,
    "office/votes/piles/<int:pk>/count/": WORK,
    "office/votes/piles/<int:pk>/drop/": WORK,
}
ELSEWHERE = {
    "votes/<int:pk>/count/": "needs a counted vote: votes/tests/test_pages.py",
    "votes/<int:pk>/ballots.pb": "as above",
    "votes/<int:pk>/receipts/": "as above",
    "votes/<int:pk>/receipts.txt": "as above",
}
API = (
    ("get", "votes/", {}, EVERYBODY),
    ("get", "votes/{vote}", {}, EVERYBODY),
    ("get", "votes/{vote}/receipts", {}, EVERYBODY),
)
FAR = {"far_zhao": "office/votes/", "far_ma": "office/votes/"}
WITH_MAPS = ("votes/<int:vote>/", "votes/<int:counted_vote>/")
READ = {
    "guest": (
        "votes/", "votes/<int:vote>/", "votes/<int:counted_vote>/", "votes/<int:vote>/rules/", "votes/<int:counted_vote>/count/",
        "votes/<int:counted_vote>/receipts/", "votes/<int:vote>/code/", "votes/<int:vote>/ballot/",
    ),
    "gulnar": ("votes/<int:vote>/ballot/", "votes/<int:vote>/ballot/review/", "votes/<int:points_vote>/ballot/"),
    "zhao": (
        "office/votes/", "office/votes/<int:vote>/", "office/votes/piles/<int:ballot_pile>/", "office/votes/piles/<int:ballot_pile>/sheets/<int:number>/",
        "office/votes/piles/<int:differing_ballots>/", "office/votes/piles/<int:differing_ballots>/settle/<int:number>/",
    ),
    "ding": (
        "office/votes/new/", "office/votes/<int:draft_vote>/", "office/votes/<int:draft_vote>/edit/", "office/votes/<int:vote>/",
        "office/votes/<int:vote>/phases/<slug:vote_phase>/", "office/votes/<int:vote>/give-up/",
    ),
}  # fmt: skip
NO_PAGES = {
    "votes/<int:pk>/map.geojson": "data", "votes/<int:pk>/rules.json": "data", "votes/<int:pk>/ballots.pb": "data", "votes/<int:pk>/receipts.txt": "data",
}  # fmt: skip


def candidates(town):
    from shiliu.govern.projects.pool.models import Candidate

    names = (
        {"zh-hans": "灯下长椅", "en": "Lamp bench"},
        {"zh-hans": "灯下花坛", "en": "Lamp garden"},
        {"zh-hans": "灯下坡道", "en": "Lamp ramp"},
    )
    return [
        Candidate.objects.create(area=town.places.west, names=name, summary=name, kind="works", origin="unit", state="ready",
                                 price_low=cost, price_high=cost, entered_at=town.now, longitude=100.01, latitude=40.01)
        for name, cost in zip(names, (3000, 4000, 5000), strict=True)
    ]  # fmt: skip


def prepared(town, on_ballot, **changes):
    from shiliu.govern.projects.votes import actions

    day = timedelta(days=1)
    phases = {
        "read": (town.now - day, town.now),
        "vote": (town.now, town.now + 5 * day),
        "count": (town.now + 5 * day, town.now + 8 * day),
    }
    names = {"zh-hans": "灯下投票", "en": "Lamp vote"}
    given = {"names": names, "texts": names, "kind": "approval", "budget": 8000, "most": 2, "dots": 10, "rule": "equal-shares",
             "completion": "add1u", "tie": "votes,min-cost,lot", "resident_before": town.now.date(), "phases": phases}  # fmt: skip
    made = actions.create_vote(by=town.actor("ding"), area=town.places.west, **{**given, **changes})
    for candidate in on_ballot:
        actions.add_item(by=town.actor("ding"), vote=made, candidate=candidate)
    return made


def opened(town, on_ballot, **changes):
    from shiliu.govern.projects.votes import actions
    from shiliu.platform.permissions import SYSTEM

    return actions.open_vote(
        by=SYSTEM, vote=actions.announce(by=town.actor("ding"), vote=prepared(town, on_ballot, **changes))
    )


def build(town):
    """An open vote of the west with a packet of paper and a pile keyed once."""
    from shiliu.govern.projects.votes import actions

    vote = opened(town, candidates(town))
    packet, codes = actions.print_packet(by=town.actor("ding"), vote=vote, purpose="sheets", count=4)
    pile = actions.begin_batch(by=town.actor("zhao"), vote=vote)
    actions.key_sheet(by=town.actor("zhao"), batch=pile, number=1, typed={"code": codes[0], "marks": "1 2"})
    return vote, packet, pile, codes


def objects(town):
    vote, packet, pile, _codes = build(town)
    return {
        "votes": {"pk": vote.pk}, "office/votes": {"pk": vote.pk, "code": "vote"}, "office/votes/packets": {"pk": packet.pk},
        "office/votes/piles": {"pk": pile.pk, "number": 1},
    }  # fmt: skip


def api_values(town):
    return {"vote": build(town)[0].pk}


def shown(town):
    from shiliu.govern.projects.votes import actions
    from shiliu.platform.clock import at_time
    from shiliu.platform.permissions import ANONYMOUS, SYSTEM

    counted = opened(town, candidates(town))
    _packet, slips = actions.print_packet(by=town.actor("ding"), vote=counted, purpose="slips", count=12)
    for n, code in enumerate(slips):
        actions.cast(by=ANONYMOUS, vote=counted, ballot=[1 + n % 3], code=code)
    with at_time(town.now + timedelta(days=6)):
        actions.count_vote(by=SYSTEM, vote=actions.close_vote(by=SYSTEM, vote=counted))
    vote, _packet, pile, codes = build(town)
    actions.cast(by=town.actor("gulnar"), vote=vote, ballot=[1, 2])
    points = opened(town, candidates(town), kind="points")
    actions.cast(by=town.actor("gulnar"), vote=points, ballot=[[1, 4]])
    differing = actions.begin_batch(by=town.actor("zhao"), vote=vote)
    for who, marks in (("zhao", "1"), ("ma", "2")):
        actions.key_sheet(by=town.actor(who), batch=differing, number=1, typed={"code": codes[1], "marks": marks})
        actions.end_keying(by=town.actor(who), batch=differing)
    draft = prepared(town, candidates(town)[:2])
    return {
        "vote": vote.pk, "counted_vote": counted.pk, "points_vote": points.pk, "draft_vote": draft.pk, "ballot_pile": pile.pk,
        "differing_ballots": differing.pk, "vote_phase": "vote",
    }  # fmt: skip
