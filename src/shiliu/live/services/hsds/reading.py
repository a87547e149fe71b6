"""An HSDS service as plain values of an item. What has no place here is named, so that nothing is lost in silence."""

import re
from collections import Counter
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.live.services.catalogue import values
from shiliu.live.services.catalogue.models import Paper
from shiliu.live.services.hsds.fields import STANDS_IN, STATE, access_codes, agrees, plain_of, rows_of
from shiliu.live.services.hsds.places import WINDOW

OURS = re.compile(r"(?P<name>.+?)（(?P<form>原件和复印件|原件|复印件)(?:(?P<number>\d+)份)?）")
FORMS = {"原件": "original", "复印件": "copy", "原件和复印件": "both"}


class Unfit(ValueError):
    """The service cannot be used; str() says why."""


class Reader:
    """Reads services against what is known here (catalogue's Known) and the units of the file (units.Units).

    `unknown` counts what found no place, by path."""

    def __init__(self, ids, known, items, units, *, category="", level="district", language=SOURCE_LANGUAGE):
        self.ids, self.known, self.items, self.units = ids, known, items, units
        self.category, self.level, self.language = category, level, language
        self.unknown, self.new_papers = Counter(), {}
        self.terms = {
            ids.of("taxonomy_term", sort, code): (sort, code) for sort, table in self._tables() for code in table
        }

    def _tables(self):
        return (("category", self.known.categories), ("stage", self.known.stages))

    def read(self, service):
        """(code, state, plain values it says, assured date or ''). Raises Unfit."""
        if not isinstance(service, dict):
            raise Unfit(_("A service is a JSON object."))
        try:
            uuid = UUID(str(service.get("id")))
        except ValueError:
            raise Unfit(_("The service has no identifier that is a UUID.")) from None
        profile = service.get("shiliu") if isinstance(service.get("shiliu"), dict) else {}
        code = self.ids.key_of("service", uuid, self.items) or str(profile.get("code") or f"hsds-{uuid.hex[:12]}")
        try:
            plain = self._profile(profile, service) if profile else self._plain(service, code)
        except Unfit:
            raise
        except (TypeError, KeyError, AttributeError, ValueError):
            raise Unfit(_("The service is not of the form that HSDS describes.")) from None
        if not plain["names"]:
            raise Unfit(_("The service has no name."))
        if service.get("status") == "temporarily closed":
            self.unknown["service.status: temporarily closed"] += 1
        return code, STATE.get(service.get("status"), "draft"), plain, str(service.get("assured_date") or "")

    def _profile(self, profile, service):
        """The exact values, except where somebody has edited the field of HSDS that shows them."""
        exact = {field: profile[field] for field in values.FIELDS if field in profile}
        self._name_papers(exact.get("papers", []), profile.get("paper_names"))
        if "organisation" in exact:
            exact["organisation"] = self._unit(service)
        said = plain_of(service)
        for field, plain in STANDS_IN.items():
            if not agrees(field, {**values.BLANK, **exact}, service):
                exact |= {name: said[name] for name in plain}
        return {"names": {}, **exact}

    def _name_papers(self, rows, names):
        """Papers of the profile that nobody has entered here yet are entered under their code, with the names it gives."""
        there = self.known.papers.keys() | self.new_papers.keys()
        for code in [row["paper"] for row in rows if row["paper"] not in there]:
            given = names.get(code) if isinstance(names, dict) else None
            if given and not problem_of_names(given) and not problem_of_slug(code):
                self.new_papers[code] = Paper(code=code, names=given)

    def _plain(self, service, code):
        said = {name: value for name, value in plain_of(service, self.language).items() if value not in ("", {}, [])}
        said.setdefault("names", {})
        said |= self._attributes(service)
        said |= {"level": self.level} if code not in self.items else {}
        if unit := self._unit(service):
            said["organisation"] = unit
        if rows_of(service, "required_documents"):
            said["papers"] = [self._paper(row) for row in rows_of(service, "required_documents") if row.get("document")]
        if areas := self._areas(service):
            said["areas"] = areas
        places = [row.get("location") or {} for row in rows_of(service, "service_at_locations")]
        rows = [row for place in places for row in rows_of(place, "accessibility")]
        codes, _texts = access_codes([row for row in rows if not str(row.get("details") or "").startswith(WINDOW)])
        if codes:
            said["accessibility"] = list(dict.fromkeys(codes))
        return said

    def _attributes(self, service):
        found = {"category": self.category, "stages": []}
        for row in rows_of(service, "attributes"):
            sort, code = self.term_of(row)
            if sort == "category":
                found["category"] = code
            elif sort == "stage":
                found["stages"] = sorted({*found["stages"], code})
        return {name: value for name, value in found.items() if value}

    def term_of(self, row):
        """(sort, code) of ours that an attribute names, two times '' for another directory's."""
        term = row.get("taxonomy_term") if isinstance(row.get("taxonomy_term"), dict) else {}
        return self.terms.get(row.get("taxonomy_term_id") or term.get("id")) or self._by_name(term)

    def _by_name(self, term):
        for sort, table in self._tables():
            for code, row in table.items():
                if term.get("code") == code or (term.get("name") and term["name"] in row.names.values()):
                    return sort, code
        return "", ""

    def _unit(self, service):
        """The code of the unit; Unfit says why the unit that the service names could not be entered."""
        uuid, name = named_unit(service)
        code, why = self.units.find(uuid, name)
        if why:
            raise Unfit(why)
        return code

    def _areas(self, service):
        by_name = {name: code for code, area in self.known.areas.items() for name in area.names.values()}
        found = []
        for row in rows_of(service, "service_areas"):
            if code := by_name.get(row.get("name")):
                found.append(code)
        return sorted(set(found))

    def _paper(self, row):
        text = " ".join(str(row["document"]).split())
        ours = OURS.fullmatch(text)
        name = ours["name"] if ours else text
        papers = {**self.known.papers, **self.new_papers}
        code = next((code for code, paper in papers.items() if name in paper.names.values()), "")
        if not code:
            code = f"doc-{uuid5(NAMESPACE_URL, name).hex[:12]}"
            self.new_papers[code] = Paper(code=code, names={SOURCE_LANGUAGE: name[:120]})
        form = FORMS[ours["form"]] if ours else "original"
        return {
            "paper": code,
            "asked": "bring",
            "held_by": "",
            "form": form,
            "number": int(ours["number"] or 1) if ours else 1,
            "note": {},
        }


def named_unit(service):
    """(identifier, name) of the unit a service names, '' for what is not said."""
    told = service.get("organization") if isinstance(service.get("organization"), dict) else {}
    return str(service.get("organization_id") or told.get("id") or "").lower(), str(told.get("name") or "")


def parts_of(document):
    """(services, organizations) of a file: one service, a list, a page of the API, or {"services": […], "organizations": […]}.

    Raises Unfit."""
    organizations = []
    if isinstance(document, dict):
        organizations = document.get("organizations", [])
        document = next((document[name] for name in ("services", "contents") if name in document), [document])
    if not isinstance(document, list) or not isinstance(organizations, list):
        raise Unfit(_("The file holds no HSDS services."))
    return document, organizations
