"""Whatever is sent to the API, by guest or handler, is answered: never a crash, never an answer outside its own schema."""

import hypothesis
import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
UNHURRIED = list(HealthCheck)


@pytest.mark.parametrize("key", [None, "gulnar", "li", "lin", "ding"])
def test_the_api_answers_anything_in_its_own_words(town, catalogue, raise_need, rounds, key):
    raise_need()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    cookies = signed_in(getattr(town.people, key)) if key else {}
    tried = 0
    for operation in (found.ok() for found in schema.get_all_operations()):

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(max_examples=rounds(long=300, short=15), deadline=None, suppress_health_check=UNHURRIED)
        def answers(case):
            case.call_and_validate(
                cookies=cookies, headers=headers(cookies), checks=[not_a_server_error, response_schema_conformance]
            )

        answers()
        tried += 1
    assert tried > 5


def signed_in(person):
    client = Client()
    client.force_login(person)
    token = "a" * 32
    return {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: token,
    }


def headers(cookies):
    return {"Accept-Encoding": "identity", "X-CSRFToken": cookies.get(settings.CSRF_COOKIE_NAME, "")}
