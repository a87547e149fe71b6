"""Items, units, windows and categories as HSDS objects. Everything here is on public pages; no person is in it."""

import json
from collections import defaultdict
from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localtime

from shiliu.foundation.models import Organisation, OrganisationArea, OrganisationKind
from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.catalogue import queries, values
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage
from shiliu.live.services.catalogue.rules import ACCESS
from shiliu.live.services.hsds import carried, places
from shiliu.live.services.hsds.fields import STATUS, fields_of
from shiliu.live.services.hsds.identity import Ids, window_key
from shiliu.live.services.hsds.models import Carried
from shiliu.live.services.windows.models import Window
from shiliu.platform import audit, revisions

TAXONOMIES = {
    "category": ("服务类别", "办事目录的类别", ItemCategory),
    "stage": ("人生阶段", "幼有善育、学有优教、闲有雅乐、老有颐养", LifeStage),
    "kind": ("单位类型", "负责事项的单位属于哪一类", OrganisationKind),
}
NESTED = ("phones", "languages", "cost_options", "additional_urls")
CHANGES = 20  # of an item's history, the newest


class Publisher:
    """Writes HSDS objects; `address` makes an absolute address of a path."""

    def __init__(self, address):
        self.ids, self.address = Ids(), address

    @cached_property
    def carried(self):
        """{(sort, key): the rest of a thing that came from outside}"""
        return {(row.sort, row.key): row.fields for row in Carried.objects.all()}

    def laid(self, sort, key, found, *, lists=True):
        rest = self.carried.get((sort, key))
        return carried.laid(sort, found, rest, self.ids, lists=lists) if rest else found

    @cached_property
    def windows(self):
        return places.windows_in_use()

    @cached_property
    def served(self):
        """{pk of an item: [(window, minutes)]}"""
        found = defaultdict(list)
        for window in self.windows:
            for row in window.served.all():
                found[row.item_id].append((window, row.minutes))
        return found

    def listed(self, item):
        """A service with its one-to-one fields only, as lists show it."""
        plain = values.of_item(item)
        fields = {name: value for name, value in fields_of(plain).items() if name not in NESTED}
        found = {"id": self.ids.of("service", item.code), **fields, "status": STATUS[item.state]}
        if item.confirmed_at:
            found["assured_date"] = localtime(item.confirmed_at).date().isoformat()
        found["last_modified"] = item.changed_at.isoformat(timespec="milliseconds")
        if item.organisation_id:
            found["organization"] = self.short_organization(item.organisation)
        return self.laid("service", item.code, found, lists=False)

    def service(self, item):
        """A service with all that belongs to it."""
        plain, mine = values.of_item(item), self.ids.of("service", item.code)
        found, nested = self.listed(item), fields_of(plain)
        for name in NESTED:
            if name in nested:
                found[name] = [
                    {"id": self.ids.under(mine, name, place), **row, **self._owner(name, mine)}
                    for place, row in enumerate(nested[name])
                ]
        found["required_documents"] = [
            {"id": self.ids.under(mine, "required_document", row.paper.code), "service_id": mine, "document": _document(row)}
            for row in item.papers.all() if row.asked == row.Asked.BRING
        ]  # fmt: skip
        found["service_areas"] = [
            {"id": self.ids.under(mine, "service_area", area.code), "service_id": mine, "name": name_in(area.names, SOURCE_LANGUAGE)}
            for area in item.areas.all()
        ]  # fmt: skip
        found["attributes"] = [self.attribute(mine, "service", "category", item.category)]
        found["attributes"] += [self.attribute(mine, "service", "stage", stage) for stage in item.stages.all()]
        found["service_at_locations"] = [self.service_at_location(item, place, minutes) for place, minutes in self.places_of(item)]  # fmt: skip
        found["shiliu"] = {"code": item.code, "state": item.state, **plain}
        found["shiliu"]["paper_names"] = {row.paper.code: row.paper.names for row in item.papers.all()}
        return self.laid("service", item.code, {name: value for name, value in found.items() if value != []})

    def places_of(self, item):
        """[(window or unit, minutes or None)]: the windows that do the item; without any, the unit that answers for it."""
        windows = self.served.get(item.pk, [])
        return windows or ([(item.organisation, None)] if item.organisation_id else [])

    def short_organization(self, unit):
        found = {"id": self.ids.of("organization", unit.code), "name": name_in(unit.names, SOURCE_LANGUAGE)}
        found["description"] = name_in(unit.kind.names, SOURCE_LANGUAGE)
        if unit.parent_id:
            found["parent_organization_id"] = self.ids.of("organization", unit.parent.code)
        return self.laid("organization", unit.code, found, lists=False)

    def organization(self, unit):
        """A unit with its telephone, its code here, its kind, and where it receives people."""
        found = self.short_organization(unit)
        mine = found["id"]
        if unit.public_phone:
            found["phones"] = [{"id": self.ids.under(mine, "phone", 0), "organization_id": mine, "number": unit.public_phone, "type": "voice"}]  # fmt: skip
        windows = [window for window in self.windows if window.organisation_id == unit.pk]
        found["locations"] = [self.location(place) for place in (unit, *windows)]
        found["organization_identifiers"] = [
            {"id": self.ids.under(mine, "identifier", "code"), "organization_id": mine, "identifier_type": "shiliu", "identifier": unit.code}
        ]  # fmt: skip
        found["attributes"] = [self.attribute(mine, "organization", "kind", unit.kind)]
        found["shiliu"] = {
            "code": unit.code, "kind": unit.kind.code, "names": unit.names, "parent": unit.parent.code if unit.parent_id else "",
            "public_phone": unit.public_phone, "address": unit.address, "areas": sorted(row.area.code for row in unit.serves.all()),
        }  # fmt: skip
        return self.laid("organization", unit.code, found)

    def location(self, place, item=None):
        """A window or a unit as a location; with an item, also what makes it easier to come for it."""
        found = places.of_window(place, self.ids) if isinstance(place, Window) else places.of_unit(place, self.ids)
        found = self.laid("location", key_of(place), found)
        codes = [code for code in item.accessibility if code in ACCESS] if item is not None else []
        rows = [
            {"id": self.ids.under(found["id"], "accessibility", code), "location_id": found["id"], "description": str(ACCESS[code]), "details": code}
            for code in codes
        ]  # fmt: skip
        return {**found, "accessibility": [*found.get("accessibility", []), *rows]} if rows else found

    def service_at_location(self, item, place, minutes=None, *, with_service=False):
        service, location = self.ids.of("service", item.code), self.location(place, item)
        found = {
            "id": self.at(item, place), "service_id": service, "location_id": location["id"], "location": location,
        }  # fmt: skip
        if minutes:
            found["shiliu"] = {"minutes": minutes}
        found = self.laid("service_at_location", f"{item.code}/{key_of(place)}", found)
        return found | ({"service": self.listed(item)} if with_service else {})

    def at(self, item, place):
        """The identifier of a service at a place."""
        return self.ids.under(self.ids.of("service", item.code), "at", self.ids.of("location", key_of(place)))

    def metadata(self, item):
        """What has changed of a service since it was last put before the public, in the fields of HSDS. Names units, never people."""
        mine, rows = self.ids.of("service", item.code), []
        unit = name_in(item.organisation.names, SOURCE_LANGUAGE) if item.organisation_id else "管理员"
        for row in audit.rows_on(item)[: CHANGES * 2]:
            if row.verb in ("services.offered", "services.created"):
                break  # what was written before is a draft
            before, after = (fields_of({**values.BLANK, **side}) for side in revisions.read(row))
            for field in sorted(before.keys() | after.keys()):
                if before.get(field) != after.get(field):
                    rows.append({
                        "id": self.ids.under(mine, "metadata", f"{row.pk}/{field}"), "resource_id": mine, "resource_type": "service",
                        "last_action_date": localtime(row.at).date().isoformat(), "last_action_type": "update", "field_name": field,
                        "previous_value": _text(before.get(field)), "replacement_value": _text(after.get(field)), "updated_by": unit,
                    })  # fmt: skip
        return rows[:CHANGES]

    def attribute(self, owner, entity, taxonomy, row):
        return {
            "id": self.ids.under(owner, f"attribute/{taxonomy}", row.code), "link_id": owner, "link_entity": entity, "link_type": taxonomy,
            "taxonomy_term_id": self.ids.of("taxonomy_term", taxonomy, row.code), "taxonomy_term": self.term(taxonomy, row),
        }  # fmt: skip

    def term(self, taxonomy, row):
        name = name_in(row.names, SOURCE_LANGUAGE)
        found = {
            "id": self.ids.of("taxonomy_term", taxonomy, row.code), "code": row.code, "name": name, "description": name,
            "taxonomy": TAXONOMIES[taxonomy][0], "taxonomy_id": self.ids.of("taxonomy", taxonomy), "language": "zh",
        }  # fmt: skip
        if taxonomy != "kind":
            found["term_uri"] = self.address(reverse("services:items")) + f"?{taxonomy}={row.code}"
        return found

    def terms(self):
        return [
            self.term(name, row) for name, (_name, _text, model) in TAXONOMIES.items() for row in model.objects.all()
        ]

    def taxonomies(self):
        return [
            {
                "id": self.ids.of("taxonomy", name),
                "name": title,
                "description": text,
                "uri": self.address(reverse("services:items")),
            }
            for name, (title, text, _model) in TAXONOMIES.items()
        ]

    def everything(self):
        """All services on offer with their units, as one object: what the file of the catalogue holds."""
        return {"services": [self.whole(item) for item in queries.whole(for_publishing())],
                "organizations": [self.organization(unit) for unit in units(self.windows)],
                "taxonomies": self.taxonomies(), "taxonomy_terms": self.terms()}  # fmt: skip

    def whole(self, item):
        found = self.service(item)
        if item.organisation_id:
            found["organization_id"] = found["organization"]["id"]
        return found

    @staticmethod
    def _owner(name, service):
        return {"service_id": service, **({"type": "voice"} if name == "phones" else {})}


def key_of(place):
    """By which key a window or a unit stands among the locations."""
    return window_key(place.code) if isinstance(place, Window) else place.code


def for_publishing():
    """Items on offer in the order of pages, which never changes while nothing else does."""
    return queries.on_offer().order_by("category__position", "category_id", "code")


def units(windows=()):
    """Units that answer for items on offer or hold a window that does one, and those above them."""
    asked = set(queries.on_offer().exclude(organisation=None).values_list("organisation", flat=True))
    asked |= {window.organisation_id for window in windows}
    serves = Prefetch("serves", OrganisationArea.objects.select_related("area"))
    known = {unit.pk: unit for unit in Organisation.objects.select_related("kind", "parent").prefetch_related(serves)}
    for pk in list(asked):
        above = known[pk].parent_id
        while above and above not in asked:
            asked.add(above)
            above = known[above].parent_id
    return [unit for unit in sorted(known.values(), key=lambda unit: unit.code) if unit.pk in asked]


def _text(value):
    """A value of HSDS as the text that metadata asks for."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _document(row):
    forms = {"original": "原件", "copy": "复印件", "both": "原件和复印件"}
    name = name_in(row.paper.names, SOURCE_LANGUAGE)
    return f"{name}（{forms[row.form]}{row.number}份）" if row.number > 1 else f"{name}（{forms[row.form]}）"
