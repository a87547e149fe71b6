"""Every page is drawn on PostgreSQL: what SQLite lets pass and PostgreSQL refuses would else be met by the first reader."""

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.every_page import STATUS
from tests.browser.test_every_page import PAGES, address, build_objects, session_of
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_only]


@pytest.mark.parametrize("key", PAGES)
def test_every_page_is_drawn_on_postgresql(key, town, catalogue, raise_need, png):
    objects = standing("every page", lambda: build_objects(town, catalogue, raise_need, png))
    reader, wrong = Client(), []
    if key != "guest":
        reader.cookies[settings.SESSION_COOKIE_NAME] = session_of(key, town, objects)
    for name in PAGES[key]:
        response = reader.get(address(name, objects.numbers))
        if response.status_code != STATUS.get(name, 200):
            wrong.append(f"{response.status_code} at {response.request['PATH_INFO']}")
    assert not wrong, "\n".join(wrong)
