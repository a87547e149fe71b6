"""Two people enter the same new code at the same moment: one of them has entered it, the other reads that it is taken."""

import pytest

from shiliu.govern.cases import matters
from shiliu.live.services.catalogue import actions as catalogue
from shiliu.live.services.clinics import office as clinics
from shiliu.live.services.newcomers import actions as newcomers
from shiliu.live.services.windows import actions as windows
from shiliu.office.organisations import actions as units
from shiliu.office.places import actions as places
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import SYSTEM
from tests.concurrency.test_same_button import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {"by": SYSTEM, "code": "same", "names": {"zh-hans": "同"}}
HERE = {"organisation": "committee", "area": "west"}


def test_each_new_code_is_given_once_and_whoever_was_slower_reads_so(town):
    catalogue.put_row(by=SYSTEM, sort="category", code="work", names=NEW["names"])
    makers = {
        "services.created": lambda: catalogue.create_item(**NEW, category="work", level="street"),
        "services.row_added": lambda: catalogue.put_row(**NEW, sort="paper", seen=""),
        "windows.created": lambda: windows.create_window(**NEW, **HERE),
        "clinics.saved": lambda: clinics.save_clinic(**NEW, **HERE, kind="legal_aid"),
        "newcomers.step_saved": lambda: newcomers.save_step(**NEW, category="papers", text=NEW["names"]),
        "organisations.kind_created": lambda: units.create_kind(**NEW, standing="team"),
        "organisations.created": lambda: units.create_unit(**NEW, kind="street_office", areas=["west"]),
        "places.layer_created": lambda: places.create_layer(**NEW),
        "places.cell_created": lambda: places.create_cell(**NEW, community=town.places.west, supervision_phone="0000-555-0100"),
        "places.area_created": lambda: places.create_area(**NEW, level="building", parent=town.places.west),
        "cases.matter_created": lambda: matters.create_matter(**NEW),
    }  # fmt: skip
    for verb, make in makers.items():
        before = AuditRow.objects.filter(verb=verb).count()
        done = at_once(town.now, *[make] * 3)
        lost = [each for each in done if type(each).__name__ == "NotPossible"]
        assert (len(lost), [list(each.fields) for each in lost]) == (2, [["code"]] * 2), (verb, done)
        assert AuditRow.objects.filter(verb=verb).count() == before + 1, verb
