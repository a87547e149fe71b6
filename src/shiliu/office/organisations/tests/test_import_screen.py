import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.office.organisations import actions
from shiliu.platform.permissions import Refused


@pytest.fixture(autouse=True)
def own_shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def bring(browser, address, content):
    file = SimpleUploadedFile("units.csv", content.encode(), "text/csv")
    page = browser.post(address, {"file": file}).content.decode()
    found = re.search(r'name="key" value="(\w+)"', page)
    return browser.post(address, {"key": found[1]}, follow=True).content.decode() if found else page


def test_kinds_and_units_are_imported_from_pages(signed_in, town):
    browser = signed_in("ding")
    assert "1 new" in bring(browser, "/office/organisations/import/kinds/", "code,standing,name\nwater,utility,供水\n")
    page = bring(
        browser, "/office/organisations/import/", "code,kind,name,areas\nspring,water,清泉,court\nbad,none,坏,court\n"
    )
    assert "1 new" in page and "1 rejected" in page
    assert Organisation.objects.get(code="spring").kind == OrganisationKind.objects.get(code="water")


def test_an_administrator_of_a_part_imports_no_units(signed_in, town, bo):
    assert signed_in(bo).get("/office/organisations/import/").status_code == 403
    assert "/office/organisations/import/" not in signed_in(bo).get("/office/organisations/").content.decode()
    for action in (actions.import_units, actions.import_kinds):
        with pytest.raises(Refused):
            action(by=bo, rows=[])
