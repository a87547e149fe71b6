"""The kiosk by keyboard for somebody who reads Uyghur, the screen with sound, the counter by the Enter key alone."""

import pytest
from playwright.sync_api import expect

from shiliu.live.services.queue.models import Ticket
from shiliu.live.services.queue.tests.conftest import build_hall

HEARD = """() => {
  window.heard = [];
  window.AudioContext = class { constructor() { heard.push("chime"); } currentTime = 0; destination = {};
    createOscillator() { return { frequency: {}, connect: (to) => to, start() {}, stop() {} }; }
    createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }; } };
  Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [{ lang: "zh-CN" }], speak: (words) => heard.push(words.text) } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


@pytest.fixture
def hall(town, town_clock):
    return build_hall(town)


def test_whoever_reads_uyghur_draws_by_keyboard_and_the_next_finds_chinese(open_page, axe, town, hall):
    desk = open_page(
        f"/office/queue/halls/{hall.hall.pk}/board/", person=town.people.zhao, language="zh-hans", width="phone"
    )
    desk.locator("form[action$='/kiosk/'] button").press("Enter")
    expect(desk.locator(".site-header")).to_be_visible()  # whoever is signed in can still sign out
    desk.context.clear_cookies(name="shiliu_session")
    desk.reload()
    expect(desk.locator(".site-header")).to_be_hidden()
    desk.locator(".kiosk-languages button[value=ug]").press("Enter")
    expect(desk.locator("html")).to_have_attribute("dir", "rtl")
    axe(desk)
    desk.locator(".kiosk-line").first.press("Enter")
    expect(desk.locator(".ticket-number")).to_have_text("A001")
    assert Ticket.objects.get().periods.filter(kind="preparation").exists()
    desk.locator("a[href$='?again=1']").press("Enter")
    expect(desk.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_call_is_seen_and_heard_and_the_counter_goes_on_with_the_enter_key(open_page, town, hall):
    kiosk = open_page("/queue/west/kiosk/", language="zh-hans")
    kiosk.locator(".kiosk-line").first.click()
    expect(kiosk.locator(".ticket-number")).to_have_text("A001")
    screen = open_page("/queue/west/screen/", language="zh-hans")
    screen.add_init_script(f"({HEARD})()")
    screen.reload()
    screen.locator("[data-sound]").press("Enter")
    expect(screen.locator("[data-sound]")).to_have_attribute("aria-pressed", "true")
    desk = open_page(f"/office/queue/counters/{hall.window.pk}/1/", person=town.people.zhao, language="en")
    for button in ("Call the next", "Is here", "Served"):
        expect(desk.get_by_role("button", name=button).first).to_be_focused()
        desk.keyboard.press("Enter")
        if button == "Call the next":
            expect(screen.locator("[data-calls] strong")).to_have_text("A001")
            assert "A 0 0 1" in screen.evaluate("heard.join()")
    expect(desk.get_by_role("button", name="Call the next")).to_be_focused()
    assert Ticket.objects.get().state == "served"
