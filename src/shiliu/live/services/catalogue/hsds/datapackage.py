"""HSDS as a package of tables: one CSV file for each entity in a ZIP archive, with keys between them."""

import csv
import io
import json
import zipfile

from shiliu.platform.tables import MOST_BYTES, Unreadable
from shiliu.platform.tables.reading import decode

# Lists inside a service that are tables of their own, with the key that leads back to it.
CHILDREN = {
    "phones": "phones", "languages": "languages", "cost_options": "cost_options", "required_documents": "required_documents",
    "service_areas": "service_areas", "additional_urls": "urls",
}  # fmt: skip
KNOWN = {
    "services",
    "organizations",
    "attributes",
    "taxonomy_terms",
    "taxonomies",
    "service_at_locations",
    "locations",
    "accessibility",
    *CHILDREN.values(),
}
NUMBERS = {"amount"}


def write(everything, file):
    """Writes {"services": …, "organizations": …, …} (publishing.Publisher.everything) as a ZIP of CSV files."""
    tables = {name: [] for name in sorted(KNOWN)}
    for service in everything["services"]:
        _split(service, tables)
    for unit in everything["organizations"]:
        flat = {name: value for name, value in unit.items() if not isinstance(value, (list, dict))}
        tables["organizations"].append(flat)
        tables["phones"] += unit.get("phones", [])
        tables["locations"] += [
            {name: value for name, value in place.items() if name != "accessibility"}
            for place in unit.get("locations", [])
        ]
    tables["taxonomies"], tables["taxonomy_terms"] = everything["taxonomies"], everything["taxonomy_terms"]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, rows in tables.items():
            if rows := list({row["id"]: row for row in rows}.values()):
                package.writestr(f"{name}.csv", _csv(rows))


def read(file):
    """(services nested as in JSON, {table nobody reads: its rows}). Raises Unreadable."""
    tables, left = {}, {}
    try:
        with zipfile.ZipFile(file) as package:
            names = [one for one in package.infolist() if one.filename.endswith(".csv")]
            if sum(one.file_size for one in names) > MOST_BYTES:
                raise Unreadable("The package is too large.")
            for one in names:
                rows = list(csv.DictReader(io.StringIO(decode(package.read(one)), newline="")))
                name = _table(one.filename)
                if name in KNOWN:
                    tables[name] = [_plain(row) for row in rows]
                else:
                    left[f"{name}.csv"] = len(rows)
    except (zipfile.BadZipFile, OSError, csv.Error) as error:
        raise Unreadable(f"The package cannot be read: {error}") from None
    return [_join(service, tables) for service in tables.get("services", [])], left


def _split(service, tables):
    flat = {name: value for name, value in service.items() if not isinstance(value, (list, dict))}
    if "shiliu" in service:
        flat["shiliu"] = json.dumps(service["shiliu"], ensure_ascii=False)
    tables["services"].append(flat)
    for name, table in CHILDREN.items():
        tables[table] += service.get(name, [])
    tables["attributes"] += [
        {key: value for key, value in row.items() if key != "taxonomy_term"} for row in service.get("attributes", [])
    ]
    for row in service.get("service_at_locations", []):
        tables["service_at_locations"].append({key: value for key, value in row.items() if key != "location"})
        tables["accessibility"] += row["location"].get("accessibility", [])


def _join(service, tables):
    mine = {**service}
    if "shiliu" in mine:
        try:
            mine["shiliu"] = json.loads(mine["shiliu"])
        except ValueError:
            del mine["shiliu"]
    for name, table in CHILDREN.items():
        mine[name] = [row for row in tables.get(table, []) if row.get("service_id") == service.get("id")]
    terms = {row["id"]: row for row in tables.get("taxonomy_terms", []) if row.get("id")}
    mine["attributes"] = [
        {**row, "taxonomy_term": terms.get(row.get("taxonomy_term_id"), {})}
        for row in tables.get("attributes", []) if row.get("link_id") == service.get("id")
    ]  # fmt: skip
    places = {row["id"]: row for row in tables.get("locations", []) if row.get("id")}
    for row in tables.get("service_at_locations", []):
        if row.get("service_id") == service.get("id"):
            place = {**places.get(row.get("location_id"), {})}
            place["accessibility"] = [
                one for one in tables.get("accessibility", []) if one.get("location_id") == row.get("location_id")
            ]
            mine.setdefault("service_at_locations", []).append({**row, "location": place})
    units = {row["id"]: row for row in tables.get("organizations", []) if row.get("id")}
    if unit := units.get(service.get("organization_id")):
        mine["organization"] = unit
    return {name: value for name, value in mine.items() if value not in ("", [], {}, None)}


def _table(filename):
    stem = filename.rpartition("/")[2].removesuffix(".csv")
    return next(
        (name for name in KNOWN if stem in {name, name.removesuffix("s"), f"{name.removesuffix('ies')}y"}), stem
    )


def _plain(row):
    plain = {name: value for name, value in row.items() if name and value}
    for name in NUMBERS & plain.keys():
        try:
            plain[name] = float(plain[name])
        except ValueError:
            del plain[name]
    return plain


def _csv(rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
