"""A real Chromium on a live server. Errors, requests to other hosts and CSP violations fail the test causing them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from shiliu.platform import clock
from tests.browser import accessible
from tools.system import find_chromium

ARGUMENTS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers give it 64 MB
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
WIDTHS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
PATIENCE_MS = 30_000  # a busy machine is no reason to fail; a passing test never waits this long


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if not program:
        pytest.fail("No Chromium. `make test` installs one, CHROMIUM=path names one, WITHOUT_BROWSER=1 leaves it out.")
    expect.set_options(timeout=PATIENCE_MS)
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def live(live_server) -> str:
    """Address of the site on localhost (passkeys need that name), on the test's own database."""
    return live_server.url


class TownClock:
    """The time of the town for every thread; `forward(hours=2)` lets it pass, and `clock.at_time` sets it for a while."""

    def __init__(self, moment) -> None:
        self.moment = moment

    def forward(self, **time: float) -> None:
        self.moment += timedelta(**time)

    def get(self):
        return self.moment

    def set(self, moment):
        before, self.moment = self.moment, moment
        return before

    def reset(self, before) -> None:
        self.moment = before


@pytest.fixture
def town_clock(at_noon) -> Iterator[TownClock]:
    """A moment set in the test does not reach the server's threads; this one does, and moves only when told."""
    shared = TownClock(at_noon)
    with mock.patch.object(clock, "_moment", shared):
        yield shared


@pytest.fixture
def open_page(browser: Browser, live: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """open_page(path="/", *, width="phone"|"desktop", language="en", dark=False, person=None, javascript=True, workers=True) -> Page

    Each call is a new visitor with no cookies, in the given language, signed in as `person` if given; `workers`: service workers may run. The page has
    `page.problems`, a list a test may clear after provoking something on purpose; it must be empty at the end.
    """
    opened: list[Page] = []

    def opener(
        path="/", *, width="desktop", language="en", dark=False, person=None, javascript=True, workers=True
    ) -> Page:
        context = browser.new_context(
            base_url=live,
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            service_workers="allow" if workers else "block",
            **WIDTHS[width],
        )
        context.set_default_timeout(PATIENCE_MS)
        _set_cookies(context, live, language, person)
        page = context.new_page()
        page.problems = _watch(page)
        opened.append(page)
        page.goto(path)
        return page

    yield opener
    _photograph_if_failed(request, opened)
    for page in opened:
        page.context.close()
    problems = [problem for page in opened for problem in page.problems]
    assert not problems, "the browser complained:\n" + "\n".join(problems)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """axe(page) fails with every accessibility violation of WCAG 2.2 AA and axe's best practices. What a page looks like does not
    depend on the database, so the run on PostgreSQL, the second of `make test`, walks the journeys without it."""
    if connection.vendor == "postgresql":
        return lambda page: None
    has_engine: set[Page] = set()

    def check(page: Page) -> None:
        if page not in has_engine:
            page.add_init_script(accessible.engine())  # for the pages opened later: Chromium keeps it compiled
            has_engine.add(page)
        lines = accessible.complaints(page)
        assert not lines, f"{page.url} has {len(lines)} accessibility problems:\n" + "\n".join(lines)

    return check


def _set_cookies(context: BrowserContext, live: str, language: str, person) -> None:
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if person is not None:
        client = Client()
        client.force_login(person)
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": live} for name, value in cookies.items()])


def _watch(page: Page) -> list[str]:
    problems: list[str] = []

    def on_console(message) -> None:
        # Failed loads are judged below, where status and kind are known.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"console at {page.url}: {message.text}")

    def on_request(request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "localhost":
            problems.append(f"foreign request from {page.url}: {request.url}")

    def on_response(response) -> None:
        # A refused form or a missing page is something a test may look at; a missing style sheet or a crash never is.
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            problems.append(f"status {response.status} at {page.url}: {response.request.method} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script error at {page.url}: {error}"))
    page.on("request", on_request)
    page.on("response", on_response)
    return problems


def _photograph_if_failed(request: pytest.FixtureRequest, pages: list[Page]) -> None:
    if not getattr(request.node, "failed_in_call", False):
        return
    folder = request.config.rootpath / "var" / "test-results"
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, start=1):
        picture = folder / f"{request.node.name[:80].replace('/', '-')}-{number}.png"
        page.screenshot(path=picture, full_page=True)
        print(f"Picture of the page: {picture}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if report.when == "call":
        item.failed_in_call = report.failed
    return report
