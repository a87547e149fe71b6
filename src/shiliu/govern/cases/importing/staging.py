"""First pass over an export: every row is checked and, if good, spooled; bad rows go to a file with line and reason."""

import codecs
import csv
import hashlib
import json
import string
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.govern.cases.models import Category
from shiliu.methods import private_text
from shiliu.platform import maps
from shiliu.platform.clock import now

as_json = json.JSONEncoder(ensure_ascii=False).encode
LONGEST_CELL = 200_000
MANY = 1000


class Unusable(Exception):
    """The file as a whole cannot be imported; str() says why and where."""


class Bad(Exception):
    """One row cannot be imported; str() says why."""


@dataclass
class Staged:
    """`spool` is a file of JSON lines, one good row each; counts say what the second pass will find."""

    file: Path
    file_hash: str
    mapping: object
    mapping_hash: str
    spool: Path
    read: int = 0
    good: int = 0
    refused: int = 0
    by_reason: dict = field(default_factory=dict)


def stage(file, mapping, mapping_hash, *, rejects, spool, progress=lambda done: None):
    """Check every row of `file`. Good rows go to the file `spool`, bad ones to `rejects` as they come. Raises Unusable."""
    file = Path(file)
    if Path(rejects).resolve() == file.resolve():
        raise Unusable(_("The refused rows would overwrite the file itself. Name another file for them."))
    encoding, digest = sniff(file)
    look_up = LookUp(mapping)
    staged = Staged(file, digest, mapping, mapping_hash, spool)
    csv.field_size_limit(LONGEST_CELL)
    with (
        open(file, encoding=encoding, newline="") as source,
        open(spool, "w", encoding="utf-8") as out,
        open(rejects, "w", encoding="utf-8-sig", newline="") as bad_file,
    ):
        reader = csv.DictReader(source, delimiter=mapping.separator, restval="", strict=True)
        check_header(reader, mapping)
        bad = csv.writer(bad_file)
        bad.writerow(["line", "reason", *reader.fieldnames])
        good_rows = checked(reader, look_up, staged, bad)
        while good := list(islice(good_rows, MANY)):
            look_up.locate(good)
            out.writelines(f"{as_json(row)}\n" for row in good)
            staged.good += len(good)
            progress(staged.read)
    progress(staged.read)
    return staged


def checked(reader, look_up, staged, bad):
    """The good rows, one by one; the others are counted and go to `bad`, a csv writer."""
    for line, row in numbered(reader):
        staged.read += 1
        try:
            yield look_up.prepare(row)
        except Bad as error:
            staged.refused += 1
            staged.by_reason[str(error)] = staged.by_reason.get(str(error), 0) + 1
            bad.writerow([line, str(error), *(row.get(name, "") for name in reader.fieldnames)])


def sniff(file):
    """(encoding, SHA-256): UTF-8 with or without its mark, else GB18030. Reads the file once, in pieces."""
    digest = hashlib.sha256()
    decoders = {
        "utf-8-sig": codecs.getincrementaldecoder("utf-8-sig")(),
        "gb18030": codecs.getincrementaldecoder("gb18030")(),
    }
    try:
        with open(file, "rb") as source:
            while piece := source.read(1 << 20):
                digest.update(piece)
                if b"\0" in piece:
                    raise Unusable(_("The file holds null bytes: it is not a text file."))
                for name in list(decoders):
                    try:
                        decoders[name].decode(piece)
                    except UnicodeDecodeError:
                        del decoders[name]
    except OSError as error:
        raise Unusable(_("%(file)s cannot be read: %(why)s.") % {"file": file, "why": error.strerror}) from None
    for name in list(decoders):
        try:
            decoders[name].decode(b"", final=True)
        except UnicodeDecodeError:
            del decoders[name]
    if not decoders:
        raise Unusable(_("The file is neither UTF-8 nor GB18030."))
    return next(iter(decoders)), digest.hexdigest()


def check_header(reader, mapping):
    if not reader.fieldnames:
        raise Unusable(_("The file is empty."))
    missing = [name for name in mapping.columns() if name not in reader.fieldnames]
    missing += [
        name
        for template in (mapping.title, mapping.text)
        for _text, name, _spec, _conversion in string.Formatter().parse(template)
        if name and name not in reader.fieldnames
    ]
    if missing:
        raise Unusable(
            _("The file has no column “%(name)s”. Its columns are: %(columns)s.")
            % {"name": missing[0], "columns": ", ".join(reader.fieldnames)}
        )


def numbered(reader):
    """(line in the file, row); a line that is not proper CSV ends the reading with its number."""
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unusable(_("Line %(line)d is not proper CSV: %(why)s.") % {"line": line, "why": error}) from None
        yield line, row


class LookUp:
    """Everything a row is compared with, read once."""

    def __init__(self, mapping):
        self.mapping = mapping
        self.categories = dict(Category.objects.filter(group__isnull=False).values_list("code", "pk"))
        self.latest = now() + timedelta(days=1)
        self.seen = set()
        self.areas = {}
        if mapping.place.area:
            for pk, code, names in (
                Area.objects.filter(active=True).order_by("-path").values_list("pk", "code", "names")
            ):
                self.areas.update(dict.fromkeys(names.values(), pk) | {code: pk})
        self.map = maps.index.current() if mapping.place.longitude else None

    def prepare(self, row):
        """The row as plain values ready to be written, but for what `locate` adds. Raises Bad."""
        mapping = self.mapping
        if None in row:
            raise Bad(_("The line has more values than the first line names columns."))
        self.refuse_persons(row)
        key = row[mapping.id].strip()
        if not key or len(key) > 120:
            raise Bad(_("The number of the case (column %(column)s) is missing or too long.") % {"column": mapping.id})
        if key in self.seen:
            raise Bad(_("The same number stands twice in this file."))
        title, text = self.words(row)
        received = self.moment(mapping.received, row)
        if received is None:
            raise Bad(_("The date in column %(column)s is missing.") % {"column": mapping.received.column})
        ended = self.moment(mapping.ended, row) if mapping.ended else None
        if ended and ended < received:
            raise Bad(_("It ended before it was received."))
        self.seen.add(key)
        longitude, latitude, area = self.place(row)
        return {
            "id": key, "title": title[:120], "text": text[:4000], "kind": mapping.kind.of(row),
            "category": self.categories.get(mapping.category.of(row)), "state": mapping.state.of(row),
            "received": received.isoformat(), "ended": ended.isoformat() if ended else None,
            "lon": longitude, "lat": latitude, "area": area,
            "note": row.get(mapping.place.note or "", "").strip()[:120],
        }  # fmt: skip

    def words(self, row):
        title = " ".join(self.mapping.title.format_map(row).split())
        text = self.mapping.text.format_map(row).strip()
        if not title or not text:
            raise Bad(_("It has no words."))
        if any(span.confidence == "high" for span in private_text.find(f"{title}\n{text}")):
            raise Bad(
                _("It seems to name a private person, a phone or an id number. Take that out and import it again.")
            )
        return title, text

    def refuse_persons(self, row):
        persons = self.mapping.persons
        named = any(row[column].strip() for column in persons.columns)
        marked = any(row[column].strip() in values for column, values in persons.values.items())
        if named or marked:
            raise Bad(_("It is about a person. Needs here are about places and things."))

    def moment(self, column, row):
        try:
            found = column.of(row, self.mapping.zone)
        except ValueError:
            raise Bad(_("The date in column %(column)s cannot be read.") % {"column": column.column}) from None
        if found and (found.year < 1980 or found > self.latest):
            raise Bad(_("The date in column %(column)s is not possible.") % {"column": column.column})
        return found

    def place(self, row):
        """(longitude, latitude, id of the named area): coordinates that are no numbers or not on the earth are left out."""
        place = self.mapping.place
        longitude = latitude = None
        area = self.areas.get(row[place.area].strip()) if place.area else None
        if place.longitude and place.latitude:
            try:
                longitude, latitude = float(row[place.longitude]), float(row[place.latitude])
            except ValueError:
                return None, None, area
            if not (-180 <= longitude <= 180 and -90 <= latitude <= 90) or (longitude, latitude) == (0, 0):
                return None, None, area
        return longitude, latitude, area

    def locate(self, rows):
        """Give each prepared row with coordinates the area they lie in; in no area, it keeps the one it names, if any."""
        placed = [row for row in rows if row["lon"] is not None]
        if placed:
            areas = self.map.areas_at_each([(row["lon"], row["lat"]) for row in placed])
            for row, found in zip(placed, areas, strict=True):
                row["area"] = found[0] if found else row["area"]
