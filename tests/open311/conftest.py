"""A site with requests of every kind, and a client that reads both formats into the same plain values."""

import json
from datetime import timedelta
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.http import urlencode

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case, CaseStep, CatalogueVersion, ServiceAttribute
from shiliu.govern.cases.open311 import keys, tokens
from shiliu.platform.clock import at_time
from tests.standing import standing

BASE = "/open311/v2/"
LISTS = {"services", "service_requests", "service_request_updates", "errors", "attributes", "values", "endpoints", "formats",
         "notes", "photos"}  # fmt: skip
WORDS = {"zh-hans": "中文", "en": "Words"}
LIGHTS = [
    {"key": "off", "names": {"zh-hans": "不亮", "en": "Off"}},
    {"key": "flicker", "names": {"zh-hans": "闪", "en": "Flickers"}},
]
SEEN = [{"key": "night", "names": {"zh-hans": "夜里"}}, {"key": "dawn", "names": {"zh-hans": "清晨"}}]
# code: (datatype, required, answered by whoever asks, list of values)
QUESTIONS = {
    "safety": ("text", False, False, []),
    "pole": ("string", True, True, []),
    "lamps": ("number", False, True, []),
    "since": ("datetime", False, True, []),
    "more": ("text", False, True, []),
    "light": ("singlevaluelist", False, True, LIGHTS),
    "seen": ("multivaluelist", False, True, SEEN),
}


@pytest.fixture
def site(town, catalogue, raise_need, png, settings):
    """Values that stand for {names} in the tables: ids of cases, keys, a token."""
    settings.OPEN311_JURISDICTION = "shiliu.example"
    return standing("open311", lambda: build_site(town, catalogue, raise_need, png))


def build_site(town, catalogue, raise_need, png):
    CatalogueVersion.objects.update(effective_from=town.now - timedelta(days=365))
    for position, (code, (datatype, required, variable, values)) in enumerate(QUESTIONS.items()):
        ServiceAttribute.objects.create(
            category=catalogue["street_lamp"], code=code, datatype=datatype, required=required, variable=variable,
            position=position, descriptions=WORDS, values=values,
        )  # fmt: skip
    ding, li = town.actor("ding"), town.actor("li")
    (_key, key), (_other, other), (gone, revoked) = (keys.make(by=ding, name=name) for name in ("app", "other", "gone"))
    keys.revoke(by=ding, key=gone)
    cases = {}
    for name, days, category in (
        ("old", 100, "street_lamp"), ("dark", 40, "street_lamp"), ("hole", 10, "manhole"), ("done", 5, "street_lamp"),
    ):  # fmt: skip
        with at_time(town.now - timedelta(days=days)):
            cases[name] = raise_need(
                category=category, title=f"{name} 13800138000", files=[png()] if name == "done" else ()
            ).case
    with at_time(town.now - timedelta(days=4)):
        actions.move(by=li, case=cases["done"], verb="accept")
        actions.move(by=li, case=cases["done"], verb="finish", said="Zhang San mended it.", note="among us")
    for name, case in cases.items():
        Case.objects.filter(pk=case.pk).update(
            publication="public", public_title=name, public_text=f"{name} <&> 灯坏了", published_at=case.received_at
        )
        case.files.update(public=True)
    CaseStep.objects.filter(case=cases["done"], move="finish").update(public_said="The lamp was mended.")
    with at_time(town.now - timedelta(days=3)):
        cases["hidden"] = raise_need(by="", title="hidden", text="hidden words", source=keys.source_of(_key)).case
    ids = {name: case.number for name, case in cases.items()}
    return SimpleNamespace(
        cases=cases,
        values={**ids, "published": ids["done"], "token": tokens.token_of(cases["dark"]), "key": key, "other": other, "revoked": revoked},
    )  # fmt: skip


@pytest.fixture(params=["xml", "json"])
def form(request):
    return request.param


@pytest.fixture
def ask(site, form):
    """ask(address, parameters, method="GET", **headers) → the response, with `.plain`: the same values from either format."""

    def call(address, given=None, method="GET", **headers):
        url, given = BASE + filled(address, site) + f".{form}", sent(given or {}, site)
        client = Client()
        if method == "POST":
            body = urlencode(given, doseq=True)
            found = client.post(
                url, body, content_type="application/x-www-form-urlencoded; charset=utf-8", headers=headers
            )
        else:
            url += f"?{urlencode(given, doseq=True)}" if given else ""
            found = client.generic(method, url, headers=headers)
        found.plain = plain(found)
        return found

    return call


def filled(text, site):
    return text.format(**site.values) if isinstance(text, str) else [filled(one, site) for one in text]


def sent(given, site):
    return {name: filled(value, site) for name, value in given.items() if value is not None}


def plain(response):
    """Texts, None, lists and dictionaries: XML by the Spark convention, JSON with its numbers and flags as XML writes them."""
    if response["Content-Type"].startswith("text/xml"):
        return spark(ElementTree.fromstring(response.content))
    return written(json.loads(response.content))


def spark(element):
    if element.tag in LISTS:
        return [spark(one) for one in element]
    return {one.tag: spark(one) for one in element} if len(element) else element.text


def written(value):
    if isinstance(value, dict):
        return {name: written(part) for name, part in value.items()}
    if isinstance(value, list):
        return [written(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value in (None, "") else str(value)
