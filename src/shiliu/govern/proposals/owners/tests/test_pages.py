"""The pages of owners' votes: the register, the announcement, the ballot by code, the sums."""

import pytest
from django.urls import reverse

from shiliu.govern.proposals.owners import actions
from shiliu.govern.proposals.owners.models import Estate, OwnersVote
from shiliu.platform.ballots.models import SealedBallot
from shiliu.platform.clock import at_time
from shiliu.platform.printing import Lack

pytestmark = pytest.mark.django_db
FORMAT = "%Y-%m-%dT%H:%M"


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def test_an_owner_votes_with_the_code_alone_and_finds_the_receipt(client, town, lift, codes):
    address = reverse("owners:vote", args=[lift.pk])
    with at_time(lift.opens_at):
        assert client.post(address, {"code": "3333-3333-33", "choice": "for"}).status_code == 422
        page = client.post(address, {"code": codes["1-1"], "choice": "for"})
        receipt = page.context["receipt"]
        assert receipt in page.content.decode() and page["Cache-Control"]
        assert client.post(address, {"code": codes["1-2"]}).context["taken_out"]
        for share in list(codes)[2:]:
            client.post(address, {"code": codes[share], "choice": "for"})
    with at_time(lift.closes_at):
        actions.tend()
        assert receipt in client.get(reverse("owners:receipts", args=[lift.pk])).content.decode()
        assert client.get(address).context["result"].passed
    assert not SealedBallot.objects.exists()


def test_the_committee_prepares_announces_and_prints_codes_once(client, town, estate):
    client.force_login(town.people.wang)
    opens, closes = (moment.strftime(FORMAT) for moment in (town.now.replace(month=4), town.now.replace(month=5)))
    data = {"estate": estate.pk, "matter": "rebuild", "title": "加装电梯", "text": "费用。", "opens_at": opens}
    assert post(client, "office_owners:new", **data, closes_at=opens).status_code == 422
    post(client, "office_owners:new", **data, closes_at=closes)
    row = OwnersVote.objects.get()
    assert client.get(reverse("office_owners:edit", args=[row.pk])).status_code == 200
    post(client, "office_owners:press", row.pk, "announce")
    page = post(client, "office_owners:codes", row.pk)
    assert len(page.context["codes"]) == 7 and page.context["codes"][0][1] in page.content.decode()
    assert post(client, "office_owners:codes", row.pk).context["codes"] == []
    assert len(post(client, "office_owners:replace", row.pk, share_code="1-2").context["codes"]) == 1
    post(client, "office_owners:give_up", row.pk, reason="费用有变。")
    assert "费用有变。" in client.get(reverse("owners:vote", args=[row.pk])).content.decode()
    assert client.get(reverse("office_owners:shares", args=[estate.pk])).status_code == 403


def test_letters_are_printed_once_and_no_code_is_made_for_a_sheet_that_cannot_be(client, town, lift, monkeypatch):
    client.force_login(town.people.wang)
    assert post(client, "office_owners:codes", lift.pk, letters=1).status_code == 302  # not announced
    actions.announce(by=town.actor("wang"), vote=lift)
    with monkeypatch.context() as here:
        here.setattr(
            "shiliu.platform.printing.setting.missing", lambda texts: [Lack("mongolian", "ᠮ", "fonts-noto-core")]
        )
        assert post(client, "office_owners:codes", lift.pk, letters=1).status_code == 503
    assert not lift.codes.exists()
    made = post(client, "office_owners:codes", lift.pk, letters=1)
    assert made.content[:5] == b"%PDF-" and made.content.count(b"/Type /Page\n") in (0, 7) and lift.codes.count() == 7
    assert post(client, "office_owners:codes", lift.pk, letters=1).status_code == 302


def test_a_ballot_on_paper_is_typed_twice_and_its_receipt_is_shown(client, town, lift, codes):
    client.force_login(town.people.wang)
    address, given = (
        reverse("office_owners:paper", args=[lift.pk]),
        {"code": codes["1-1"], "choice": "for", "again_code": codes["1-1"]},
    )
    with at_time(lift.opens_at):
        assert client.get(address).status_code == 200
        for wrong in ({}, {"again_choice": "against"}):
            assert client.post(address, {**given, **wrong}).status_code == 422
        page = client.post(address, {**given, "again_choice": "for"})
    assert page.context["receipt"] in page.content.decode() and codes["1-1"] not in page.content.decode()


def test_the_register_is_written_as_lines_without_names(client, town, estate):
    client.force_login(town.people.sun)
    address = reverse("office_owners:shares", args=[estate.pk])
    assert "1-8, 100.00, 1-7" in client.get(address).content.decode()
    for rows in ("1-1", "1-1, viel", "1-1, NaN", "1-1, 0"):
        assert client.post(address, {"rows": rows}).status_code == 422, rows
    client.post(address, {"rows": "1-1，80.5\n\n1-2, 90, 1-1\n"})
    assert [(one.code, one.area) for one in Estate.objects.get().shares.all()] == [("1-1", 8050), ("1-2", 9000)]
    assert post(client, "office_owners:estate", area="court", committee="committee").status_code == 302
    assert (
        post(client, "office_owners:refer", area="court", title="外墙", to="住建局", reason="公共安全。").status_code
        == 302
    )
    assert "住建局" in client.get(reverse("owners:votes")).content.decode()
