"""What the columns of an export mean, as a YAML file. Two ready ones stand in cases/data/mappings and are explained there."""

import hashlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shiliu.govern.cases.models import Case

STATES = ("open", "closed", "confirmed", "refused", "withdrawn")


class WrongMapping(Exception):
    """The mapping file cannot be used; str() says where and why."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Translated(Strict):
    """A column whose values are translated by a table; what the table does not hold becomes `default`."""

    column: str
    values: dict[str, str] = Field(default_factory=dict)
    default: str | None = None

    def of(self, row):
        return self.values.get(row.get(self.column, "").strip(), self.default)


class Moment(Strict):
    """A column with dates; `formats` are tried in order (strptime)."""

    column: str
    formats: list[str]

    def of(self, row, zone):
        """An aware datetime, None for an empty cell; ValueError when no format fits."""
        text = row.get(self.column, "").strip()
        if not text:
            return None
        for form in self.formats:
            try:
                found = datetime.strptime(text, form)
            except ValueError:
                continue
            return found if found.tzinfo else found.replace(tzinfo=zone)
        raise ValueError(text)


class Place(Strict):
    """Where it was: coordinates, or the name or code of an area, or both; the coordinates count when they lie in an area.

    Without coordinates a compound or building puts the case on the public map, coarsely. A community does not: a pin in its
    middle would be a place nobody named, so the case is routed and counted by its community and stands on no map."""

    longitude: str | None = None
    latitude: str | None = None
    area: str | None = None
    note: str | None = None


class Persons(Strict):
    """Rows about persons are refused: a filled column that names one, or a value that marks the matter as such."""

    columns: list[str] = Field(default_factory=list)
    values: dict[str, list[str]] = Field(default_factory=dict)


class Mapping(Strict):
    source: str = Field(max_length=60, pattern=r"^[\w.-]+$")
    time_zone: str = "Asia/Shanghai"
    separator: str = Field(",", min_length=1, max_length=1)
    id: str
    title: str = Field(description="a template such as {RequestType}")
    text: str = Field(description="a template; empty pieces are left out")
    kind: Translated
    category: Translated
    state: Translated
    received: Moment
    ended: Moment | None = None
    place: Place = Place()
    persons: Persons = Persons()

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name):
        if name not in available_timezones():
            raise ValueError(f"{name} is not a time zone")
        return name

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    def columns(self):
        """Every column the mapping reads, for checking the first line of the file."""
        named = [self.id, self.kind.column, self.category.column, self.state.column, self.received.column]
        named += [self.ended.column] if self.ended else []
        named += [
            name for name in (self.place.longitude, self.place.latitude, self.place.area, self.place.note) if name
        ]
        named += [*self.persons.columns, *self.persons.values]
        return list(dict.fromkeys(named))


def load(path):
    """Mapping and the SHA-256 of the file. Raises WrongMapping."""
    try:
        content = Path(path).read_bytes()
        raw = yaml.safe_load(content)
    except OSError as error:
        raise WrongMapping(_("%(file)s cannot be read: %(why)s.") % {"file": path, "why": error.strerror}) from None
    except yaml.YAMLError as error:
        raise WrongMapping(_("%(file)s is not proper YAML: %(why)s") % {"file": path, "why": error}) from None
    try:
        found = Mapping.model_validate(raw)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise WrongMapping(_("%(file)s is not a mapping: %(why)s") % {"file": path, "why": "; ".join(lines)}) from None
    unknown = [value for value in [*found.kind.values.values(), found.kind.default] if value not in Case.Kind.values]
    unknown += [value for value in [*found.state.values.values(), found.state.default] if value not in STATES]
    if unknown:
        raise WrongMapping(
            _("%(file)s names what does not exist: %(what)s. Kinds are %(kinds)s; states are %(states)s.")
            % {"file": path, "what": unknown[0], "kinds": ", ".join(Case.Kind.values), "states": ", ".join(STATES)}
        )
    return found, hashlib.sha256(content).hexdigest()
