"""The worker at /sw.js."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from shiliu.site import offline


@pytest.fixture(autouse=True)
def anew():
    offline.script.cache_clear()
    yield
    offline.script.cache_clear()


def places(client):
    return json.loads(re.match(r"const PLACES = (\{.*\});", client.get("/sw.js").content.decode())[1])


def script_of(address):
    with open(finders.find(address.removeprefix("/static/")), encoding="utf-8") as file:
        return file.read() if address.endswith(".js") else ""


@pytest.mark.django_db
def test_the_worker_is_a_script_for_the_whole_site_that_browsers_ask_for_anew(client):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache" and not response.cookies
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_worker_keeps_every_file_the_page_without_a_signal_names_and_nothing_but_files_and_that_page(
    client, catalogue
):
    known = places(client)
    page = client.get(known["shells"]["en"]).content.decode()
    named = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert named and named <= set(known["files"])
    assert all(name.startswith("/static/") for name in known["files"])
    for name in known["files"]:
        for asked in re.findall(r'(?:from|import\() ?"\./([\w-]+\.js)"', script_of(name)):
            assert f"/static/shiliu/{asked}" in known["files"] or asked == "offline-leave.js"
    assert set(known["shells"]) == {"zh-hans", "en", "ug"}


@pytest.mark.django_db
def test_a_changed_file_gives_the_cache_another_name(client, monkeypatch):
    before = places(client)["version"]
    monkeypatch.setattr(offline, "FILES", offline.FILES[1:])
    offline.script.cache_clear()
    assert places(client)["version"] != before


@pytest.mark.django_db
def test_a_site_that_switches_it_off_hands_out_a_worker_that_removes_itself(client, settings, catalogue):
    settings.OFFLINE_FORM = False
    script = client.get("/sw.js").content.decode()
    assert "unregister" in script and "caches.delete" in script and "fetch" not in script
    assert "data-offline-worker" not in client.get("/cases/new/").content.decode()


def test_no_sentence_stands_in_the_scripts():
    for name in ("offline-store", "offline-worker", "offline", "offline-shell", "offline-leave"):
        with open(finders.find(f"shiliu/{name}.js"), encoding="utf-8") as file:
            code = re.sub(r"^\s*//.*$", "", file.read(), flags=re.MULTILINE)
        assert not re.findall(r'"[A-Z][a-z]+ [a-z]+[^"]*"', code)
