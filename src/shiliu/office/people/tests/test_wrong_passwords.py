"""Wrong passwords are counted by network and by account, right ones are not, and no address is kept anywhere."""

from datetime import timedelta

import pytest
from django.db import connection

from shiliu.platform.clock import at_time
from shiliu.platform.limits.models import Bucket

SIGN_IN = "/account/login/"


@pytest.fixture(autouse=True)
def three_tries(member, limits_on, at_noon, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in": (5, 5, 60), "sign_in_name": (3, 3, 60)}
    member()


def attempt(client, password, login="poplar@example.org", **more):
    return client.post(SIGN_IN, {"login": login, "password": password}, **more)


def test_after_three_wrong_passwords_even_the_right_one_waits_and_the_page_says_how_long(client, at_noon):
    for _time in range(3):
        assert attempt(client, "wrong").status_code == 200
    page = attempt(client, "long enough 7", REMOTE_ADDR="10.0.0.9")
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    text = page.content.decode()
    assert "Come back in 1 minute" in text and "long enough 7" not in text
    with at_time(at_noon + timedelta(minutes=1)):
        assert attempt(client, "long enough 7").status_code == 302


def test_right_passwords_are_not_counted(client):
    for _time in range(7):
        assert attempt(client, "long enough 7").status_code == 302
        client.post("/account/logout/")


def test_one_network_cannot_try_one_password_on_every_account(client):
    for number in range(5):
        assert attempt(client, "wrong", login=f"somebody{number}@example.org").status_code == 200
    assert attempt(client, "wrong", login="another@example.org").status_code == 429
    assert attempt(client, "wrong", login="another@example.org", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_neither_the_address_nor_the_name_tried_is_in_any_table_of_counters(client):
    attempt(client, "wrong", REMOTE_ADDR="10.77.88.99")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shiliu_cache")
        kept = str(cursor.fetchall()) + str(list(Bucket.objects.values()))
    assert Bucket.objects.count() == 2 and "10.77.88.99" not in kept and "poplar" not in kept
