"""What everybody may read: published cases with a place no finer than a compound, and the catalogues that were in force."""

from dataclasses import dataclass

from shiliu.foundation.models import Area
from shiliu.foundation.names import name_in
from shiliu.govern.cases import listing
from shiliu.govern.cases.models import Case, CatalogueEntry, CatalogueVersion
from shiliu.govern.cases.routing import current_version
from shiliu.platform.clock import now

NAMED_LEVELS = (Area.Level.COMMUNITY, Area.Level.COMPOUND)


def newest(cases):
    """Published cases newest first, with what a row shows."""
    return cases.select_related("category", "area", "lead").order_by(*listing.NEWEST)


@dataclass(frozen=True)
class Places:
    """Names of communities and compounds by id: a building is a dwelling and is never named in public."""

    names: dict
    language: str | None = None

    @classmethod
    def around(cls, cases):
        """For the cases of one page; one query."""
        ids = {pk for case in cases for pk in case.area.chain_ids}
        return cls._of(Area.objects.filter(pk__in=ids))

    @classmethod
    def everywhere(cls, language):
        """For a long stream; one query, in a language that stays when the request is over."""
        return cls._of(Area.objects.all(), language)

    @classmethod
    def _of(cls, areas, language=None):
        return cls(dict(areas.exclude(level=Area.Level.BUILDING).values_list("pk", "names")), language)

    def of(self, case):
        """ "Garden Court · Jifu Community": the narrowest public place of a case (or anything with an `area`) first."""
        if not getattr(case, "place_known", True):
            return ""
        chain = [name_in(self.names[pk], self.language) for pk in reversed(case.area.chain_ids) if pk in self.names]
        return " · ".join(chain[: max(1, min(2, len(chain) - 2))])


def name_of(thing, language):
    """The name of a matter or unit in a language; '' for none."""
    return name_in(thing.names, language) if thing else ""


def catalogue_versions():
    """Published versions, newest first."""
    return CatalogueVersion.objects.filter(published_at__isnull=False).order_by("-number")


def catalogue_in_force():
    return current_version(now())


def catalogue_entries(version, with_kinds=False):
    """Entries of a published version in the order it had then; one query, or two `with_kinds` of unit as rows."""
    entries = CatalogueEntry.objects.filter(version=version).select_related("category")
    if with_kinds:
        entries = entries.select_related("lead_kind").prefetch_related("helper_kinds")
    return sorted(entries, key=lambda entry: (entry.terms.order, entry.category.code))


def tiers_of(entries):
    """The urgency tiers some entries of one version use, as they were when it was published, quickest first."""
    return sorted({entry.terms.tier for entry in entries}, key=lambda tier: (tier.position, tier.code))


def solved_lately(most):
    """Published cases whose asker said they are solved, latest first."""
    confirmed = Case.objects.filter(publication=Case.Publication.PUBLIC, state="confirmed")
    return confirmed.select_related("area").order_by("-ended_at", "-pk")[:most]
