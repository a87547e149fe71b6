"""Dates are computed, expected until announced, or announced (--announced FILE: festival,region,starts,ends,source). A festival
belongs to places, not to persons: everybody is invited."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import UTC, datetime

from shiliu.methods.festivals import EXPECTED, Festival, festivals, icalendar_of, read_announced, shipped, solar_terms
from shiliu.methods.outputs import write_whole


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("year", type=int, metavar="YEAR")
    parser.add_argument(
        "--region", metavar="CODE", help="GB/T 2260, like 65 or 540200: its festivals and those of the country"
    )
    parser.add_argument(
        "--announced", metavar="FILE", help="notices that replace what is computed, beside the shipped ones"
    )
    parser.add_argument("--terms", action="store_true", help="also the 24 solar terms")
    parser.add_argument("--ics", metavar="FILE", help="write an iCalendar file (names in Chinese with --chinese)")
    parser.add_argument("--chinese", action="store_true", help="Chinese names in the iCalendar file")
    parser.add_argument("--json", action="store_true", help="print for a program")


def run(given: Namespace) -> None:
    notices = {(notice.key, notice.region, notice.starts.year): notice for notice in shipped()}
    if given.announced:
        notices |= {
            (notice.key, notice.region, notice.starts.year): notice for notice in read_announced(given.announced)
        }
    found = festivals(given.year, region=given.region, announced=notices.values())
    terms = solar_terms(given.year) if given.terms else ()
    if given.ics:
        write_whole(given.ics, icalendar_of(found, stamp=datetime.now(UTC), chinese=given.chinese))
    if given.json:
        result = {
            "festivals": [asdict(festival) for festival in found],
            "solar_terms": [asdict(term) for term in terms],
        }
        print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        return
    for festival in found:
        print(line(festival))
    if any(festival.status == EXPECTED for festival in found):
        print("What is expected becomes certain only by the notice of the place or body that decides it.")
    if terms:
        print("\nSolar terms: " + ", ".join(f"{term.name_zh} {term.day:%m-%d}" for term in terms))


def line(festival: Festival) -> str:
    """One festival on one line."""
    days = f"{festival.starts}" if festival.starts == festival.ends else f"{festival.starts} to {festival.ends:%m-%d}"
    later = f", or up to {festival.later} day{'s' if festival.later > 1 else ''} later" if festival.later else ""
    where = f" [{', '.join(festival.regions)}]" if festival.regions != ("",) else ""
    return f"{days:<21} {festival.name_en} {festival.name_zh}{where}: {festival.status}{later}; {festival.source}"
