"""Whatever is sent to the Open311 interface is answered in its own words: never a crash, never a body no reader can read."""

import json
from xml.etree import ElementTree

import hypothesis
import pytest
from django.test import Client
from django.utils.http import urlencode
from hypothesis import HealthCheck
from hypothesis import strategies as st

from tests.open311 import specification as spec
from tests.open311.conftest import BASE, site  # noqa: F401

pytestmark = [pytest.mark.long, pytest.mark.django_db]

WORD = st.text(max_size=40) | st.sampled_from([
    "", " ", "street_lamp", "manhole", "40.002", "100.002", "nan", "1e400", "-0", "2026-03-01T00:00:00Z", "2026-03-01", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59Z", "2026-000001", "2026-²", "open", "closed,open", "true", "<b>", "\0", "\ud800", "\ufffe", "٣", "٢٠٢٦-٠٠٠٠٠١", ",,,", "9" * 30,
])  # fmt: skip
NAMES = [
    "service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "extensions", "jurisdiction_id", "api_key",
    "lat", "long", "address_string", "address_id", "email", "phone", "description", "media_url", "account_id", "first_name", "device_id",
    *(f"attribute[{code}]" for code in ("pole", "lamps", "since", "more", "light", "safety", "x", "")), "attribute[seen][]", "attribute[", "attribute",
]  # fmt: skip
GIVEN = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=10), st.lists(WORD, min_size=1, max_size=3), max_size=8
)
ADDRESS = st.sampled_from(["", "discovery", "services", "requests", "servicerequestupdates"]) | st.builds(
    "{}/{}".format, st.sampled_from(["services", "requests", "tokens", "nothing"]), WORD
)
METHODS = st.sampled_from(["GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"])
FORMS = st.sampled_from([".xml", ".json", ".xml", ".json", ".html", ""])


def safe(text):
    """Text as it can travel in an address or a form."""
    return text.encode("utf-8", "replace").decode()


def test_anything_is_answered(site, rounds):  # noqa: F811
    tried = {"sent": 0}

    @hypothesis.given(method=METHODS, address=ADDRESS, form=FORMS, given=GIVEN, good=st.booleans())
    @hypothesis.settings(
        max_examples=rounds(long=5000, short=300), deadline=None, suppress_health_check=list(HealthCheck)
    )
    def answers(method, address, form, given, good):
        fields = {safe(name): [safe(value) for value in values] for name, values in given.items()}
        if good:
            fields = (
                {name: value.format(**site.values) for name, value in spec.LAMP.items()}
                | fields
                | {"api_key": site.values["key"]}
            )
        url, body = BASE + safe(address) + form, urlencode(fields, doseq=True)
        if method == "POST":
            found = Client().post(url, body, content_type="application/x-www-form-urlencoded")
        else:
            found = Client().generic(method, f"{url}?{body}")
        assert found.status_code in {200, 400, 403, 404}, (found.status_code, method, url, body)
        if found.content:
            is_json = found["Content-Type"].startswith("application/json")
            json.loads(found.content) if is_json else ElementTree.fromstring(found.content)
        tried["sent"] += method == "POST" and found.status_code == 200

    answers()
    assert tried["sent"] > 0
