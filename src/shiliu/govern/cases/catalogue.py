"""Writing the dispatch catalogue: a draft beside the version in force, changed entry by entry or from CSV, then published."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.govern.cases import matters
from shiliu.govern.cases.models import CatalogueEntry, CatalogueVersion, Category
from shiliu.govern.cases.routing import current_version
from shiliu.govern.cases.terms import spelled_out
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible


def draft_now():
    """The draft being edited, or None."""
    return CatalogueVersion.objects.filter(published_at__isnull=True).order_by("number").first()


@transaction.atomic
def begin_draft(*, by):
    """A copy of the version in force, to be edited; the draft that exists already if there is one."""
    demand(by, "cases.edit_catalogue", WholeSite())
    if known := draft_now():
        return known
    last = CatalogueVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
    try:
        with transaction.atomic():
            version = CatalogueVersion.objects.create(number=last + 1)
    except IntegrityError:
        return draft_now()
    source = current_version(now())
    for entry in source.entries.prefetch_related("helper_kinds") if source else ():
        helpers = list(entry.helper_kinds.all())
        entry.pk, entry._state.adding, entry.version = None, True, version
        entry.frozen = {}
        entry.save()
        entry.helper_kinds.set(helpers)
    audit.record("cases.catalogue_drafted", by=by, target=version, data={"number": version.number})
    return version


@transaction.atomic
def set_entry(*, by, version, category, lead_kind, duty, tier, legal_basis="", helper_kinds=(), refusal_texts=None,
              proposed=None):  # fmt: skip
    """Add or replace the entry of a category in a draft. Raises NotPossible for a committee leading a government duty.

    `proposed` is what becomes of the matter itself when the draft is published: {names, group: code, position}; None leaves
    that as it is."""
    demand(by, "cases.edit_catalogue", WholeSite())
    version = _locked_draft(version)
    check_lead(lead_kind, duty)
    entry, _created = CatalogueEntry.objects.update_or_create(
        version=version, category=category,
        defaults={"lead_kind": lead_kind, "duty": duty, "tier": tier, "legal_basis": legal_basis.strip(),
                  "refusal_texts": refusal_texts or {}, **({} if proposed is None else {"proposed": proposed})},
    )  # fmt: skip
    entry.helper_kinds.set(helper_kinds)
    data = {
        "number": version.number,
        "category": category.code,
        "lead": lead_kind.code,
        "tier": tier.code,
        "duty": duty,
    }
    audit.record("cases.catalogue_edited", by=by, target=version, data=data)
    return entry


def check_lead(lead_kind, duty):
    """A residents' committee assists; it is never the accountable lead for a government duty."""
    if lead_kind.standing == OrganisationKind.Standing.COMMITTEE and duty == CatalogueEntry.Duty.GOVERNMENT:
        message = _(
            "A residents' committee may not be made responsible for a government duty. Choose the government unit."
        )
        raise NotPossible(message, {"lead_kind": message})


@transaction.atomic
def remove_entry(*, by, version, category):
    """Take a category out of a draft; its cases will go to a dispatcher."""
    demand(by, "cases.edit_catalogue", WholeSite())
    version = _locked_draft(version)
    CatalogueEntry.objects.filter(version=version, category=category).delete()
    data = {"number": version.number, "category": category.code, "lead": None}
    audit.record("cases.catalogue_edited", by=by, target=version, data=data)


@transaction.atomic
def publish(*, by, version, effective_from=None, note=""):
    """The draft takes effect at `effective_from` (default now, never in the past) and is frozen."""
    demand(by, "cases.edit_catalogue", WholeSite())
    version = _locked_draft(version)
    moment = now()
    if not version.entries.exists():
        raise NotPossible(_("An empty catalogue would send every case to a dispatcher. Add entries first."))
    if effective_from is not None and effective_from < moment:
        raise NotPossible(_("Something is not right."), {"effective_from": _("Choose a time that is not in the past.")})
    version.published_at, version.published_by = moment, by.person
    version.effective_from, version.note = effective_from or moment, note.strip()
    version.save()
    freeze(by, version)
    data = {"number": version.number, "effective_from": version.effective_from.isoformat()}
    audit.record("cases.catalogue_published", by=by, target=version, data=data)
    return version


def freeze(by, version):
    """What the draft proposed becomes of the matters; then every entry keeps its words and times for itself."""
    groups = {group.code: group for group in Category.objects.filter(group__isnull=True)}
    for entry in version.entries.exclude(proposed={}).select_related("category"):
        wanted = {**entry.proposed, "group": groups[entry.proposed["group"]]}
        matters.put(by, entry.category, **wanted)
    entries = version.entries.select_related("category__group", "tier", "lead_kind").prefetch_related("helper_kinds")
    for entry in entries:
        entry.frozen, entry.proposed = spelled_out(entry), {}
    CatalogueEntry.objects.bulk_update(entries, ["frozen", "proposed"])


@transaction.atomic
def discard(*, by, version):
    demand(by, "cases.edit_catalogue", WholeSite())
    version = _locked_draft(version)
    audit.record("cases.catalogue_discarded", by=by, target=version, data={"number": version.number})
    version.delete()


def _locked_draft(version):
    version = CatalogueVersion.objects.select_for_update().filter(pk=version.pk).first()
    if version is None or not version.is_draft:
        raise NotPossible(_("This version is published and cannot be changed. Begin a new draft."))
    return version
