import pytest
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.platform.audit import verbs
from shiliu.platform.permissions import Actor


@pytest.fixture(autouse=True)
def test_verbs():
    verbs.register_verb("test.moved", _("%(actor)s moved %(target)s to %(state)s"), labels={"state": STATES})
    verbs.register_reason("test.handling", _("to handle it"))


STATES = {"open": "Open", "done": "Done"}


@pytest.fixture
def alice(db):
    return Person.objects.create_user(pseudonym="Alice", email="alice@example.org", phone="13800000001")


@pytest.fixture
def bob(db):
    return Person.objects.create_user(pseudonym="Bob", email="bob@example.org")


@pytest.fixture
def by_bob(bob):
    return Actor.of(bob)
