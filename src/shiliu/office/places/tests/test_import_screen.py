"""Importing from a page: nothing is written before the reader says yes, and then exactly what was shown."""

import os
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shiliu.foundation.models import Area, GridCell
from shiliu.office.places import actions
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time, now
from shiliu.platform.permissions import Refused
from shiliu.platform.tables import Row, shelf

ADDRESS = "/office/places/import/"
HEADER = "code,level,parent,name\n"


@pytest.fixture(autouse=True)
def own_shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def given(content, name="places.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return {"file": SimpleUploadedFile(name, data, "text/csv")}


def key_of(page):
    return re.search(r'name="key" value="(\w+)"', page)[1]


def check(browser, content):
    response = browser.post(ADDRESS, given(content))
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_checked_first_and_written_on_yes(signed_in, town):
    browser = signed_in("ding")
    page = check(browser, HEADER + "c1,compound,west,一号小区\nx,compound,nowhere,坏\n")
    assert not Area.objects.filter(code="c1").exists()
    assert "c1" in page and "nowhere" in page and "What “places.csv” would change" in page
    key = key_of(page)
    rejects = b"".join(browser.get(ADDRESS, {"rejects": key}).streaming_content).decode("utf-8-sig")
    assert rejects.startswith("line,reason,code") and "nowhere" in rejects
    page = browser.post(ADDRESS, {"key": key}, follow=True).content.decode()
    assert "1 new" in page and Area.objects.get(code="c1").parent == town.places.west
    row = AuditRow.objects.filter(verb="places.areas_imported").get()
    assert "ding" in audit.render(row, "en") and row.data["source"] == "places.csv"
    again = browser.post(ADDRESS, {"key": key}, follow=True).content.decode()
    assert "imported already" in again and Area.objects.filter(code="c1").count() == 1
    changing = check(browser, HEADER + "c1,compound,west,二号小区\n")
    assert "<bdi>Names</bdi>" in changing, "the fields of a change are named in words"


def test_a_file_in_gb18030_is_read(signed_in, town):
    page = check(signed_in("ding"), ("编码,级别,上级,名称\nc1,小区,west,一号小区\n").encode("gb18030"))
    assert "c1" in page and "nothing to write" not in page


def test_what_was_changed_since_the_check_is_shown_again_instead_of_written(signed_in, town, enter):
    browser = signed_in("ding")
    key = key_of(check(browser, HEADER + "c1,compound,west,一号小区\n"))
    enter("c1", "compound", town.places.west)
    response = browser.post(ADDRESS, {"key": key})
    assert response.status_code == 409 and "look again" in response.content.decode()
    assert Area.objects.get(code="c1").names["zh-hans"] == "c1名"
    browser.post(ADDRESS, {"key": key})
    assert Area.objects.get(code="c1").names["zh-hans"] == "一号小区"


def test_what_somebody_else_brought_is_not_opened(signed_in, town):
    from tests.town import person

    key = key_of(check(signed_in("ding"), HEADER + "c1,compound,west,一号小区\nx,compound,y,z\n"))
    other = person("dong", ("administrator", town.places.district))
    browser = signed_in("ding")
    browser.force_login(other)
    assert browser.get(ADDRESS, {"rejects": key}).status_code == 404
    browser.post(ADDRESS, {"key": key})
    assert not Area.objects.filter(code="c1").exists()
    assert browser.get(ADDRESS, {"rejects": "../../etc/passwd"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"code\nx\0y\n", "null byte"),
        (
            HEADER.encode() + b"".join(b"c%d,compound,west,x\n" % number for number in range(10_001)),
            "at most 10000 rows",
        ),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
    ids=["empty", "not text", "too many rows", "too large"],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(signed_in, town, content, says):
    response = signed_in("ding").post(ADDRESS, given(content))
    page = response.content.decode()
    assert response.status_code == 422 and says in page and "shiliu import areas FILE" in page


def test_cells_are_imported_with_their_duties(signed_in, town):
    content = "community,code,name,supervision_phone,duty_safety,phone_safety\nwest,08,第08网格,0000-5550188,安全员,0000-5550108\n"
    browser = signed_in("ding")
    page = browser.post("/office/places/import/grid/", given(content)).content.decode()
    browser.post("/office/places/import/grid/", {"key": key_of(page)})
    assert GridCell.objects.get(code="08").duties.get().duty_name == "安全员"


def test_an_administrator_of_a_part_imports_nothing(signed_in, town, bo):
    assert signed_in(bo).get(ADDRESS).status_code == 403
    with pytest.raises(Refused):
        actions.import_areas(by=bo, rows=[], write=True)


def test_a_new_district_needs_the_command_line(town, ding):
    row = Row(2, {"code": "d2", "level": "district", "name_zh-hans": "二区"})
    report = actions.import_areas(by=ding, rows=[row])
    assert "command line" in report.rejected[0].reason and not Area.objects.filter(code="d2").exists()


def test_what_nobody_said_yes_to_is_gone_after_a_day(signed_in, town):
    key = key_of(check(signed_in("ding"), HEADER + "c1,compound,west,一号小区\n"))
    folder = shelf.find(key, by=town.actor("ding"), purpose="places.areas").folder
    os.utime(folder, (now().timestamp(), now().timestamp()))
    shelf.sweep()
    assert folder.exists()
    with at_time(now() + shelf.KEPT * 1.1):
        shelf.sweep()
    assert not folder.exists()
