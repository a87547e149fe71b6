"""The signature, against the vector the authors of Standard Webhooks publish with their libraries."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from shiliu.platform.webhooks import signing, verify_example
from shiliu.platform.webhooks.verify_example import is_genuine

MOMENT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
BODY = '{"type":"case.answered","data":{"title":"灯"}}'.encode()


def hook(**changes):
    return SimpleNamespace(**{"key": UUID(int=7), "generation": 1, "old_until": None, **changes})


def test_the_published_vector_is_signed_as_published():
    # libraries/javascript/src/webhook.test.ts and libraries/go/webhook_symmetric_test.go of standard-webhooks/standard-webhooks
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signature = signing.sign(secret, message, 1614265330, b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    sent = {"webhook-id": message, "webhook-timestamp": "1614265330", "webhook-signature": f"v1,bm8= {signature}"}
    assert is_genuine(secret, sent, b'{"test": 2432232314}', now=lambda: 1614265330)


def test_what_is_sent_verifies_by_the_program_we_publish_and_nothing_else_does():
    sent, secret = signing.headers(hook(), "msg_1", MOMENT, BODY), signing.secret_of(hook())
    clock = MOMENT.timestamp
    assert is_genuine(secret, sent, BODY, now=clock)
    assert not is_genuine(secret, sent, BODY + b" ", now=clock)
    assert not is_genuine(secret, {**sent, "webhook-id": "msg_2"}, BODY, now=clock)
    assert not is_genuine(signing.secret_of(hook(key=UUID(int=8))), sent, BODY, now=clock)
    assert not is_genuine(secret, sent, BODY, now=lambda: clock() + 301)
    assert not is_genuine(secret, sent, BODY, now=lambda: clock() - 301)


@pytest.mark.parametrize(("later", "known"), [(timedelta(hours=1), {1, 2}), (timedelta(hours=25), {2})])
def test_after_a_new_secret_the_old_one_signs_for_a_while_as_well(later, known):
    turned = hook(generation=2, old_until=MOMENT + timedelta(hours=24))
    moment = MOMENT + later
    sent = signing.headers(turned, "msg_1", moment, BODY)
    genuine = {one for one in (1, 2) if is_genuine(signing.secret_of(turned, one), sent, BODY, now=moment.timestamp)}
    assert genuine == known


def test_another_key_of_the_site_makes_other_secrets(settings):
    before = signing.secret_of(hook())
    settings.SECRET_KEY = "another"
    assert signing.secret_of(hook()) != before


def test_the_documentation_shows_the_program_we_test():
    ours = Path(verify_example.__file__).read_text(encoding="utf-8").strip()
    assert ours in (Path(__file__).parents[5] / "docs" / "webhooks.md").read_text(encoding="utf-8")
