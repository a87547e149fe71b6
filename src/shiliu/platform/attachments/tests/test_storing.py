"""What is taken in, what is refused, and what is left of it."""

import hashlib
from io import BytesIO

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from shiliu.foundation.models import Person
from shiliu.platform import attachments
from shiliu.platform.attachments import Attachment, Unacceptable, files
from shiliu.platform.attachments.tests.making import pdf, picture, png_that_claims, telephone_photo, upload
from shiliu.platform.permissions import ANONYMOUS, Actor

pytestmark = pytest.mark.django_db


def stored(data, **how):
    return attachments.store(upload(data), by=ANONYMOUS, **how)


def pixels_of(attachment, size="full"):
    with attachments.open_file(attachment, size) as file:
        return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_keep_their_kind_and_get_a_row_and_two_files(kind):
    photo = stored(picture(kind, size=(600, 300)))
    assert (photo.kind, photo.width, photo.height) == (kind.lower(), 600, 300)
    assert pixels_of(photo).format == kind
    assert pixels_of(photo, "thumb").size == (480, 240)
    with attachments.open_file(photo) as file:
        data = file.read()
    assert (photo.size, photo.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_content_decides_not_the_name_or_the_declared_type():
    photo = attachments.store(upload(picture("PNG"), "holiday.exe", "text/html"), by=ANONYMOUS)
    assert photo.kind == "png"
    with pytest.raises(Unacceptable):
        attachments.store(upload(b"<script>alert(1)</script>", "photo.jpg", "image/jpeg"), by=ANONYMOUS)


def test_position_camera_owner_and_comments_are_gone_and_the_picture_stands_upright():
    sent = telephone_photo(size=(64, 48))
    assert b"SecretCamera" in sent
    assert b"SecretComment" in sent
    photo = stored(sent)
    assert (photo.width, photo.height) == (48, 64)
    for size in ("full", "thumb"):
        with attachments.open_file(photo, size) as file:
            kept = file.read()
        assert b"Secret" not in kept
        assert b"Exif" not in kept
        assert not Image.open(BytesIO(kept)).getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_metadata_of_other_kinds_is_gone_too(kind):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    photo = stored(picture(kind, exif=exif))
    with attachments.open_file(photo) as file:
        assert b"SecretCamera" not in file.read()


def test_big_pictures_shrink_to_what_a_screen_needs():
    photo = stored(picture(size=(4000, 1000)))
    assert (photo.width, photo.height) == (2048, 512)


def test_a_very_narrow_picture_keeps_at_least_a_pixel():
    photo = stored(picture("PNG", size=(9000, 1)))
    assert (photo.width, photo.height) == (2048, 1)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_way_to_keep_colours_is_read(mode):
    assert stored(picture("PNG", mode=mode)).kind == "png"


def test_pictures_for_printing_presses_are_turned_into_screen_colours():
    assert pixels_of(stored(picture(mode="CMYK"))).mode == "RGB"


def test_transparency_survives():
    assert pixels_of(stored(picture("PNG", mode="RGBA"))).mode == "RGBA"


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (40_000, 10), (8_000, 8_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(width, height):
    with pytest.raises(Unacceptable, match="too many pixels"):
        stored(png_that_claims(width, height))


def test_a_damaged_picture_is_refused_in_words():
    whole = picture(size=(400, 400))
    with pytest.raises(Unacceptable, match="damaged"):
        stored(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "data",
    [b"GIF89a" + bytes(50), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" + bytes(50), b"PK\x03\x04" + bytes(50), b"BM" + bytes(90),
     b"\x00\x00\x00\x18ftypheic" + bytes(50)],
)  # fmt: skip
def test_other_kinds_of_files_are_refused(data):
    with pytest.raises(Unacceptable, match="JPEG, PNG or WebP"):
        stored(data)


def test_an_empty_file_is_refused():
    with pytest.raises(Unacceptable, match="empty"):
        stored(b"")


def test_a_file_over_the_limit_is_refused_whatever_size_it_claims():
    file = upload(picture("PNG") + bytes(5000))
    file.size = 10
    with override_settings(ATTACHMENT_MAX_BYTES=4000), pytest.raises(Unacceptable, match="larger"):
        attachments.store(file, by=ANONYMOUS)


def test_a_pdf_is_taken_only_where_the_caller_allows_it():
    with pytest.raises(Unacceptable):
        stored(pdf())
    document = stored(pdf(), pdf=True)
    assert (document.kind, document.width, document.is_image) == ("pdf", 0, False)
    with pytest.raises(Unacceptable):
        stored(b"%PDF-1.7 and nothing more", pdf=True)


def test_nothing_is_left_behind_when_a_file_is_refused():
    with pytest.raises(Unacceptable):
        stored(b"nothing of use")
    assert Attachment.objects.count() == 0


def test_a_write_that_fails_leaves_neither_a_row_nor_half_a_file(monkeypatch):
    def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "replace", broken)
    before = set(files.all_files())
    with pytest.raises(OSError, match="disk full"):
        stored(picture())
    assert Attachment.objects.count() == 0
    assert set(files.all_files()) == before


def test_the_sender_is_remembered_only_when_signed_in():
    person = Person.objects.create_user(pseudonym="石榴", email="a@example.org")
    assert attachments.store(upload(picture()), by=Actor.of(person)).uploader == person
    assert stored(picture()).uploader is None


def test_addresses_are_by_key():
    photo = stored(picture())
    assert attachments.url(photo, "thumb").endswith(f"/{photo.key}/thumb/")
    assert attachments.url(photo).endswith(f"/{photo.key}/")
    with pytest.raises(ValueError, match="has no size"):
        attachments.url(stored(pdf(), pdf=True), "thumb")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    damage=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=30),
    cut=st.integers(10, 6000),
)
def test_damaged_bytes_are_either_taken_whole_or_refused_in_words(kind, damage, cut):
    data = bytearray(picture(kind, size=(90, 70)))
    for place, value in damage:
        data[place % len(data)] = value
    try:
        photo = stored(bytes(data[:cut]), pdf=True)
    except Unacceptable as refusal:
        assert refusal.message
    else:
        assert pixels_of(photo).size == (photo.width, photo.height)
