"""Units that a file of another directory names: found here, or entered by whoever may enter units.

Units belong to another part of the program, which fills `enter` in from above: enter(by=, rows=, source=) -> tables.Report."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.hsds.fields import rows_of
from shiliu.platform.permissions import Refused
from shiliu.platform.tables import Row

enter: list[Callable] = []


def register(action):
    """The action that enters units from rows of a file."""
    enter[:] = [action]


class Units:
    """Units by the identifiers of a file. `kind` and `area`: codes for units whose file names none of ours.

    `made`: codes of the units entered; `refused`: {identifier: why}."""

    def __init__(self, ids, *, kind="", area=""):
        self.ids, self.kind, self.area = ids, kind, area
        self.made, self.refused, self.read = [], {}, {}
        self._look()

    def _look(self):
        known = list(Organisation.objects.all())
        self.codes = {self.ids.of("organization", unit.code): unit.code for unit in known}
        self.named = {}
        for unit in known:
            for name in set(unit.names.values()):
                self.named.setdefault(name, []).append(unit.code)
        self.there = {unit.code for unit in known}

    def find(self, uuid, name):
        """(code, why not): the unit with this identifier, else the only one of this name; two times '' when none is named."""
        if uuid in self.codes:
            return self.codes[uuid], ""
        if not uuid and not name:
            return "", ""
        if len(codes := self.named.get(name, [])) == 1:
            return codes[0], ""
        return "", self.refused.get(uuid) or _("There is no unit “%(name)s” here. Enter it first.") % {
            "name": name or uuid
        }

    def take(self, by, organizations, source):
        """Enters those that are not here yet; those that are stay as they are. Why one is refused stands in `refused`."""
        new = {}
        for one in organizations:
            try:
                uuid, row = str(UUID(str(one["id"]))), self._row(one)
            except (TypeError, KeyError, ValueError, AttributeError):
                continue
            self.read[uuid] = one
            if self.find(uuid, str(one.get("name") or ""))[1]:
                new[uuid] = row
        if not new:
            return
        codes = {uuid: row["code"] for uuid, row in new.items()}
        for uuid, row in new.items():
            if not row["kind"]:
                self.refused[uuid] = _(
                    "Nobody knows which kind of unit “%(name)s” is: name a kind for units of this file."
                ) % {"name": row[f"name_{SOURCE_LANGUAGE}"]}
            above = str(self.read[uuid].get("parent_organization_id") or "").lower()
            row["parent"] = self.codes.get(above) or codes.get(above) or row["parent"]
        rows = [Row(line, row) for line, (uuid, row) in enumerate(new.items(), 1) if uuid not in self.refused]
        try:
            report = enter[0](by=by, rows=rows, source=source)
        except Refused as refused:
            self.refused |= dict.fromkeys(new, str(refused))
            return
        why = {reject.values["code"]: reject.reason for reject in report.rejected}
        for uuid, code in codes.items():
            if code in why:
                self.refused[uuid] = why[code]
            elif uuid not in self.refused:
                self.ids.remember("organization", code, uuid)
        self.made = list(report.created)
        self._look()

    def _row(self, one):
        """A unit as a row of the file of units."""
        profile = one.get("shiliu") if isinstance(one.get("shiliu"), dict) else {}
        names = {SOURCE_LANGUAGE: str(one["name"]).strip()[:120]}
        if isinstance(profile.get("names"), dict):
            names = {**profile["names"], **names}
        code = str(profile.get("code") or f"hsds-{UUID(str(one['id'])).hex[:12]}")
        if code in self.there:  # a code of ours that stands for another unit
            code = f"hsds-{UUID(str(one['id'])).hex[:12]}"
        numbers = [str(row["number"]) for row in rows_of(one, "phones") if row.get("number")]
        areas = profile.get("areas") if isinstance(profile.get("areas"), list) else [self.area]
        return {
            "code": code, "kind": self._kind(one) or str(profile.get("kind") or "") or self.kind, "parent": "",
            "phone": numbers[0] if numbers else "", "address": self._address(one) or str(profile.get("address") or ""),
            "areas": " ".join(map(str, areas)), **{f"name_{tag}": str(text) for tag, text in names.items()},
        }  # fmt: skip

    def _kind(self, one):
        """The kind that an attribute names by a term of ours."""
        terms = [
            row["taxonomy_term"] for row in rows_of(one, "attributes") if isinstance(row.get("taxonomy_term"), dict)
        ]
        wanted = {str(term.get("code") or "") for term in terms}
        return next((code for code in OrganisationKind.objects.values_list("code", flat=True) if code in wanted), "")

    def _address(self, one):
        """The first line of the address of the only place that is no window."""
        own = [row for row in rows_of(one, "locations") if "area" not in (row.get("shiliu") or {})]
        lines = [str(row.get("address_1") or "") for place in own for row in rows_of(place, "addresses")]
        return lines[0][:200] if len(own) == 1 and lines else ""
