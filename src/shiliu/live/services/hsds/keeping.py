"""After the things of a file are written: the rest of each is kept beside it (carried.py), so that nothing is published differently than it came."""

from collections import Counter
from datetime import timedelta

from django.utils import translation
from django.utils.timezone import localtime

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue import queries
from shiliu.live.services.hsds import carried
from shiliu.live.services.hsds.fields import access_codes, rows_of
from shiliu.live.services.hsds.models import Carried
from shiliu.live.services.hsds.places import FEATURES
from shiliu.live.services.hsds.publishing import Publisher, key_of
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import now


class Keeper:
    """`left`: Counter of the paths left out; `changed`: the things of which something new is kept."""

    def __init__(self, reader, units, source):
        self.reader, self.units, self.source = reader, units, source
        self.left, self.changed = Counter(), []
        self.there = {(row.sort, row.key): row for row in Carried.objects.all()}
        self.features = {str(words) for words in FEATURES.values()}
        self.offset = localtime(now()).utcoffset() / timedelta(hours=1)

    def take(self, services, locations, rejected):
        """`locations`: {identifier: location}; `rejected`: identifiers of what was not taken in."""
        with translation.override(SOURCE_LANGUAGE):
            self.ours = Publisher(lambda path: path)
            self.ours.carried = {}
            self._services([one for one in services if isinstance(one, dict) and str(one.get("id")) not in rejected])
            self._units()
            self._places({uuid: one for uuid, one in locations.items() if uuid not in rejected})

    def _services(self, services):
        items = {self.ours.ids.of("service", item.code): item for item in queries.whole()}
        spots = self._spots()
        for service in services:
            item = items.get(str(service.get("id")).lower())
            if item is None:
                continue
            kept = self._clean("service", service)
            kept["attributes"] = [row for row in kept.get("attributes", []) if not self.reader.term_of(row)[0]]
            named = {name for area in item.areas.all() for name in area.names.values()}
            kept["service_areas"] = [row for row in kept.get("service_areas", []) if row.get("name") not in named]
            self._keep("service", item.code, kept, self.ours.service(item), service)
            for row in rows_of(service, "service_at_locations"):
                place = spots.get(str(row.get("location_id") or (row.get("location") or {}).get("id")).lower())
                if place is not None:
                    kept = self._clean("service_at_location", row)
                    self._keep("service_at_location", f"{item.code}/{key_of(place)}", kept, {}, row)

    def _units(self):
        kinds = set(OrganisationKind.objects.values_list("code", flat=True))
        known = {self.ours.ids.of("organization", unit.code): unit for unit in self._all_units()}
        for uuid, one in self.units.read.items():
            if unit := known.get(uuid):
                kept = self._clean("organization", {**one, "services": []})
                kept["attributes"] = [
                    row
                    for row in kept.get("attributes", [])
                    if (row.get("taxonomy_term") or {}).get("code") not in kinds
                ]
                self._keep("organization", unit.code, kept, self.ours.organization(unit), one)

    def _places(self, locations):
        spots = self._spots()
        for uuid, one in locations.items():
            place = spots.get(uuid)
            if place is None:
                continue
            kept, ours = self._clean("location", one), self.ours.location(place)
            kept["schedules"] = carried.unreadable_hours(kept.get("schedules", []), self.offset)
            kept["accessibility"] = [row for row in kept.get("accessibility", []) if not self._is_feature(row)]
            if "addresses" not in ours:  # the first line stands in the description
                kept["addresses"] = [
                    row for row in kept.get("addresses", []) if row["address_1"][:200] != place.address
                ]
            self._keep("location", key_of(place), kept, ours, one)

    def _spots(self):
        """{identifier of a location: the window or the unit that it is}"""
        found = [*self._all_units(), *Window.objects.select_related("organisation", "area")]
        return {self.ours.ids.of("location", key_of(place)): place for place in found}

    def _all_units(self):
        return Organisation.objects.select_related("kind", "parent").prefetch_related("serves__area")

    def _is_feature(self, row):
        codes, _texts = access_codes([row])
        details = str(row.get("details") or "")
        return bool(codes) or row.get("description") in self.features or details.startswith("window.")

    def _clean(self, name, thing):
        kept, left = carried.clean(name, thing)
        self.left.update(left)
        return kept

    def _keep(self, sort, key, kept, ours, theirs):
        """What the file does not say stays as it was."""
        rest = carried.rest_of(sort, {field: value for field, value in kept.items() if value != []}, ours)
        row = self.there.get((sort, key))
        fields = {field: value for field, value in row.fields.items() if field not in theirs} | rest if row else rest
        if fields == (row.fields if row else {}):
            return
        self.changed.append(f"{sort} {key}")
        if not fields:
            row.delete()
            return
        Carried.objects.update_or_create(
            sort=sort, key=key, defaults={"fields": fields, "source": self.source[:200], "changed_at": now()}
        )
