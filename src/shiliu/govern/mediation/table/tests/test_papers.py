"""Papers: encrypted on the disk, read by whom their owner says, closed again when the owner says so."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shiliu.govern.mediation.files.models import Consent
from shiliu.govern.mediation.files.seats import seat_of
from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.table import access, actions, reading, registers, vault
from shiliu.govern.mediation.table.models import Paper
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.attachments.pictures import kind_of
from shiliu.platform.ballots.sealing import Damaged
from shiliu.platform.ballots.secrets import NoSecret
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
TITLE = "Bill of the plumber"


@pytest.fixture
def paper(table, document):
    return actions.add_paper(by=table.gulnar, dispute=table.dispute, title=TITLE, file=document())


def titles(table, seat):
    return [paper.words["title"] for paper in reading.papers(table.dispute, seat)]


def test_what_is_brought_lies_encrypted_and_comes_back_whole(table, paper, document, photo):
    plain = document().read()
    on_disk = vault.path_of(paper.key).read_bytes()
    assert plain[9:40] not in on_disk and TITLE.encode() not in bytes(Paper.objects.get().box)
    assert len(on_disk) == 64 * 1024 + 28
    assert vault.take(paper) == plain
    picture = actions.add_paper(by=table.wei, dispute=table.dispute, title="Ceiling", file=photo())
    assert kind_of(vault.take(picture)) == "jpeg" and picture.words["kind"] == "jpeg"


def test_only_the_owner_and_the_mediator_read_a_paper_at_first(table, paper):
    assert [titles(table, seat) for seat in (table.mine, table.chair, table.theirs, None)] == [[TITLE], [TITLE], [], []]


def test_a_mediator_who_was_not_accepted_yet_reads_no_paper(table, paper):
    table.dispute.seats.filter(pk=table.chair.pk).update(state="asked")
    table.chair.refresh_from_db()
    assert titles(table, table.chair) == []


def test_each_yes_opens_a_paper_to_one_reader_and_is_taken_back_again(table, asked, paper):
    town = table.town
    guests = {
        person: asked(unit, "Duty") for person, unit in (("wang", town.units.property), ("fang", town.units.fire))
    }
    actions.open_to(by=table.gulnar, paper=paper, readers=[table.theirs.key.hex, guests["wang"].key.hex])
    seats = {}
    for person, guest in guests.items():
        actions.take_place(by=town.actor(person), guest=guest, name=person)
        seats[person] = seat_of(town.actor(person), table.dispute)
    assert [titles(table, seat) for seat in (table.theirs, seats["wang"], seats["fang"])] == [[TITLE], [TITLE], []]
    actions.open_to(by=table.gulnar, paper=paper, readers=[guests["fang"].key.hex])
    assert [titles(table, seat) for seat in (table.theirs, seats["wang"], seats["fang"])] == [[], [], [TITLE]]


def test_a_yes_of_somebody_else_opens_nothing(table, paper):
    about = f"{paper.key.hex}:{table.theirs.key.hex}"
    access.say(table.dispute, table.theirs, Consent.Kind.PAPER, about, True)
    assert titles(table, table.theirs) == []


def test_only_the_owner_says_who_reads_and_only_of_those_at_the_table(table, paper):
    for actor in (table.wei, table.li):
        with pytest.raises(Refused):
            actions.open_to(by=actor, paper=paper, readers=[table.theirs.key.hex])
        with pytest.raises(Refused):
            actions.remove_paper(by=actor, paper=paper)
    with pytest.raises(NotPossible):
        actions.open_to(by=table.gulnar, paper=paper, readers=["0" * 32])


def test_a_paper_taken_back_leaves_no_file(table, paper, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_paper(by=table.gulnar, paper=paper)
    assert not vault.path_of(paper.key).exists() and not Paper.objects.exists()


def test_the_file_of_a_paper_goes_with_its_row(table, paper):
    os.utime(vault.path_of(paper.key), (table.town.now.timestamp(),) * 2)
    Paper.objects.all().delete()
    with at_time(table.town.now + vault.KEEP_STRAYS * 2):
        registers.sweep()
    assert not vault.path_of(paper.key).exists()


def test_strays_go_after_a_day_and_kept_papers_stay(table, paper):
    stray = vault.path_of(keys.uuid.uuid4())
    stray.write_bytes(b"x")
    for path in (stray, vault.path_of(paper.key)):
        os.utime(path, (table.town.now.timestamp(),) * 2)
    registers.sweep()
    assert stray.exists()
    with at_time(table.town.now + vault.KEEP_STRAYS * 2):
        registers.sweep()
    assert not stray.exists() and vault.path_of(paper.key).exists()


def test_a_changed_or_swapped_file_is_noticed_and_without_the_key_nothing_opens(table, paper, document):
    other = actions.add_paper(by=table.wei, dispute=table.dispute, title="Other", file=document())
    vault.path_of(other.key).write_bytes(vault.path_of(paper.key).read_bytes())
    with pytest.raises(Damaged):
        vault.take(other)
    keys.destroy(table.dispute.key_name)
    with pytest.raises(NoSecret):
        vault.take(paper)


def test_what_is_no_picture_or_document_is_refused(table):
    with pytest.raises(Unacceptable):
        actions.add_paper(
            by=table.gulnar, dispute=table.dispute, title="x", file=SimpleUploadedFile("a.html", b"<script>")
        )
    with pytest.raises(NotPossible) as missing:
        actions.add_paper(by=table.gulnar, dispute=table.dispute, title=" ", file=SimpleUploadedFile("a", b""))
    assert set(missing.value.fields) == {"title"}
