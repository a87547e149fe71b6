"""Somebody with the whole database in its physical order, a backup of the middle of the vote, the audit, the logs and the secret key of
the site, but without the key of the vote, tries to tell who voted what."""

import hashlib
import hmac
import logging
from itertools import permutations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from shiliu.govern.projects.votes import actions
from shiliu.govern.projects.votes.models import BOX
from shiliu.govern.projects.votes.tests.conftest import DAY
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import boxes, sealing, secrets
from shiliu.platform.ballots.models import SealedBallot, TookPart
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM
from tests.town import NOON

BALLOTS = [list(order) for order in permutations((1, 2, 3, 4), 2)]


@pytest.fixture
def voted(open_vote, neighbours):
    """A vote in which each neighbour ranked differently, one after the other."""
    vote = open_vote(kind="ranked")
    for who, ballot in zip(neighbours, BALLOTS, strict=True):
        actions.cast(by=who, vote=vote, ballot=ballot)
    return vote


def dump():
    """{table: rows as text, in the order in which they lie on the disk}."""
    physical, found = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor], {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)} ORDER BY {physical}")
                found[model._meta.db_table] = [tuple(map(_text, row)) for row in cursor.fetchall()]
    return found


def _text(value):
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def keys_in(rows):
    """Everything that could be a key: each text of the database, and the secret key of the site."""
    texts = {cell for table in rows.values() for row in table for cell in row} | {settings.SECRET_KEY}
    return {text.encode() for text in texts} | {
        bytes.fromhex(text) for text in texts if len(text) % 2 == 0 and _is_hex(text)
    }


def _is_hex(text):
    return bool(text) and set(text) <= set("0123456789abcdef")


def owners_of_tokens(rows, people, secret, box):
    """{person: token of the ballot}: what could be told with this secret."""
    tokens, found = {row[0] for table in ("ballots_sealedballot", "ballots_tookpart") for row in rows[table]}, {}
    for purpose in (boxes.PART, boxes.BALLOT):
        key = hmac.new(secret, f"{box.kind}:{box.thing}:{purpose}".encode(), hashlib.sha256).digest()
        for tried in (key, secret):
            for person in people:
                token = hmac.new(tried, f"person:{person.pk}".encode(), hashlib.sha256).hexdigest()
                if token in tokens:
                    found[person.pk] = token
    return found


def test_without_the_key_no_token_of_a_backup_tells_its_owner_and_with_it_each_does(voted, neighbours):
    backup, box, people = dump(), boxes.box_of(BOX, voted.pk), [who.person for who in neighbours]
    real = secrets.path_of(BOX, voted.pk).read_bytes()
    assert len(owners_of_tokens(backup, people, real, box)) == len(people), "the attack works for whoever has the key"
    keys = keys_in(backup)
    assert real not in keys and len(keys) > 200
    for key in keys:
        assert not owners_of_tokens(backup, people[:2], key, box)


def test_sealed_ballots_of_a_backup_open_with_no_key_the_database_holds_and_all_look_alike(voted):
    backup, box = dump(), boxes.box_of(BOX, voted.pk)
    token, sealed = SealedBallot.objects.values_list("token", "sealed").first()
    assert sealing.unseal(box, secrets.key(BOX, voted.pk, boxes.SEAL), token, sealed).content["v"] in BALLOTS
    for key in keys_in(backup):
        with pytest.raises(sealing.Damaged):
            sealing.unseal(box, hashlib.sha256(key).digest() if len(key) != 32 else key, token, sealed)
    assert len({len(bytes(one)) for one in SealedBallot.objects.values_list("sealed", flat=True)}) == 1


def test_voting_writes_nothing_but_two_sealed_rows_and_logs_nothing(open_vote, neighbours, caplog):
    vote = open_vote(kind="ranked")
    before, who = dump(), neighbours[0]
    with caplog.at_level(logging.DEBUG, logger="shiliu"):
        actions.cast(by=who, vote=vote, ballot=[2, 1])
        actions.press(by=who, vote=vote, verb="place", number=1, value=1, after=1)
    after = dump()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"ballots_sealedballot", "ballots_tookpart"} and not caplog.records
    [part], [ballot] = after["ballots_tookpart"], after["ballots_sealedballot"]
    assert set(part) & set(ballot) == {str(boxes.box_of(BOX, vote.pk).pk)}, "nothing joins the two but the box"


def test_after_the_close_only_counted_ballots_and_receipts_are_left_and_nothing_joins_them(voted, neighbours, closed):
    backup, box = dump(), boxes.box_of(BOX, voted.pk)
    shown = boxes.read(box, neighbours[0].person).receipt(box)
    rows_before = AuditRow.objects.count()
    closed(voted)
    after = dump()
    assert not after["ballots_sealedballot"] and not after["ballots_tookpart"] and not secrets.exists(BOX, voted.pk)
    assert shown in {cell for row in after["ballots_receipt"] for cell in row}
    tokens = {row[0] for table in ("ballots_sealedballot", "ballots_tookpart") for row in backup[table]}
    left = {cell for table in after.values() for row in table for cell in row}
    assert not tokens & left
    told = AuditRow.objects.order_by("pk")[rows_before:]
    assert not any(row.actor_kind == "person" or row.subject_refs for row in told)
    assert [row.data for row in told if row.verb == "ballots.closed"] == [{"count": 12}]
    for key in keys_in(after):  # whoever was told a receipt tries every ballot under every key there is
        nonce = key.hex() if len(key) == 32 else hashlib.sha256(key).hexdigest()
        assert all(sealing.Ballot({"w": "account", "v": ballot}, nonce).receipt(box) != shown for ballot in BALLOTS[:2])


@pytest.mark.parametrize("by", ["disk", "key"])
def test_the_order_of_counted_ballots_says_nothing_about_the_order_of_voting(
    town, open_vote, neighbours, candidates, by
):
    places = set()
    for _time in range(5):
        vote = open_vote(kind="ranked")
        for who, ballot in zip(neighbours, BALLOTS, strict=True):
            actions.cast(by=who, vote=vote, ballot=ballot)
        with at_time(NOON + 6 * DAY):
            actions.close_vote(by=SYSTEM, vote=vote)
        box = boxes.box_of(BOX, vote.pk)
        with connection.cursor() as cursor:
            physical = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
            order = {"disk": physical, "key": "key"}[by]
            cursor.execute(f"SELECT content FROM ballots_countedballot WHERE box_id = %s ORDER BY {order}", [box.pk])
            lie = [str(row[0]).replace(" ", "") for row in cursor.fetchall()]
        assert len(lie) == len(set(lie)) == 12
        places.add((lie.index(str(BALLOTS[0]).replace(" ", "")), lie.index(str(BALLOTS[11]).replace(" ", ""))))
        for candidate in candidates.values():
            type(candidate).objects.filter(pk=candidate.pk).update(state="ready")
    assert len(places) > 1, "somebody's ballot lay in the same place five times"
    assert not TookPart.objects.exists()
