"""Items, units, places and categories as HSDS objects. Everything here is on public pages; no person is in it."""

from django.urls import reverse
from django.utils.timezone import localtime

from shiliu.foundation.models import Organisation
from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.catalogue import queries, values
from shiliu.live.services.catalogue.hsds.fields import STATUS, fields_of
from shiliu.live.services.catalogue.hsds.identity import Ids
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage
from shiliu.live.services.catalogue.rules import ACCESS

TAXONOMIES = {
    "category": ("服务类别", "办事目录的类别", ItemCategory),
    "stage": ("人生阶段", "幼有善育、学有优教、闲有雅乐、老有颐养", LifeStage),
}
NESTED = ("phones", "languages", "cost_options", "additional_urls")


class Publisher:
    """Writes HSDS objects; `address` makes an absolute address of a path."""

    def __init__(self, address):
        self.ids, self.address = Ids(), address

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
        return found

    def service(self, item):
        """A service with all that belongs to it."""
        plain, mine = values.of_item(item), self.ids.of("service", item.code)
        found, nested = self.listed(item), fields_of(plain)
        for name in NESTED:
            if name in nested:
                found[name] = [
                    {"id": self.ids.of(name, item.code, place), **row, **self._owner(name, mine)}
                    for place, row in enumerate(nested[name])
                ]
        found["required_documents"] = [
            {"id": self.ids.of("required_document", item.code, row.paper.code), "service_id": mine, "document": _document(row)}
            for row in item.papers.all() if row.asked == row.Asked.BRING
        ]  # fmt: skip
        found["service_areas"] = [
            {"id": self.ids.of("service_area", item.code, area.code), "service_id": mine, "name": name_in(area.names, SOURCE_LANGUAGE)}
            for area in item.areas.all()
        ]  # fmt: skip
        found["attributes"] = [self.attribute(item, "category", item.category)]
        found["attributes"] += [self.attribute(item, "stage", stage) for stage in item.stages.all()]
        if item.organisation_id:
            found["service_at_locations"] = [self.service_at_location(item)]
        found["shiliu"] = {"code": item.code, "state": item.state, **plain}
        return {name: value for name, value in found.items() if value != []}

    def short_organization(self, unit):
        found = {"id": self.ids.of("organization", unit.code), "name": name_in(unit.names, SOURCE_LANGUAGE)}
        found["description"] = name_in(unit.kind.names, SOURCE_LANGUAGE)
        if unit.parent_id:
            found["parent_organization_id"] = self.ids.of("organization", unit.parent.code)
        return found

    def organization(self, unit):
        found = self.short_organization(unit)
        if unit.public_phone:
            found["phones"] = [self._phone("organization", unit)]
        found["locations"] = [self.location(unit)]
        return found

    def location(self, unit, item=None):
        """Where a unit receives people. An HSDS address asks for a postcode and a province, which nobody enters here: what is
        entered as the address is said in `description`."""
        found = {
            "id": self.ids.of("location", unit.code),
            "location_type": "physical",
            "name": name_in(unit.names, SOURCE_LANGUAGE),
        }
        found["organization_id"] = self.ids.of("organization", unit.code)
        if unit.address:
            found["description"] = unit.address
        if item is not None and item.accessibility:
            found["accessibility"] = [
                {"id": self.ids.of("accessibility", unit.code, code), "location_id": found["id"], "description": str(ACCESS[code]), "details": code}
                for code in item.accessibility if code in ACCESS
            ]  # fmt: skip
        return found

    def service_at_location(self, item, *, with_service=False):
        unit = item.organisation
        found = {
            "id": self.ids.of("service_at_location", item.code, unit.code), "service_id": self.ids.of("service", item.code),
            "location_id": self.ids.of("location", unit.code), "location": self.location(unit, item),
        }  # fmt: skip
        return found | ({"service": self.listed(item)} if with_service else {})

    def attribute(self, item, taxonomy, row):
        return {
            "id": self.ids.of("attribute", item.code, taxonomy, row.code), "link_id": self.ids.of("service", item.code),
            "link_entity": "service", "link_type": taxonomy, "taxonomy_term_id": self.ids.of("taxonomy_term", taxonomy, row.code),
            "taxonomy_term": self.term(taxonomy, row),
        }  # fmt: skip

    def term(self, taxonomy, row):
        name = name_in(row.names, SOURCE_LANGUAGE)
        return {
            "id": self.ids.of("taxonomy_term", taxonomy, row.code), "code": row.code, "name": name, "description": name,
            "taxonomy": TAXONOMIES[taxonomy][0], "taxonomy_id": self.ids.of("taxonomy", taxonomy), "language": "zh",
            "term_uri": self.address(reverse("services:items")) + (f"?{taxonomy}={row.code}"),
        }  # fmt: skip

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
        return {"services": [self.whole(item) for item in queries.whole(for_publishing())], "organizations": [self.organization(unit) for unit in units()],
                "taxonomies": self.taxonomies(), "taxonomy_terms": self.terms()}  # fmt: skip

    def whole(self, item):
        found = self.service(item)
        if item.organisation_id:
            found["organization_id"] = found["organization"]["id"]
        return found

    def _phone(self, sort, unit):
        return {
            "id": self.ids.of("phone", sort, unit.code),
            "organization_id": self.ids.of("organization", unit.code),
            "number": unit.public_phone,
            "type": "voice",
        }

    @staticmethod
    def _owner(name, service):
        return {"service_id": service, **({"type": "voice"} if name == "phones" else {})}


def for_publishing():
    """Items on offer in the order of pages, which never changes while nothing else does."""
    return queries.on_offer().order_by("category__position", "category_id", "code")


def units():
    """Units that answer for items on offer, and those above them."""
    asked = set(queries.on_offer().exclude(organisation=None).values_list("organisation", flat=True))
    known = {unit.pk: unit for unit in Organisation.objects.select_related("kind", "parent")}
    for pk in list(asked):
        above = known[pk].parent_id
        while above and above not in asked:
            asked.add(above)
            above = known[above].parent_id
    return [unit for unit in sorted(known.values(), key=lambda unit: unit.code) if unit.pk in asked]


def _document(row):
    forms = {"original": "原件", "copy": "复印件", "both": "原件和复印件"}
    name = name_in(row.paper.names, SOURCE_LANGUAGE)
    return f"{name}（{forms[row.form]}{row.number}份）" if row.number > 1 else f"{name}（{forms[row.form]}）"
