"""The joint table: guests, papers and sittings of a file, and what a committee keeps for its tables."""

from types import SimpleNamespace

HANDLERS = "wang li hu fang"
FILE = "mediation/<uuid:key>/"
PAGES = {
    # Gulnar is a side, Li leads; Wang's unit is agreed to and has not sat down yet, Fang sits for the fire brigade.
    f"{FILE}bodies/new/": "li", f"{FILE}interpreters/new/": "li", f"{FILE}guests/<uuid:guest>/seat/": "li",
    f"{FILE}papers/new/": "gulnar li fang", f"{FILE}papers/<uuid:paper>/": "gulnar li", f"{FILE}papers/<uuid:paper>/readers/": "gulnar",
    f"{FILE}times/": "gulnar li fang", f"{FILE}sittings/new/": "li",
    **dict.fromkeys((f"{FILE}sittings/<uuid:sitting>/{step}/" for step in ("move", "call-off", "minutes")), "li"),
    "office/mediation/rooms/": HANDLERS, "office/mediation/rooms/new/": HANDLERS, "office/mediation/rooms/<int:pk>/": "li",
    "office/mediation/bodies/": HANDLERS, "office/mediation/bodies/new/": HANDLERS, "office/mediation/bodies/<int:pk>/": "li",
    "office/mediation/asked/": HANDLERS, "office/mediation/asked/<uuid:guest>/": "wang", "office/mediation/asked/<uuid:guest>/decline/": "wang",
}  # fmt: skip
DOORS = {
    f"{FILE}guests/<uuid:guest>/<slug:verb>/": "gulnar",
    f"{FILE}papers/<uuid:paper>/remove/": "gulnar",
    "office/mediation/rooms/<int:pk>/take-back/<int:row>/": "li",
    "office/mediation/bodies/<int:pk>/take-back/<int:row>/": "li",
    "office/mediation/bodies/starter/": HANDLERS,
    "office/mediation/kept/<slug:sort>/<int:pk>/<slug:verb>/": "li",
}
ELSEWHERE = {"mediation/calendar/<str:signed>.ics": "needs the signed address of a seat: table/tests/test_pages.py"}
OFFICE = "office/mediation/rooms/ office/mediation/rooms/new/ office/mediation/bodies/ office/mediation/bodies/new/ office/mediation/asked/"
FAR = {
    "hu": OFFICE,  # for whom the lists are empty
    "fang": f"office/mediation/ {OFFICE} {FILE}papers/new/ {FILE}times/",  # who sits at this table for the fire brigade
}
READ = {
    "gulnar": ("mediation/<uuid:sealed_table>/", "mediation/<uuid:sealed_table>/papers/new/", "mediation/<uuid:sealed_table>/papers/<uuid:table_paper>/readers/", "mediation/<uuid:sealed_table>/times/"),
    "li": (
        "mediation/<uuid:sealed_table>/", "mediation/<uuid:sealed_table>/bodies/new/", "mediation/<uuid:sealed_table>/interpreters/new/", "mediation/<uuid:sealed_table>/sittings/new/",
        "mediation/<uuid:sealed_table>/guests/<uuid:table_guest>/seat/", "mediation/<uuid:sealed_table>/sittings/<uuid:table_sitting>/move/",
        "mediation/<uuid:sealed_table>/sittings/<uuid:table_sitting>/call-off/", "mediation/<uuid:sealed_table>/sittings/<uuid:table_sitting>/minutes/",
        "office/mediation/rooms/", "office/mediation/rooms/new/", "office/mediation/rooms/<int:table_room>/",
        "office/mediation/bodies/", "office/mediation/bodies/new/", "office/mediation/bodies/<int:table_body>/", "office/mediation/asked/",
    ),
}  # fmt: skip
NO_PAGES = {
    "mediation/<uuid:key>/papers/<uuid:paper>/": "data", "mediation/calendar/": "data",
    "office/mediation/asked/<uuid:guest>/": "opens for the unit that is asked: table/tests/test_pages.py",
}  # fmt: skip


def build(town):
    """A file at the table of the city: Gulnar with a paper, somebody with a code, Li leading, Fang of the fire brigade, a place for Wang's
    unit; a room, a sitting, a body kept with a change. What people write are names of the cast, which the walk knows as words of people."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from shiliu.govern.mediation.files import actions as files
    from shiliu.govern.mediation.files.models import Dispute
    from shiliu.govern.mediation.files.sitting_down import hash_of
    from shiliu.govern.mediation.table import actions, times
    from shiliu.govern.mediation.table.models import UsualBody
    from shiliu.platform.permissions import ANONYMOUS

    gulnar, li, city = town.actor("gulnar"), town.actor("li"), town.units.city
    dispute, _code = files.apply(
        by=gulnar, committee=city, area=town.places.west, kind="neighbours", matter="ma", me={"name": "gulnar"}, other={"name": "chen"},
    )  # fmt: skip
    wei = ANONYMOUS.holding_secret(hash_of(files.take(by=li, dispute=dispute)))
    files.answer(by=wei, dispute=dispute, agrees=True)
    Dispute.objects.filter(pk=dispute.pk).update(state="table")
    dispute.seats.filter(role="mediator").update(state="joined")
    dispute.refresh_from_db()
    guests = {}
    for who, unit in (("fang", town.units.fire), ("wang", town.units.property)):
        guest = actions.ask(by=li, dispute=dispute, kind="body", called="hu", duty="zhao", unit=unit)
        for actor in (gulnar, wei):
            actions.answer_guest(by=actor, guest=guest, agrees=True)
        guests[who] = guest
    actions.take_place(by=town.actor("fang"), guest=guests["fang"], name="fang")
    sheet = SimpleUploadedFile("x.pdf", b"%PDF-1.4\nbill\n%%EOF")
    paper = actions.add_paper(by=gulnar, dispute=dispute, title="bai", file=sheet)
    room = actions.save_room(by=li, committee=city, names={"zh-hans": "室", "en": "Room"}, seats=6)
    actions.save_room(by=li, room=room, names=room.names, seats=8)
    actions.load_bodies(by=li, committee=city)
    body = UsualBody.objects.first()
    actions.save_body(by=li, body=body, names=body.names, duty=body.duty, organisation=town.units.fire)
    starts = times.openings(dispute)[3][0]
    people = [str(seat.key) for seat in dispute.seats.filter(role="party")]
    sitting = actions.book(by=li, dispute=dispute, starts=starts, minutes=60, seats=people, room=room)
    return SimpleNamespace(dispute=dispute, guest=guests["wang"], paper=paper, room=room, body=body, sitting=sitting)


def objects(town):
    from shiliu.platform import revisions

    made = build(town)
    here = {
        "key": made.dispute.key,
        "guest": made.guest.key,
        "verb": "yes",
        "paper": made.paper.key,
        "sitting": made.sitting.key,
    }
    room, body = ({"pk": thing.pk, "row": revisions.history(thing).first().pk} for thing in (made.room, made.body))
    homes = ("bodies", "interpreters", "guests", "papers", "times", "sittings")
    return {
        **{f"{FILE}{home}/": here for home in homes}, "office/mediation/rooms": room, "office/mediation/bodies": body,
        "office/mediation/asked": {"guest": made.guest.key}, "office/mediation/kept": {"sort": "room", "pk": made.room.pk, "verb": "retire"},
    }  # fmt: skip


def shown(town):
    made = build(town)
    return {
        "sealed_table": made.dispute.key, "table_guest": made.guest.key, "table_paper": made.paper.key, "table_sitting": made.sitting.key,
        "table_room": made.room.pk, "table_body": made.body.pk,
    }  # fmt: skip
