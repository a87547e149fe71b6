"""Festivals: the published dates, and what a computed date may not claim."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from shiliu.methods import command
from shiliu.methods.festivals import (
    ANNOUNCED,
    COMPUTED,
    EXPECTED,
    KINDS,
    YEARS,
    Announced,
    festivals,
    icalendar_of,
    read_announced,
    solar_terms,
)
from shiliu.methods.festivals.tibetan import has_twin, new_year, tibetan_date
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once

# Dates that were published in the places themselves.
PUBLISHED_TIBETAN = [
    ("losar", "2022-03-03"), ("losar", "2023-02-21"), ("losar", "2024-02-10"), ("losar", "2025-02-28"), ("losar", "2026-02-18"),
    ("losar_shigatse", "2021-01-14"), ("losar_shigatse", "2023-01-22"), ("losar_shigatse", "2026-01-19"),
    ("losar_kongpo", "2021-12-05"), ("losar_kongpo", "2022-11-24"),
    ("shoton", "2020-08-19"), ("shoton", "2022-08-27"), ("shoton", "2023-08-16"),
]  # fmt: skip
OTHERS = [
    ("spring_festival", "2022-02-01"), ("spring_festival", "2023-01-22"), ("spring_festival", "2026-02-17"),
    ("qingming", "2025-04-04"), ("qingming", "2026-04-05"), ("dragon_boat", "2026-06-19"), ("mid_autumn", "2026-09-25"),
    ("torch", "2022-07-22"), ("torch", "2023-08-10"), ("torch", "2024-07-29"), ("torch", "2025-07-18"),
    ("liangshan_unity", "2023-08-09"), ("liangshan_unity", "2024-07-28"), ("march_third", "2021-04-14"), ("march_third", "2023-04-22"),
    ("lantern", "2026-03-03"), ("naadam", "2026-07-17"), ("losar", "2027-02-07"), ("losar_shigatse", "2027-01-08"),
    ("shoton", "2024-09-02"), ("shoton", "2026-08-12"), ("losar_kongpo", "2027-11-28"),
]  # fmt: skip


def days_of(key, year, **more):
    return [festival.day.isoformat() for festival in festivals(year, announced=(), **more) if festival.key == key]


@pytest.mark.parametrize(("key", "day"), PUBLISHED_TIBETAN + OTHERS)
def test_the_published_dates_are_computed(key, day):
    assert days_of(key, int(day[:4])) == [day]


def test_losar_of_a_year_with_two_first_months_is_in_the_first_of_them():
    assert has_twin(2019 + 127, 1) and new_year(2019 + 127) == date(2019, 2, 5)
    twins = [
        (year - 127, month) for year in range(2024 + 127, 2030 + 127) for month in range(1, 13) if has_twin(year, month)
    ]
    assert twins == [(2024, 6), (2027, 2), (2029, 11)]


@given(year=st.integers(1950 + 127, 2070 + 127), month=st.integers(1, 12), day=st.integers(1, 29))
@settings(max_examples=25)
def test_tibetan_days_follow_each_other_within_two_days(year, month, day):
    step = tibetan_date(year, month, day + 1) - tibetan_date(year, month, day)
    assert timedelta(0) <= step <= timedelta(2)


@pytest.mark.parametrize("wrong", [(2153, 13, 1), (2153, 1, 31), (2153, 0, 1)])
def test_a_tibetan_date_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="month is 1 to 12"):
        tibetan_date(*wrong)
    with pytest.raises(ValueError, match="no twin"):
        tibetan_date(2153, 1, 1, twin=True)


@pytest.mark.parametrize(
    ("key", "published"),
    [
        ("rozi", "2022-05-03"), ("rozi", "2025-03-31"), ("rozi", "2021-05-13"), ("rozi", "2019-06-05"),
        ("corban", "2022-07-10"), ("corban", "2021-07-20"), ("corban", "2025-06-06"),
    ],
)  # fmt: skip
def test_islamic_days_are_expected_and_come_on_that_day_or_the_next(key, published):
    (found,) = [festival for festival in festivals(int(published[:4]), announced=()) if festival.key == key]
    assert (found.status, found.later) == (EXPECTED, 1)
    assert 0 <= (date.fromisoformat(published) - found.day).days <= found.later


def test_an_announced_date_replaces_the_computed_one_in_its_region_only():
    shipped = {festival.regions: festival for festival in festivals(2025) if festival.key == "rozi"}
    assert (shipped["65",].day, shipped["65",].status) == (date(2025, 3, 31), ANNOUNCED)
    assert (shipped["64",].day, shipped["64",].status) == (date(2025, 3, 30), EXPECTED)
    everywhere = Announced("rozi", "", date(2026, 3, 21), date(2026, 3, 22), "notice")
    (found,) = [festival for festival in festivals(2026, announced=[everywhere]) if festival.key == "rozi"]
    assert (found.status, found.starts, found.ends, found.source) == (
        ANNOUNCED,
        date(2026, 3, 21),
        date(2026, 3, 22),
        "notice",
    )


def test_a_region_has_its_own_festivals_those_around_it_and_those_of_its_parts():
    keys = {
        region: {festival.key for festival in festivals(2026, region=region)}
        for region in ("540200", "54", "65", "5401")
    }
    assert {"losar", "losar_shigatse", "spring_festival"} <= keys["540200"]
    assert "losar_kongpo" not in keys["540200"] and "losar_kongpo" in keys["54"]
    assert "losar" in keys["5401"] and "losar_shigatse" not in keys["5401"]
    assert {"rozi", "nowruz", "new_year"} <= keys["65"] and "losar" not in keys["65"]


def test_the_law_gave_spring_festival_and_labour_day_one_more_day_in_2025():
    kept = {
        year: {festival.key: (festival.starts, festival.ends) for festival in festivals(year)} for year in (2024, 2026)
    }
    assert kept[2024]["spring_festival"] == (date(2024, 2, 10), date(2024, 2, 12))
    assert kept[2026]["spring_festival"] == (date(2026, 2, 16), date(2026, 2, 19))
    assert kept[2024]["labour"][1] == date(2024, 5, 1) and kept[2026]["labour"][1] == date(2026, 5, 2)


def test_the_week_of_unity_says_that_its_number_can_be_read_in_two_ways():
    (week,) = [festival for festival in festivals(2026) if festival.key == "unity_week"]
    assert (week.day, week.day + timedelta(week.later), week.status) == (date(2026, 9, 21), date(2026, 9, 28), EXPECTED)


@given(year=st.sampled_from(YEARS))
@settings(max_examples=6)
def test_every_festival_of_a_year_falls_in_it_and_names_its_source(year):
    found = festivals(year)
    assert all(festival.day.year == year and festival.starts <= festival.day <= festival.ends for festival in found)
    assert all(festival.source and festival.status in (COMPUTED, EXPECTED, ANNOUNCED) for festival in found)
    assert {kind.key for kind in KINDS} - {festival.key for festival in found} <= (
        {"unity_week"} if year < 2026 else set()
    )


def test_solar_terms_are_24_and_half_a_month_apart():
    terms = solar_terms(2026)
    assert len(terms) == 24 and terms[6].name_zh == "清明" and terms[6].day == date(2026, 4, 5)
    assert all(13 <= (after.day - before.day).days <= 17 for before, after in pairwise(terms))


@pytest.mark.parametrize(
    ("year", "region", "code"),
    [(1900, None, "year_outside"), (2026, "6", "not_a_region"), (2026, "西藏", "not_a_region")],
)
def test_a_year_or_region_that_cannot_be_is_refused(year, region, code):
    with pytest.raises(BadInput) as refused:
        festivals(year, region=region)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("christmas,65,2026-01-01,2026-01-01,x", "unknown_festival", "festival"),
        ("rozi,6,2026-01-01,2026-01-01,x", "not_a_region", "region"),
        ("rozi,65,2026-13-01,2026-01-01,x", "not_a_date", "starts"),
        ("rozi,65,2026-01-02,2026-01-01,x", "out_of_range", "ends"),
        ("rozi,65,2026-01-01,2026-01-01,", "no_source", "source"),
        ("rozi,65,2026-01-01,2026-01-01,x\nrozi,65,2026-01-01,2026-01-01,x", "double_id", "festival"),
    ],
)
def test_a_notice_that_cannot_be_read_is_refused_with_its_column(tmp_path, line, code, column):
    path = tmp_path / "announced.csv"
    path.write_text(f"festival,region,starts,ends,source\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_announced(path)
    assert (refused.value.code, refused.value.column) == (code, column)


def test_the_calendar_file_has_whole_days_and_calls_the_expected_tentative():
    stamp = datetime(2026, 1, 1, tzinfo=UTC)
    events = {
        event["uid"].split("-")[0]: event
        for event in Calendar.from_ical(icalendar_of(festivals(2026), stamp=stamp)).walk("VEVENT")
    }
    assert events["spring_festival"].decoded("dtstart") == date(2026, 2, 16)
    assert events["spring_festival"].decoded("dtend") == date(2026, 2, 20)
    assert str(events["rozi"]["status"]) == "TENTATIVE" and str(events["rozi"]["summary"]).endswith("(expected)")
    assert str(events["losar"]["status"]) == "CONFIRMED"
    with pytest.raises(ValueError, match="time zone"):
        icalendar_of((), stamp=datetime(2026, 1, 1))


def test_the_command_prints_writes_and_takes_notices(tmp_path, capsys):
    notices, calendar = tmp_path / "n.csv", tmp_path / "f.ics"
    notices.write_text("festival,region,starts,ends,source\nrozi,65,2026-03-21,2026-03-22,notice 7\n", encoding="utf-8")
    words = ["festivals", "2026", "--region", "65"]
    assert command.run([*words, "--announced", str(notices), "--ics", str(calendar), "--terms", "--chinese"]) == 0
    said = capsys.readouterr().out
    assert "2026-03-21 to 03-22   Rozi (Eid al-Fitr) 肉孜节（开斋节） [65]: announced; notice 7" in said
    assert "Corban" in said and "expected, or up to 1 day later" in said and "冬至 12-22" in said
    assert "古尔邦节（预计）" in calendar.read_text(encoding="utf-8").replace("\r\n ", "")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tmp")] == []
    assert command.run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["festivals"][0]["key"] == "new_year"
    assert command.run([*words, "--ics", str(tmp_path / "no" / "f.ics")]) == 2
