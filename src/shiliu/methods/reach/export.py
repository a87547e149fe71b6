"""The answer as tables and maps for other programs. A building goes with its minutes, never with its number of homes."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from shiliu.methods.reach.circle import EXACT, Circle

TITLES = ("dwelling", "lon", "lat", "to_path_m", "category", "minutes", "within", "nearest", "missing", "minutes_over")
SOURCE = "© OpenStreetMap contributors, ODbL"


def rows(answer: Circle) -> Iterator[tuple[Any, ...]]:
    """One row a dwelling and category, in the order of TITLES; minutes to the second. Empty: no path near, or no way there."""
    for place in answer.reached:
        for at, name in enumerate(answer.categories):
            minutes = place.minutes[at]
            missing = place.away is not None and (minutes is None or minutes > answer.minutes + EXACT)
            yield (
                place.dwelling,
                round(place.lon, 7),
                round(place.lat, 7),
                "" if place.away is None else round(place.away, 1),
                name,
                "" if minutes is None else round(minutes, 2),
                "" if place.away is None else place.within[at],
                place.nearest[at] or "",
                "" if place.away is None else "yes" if missing else "no",
                round(minutes - answer.minutes, 2) if missing and minutes is not None else "",
            )


def to_geojson(answer: Circle, source: str = "") -> dict[str, Any]:
    """A FeatureCollection (RFC 7946): a point for each dwelling with its minutes by category and what it lacks, and a point for each
    place where one more facility would close most gaps. `kind` tells them apart."""
    lacking: dict[str, list[str]] = {}
    for gap in answer.gaps:
        lacking.setdefault(gap.dwelling, []).append(gap.category)
    features = []
    for place in answer.reached:
        minutes = [None if value is None else round(value, 2) for value in place.minutes]
        said = {
            "kind": "dwelling",
            "id": place.dwelling,
            "near_a_path": place.away is not None,
            "minutes": dict(zip(answer.categories, minutes, strict=True)),
            "missing": lacking.get(place.dwelling, []),
        }
        features.append(_point(place.lon, place.lat, said))
    for site in answer.sites:
        said = {"kind": "one_more", "category": site.category, "rank": site.rank, "homes": site.homes}
        features.append(_point(site.lon, site.lat, said))
    made = {
        "type": "FeatureCollection",
        "walker": answer.walker,
        "within_minutes": answer.minutes,
        "features": features,
    }
    return {**made, "source": source} if source else made


def as_plain(answer: Circle) -> dict[str, Any]:
    """Everything but the rows of single dwellings that lack nothing, as values that JSON knows."""
    plain = asdict(answer)
    del plain["reached"]
    return {**plain, "dwellings": len(answer.reached)}


def _point(lon: float, lat: float, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
        "properties": said,
    }
