"""What is built once comes back as it was: rows that were made, and rows that were changed."""

import pytest
from django.db import transaction

from shiliu.foundation.models import Area
from tests import standing
from tests.town import area


def test_rows_made_and_rows_changed_are_put_back_without_being_built_again(db, monkeypatch):
    monkeypatch.setattr(standing, "_kept", {})
    here, built = area("here", "district"), []

    def build():
        Area.objects.filter(pk=here.pk).update(names={"en": "Changed"})
        built.append(area("there", "district").pk)
        return built[-1]

    with transaction.atomic():
        made = standing.standing("places", build)
        transaction.set_rollback(True)
    assert Area.objects.get().names["en"] == "Here"
    assert standing.standing("places", build) == made and len(built) == 1
    assert {row.code: row.names["en"] for row in Area.objects.all()} == {"here": "Changed", "there": "There"}


def test_what_deletes_rows_is_refused_because_they_would_not_be_deleted_again(db, monkeypatch):
    monkeypatch.setattr(standing, "_kept", {})
    area("here", "district")
    with pytest.raises(AssertionError, match="deletes a row of Area"):
        standing.standing("places", lambda: Area.objects.all().delete())
