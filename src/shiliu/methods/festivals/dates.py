"""The festivals of a year, each with where its date comes from and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from borax.calendars.lunardate import TERMS_CN, InvalidLunarDateError, LunarDate, TermUtils
from hijridate import Hijri

from shiliu.methods.festivals.kinds import (
    ANNOUNCED,
    COMPUTED,
    EXPECTED,
    FIXED,
    ISLAMIC,
    KINDS,
    LUNAR,
    TERM,
    TIBETAN,
    Kind,
)
from shiliu.methods.festivals.tibetan import in_gregorian
from shiliu.methods.inputs import BadInput, Row, read_rows

YEARS = range(1925, 2077)  # what the tables of all calendars cover
HIJRI_YEARS = range(1343, 1501)
SHIPPED = Path(__file__).parents[1] / "data" / "announced_festivals.csv"
COLUMNS = ("festival", "region", "starts", "ends", "source")


@dataclass(frozen=True, slots=True)
class Festival:
    """One festival of one year. `day`: the day itself; `starts` to `ends`: the days it is kept, both included.

    `status`: "computed"; "expected", until it is announced (then by up to `later` days later); or "announced", by `source`."""

    key: str
    name_en: str
    name_zh: str
    day: date
    starts: date
    ends: date
    status: str
    later: int
    regions: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Announced:
    """What a notice says: a festival (its key), for a region, from `starts` to `ends`, and which notice."""

    key: str
    region: str
    starts: date
    ends: date
    source: str


@dataclass(frozen=True, slots=True)
class SolarTerm:
    """One of the 24 solar terms (节气) by its Chinese name."""

    name_zh: str
    day: date


def festivals(
    year: int, *, region: str | None = None, announced: Iterable[Announced] | None = None, kinds: Iterable[Kind] = KINDS
) -> tuple[Festival, ...]:
    """Festivals whose day falls in a Gregorian `year` (1925 to 2076), by day.

    `region`: only those of the whole country, of that region (a GB/T 2260 code of 2 to 6 digits), of what it lies in and of its
    parts; None for all. `announced` replaces what was computed for its region (the shipped notices unless given): a festival
    announced for one of its regions only stands twice. Raises BadInput for a year or region that cannot be."""
    check_year(year)
    if region is not None and not (region.isascii() and region.isdigit() and len(region) in (2, 4, 6)):
        raise BadInput("not_a_region", f"“{region}” is not a region: GB/T 2260, 2, 4 or 6 digits, like 65 or 540200")
    notices = [notice for notice in (shipped() if announced is None else announced) if notice.starts.year == year]
    found = [
        festival
        for kind in kinds
        for festival in _with_notices(kind, year, [notice for notice in notices if notice.key == kind.key])
    ]
    if region is not None:
        wanted = _short(region)
        found = [festival for festival in found if any(_touch(_short(known), wanted) for known in festival.regions)]
    return tuple(sorted(found, key=lambda festival: (festival.day, festival.key, festival.regions)))


def solar_terms(year: int) -> tuple[SolarTerm, ...]:
    """The 24 solar terms of a Gregorian year, from 小寒 in January to 冬至 in December. Raises BadInput for another year."""
    check_year(year)
    return tuple(SolarTerm(name, TermUtils.nth_term_day(year, number)) for number, name in enumerate(TERMS_CN))


def read_announced(path: str | Path) -> tuple[Announced, ...]:
    """Notices from a CSV file: festival (a key), region (GB/T 2260, empty for all), starts, ends (YYYY-MM-DD), source.

    Raises BadInput, naming row and column, for an unknown festival, a region or date that is none, an end before the start, no
    source, and a festival announced twice for one region and year."""
    known = {kind.key for kind in KINDS}
    found: dict[tuple[str, str, int], Announced] = {}
    for row in read_rows(path, needed=COLUMNS):
        key, region, source = (row[name].strip() for name in ("festival", "region", "source"))
        if key not in known:
            raise row.refuse("unknown_festival", f"“{key[:40]}” is none of {', '.join(sorted(known))}", "festival")
        if region and not (region.isascii() and region.isdigit() and len(region) in (2, 4, 6)):
            raise row.refuse("not_a_region", f"“{region[:40]}” must have 2, 4 or 6 digits", "region")
        if not source:
            raise row.refuse("no_source", "must name the notice", "source")
        starts, ends = _day(row, "starts"), _day(row, "ends")
        if not 0 <= (ends - starts).days <= 30:
            raise row.refuse("out_of_range", f"{ends} must be {starts} or up to 30 days later", "ends")
        if (key, region, starts.year) in found:
            raise row.refuse(
                "double_id", f"{key} is announced twice for {region or 'all'} in {starts.year}", "festival"
            )
        found[key, region, starts.year] = Announced(key, region, starts, ends, source)
    return tuple(found.values())


def shipped() -> tuple[Announced, ...]:
    """The notices that come with the program: few; a region adds its own."""
    return read_announced(SHIPPED)


def check_year(year: int) -> None:
    """Raises BadInput unless the tables of all calendars cover the year."""
    if year not in YEARS:
        raise BadInput("year_outside", f"{year} is outside {YEARS[0]} to {YEARS[-1]}, which all calendars cover")


def _with_notices(kind: Kind, year: int, notices: list[Announced]) -> Iterator[Festival]:
    computed = [_festival(kind, day) for day in _days(kind, year)]
    for notice in notices:
        regions = (notice.region,) if notice.region else kind.regions
        yield Festival(
            kind.key,
            kind.name_en,
            kind.name_zh,
            notice.starts,
            notice.starts,
            notice.ends,
            ANNOUNCED,
            0,
            regions,
            notice.source,
        )
    told = {notice.region for notice in notices}
    left = tuple(region for region in kind.regions if region not in told)
    if left and "" not in told:
        yield from (replace(festival, regions=left) for festival in computed)


def _festival(kind: Kind, day: date) -> Festival:
    before, after = kind.before, kind.after
    if kind.off_since and day.year >= kind.off_since[0]:
        _year, before, after = kind.off_since
    status = EXPECTED if kind.expected else COMPUTED
    starts, ends = day - timedelta(before), day + timedelta(after)
    return Festival(
        kind.key, kind.name_en, kind.name_zh, day, starts, ends, status, kind.later, kind.regions, kind.source
    )


def _days(kind: Kind, year: int) -> Iterator[date]:
    """The days of a Gregorian year on which a festival falls: mostly one, but lunar years may leave it out or bring it twice."""
    if year < kind.since:
        return
    if kind.rule == FIXED:
        yield date(year, *kind.at)
    elif kind.rule == TERM:
        yield TermUtils.nth_term_day(year, kind.at[0])
    elif kind.rule == LUNAR:
        yield from _lunar(year, *kind.at)
    elif kind.rule == TIBETAN:
        yield from in_gregorian(year, *kind.at)
    elif kind.rule == ISLAMIC:
        about = (year - 622) * 33 // 32
        hijri_years = range(max(about - 1, HIJRI_YEARS[0]), min(about + 3, HIJRI_YEARS[-1] + 1))
        days = (date(*Hijri(hijri, *kind.at).to_gregorian().datetuple()) for hijri in hijri_years)
        yield from (day for day in days if day.year == year)
    else:
        month, number = kind.at
        # The week with the first of the month in it counts as the first; who counts from the first Monday comes a week later.
        first = date(year, month, 1)
        monday = first - timedelta(first.weekday())
        yield monday + timedelta(7 * (number - 1))


def _lunar(year: int, month: int, day: int) -> Iterator[date]:
    for lunar in (year - 1, year):
        try:
            found = LunarDate(lunar, month, day).to_solar_date()  # the ordinary month, never the leap one
        except InvalidLunarDateError:
            continue
        if found.year == year:
            yield found


def _day(row: Row, column: str) -> date:
    try:
        return date.fromisoformat(row[column].strip())
    except ValueError:
        raise row.refuse("not_a_date", f"“{row[column][:40]}” is not a date like 2026-03-20", column) from None


def _short(region: str) -> str:
    """A code without the zeros that only say that it is whole: 540000 is 54."""
    while len(region) > 2 and region.endswith("00"):
        region = region[:-2]
    return region


def _touch(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
