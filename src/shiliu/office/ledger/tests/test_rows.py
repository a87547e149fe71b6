"""The auditor reads the log of their area and nobody else does."""

import pytest

from shiliu.govern.cases import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(client, town):
    def sign_in(key):
        client.force_login(getattr(town.people, key))
        return client

    return sign_in


def test_the_auditor_reads_what_happened_in_the_area(client_of, town, raise_need):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    page = client_of("bai").get("/office/audit/?subject=cases.").content.decode()
    assert case.number in page and "li" in page


def test_rows_can_be_narrowed_to_days(client_of, raise_need):
    raise_need()
    bai = client_of("bai")
    assert "Nothing found" in bai.get("/office/audit/?since=2031-01-01").content.decode()
    assert bai.get("/office/audit/?since=tomorrow").status_code == 200


def test_nobody_else_reads_it(client_of, client):
    assert client.get("/office/audit/").status_code == 302
    for key in ("gulnar", "ding", "lin", "li"):
        assert client_of(key).get("/office/audit/").status_code == 403
