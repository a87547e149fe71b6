"""The same as test_sealed for a file in which everything has happened: bodies, papers, a sitting with minutes, an agreement in force.

Every address that leads into a file is knocked at by every role, so that a door added later is knocked at without being named here."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from shiliu.foundation.models import Organisation, RoleAssignment
from shiliu.govern.mediation.agreements import actions as agreeing
from shiliu.govern.mediation.conftest import by_code
from shiliu.govern.mediation.files import actions, steps
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.table import actions as table
from shiliu.govern.mediation.table import times
from shiliu.platform.clock import at_time
from shiliu.platform.operations.backups import making
from tests.architecture.test_sealed import _members, leaks, whole_database
from tests.town import person

SAID = {
    "matter": "Tarnishwell behind the wall", "name": "Orrinfax Gulnar", "other": "Weldrake downstairs", "called": "Hosefellow of the brigade",
    "duty": "Looks at the stovepipe", "who": "Ladderwick Fang", "title": "Bill of the plumber Grout", "paper": "Receipt number 48151623",
    "place": "Backroom of the teahouse", "minutes": "Weldrake admits the leak", "facts": "The pipe burst at night", "points": "Who pays the painter",
    "duties": "Both sides share the wall", "what": "Mends the pipe with copper", "way": "Hires a sworn plumber",
}  # fmt: skip


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "attachments"


@pytest.fixture
def whole(town):
    """`dispute` in force, with the `guest`, `paper` and `sitting` its addresses name."""
    gulnar, li = town.actor("gulnar"), town.actor("li")
    dispute, _none = actions.apply(
        by=gulnar, committee=town.units.city, area=town.places.west, kind="neighbours", matter=SAID["matter"],
        me={"name": SAID["name"]}, other={"name": SAID["other"]},
    )  # fmt: skip
    wei = by_code(actions.take(by=li, dispute=dispute))
    actions.answer(by=wei, dispute=dispute, agrees=True)
    Dispute.objects.filter(pk=dispute.pk).update(state="table")
    dispute.seats.filter(role=Seat.Role.MEDIATOR).update(state=Seat.State.JOINED)
    dispute.refresh_from_db()
    guest = table.ask(
        by=li, dispute=dispute, kind="body", called=SAID["called"], duty=SAID["duty"], unit=town.units.fire
    )
    for actor in (gulnar, wei):
        table.answer_guest(by=actor, guest=guest, agrees=True)
    table.take_place(by=town.actor("fang"), guest=guest, name=SAID["who"])
    sheet = SimpleUploadedFile("x.pdf", f"%PDF-1.4\n{SAID['paper']}\n%%EOF".encode())
    paper = table.add_paper(by=gulnar, dispute=dispute, title=SAID["title"], file=sheet)
    sides = [str(seat.key) for seat in dispute.seats.filter(role="party")]
    starts = times.openings(dispute)[3][0]
    sitting = table.book(by=li, dispute=dispute, starts=starts, minutes=60, seats=sides, place=SAID["place"])
    with at_time(starts + timedelta(hours=1)):
        table.write_minutes(by=li, sitting=sitting, came=sides, text=SAID["minutes"])
        _agree(dispute, gulnar, wei, li)
    return SimpleNamespace(dispute=dispute, guest=guest, paper=paper, sitting=sitting)


def _agree(dispute, gulnar, wei, li):
    due = dispute.applied_on + timedelta(days=60)
    terms = [{"side": "b", "what": SAID["what"], "way": SAID["way"], "due": due}]
    said = {part: SAID[part] for part in ("facts", "points", "duties")}
    version = agreeing.write(by=li, dispute=dispute, terms=terms, **said).key
    for actor in (gulnar, wei):
        agreeing.accept(by=actor, dispute=dispute, version=version)
    agreeing.sign(by=gulnar, dispute=dispute, version=version, way="drawn", strokes=[[[10, 20], [200, 120], [300, 40]]])
    code = agreeing.tell_code(by=li, dispute=dispute, seat=dispute.seats.get(side="b"))
    agreeing.sign(by=wei, dispute=dispute, version=version, way="typed", name=SAID["other"], code=code)
    agreeing.sign(by=li, dispute=dispute, version=version, way="typed", name="li")
    agreeing.put_seal(by=li, dispute=dispute, version=version)
    dispute.refresh_from_db()
    assert dispute.state == "agreed"


@pytest.mark.django_db
def test_nothing_said_at_a_table_lies_in_plain_in_the_database_or_on_the_disk(whole, tmp_path):
    assert leaks(whole_database(tmp_path), SAID.values()) == []
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > 2 and not [path for path in kept if leaks(path.read_bytes(), SAID.values())]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the backup is read as the file it is")
def test_a_backup_of_a_whole_file_takes_its_papers_and_gives_nothing_away(whole, tmp_path):
    making.make(tmp_path / "backup")
    members = list(_members(tmp_path / "backup"))
    sealed = (tmp_path / "sealed_papers" / whole.paper.key.hex).read_bytes()
    assert sealed in members and leaks(b"".join(members), SAID.values()) == []


def doors(whole):
    """Every address of the site that leads into this file, with what stands in it."""
    known = {
        "key": str(whole.dispute.key), "guest": str(whole.guest.key), "paper": str(whole.paper.key), "sitting": str(whole.sitting.key),
    }  # fmt: skip
    for route in _routes(get_resolver()):
        if "mediation/<uuid:key>/" in route:
            for verb in [*steps.every(), "yes", "no"] if "<slug:verb>" in route else [""]:
                address = route.replace("<slug:verb>", verb)
                for name, value in known.items():
                    address = address.replace(f"<uuid:{name}>", value)
                assert "<" not in address, f"say in this test what stands in {route}"
                yield f"/{address}"


def _routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        yield from _routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]


@pytest.mark.django_db
@pytest.mark.once
def test_every_door_of_a_file_is_shut_to_every_role(whole, town):
    everywhere = [
        (role, town.places.district) for role in RoleAssignment.Role.values if role not in ("handler", "resident")
    ]
    argus = person("argus", *everywhere, *(("handler", unit) for unit in Organisation.objects.all()))
    seated = ("gulnar", "li", "fang")
    addresses = list(doors(whole))
    assert len(addresses) > 30
    for who in (None, argus, *(one for key, one in vars(town.people).items() if key not in seated)):
        client = Client()
        if who:
            client.force_login(who)
        for address in addresses:
            for knock in (client.get, client.post):
                answer = knock(address)
                assert answer.status_code in (302, 403, 404, 405), (who, address, answer.status_code)
                assert not leaks(answer.content, SAID.values()), (who, address)


@pytest.mark.django_db
def test_a_body_at_the_table_reads_its_own_duty_and_no_word_of_the_sides(whole, town):
    client = Client()
    client.force_login(town.people.fang)
    page = client.get(f"/mediation/{whole.dispute.key}/").content.decode()
    assert SAID["duty"] in page
    hidden = [SAID[word] for word in ("title", "minutes", "facts", "points", "duties", "what")]
    assert leaks(page.encode(), hidden) == [], json.dumps(hidden)
