"""From codes to rows, read once for a whole file or for the one item that is written."""

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation, OrganisationKind
from shiliu.live.services.catalogue import rules
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage, Paper


class Known:
    """Everything an item can point at, by code. With `wanted` (plain values of items) only what they name is read."""

    def __init__(self, *wanted):
        areas, units = Area.objects.filter(active=True).defer("boundary"), Organisation.objects.all()
        if wanted:
            areas = areas.filter(code__in={code for item in wanted for code in item["areas"]})
            units = units.filter(code__in={item["organisation"] for item in wanted})
        self.categories = {row.code: row for row in ItemCategory.objects.all()}
        self.stages = {row.code: row for row in LifeStage.objects.all()}
        self.papers = {row.code: row for row in Paper.objects.all()}
        self.kinds = {row.code: row for row in OrganisationKind.objects.all()}
        self.units = {row.code: row for row in units.prefetch_related("serves__area")}
        self.areas = {row.code: row for row in areas}

    def problems(self, item):
        """Problems of the plain values of an item: their shape, and codes that name nothing."""
        found = rules.problems_of_item(item)
        kinds = [
            item["decided_by"],
            *(row["kind"] for row in item["hand_offs"]),
            *(row["held_by"] for row in item["papers"]),
        ]
        named = (
            ("category", [item["category"]], self.categories, _("categories")),
            ("organisation", [item["organisation"]] if item["organisation"] else [], self.units, _("units")),
            ("stages", item["stages"], self.stages, _("stages of life")),
            ("papers", [row["paper"] for row in item["papers"]], self.papers, _("papers")),
            ("decided_by", [code for code in kinds if code], self.kinds, _("kinds of units")),
            ("areas", item["areas"], self.areas, _("places in use")),
        )
        for field, codes, table, noun in named:
            if missing := sorted(set(codes) - table.keys()):
                found.setdefault(field, _("There are no %(things)s with these codes: %(codes)s.") % {
                    "things": noun, "codes": ", ".join(code or "?" for code in missing)
                })  # fmt: skip
        if not found and item["organisation"] and (outside := self._outside(item)):
            found["areas"] = _("The unit does not serve these places: %(codes)s.") % {"codes": ", ".join(outside)}
        return found

    def _outside(self, item):
        served = [row.area.path for row in self.units[item["organisation"]].serves.all()]
        return sorted(
            code for code in item["areas"] if not any(self.areas[code].path.startswith(path) for path in served)
        )
