"""The matters, groups and urgency tiers as their administrators list them. None of it says anything about a person."""

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Coalesce

from shiliu.govern.cases.models import CatalogueEntry, Category, UrgencyTier
from shiliu.govern.cases.routing import current_version
from shiliu.platform.clock import now


def listed(q="", state=""):
    """Groups, each followed by its matters, with `in_force`: whether the catalogue in force has an entry."""
    in_force = CatalogueEntry.objects.filter(category=OuterRef("pk"), version=current_version(now()))
    found = Category.objects.select_related("group").annotate(
        in_force=Exists(in_force),
        group_position=Coalesce("group__position", "position"),
        group_code=Coalesce("group__code", "code"),
    )
    if state == "unused":
        found = found.filter(in_force=False, group__isnull=False, retired=False)
    else:
        found = found.filter(retired=state == "retired")
    if q := q.strip():
        keys = [
            pk for pk, code, names, keywords in found.values_list("pk", "code", "names", "keywords")
            if q.casefold() in _said(code, names, keywords)
        ]  # fmt: skip
        found = found.filter(pk__in=keys)
    return found.order_by("group_position", "group_code", F("group").asc(nulls_first=True), "position", "code")


def _said(code, names, keywords):
    return " ".join([code, keywords, *names.values()]).casefold()


def tiers():
    """Every urgency tier with `entries_in_force`, the number of entries of the catalogue in force that point at it."""
    version = current_version(now())
    known = CatalogueEntry.objects.filter(version=version).values("tier").annotate(n=Count("pk"))
    counts = {row["tier"]: row["n"] for row in known.order_by()}
    found = list(UrgencyTier.objects.all())
    for tier in found:
        tier.entries_in_force = counts.get(tier.pk, 0)
    return found


def uses_of(tier):
    """How many entries of any version, also of a draft, point at the tier."""
    return CatalogueEntry.objects.filter(tier=tier).count()
