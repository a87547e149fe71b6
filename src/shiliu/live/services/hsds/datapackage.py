"""HSDS as a package of tables: one CSV file for each entity in a ZIP archive, with keys between them."""

import csv
import io
import json
import zipfile

from shiliu.platform.tables import MOST_BYTES, Unreadable
from shiliu.platform.tables.reading import decode

# {table: {list in a row of it: (table of that list, key that leads back)}}
NESTED = {
    "services": {
        "phones": ("phones", "service_id"), "languages": ("languages", "service_id"), "cost_options": ("cost_options", "service_id"),
        "required_documents": ("required_documents", "service_id"), "service_areas": ("service_areas", "service_id"),
        "additional_urls": ("urls", "service_id"), "schedules": ("schedules", "service_id"), "contacts": ("contacts", "service_id"),
        "service_at_locations": ("service_at_locations", "service_id"), "attributes": ("attributes", "link_id"), "funding": ("funding", "service_id"),
        "capacities": ("service_capacities", "service_id"),
    },
    "organizations": {
        "phones": ("phones", "organization_id"), "locations": ("locations", "organization_id"), "contacts": ("contacts", "organization_id"),
        "organization_identifiers": ("organization_identifiers", "organization_id"), "attributes": ("attributes", "link_id"),
        "funding": ("funding", "organization_id"), "programs": ("programs", "organization_id"), "additional_websites": ("urls", "organization_id"),
    },
    "locations": {
        "addresses": ("addresses", "location_id"), "phones": ("phones", "location_id"), "languages": ("languages", "location_id"),
        "accessibility": ("accessibility", "location_id"), "schedules": ("schedules", "location_id"), "contacts": ("contacts", "location_id"),
        "attributes": ("attributes", "link_id"),
    },
    "service_at_locations": {
        "phones": ("phones", "service_at_location_id"), "schedules": ("schedules", "service_at_location_id"),
        "contacts": ("contacts", "service_at_location_id"), "service_areas": ("service_areas", "service_at_location_id"),
        "attributes": ("attributes", "link_id"),
    },
    "contacts": {"phones": ("phones", "contact_id"), "attributes": ("attributes", "link_id")},
    "phones": {"languages": ("languages", "phone_id")},
}  # fmt: skip
SINGLE = {
    "location": "locations", "taxonomy_term": "taxonomy_terms", "organization": "organizations", "program": "programs", "unit": "units",
}  # fmt: skip
KNOWN = {
    *NESTED,
    *SINGLE.values(),
    "taxonomies",
    *(table for lists in NESTED.values() for table, _key in lists.values()),
}
NUMBERS = {
    "amount",
    "latitude",
    "longitude",
    "minimum_age",
    "maximum_age",
    "timezone",
    "interval",
    "extension",
    "count",
    "year_incorporated",
    "available",
    "maximum",
}


def write(everything, file):
    """Writes {"services": …, "organizations": …, …} (publishing.Publisher.everything) as a ZIP of CSV files."""
    tables = {name: {} for name in sorted(KNOWN)}
    for table in ("organizations", "services", "taxonomies", "taxonomy_terms"):
        for row in everything[table]:
            _split(table, row, tables)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, rows in tables.items():
            if rows:
                package.writestr(f"{name}.csv", _csv(list(rows.values())))


def read(file):
    """({"services": …, "organizations": …} nested as in JSON, {table nobody reads: its rows}). Raises Unreadable."""
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
    tables = _Tables(tables)
    organizations = [_join("organizations", row, tables) for row in tables.rows("organizations")]
    units = {row["id"]: row for row in organizations if row.get("id")}
    services = [_join("services", row, tables) for row in tables.rows("services")]
    for row in services:
        if row.get("organization_id") in units:
            row["organization"] = {
                name: value for name, value in units[row["organization_id"]].items() if name != "locations"
            }
    return {"services": services, "organizations": organizations}, left


class _Tables:
    """The rows of each table, found by the value of a column."""

    def __init__(self, tables):
        self.tables, self.found = tables, {}

    def rows(self, table):
        return self.tables.get(table, [])

    def where(self, table, key, value):
        if (table, key) not in self.found:
            index = self.found[table, key] = {}
            for row in self.rows(table):
                index.setdefault(row.get(key), []).append(row)
        return self.found[table, key].get(value, []) if value else []


def _split(table, row, tables):
    """Puts a row into its table and what it holds into theirs; what is there already is added to, not replaced."""
    flat = {name: value for name, value in row.items() if not isinstance(value, (list, dict))}
    if "shiliu" in row:
        flat["shiliu"] = json.dumps(row["shiliu"], ensure_ascii=False)
    tables[table].setdefault(row["id"], {}).update(flat)
    for name, (below, _key) in NESTED.get(table, {}).items():
        for one in row.get(name, []):
            _split(below, one, tables)
    for name, below in SINGLE.items():
        if isinstance(row.get(name), dict):
            _split(below, row[name], tables)
            tables[table][row["id"]].setdefault(f"{name}_id", row[name]["id"])


def _join(table, row, tables):
    mine = {**row}
    if "shiliu" in mine:
        try:
            mine["shiliu"] = json.loads(mine["shiliu"])
        except ValueError:
            del mine["shiliu"]
    for name, (below, key) in NESTED.get(table, {}).items():
        mine[name] = [_join(below, one, tables) for one in tables.where(below, key, row.get("id"))]
    for name, key, below in (
        ("location", "location_id", "locations"),
        ("taxonomy_term", "taxonomy_term_id", "taxonomy_terms"),
        ("program", "program_id", "programs"),
        ("unit", "unit_id", "units"),
    ):
        if table in ("service_at_locations", "attributes", "services", "service_capacities") and row.get(key):
            for found in tables.where(below, "id", row[key])[:1]:
                mine[name] = _join(below, found, tables)
    return {name: value for name, value in mine.items() if value not in ("", [], {}, None)}


def _table(filename):
    stem = filename.rpartition("/")[2].removesuffix(".csv")
    return next(
        (name for name in sorted(KNOWN) if stem in {name, name.removesuffix("s"), name.removesuffix("es"), f"{name.removesuffix('ies')}y"}), stem
    )  # fmt: skip


def _plain(row):
    plain = {name: value for name, value in row.items() if name and value}
    for name in NUMBERS & plain.keys():
        try:
            number = float(plain[name])
            plain[name] = int(number) if number.is_integer() else number
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
