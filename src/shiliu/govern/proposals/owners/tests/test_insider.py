"""Somebody in the office with the whole database, a backup of the middle of the vote, the audit, the logs, the register of shares and the
published result, but without the key of the vote, tries to tell how an owner voted."""

import logging
from itertools import combinations

import pytest

from shiliu.govern.projects.votes.tests.test_insider import dump, keys_in
from shiliu.govern.proposals.owners import actions, rules
from shiliu.govern.proposals.owners.actions.voting import BOX
from shiliu.govern.proposals.owners.models import Share
from shiliu.govern.proposals.owners.tests.test_owners import paper, voted
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import boxes, sealing, secrets
from shiliu.platform.ballots.models import SealedBallot
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
HALF = {"part": 2, "part_whole": 3, "passes": 1, "passes_whole": 2, "passes_reached": False}
FLATS = [8643, 8671, 8699, 8702, 8718, 8745, 8760, 8777, 8791, 8804, 8829, 8866]  # each has an area of its own
FOR, AGAINST = (0, 2, 3, 7, 8, 10), (1, 4, 5, 6, 9)  # and one who did not take part


def result_of(weights, in_favour, against):
    ballots = [
        {"c": choice, "a": weights[at]}
        for choice, places in (("for", in_favour), ("against", against))
        for at in places
    ]
    return rules.counted({**HALF, "heads": len(weights), "area": sum(weights)}, ballots, weights)


def explained(weights, found):
    """Every way in which owners of these areas can have given this result: {owners in favour}."""
    heads = found["sides"]["for"][0], found["sides"]["against"][0]
    ways = set()
    for yes in combinations(range(len(weights)), heads[0]):
        left = [at for at in range(len(weights)) if at not in yes]
        if any(result_of(weights, yes, no) == found for no in combinations(left, heads[1])):
            ways.add(yes)
    return ways


def test_who_adds_up_flats_finds_no_owner_whose_answer_is_certain_and_with_exact_sums_would():
    exact = sum(FLATS[at] for at in FOR), sum(FLATS[at] for at in AGAINST)
    fits = [yes for yes in combinations(range(12), 6) if sum(FLATS[at] for at in yes) == exact[0]]
    certain = [
        yes for yes in fits
        if any(sum(FLATS[at] for at in no) == exact[1] for no in combinations([at for at in range(12) if at not in yes], 5))
    ]  # fmt: skip
    assert len(certain) < 10, "with exact areas next to nothing is left to guess"
    found = result_of(FLATS, FOR, AGAINST)
    assert found["percent"] is not None and found["sides"] is not None
    ways = explained(FLATS, found)
    for owner in range(12):
        assert 0.2 < sum(owner in yes for yes in ways) / len(ways) < 0.8, owner


@pytest.mark.parametrize("outsider", [30_000, 900])
def test_where_one_owner_has_much_more_or_less_than_the_others_no_area_is_kept(outsider):
    found = result_of([*FLATS[:-1], outsider], (0, 2, 3, 7, 8, 11), AGAINST)
    assert found["percent"] is None and {percent for _heads, percent in found["sides"].values()} == {None}
    assert rules.blends_in(FLATS) and not rules.blends_in([8000] * 4) and not rules.blends_in([])


def test_neither_a_backup_nor_the_secrets_of_the_site_open_a_ballot_or_name_its_share(town, lift, codes):
    voted(town, lift, codes, [(share, "against" if share == "1-3" else "for") for share in codes])
    backup, box = dump(), boxes.box_of(BOX, lift.pk)
    token, sealed = SealedBallot.objects.values_list("token", "sealed").first()
    assert sealing.unseal(box, secrets.key(BOX, lift.pk, boxes.SEAL), token, sealed).content["c"] in rules.CHOICES
    assert len({len(bytes(one)) for one in SealedBallot.objects.values_list("sealed", flat=True)}) == 1
    for key in keys_in(backup):
        with pytest.raises(sealing.Damaged):
            sealing.unseal(box, key if len(key) == 32 else key.ljust(32, b"0")[:32], token, sealed)
    typed = {code.replace("-", "") for code in codes.values()}
    assert not typed & {cell.replace("-", "") for rows in backup.values() for row in rows for cell in row}


def test_a_ballot_leaves_two_sealed_rows_and_no_line_in_a_log_and_paper_only_that_it_came(town, lift, codes, caplog):
    before = dump()
    with caplog.at_level(logging.DEBUG, logger="shiliu"):
        voted(town, lift, codes, [("1-1", "for"), ("1-1", "against")])
        once = dump()
        paper(town, lift, codes["1-2"])
    assert {table for table in once if once[table] != before[table]} == {"ballots_sealedballot", "ballots_tookpart"}
    shares = set(map(str, Share.objects.values_list("pk", flat=True)))
    assert not shares & {cell for row in once["ballots_tookpart"] + once["ballots_sealedballot"] for cell in row[:1]}
    told = AuditRow.objects.filter(verb="owners.paper_taken").values_list("data", flat=True)
    assert list(told) == [{"title": lift.title}] and not caplog.records


def test_after_the_count_no_ballot_code_or_key_is_left_and_the_result_holds_no_area_of_a_flat(
    town, lift, codes, django_capture_on_commit_callbacks
):
    voted(town, lift, codes, [(share, "for") for share in codes])
    backup = dump()
    with at_time(lift.closes_at), django_capture_on_commit_callbacks(execute=True):
        actions.tend()
    after = dump()
    for table in ("ballots_sealedballot", "ballots_tookpart", "ballots_countedballot", "proposals_ownerscode"):
        assert not after[table], table
    assert not secrets.exists(BOX, lift.pk)
    gone = {row[0] for table in ("ballots_sealedballot", "ballots_tookpart") for row in backup[table]}
    assert not gone & {cell for rows in after.values() for row in rows for cell in row}
    [row] = after["proposals_ownersresult"]
    assert not any(area in cell for cell in row for area in ("8050", "18050"))
