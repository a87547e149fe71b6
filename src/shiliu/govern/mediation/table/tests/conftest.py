"""A file at the table: two sides, a mediator, three bodies that could come."""

import base64
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shiliu.govern.mediation.files import actions as files
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.table import actions
from shiliu.platform.permissions import ANONYMOUS


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def table(town):
    """`dispute` with Gulnar (side a), old Wei with a code (side b) and Li of the city as its mediator; `mine`, `theirs` and `chair` are their
    seats, `gulnar`, `wei` and `li` those who hold them."""
    dispute, _code = files.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours", matter="Water from above",
        me={"name": "Gulnar A.", "language": "ug"}, other={"name": "Old Wei", "phone": "0000-5550111"},
    )  # fmt: skip
    code = files.take(by=town.actor("li"), dispute=dispute)
    wei = ANONYMOUS.holding_secret(hash_of(code))
    files.answer(by=wei, dispute=dispute, agrees=True)
    Dispute.objects.filter(pk=dispute.pk).update(state="table")
    Seat.objects.filter(dispute=dispute, role="mediator").update(state="joined")
    dispute.refresh_from_db()
    mine, theirs = dispute.seats.filter(role="party").order_by("side")
    return SimpleNamespace(
        dispute=dispute, gulnar=town.actor("gulnar"), wei=wei, li=town.actor("li"), mine=mine, theirs=theirs,
        chair=dispute.seats.get(role="mediator"), town=town,
    )  # fmt: skip


@pytest.fixture
def asked(table):
    """A function: a body of that unit asked for, agreed to by both parties unless `agreed` is False; returns the Guest."""

    def ask(unit, duty, agreed=True):
        guest = actions.ask(by=table.li, dispute=table.dispute, kind="body", called=unit.name, duty=duty, unit=unit)
        for actor in (table.gulnar, table.wei) if agreed else ():
            actions.answer_guest(by=actor, guest=guest, agrees=True)
        guest.refresh_from_db()
        return guest

    return ask


@pytest.fixture
def photo():
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return lambda: SimpleUploadedFile("IMG_1.jpg", out.getvalue())


@pytest.fixture
def document():
    body = b"%PDF-1.4\n" + base64.b16encode(b"a quarrel about water") + b"\n%%EOF"
    return lambda: SimpleUploadedFile("x.pdf", body)
