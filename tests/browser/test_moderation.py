"""A moderator covers a face and publishes; an emergency stops a resident with the number to call, with and without script."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from shiliu.govern.cases import emergencies
from shiliu.platform.permissions import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def ready(catalogue):
    cache.clear()


def photo():
    out = BytesIO()
    Image.new("RGB", (600, 400), "green").save(out, "JPEG")
    return SimpleUploadedFile("place.jpg", out.getvalue(), "image/jpeg")


@pytest.mark.once
def test_a_moderator_covers_a_face_with_the_pointer_and_neighbours_see_only_the_copy(open_page, axe, town, raise_need):
    case = raise_need(files=[photo()]).case
    file = case.files.get()
    page = open_page(reverse("cases:redact", args=[case.pk, file.pk]), person=town.people.lin)
    layer = page.locator(".photo-boxes svg")
    layer.scroll_into_view_if_needed()
    frame = layer.bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + frame["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.5, frame["y"] + frame["height"] * 0.6, steps=3)
    page.mouse.up()
    expect(page.get_by_label("Right edge, %").first).not_to_have_value("")
    expect(layer.locator("rect")).to_have_count(1)
    axe(page)
    page.get_by_role("button", name="Save the boxes").click()
    expect(page.get_by_role("img", name="The photo with black boxes")).to_be_visible()
    page.get_by_role("link", name="Back to the text").click()
    page.get_by_role("checkbox", name=re.compile("show")).check()
    page.get_by_role("button", name="Publish this text").click()
    expect(page.get_by_text("Neighbours can now read this text.")).to_be_visible()
    file.refresh_from_db()
    left, top, right, bottom = file.boxes[0]
    assert (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)) == (0.2, 0.2, 0.5, 0.6)
    neighbour = open_page(reverse("cases:public_case", args=[case.pk]), width="phone")
    expect(neighbour.locator(f'.photos a[href*="{file.redacted.key}"] img')).to_be_visible()
    assert str(file.attachment.key) not in neighbour.content()


@pytest.mark.once
@pytest.mark.parametrize("javascript", [True, False])
def test_an_emergency_shows_the_number_to_call_and_words_alone_may_be_waved_through(open_page, axe, town, javascript):
    emergencies.load(by=SYSTEM)
    page = open_page("/cases/new/", width="phone", javascript=javascript)
    page.get_by_role("radio", name=re.compile("Request for help")).check()
    page.get_by_label("What is it about?").select_option("emergency_fire")
    page.get_by_role("button", name=re.compile("Next")).click()
    expect(page.locator('.emergency-number a[href="tel:119"]')).to_be_visible()
    if javascript:
        page.problems.clear()  # the browser notes the status of the page that stops
        axe(page)
    page.get_by_role("button", name="Choose another matter").click()
    page.get_by_label("What is it about?").select_option("street_lamp")
    page.get_by_role("button", name=re.compile("Next")).click()
    page.get_by_role("checkbox", name=re.compile("I do not know the place")).check()
    page.get_by_role("button", name=re.compile("Next")).click()
    page.get_by_label("What happened, or what do you need?").fill("There is a smell of gas.")
    page.get_by_role("radio", name=re.compile("Yes, neighbours may read it")).check()
    page.get_by_role("button", name=re.compile("Next")).click()
    expect(page.get_by_text("smell of gas", exact=True)).to_be_visible()
    page.get_by_role("button", name="It is not an emergency, go on").click()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    page.problems.clear()
