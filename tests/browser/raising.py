"""The four steps of raising a need, as a resident goes through them: by label and role, never by id."""

import re

from playwright.sync_api import Page, expect

WORDS = "The lamp at the east gate has been dark for three nights."


def choose_matter(page: Page, kind: str = "Request for help", matter: str = "Street lamp") -> None:
    page.get_by_role("radio", name=re.compile(kind)).check()
    page.get_by_label("What is it about?").select_option(label=matter)
    page.get_by_role("button", name="Next: where it is").click()


def name_the_place(page: Page, typed: str = "house", found: str = "House") -> None:
    page.get_by_label("Building, compound or community").fill(typed)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("radio", name=re.compile(found)).check()
    page.get_by_role("button", name="Next: what happened").click()


def touch_the_map(page: Page) -> tuple[float, float]:
    """Set the pin south-west of the middle; gives (latitude, longitude) as the form will send them."""
    ground = page.get_by_role("application", name="Map to choose a place")
    expect(ground.locator("path.leaflet-interactive").first).to_be_visible()
    ground.scroll_into_view_if_needed()
    box = ground.bounding_box()
    ground.tap(position={"x": box["width"] / 2 - 40, "y": box["height"] / 2 + 40})
    page.get_by_text("Type the position instead").click()
    latitude, longitude = page.get_by_label("Latitude"), page.get_by_label("Longitude")
    expect(latitude).not_to_have_value("")
    return float(latitude.input_value()), float(longitude.input_value())


def say_it(page: Page, text: str = WORDS, photo: bytes | None = None, email: str = "") -> None:
    page.get_by_label("What happened, or what do you need?").fill(text)
    if photo:
        page.get_by_label("Photos").set_input_files({"name": "lamp.png", "mimeType": "image/png", "buffer": photo})
    page.get_by_role("radio", name=re.compile("Yes, neighbours may read it")).check()
    if email:
        page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Next: look at it once more").click()


def send(page: Page) -> str:
    """Send it; gives the tracking code as it is shown."""
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", name="Your tracking code")).to_be_visible()
    return page.locator(".tracking code").inner_text()


def make_move(page: Page, label: str, **answers: str) -> None:
    """One step at the desk: unfold it, fill in what it asks (label=words), press its button."""
    box = page.locator("details").filter(has=page.locator("summary").get_by_text(label, exact=True))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for asked, words in answers.items():
        box.get_by_label(asked.replace("_", " ")).fill(words)
    box.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_text(f"Done: {label}.")).to_be_visible()


def judge(page: Page, *, solved: bool, level: str, said: str = "") -> None:
    answer = "Yes, it is solved" if solved else "No, it is not"
    page.get_by_role("radio", name=re.compile(answer)).check()
    page.get_by_role("radio", name=level, exact=True).check()
    page.get_by_label("A word about it").fill(said)
    page.get_by_role("button", name="Say so").click()
