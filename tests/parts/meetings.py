"""Meetings, published affairs, and votes of owners."""

from datetime import timedelta
from decimal import Decimal

from shiliu.platform.clock import now
from tests.architecture.access_table import EVERYBODY, SIGNED_IN

KEEP, SET_UP = "li wang sun ding far_sun far_ding", "sun ding far_sun far_ding"
PAGES = {
    "meetings/": EVERYBODY, "meetings/numbers/": EVERYBODY, "meetings/affairs/": EVERYBODY, "meetings/affairs/<int:pk>/": EVERYBODY,
    "meetings/<int:pk>/": EVERYBODY, "meetings/<int:pk>/paper/": EVERYBODY, "meetings/<int:pk>/minutes/": EVERYBODY,
    "owners/": EVERYBODY, "owners/matters/": EVERYBODY, "owners/<int:pk>/": EVERYBODY,
    # The committee organises it, whose people are not in the cast; who answers for the place keeps it too
    "office/meetings/from-proposals/": KEEP,
    "office/meetings/": KEEP, "office/meetings/new/": KEEP, "office/meetings/affairs/new/": KEEP,
    "office/meetings/affairs/<int:pk>/": "sun ding", "office/meetings/questions/<int:pk>/": "sun ding",
    "office/meetings/numbers/": "ding", "office/meetings/numbers/<slug:what>/<int:pk>/": "ding",
    "office/meetings/items/<int:pk>/": "sun ding", "office/meetings/<int:pk>/": "sun ding", "office/meetings/<int:pk>/edit/": "sun ding",
    "office/meetings/<int:pk>/do/<slug:what>/": "sun ding",
    # The committee of the court, here the property company, prepares; it does not keep the shares that weigh its votes
    "office/owners/": KEEP, "office/owners/new/": KEEP, "office/owners/<int:pk>/": "wang sun ding",
    "office/owners/<int:pk>/edit/": "wang sun ding", "office/owners/<int:pk>/replace/": "wang sun ding", "office/owners/<int:pk>/paper/": "wang sun ding",
    "office/owners/<int:pk>/give-up/": "wang sun ding", "office/owners/estates/new/": SET_UP,
    "office/owners/estates/<int:pk>/": "sun ding", "office/owners/refer/": SET_UP, "office/owners/matters/": "ding",
    "office/owners/matters/<int:pk>/": "ding",
}  # fmt: skip
DOORS = {
    "meetings/<int:pk>/press/<slug:verb>/": SIGNED_IN,
    "office/meetings/<int:pk>/press/<slug:verb>/": "sun ding",
    "office/meetings/items/<int:pk>/remove/": "sun ding",
    "office/meetings/numbers/defaults/": "ding",
    "office/owners/<int:pk>/press/<slug:verb>/": "wang sun ding",
    "office/owners/<int:pk>/codes/": "wang sun ding",
    "office/owners/matters/defaults/": "ding",
}
ELSEWHERE = {
    "office/meetings/from-proposals/<int:pk>/<slug:what>/": "needs a proposal: journeys/tests/test_proposal_to_meeting.py",
    "owners/<int:pk>/receipts/": "needs a counted vote: owners/tests/test_pages.py",
}
FAR = dict.fromkeys(
    ("hu", "fang"),
    "office/meetings/ office/meetings/new/ office/meetings/affairs/new/ office/meetings/from-proposals/ office/owners/ office/owners/new/",
)
API = (
    ("get", "meetings", {}, EVERYBODY),
    ("get", "meetings/affairs", {}, EVERYBODY),
    ("get", "meetings/affairs/{affair}", {}, EVERYBODY),
    (
        "post",
        "meetings/affairs/{affair}/questions",
        {"text": "多少？"},
        "gulnar",
    ),  # the others live elsewhere, or nowhere we know
    ("get", "meetings/{meeting}", {}, EVERYBODY),
    ("post", "meetings/{meeting}/{meeting_verb}", {}, SIGNED_IN),
    ("get", "owners", {}, EVERYBODY),
    ("get", "owners/{owners_vote}", {}, EVERYBODY),
)
READ = {
    "guest": (
        "meetings/", "meetings/numbers/", "meetings/affairs/", "meetings/affairs/<int:affair>/", "meetings/<int:meeting>/",
        "meetings/<int:meeting>/minutes/", "owners/", "owners/matters/", "owners/<int:owners_vote>/",
    ),
    "gulnar": ("meetings/<int:meeting>/", "meetings/affairs/<int:affair>/"),
    "sun": (
        "office/meetings/", "office/meetings/new/", "office/meetings/from-proposals/", "office/meetings/<int:meeting>/", "office/meetings/<int:meeting>/edit/",
        "office/meetings/<int:meeting>/do/<slug:add_item>/", "office/meetings/items/<int:agenda_item>/",
        "office/meetings/affairs/new/", "office/meetings/affairs/<int:affair>/", "office/meetings/questions/<int:affair_question>/",
        "office/owners/estates/new/", "office/owners/estates/<int:estate>/", "office/owners/refer/",
        "office/owners/", "office/owners/new/", "office/owners/<int:owners_vote>/", "office/owners/<int:owners_vote>/edit/",
        "office/owners/<int:owners_vote>/paper/", "office/owners/<int:owners_vote>/replace/", "office/owners/<int:owners_vote>/give-up/",
    ),
    "ding": (
        "office/meetings/numbers/", "office/meetings/numbers/<slug:of_kind>/<int:meeting_kind>/", "office/owners/matters/",
        "office/owners/matters/<int:matter>/",
    ),
}  # fmt: skip
NO_PAGES = {
    "office/meetings/from-proposals/<int:pk>/<slug:what>/": "needs a proposal: journeys/tests",
    "owners/<int:pk>/receipts/": "needs a counted vote",
    "meetings/<int:pk>/paper/": "a PDF: meetings/tests/test_pages.py",
}


def build(town):
    """A called meeting of the west with lots and minutes to come, published affairs with a question, an owners' vote of the court."""
    from shiliu.govern.proposals.meetings import actions as meetings
    from shiliu.govern.proposals.meetings.models import AffairsTopic, MeetingKind
    from shiliu.govern.proposals.owners import actions as owners
    from shiliu.govern.proposals.owners.models import OwnersMatter

    sun, ding, moment, day = town.actor("sun"), town.actor("ding"), now(), timedelta(days=1)
    meetings.load_defaults(by=ding)
    owners.load_defaults(by=ding)
    where = {"area": town.places.west, "organiser": town.units.committee}
    hall = meetings.draft(by=sun, kind=MeetingKind.objects.get(code="residents"), title="Lamp", starts_at=moment + 12 * day,
                          where="Lamp", **where)  # fmt: skip
    item = meetings.add_item(by=sun, meeting=hall, purpose="decide", title="Lamp")
    hall = meetings.call(by=sun, meeting=hall)
    meetings.call_draw(by=sun, meeting=hall, places=2, closes_at=moment + day, words_from="Lamp")
    affair = meetings.publish(by=sun, topic=AffairsTopic.objects.first(), title="Lamp", text="Lamp", **where)
    question = meetings.ask(by=town.actor("gulnar"), notice=affair, text="Lamp?")
    estate = owners.set_estate(by=sun, area=town.places.court, committee=town.units.property)
    owners.set_shares(by=sun, estate=estate, rows=[("1-1", Decimal("80.5"), ""), ("1-2", Decimal(90), "")])
    vote = owners.draft(by=sun, estate=estate, matter=OwnersMatter.objects.first(), title="Lamp", text="Lamp",
                        opens_at=moment + 16 * day, closes_at=moment + 20 * day)  # fmt: skip
    owners.announce(by=sun, vote=vote)
    return hall, item, affair, question, estate, vote


def api_values(town):
    from shiliu.govern.proposals.meetings.models import AffairsNotice, Meeting
    from shiliu.govern.proposals.owners.models import OwnersVote

    if not Meeting.objects.filter(state="called").exists():
        build(town)
    return {
        "meeting": Meeting.objects.filter(state="called").first().pk, "meeting_verb": "follow",
        "affair": AffairsNotice.objects.first().pk, "owners_vote": OwnersVote.objects.exclude(state="draft").first().pk,
    }  # fmt: skip


def objects(town):
    from shiliu.govern.proposals.meetings.models import MeetingKind
    from shiliu.govern.proposals.owners.models import OwnersMatter

    hall, item, affair, question, estate, vote = build(town)
    return {
        "meetings": {"pk": hall.pk, "verb": "follow"}, "meetings/affairs": {"pk": affair.pk}, "owners": {"pk": vote.pk},
        "office/meetings": {"pk": hall.pk, "what": "item", "verb": "call"}, "office/meetings/affairs": {"pk": affair.pk},
        "office/meetings/questions": {"pk": question.pk}, "office/meetings/items": {"pk": item.pk},
        "office/meetings/numbers": {"what": "kind", "pk": MeetingKind.objects.first().pk},
        "office/owners": {"pk": vote.pk, "verb": "count"}, "office/owners/estates": {"pk": estate.pk},
        "office/owners/matters": {"pk": OwnersMatter.objects.first().pk},
    }  # fmt: skip


def shown(town):
    from shiliu.govern.proposals.meetings.models import MeetingKind
    from shiliu.govern.proposals.owners.models import OwnersMatter

    hall, item, affair, question, estate, vote = build(town)
    return {
        "meeting": hall.pk, "agenda_item": item.pk, "affair": affair.pk, "affair_question": question.pk, "estate": estate.pk,
        "owners_vote": vote.pk, "add_item": "item", "of_kind": "kind", "meeting_kind": MeetingKind.objects.first().pk,
        "matter": OwnersMatter.objects.first().pk,
    }  # fmt: skip
