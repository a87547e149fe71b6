"""Raises one need after the other on the database it is given, until it is killed. Run by test_kills.py."""

import sys
import uuid

import django

django.setup()

from shiliu.foundation.models import Area, Person  # noqa: E402
from shiliu.govern.cases import actions  # noqa: E402
from shiliu.govern.cases.models import Category  # noqa: E402
from shiliu.platform.permissions import Actor  # noqa: E402

by = Actor.of(Person.objects.get(pseudonym="gulnar"))
lamp, house = Category.objects.get(code="street_lamp"), Area.objects.get(code="house")
while True:
    sent = actions.submit(
        by=by,
        kind="help",
        title="The lamp is dark",
        text="For three nights.",
        category=lamp,
        area=house,
        submission=uuid.uuid4(),
    )
    # Said only after the write was acknowledged: what stands here must be in the database, whatever happens next.
    sys.stdout.write(f"{sent.case.pk}\n")
    sys.stdout.flush()
