"""Server and worker killed at any moment, as in production: whoever was shown a tracking code has one case, whole, once."""

import hashlib
import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from PIL import Image

from shiliu.govern.cases import actions, letters, moderation
from shiliu.govern.cases.models import Case, CaseAttachment, CaseClock, CaseContact, CaseStep, CaseSupport
from shiliu.govern.cases.searching import STAFF
from shiliu.platform import attachments, audit, search
from shiliu.platform.attachments import files
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.notices import delivery
from shiliu.platform.notices.models import Delivery, Notice, Outgoing
from shiliu.platform.search.models import Document
from tests.long.siege import Resident, Site, besiege

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
CLOCKS_OF_A_DISPATCHED_CASE = 2
MESSAGE_ID = re.compile(rb"^Message-ID: <([0-9a-f-]{36})@", re.M)


def test_whoever_was_shown_a_tracking_code_has_one_whole_case_whatever_was_killed_when(
    town, catalogue, raise_need, rounds, tmp_path
):
    durable()
    public = published(town, raise_need())
    already = set(Case.objects.values_list("pk", flat=True))
    chance, residents = random.Random(20260310), []
    for _round in range(rounds(long=4, short=1)):
        with Site(tmp_path) as site:
            crowd = [Resident(len(residents) + n, site.url, public.pk) for n in range(rounds(long=200, short=40))]
            besiege(site, crowd, kills=rounds(long=10, short=4), chance=chance)
            residents += crowd
            known = Case.objects.count()
            for resident in crowd[:: rounds(long=1, short=4)]:
                assert resident.send() == resident.answer, "the same submission came back as something else"
            assert Case.objects.count() == known
    cases = check_cases(residents, already)
    check_what_hangs_on(cases)
    check_audit(cases)
    check_search(residents)
    check_notices(cases, town)
    check_files(residents)
    public.refresh_from_db()
    supports = CaseSupport.objects.filter(case=public).count()
    assert supports == public.me_too == AuditRow.objects.filter(verb="cases.supported").count()
    assert supports >= len([resident for resident in residents if resident.number % 4 == 0])


def durable():
    """The server of the tests may be told not to wait for the disk; then this test would prove too little."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting in ("fsync", "full_page_writes"):
                cursor.execute(f"SHOW {setting}")
                assert cursor.fetchone() == ("on",), f"{setting} is off: run this by `make test-long`"


def published(town, sent):
    moderation.publish(by=town.actor("lin"), case=sent.case, title="Dark", text="The lamp at the gate is dark.")
    return sent.case


def check_cases(residents, already):
    """{id: Case}: one for each code that was shown, with the words that were sent, and no other."""
    cases = Case.objects.in_bulk([resident.answer["id"] for resident in residents])
    for resident in residents:
        case = cases[resident.answer["id"]]
        assert case.code_hash == actions.hash_code(resident.answer["code"])
        assert (str(case.submission), case.title) == (resident.submission, f"Lamp {resident.word}")
        assert case.state == resident.answer["state"] == "dispatched"
        assert case.next_due is not None
    assert set(Case.objects.values_list("pk", flat=True)) == already | cases.keys()
    assert len(cases) == len(residents)
    return cases


def check_what_hangs_on(cases):
    once = dict.fromkeys(cases, 1)
    for move in ("submit", "route"):
        assert counted(CaseStep.objects.filter(move=move, case__in=cases)) == once
    assert CaseStep.objects.filter(case__in=cases).count() == 2 * len(cases)
    clocks = CaseClock.objects.filter(case__in=cases)
    assert counted(clocks) == dict.fromkeys(cases, CLOCKS_OF_A_DISPATCHED_CASE)
    assert clocks.values("case", "kind", "round").distinct().count() == clocks.count()
    for what in (CaseContact, CaseAttachment):
        assert counted(what.objects.filter(case__in=cases)) == once


def counted(rows):
    return Counter(rows.values_list("case", flat=True))


def check_audit(cases):
    for verb in ("cases.submitted", "cases.route"):
        rows = AuditRow.objects.filter(verb=verb, target_id__in=map(str, cases))
        assert Counter(int(key) for key in rows.values_list("target_id", flat=True)) == dict.fromkeys(cases, 1)
    audit.seal()
    verdict = audit.verify()
    assert verdict.ok, list(verdict.sentences())


def check_search(residents):
    assert Document.objects.filter(kind=STAFF).count() == Case.objects.count()
    for resident in residents:
        assert list(search.keys(STAFF, resident.word, public_only=False)) == [resident.answer["id"]]


def check_notices(cases, town):
    """In the app each notice once. By mail each at least once, and again only when a worker died between sending and saying so."""
    expected = {("cases.received", None), ("cases.new_for_unit", town.people.li.pk)}
    for case in cases.values():
        told = Counter(Notice.objects.filter(thread=letters.thread_of(case)).values_list("kind", "person"))
        assert expected <= told.keys() and set(told.values()) == {1}, told
    # The leases of dead workers run out, then every letter that was due goes out.
    with at_time(datetime.now(UTC) + timedelta(days=2)):
        while delivery.deliver():
            pass
    outgoing = Outgoing.objects.filter(notice__thread__in=map(letters.thread_of, cases.values()))
    assert not outgoing.filter(delivery=None).exists()
    assert outgoing.count() == outgoing.values("notice", "channel", "address").distinct().count()
    assert outgoing.filter(notice__kind="cases.received").count() == len(cases)
    arrived = letters_by_key()
    for letter in Delivery.objects.filter(enclosed__in=outgoing, channel="email").distinct():
        assert letter.state == Delivery.State.SENT, (letter.state, letter.reason, letter.error)
        assert 1 <= arrived[str(letter.key)] <= letter.attempts


def letters_by_key():
    """Counter of how often the letter of each Delivery went out: files of the killed workers, and what this process sent."""
    texts = [path.read_bytes() for path in settings.DATA_DIR.glob("letters/*.log")]
    texts += [message.message().as_bytes() for message in mail.outbox]
    return Counter(key.decode() for text in texts for key in MESSAGE_ID.findall(text))


def check_files(residents):
    """Each case has the very photo it was sent with. Drafts and halves of what was killed are gone after the sweep."""
    with at_time(datetime.now(UTC) + timedelta(days=2)):
        attachments.sweep()
    linked = {row.case_id: row.attachment for row in CaseAttachment.objects.select_related("attachment")}
    for resident in residents:
        photo = linked[resident.answer["id"]]
        with files.open_file(photo) as file:
            assert hashlib.sha256(file.read()).hexdigest() == photo.sha256
            assert Image.open(file).convert("RGB").getpixel((3, 3)) == resident.colour
    assert not Attachment.objects.filter(claimed_at=None).exists()
    sizes = ("full", "thumb")
    assert set(files.all_files()) == {files.path_of(photo, size) for photo in linked.values() for size in sizes}
