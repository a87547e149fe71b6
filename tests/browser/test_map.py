"""The public map: what was not among the newest points comes when one looks there, and what is drawn stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases import feeds
from shiliu.govern.cases.models import Case
from shiliu.platform import maps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_a_moved_map_asks_for_the_older_points_in_view_and_keeps_what_it_has(
    open_page, raise_need, town_clock, monkeypatch
):
    monkeypatch.setattr(feeds, "MOST_POINTS", 2)
    for title, point in (
        ("In the middle", (100.04, 40.04)),
        ("Corner one", (100.001, 40.001)),
        ("Corner two", (100.004, 40.001)),
    ):
        case, (longitude, latitude) = raise_need().case, maps.coarse_point(point)
        Case.objects.filter(pk=case.pk).update(
            publication="public", public_title=title, public_text="Dark.", published_at=case.received_at,
            public_longitude=longitude, public_latitude=latitude,
        )  # fmt: skip
    page = open_page("/cases/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "bbox=" in request.url else None)
    points = page.locator(".map-point")
    expect(points).to_have_count(2)
    assert not asked
    for _press in range(3):
        page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".map").get_by_role("button", name="In the middle")).to_be_visible()
    assert "ground" not in asked[-1]
    for _press in range(3):
        page.get_by_role("button", name="Zoom out").click()
    expect(points).to_have_count(3)
