"""Writing what the dispatch catalogue is made of: matters in their groups, and urgency tiers.

Published versions of the catalogue keep the words and times they were published with (terms.py), so a change here counts for
drafts, for the next publication, and for what a matter is called on lists and forms.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.govern.cases.models import CatalogueEntry, Category, UrgencyTier
from shiliu.methods import near_words
from shiliu.platform import audit, revisions
from shiliu.platform.deadlines import Allowance
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.presentation import icons
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

LAST_POSITION = 999
LONGEST_SOURCE = LONGEST_KEYWORDS = 200


def matter_values(matter):
    """What can be edited of a matter, as plain data; the group of a group is ''."""
    group = matter.group.code if matter.group_id else ""
    return {
        "names": matter.names,
        "group": group,
        "icon": matter.icon,
        "position": matter.position,
        "retired": matter.retired,
        "keywords": matter.keywords,
    }


def tier_values(tier):
    """What can be edited of an urgency tier, as plain data; an allowance is [amount, unit, working]."""
    said = {"names": tier.names, "position": tier.position, "source": tier.source}
    return said | {kind: [given.amount, given.unit, given.working] for kind, given in _allowances(tier)}


def _allowances(tier):
    return (("contact", tier.contact), ("resolution", tier.resolution))


@transaction.atomic
def set_category(*, by, code, names, group=None, icon="", position=0):
    """Enter a matter (without a `group`: a group of matters), or bring the one with this code up to date and into use.

    Other words for it stay as they are."""
    demand(by, "cases.edit_catalogue", WholeSite())
    known = Category.objects.select_for_update().filter(code=code).first()
    if known is None:
        return create_matter(by=by, code=code, names=names, group=group, icon=icon, position=position)
    return put(by, known, names=names, group=group, icon=icon, position=position, retired=False)


@transaction.atomic
def create_matter(*, by, code, names, group=None, icon="", position=0, keywords=""):
    """A new matter of a group, or a new group of matters when `group` is None. `keywords`: other words residents use for it,
    commas of any language between."""
    demand(by, "cases.edit_catalogue", WholeSite())
    words = tidy(keywords)
    matter = Category(code=code, names=names, group=group, icon=icon, position=position, keywords=words)
    _check_matter(matter)
    with taken(_same_code()):
        matter.save()
    audit.record("cases.matter_created", by=by, target=matter, data={"matter": names, "code": code})
    return matter


@transaction.atomic
def edit_matter(*, by, matter, seen=None, **new):
    """Writes names, group, icon, position and keywords; the code stays, because files name matters by it. `seen`: the stamp of the
    values its author saw; Stale when they have changed since."""
    matter = _locked(by, matter)
    revisions.refuse_stale(matter_values(matter), seen)
    return put(by, matter, **new)


@transaction.atomic
def retire_matter(*, by, matter):
    """The matter is no longer offered; needs about it, and published versions, keep it."""
    return put(by, _locked(by, matter), "cases.matter_retired", retired=True)


@transaction.atomic
def restore_matter(*, by, matter):
    return put(by, _locked(by, matter), "cases.matter_restored", retired=False)


@transaction.atomic
def revert_matter(*, by, matter, row):
    """Takes back the change told by `row`, an audit row of this matter."""
    matter = _locked(by, matter)
    before = _before(row, matter, matter_values(matter))
    if "group" in before:
        before["group"] = Category.objects.filter(code=before["group"]).first()
    return put(by, matter, "cases.matter_reverted", **before)


def put(by, matter, verb="cases.matter_edited", **new):
    """Changes what differs and leaves one audit row. What a draft proposed for the matter is dropped, so that publishing the
    draft later does not undo this. The caller has asked for permission."""
    present, was_group = matter_values(matter), matter.group_id is None
    for field, value in new.items():
        setattr(matter, field, tidy(value) if field == "keywords" else value)
    before, after = revisions.differences(present, matter_values(matter))
    if after:
        _check_matter(matter, was_group)
        matter.save()
        CatalogueEntry.objects.filter(version__published_at=None, category=matter).update(proposed={})
        audit.record(verb, by=by, target=matter, data={"matter": matter.names, **revisions.kept(before, after)})
    return matter


@transaction.atomic
def set_tier(*, by, code, names, contact, resolution, source, position=0):
    """Enter an urgency tier, or bring the one with this code up to date. `contact` and `resolution` are Allowances; running
    clocks and published versions are not touched."""
    demand(by, "cases.edit_catalogue", WholeSite())
    said = {"names": names, "contact": contact, "resolution": resolution, "source": source, "position": position}
    known = UrgencyTier.objects.select_for_update().filter(code=code).first()
    return _put_tier(by, known, **said) if known else create_tier(by=by, code=code, **said)


@transaction.atomic
def create_tier(*, by, code, names, contact, resolution, source, position=0):
    """A new urgency tier. `contact` and `resolution` are Allowances, `source` says where the times come from."""
    demand(by, "cases.edit_catalogue", WholeSite())
    tier = UrgencyTier(code=code, names=names, source=source, position=position)
    _give_time(tier, contact=contact, resolution=resolution)
    _check_tier(tier)
    with taken(_same_code()):
        tier.save()
    audit.record("cases.tier_created", by=by, target=tier, data={"tier": names, "code": code})
    return tier


@transaction.atomic
def edit_tier(*, by, tier, seen=None, **new):
    """Writes names, position, source and the two Allowances; `seen` as in edit_matter."""
    tier = _locked(by, tier)
    revisions.refuse_stale(tier_values(tier), seen)
    return _put_tier(by, tier, **new)


@transaction.atomic
def revert_tier(*, by, tier, row):
    """Takes back the change told by `row`, an audit row of this tier."""
    tier = _locked(by, tier)
    before = _before(row, tier, tier_values(tier))
    before |= {kind: Allowance(*before[kind]) for kind in ("contact", "resolution") if kind in before}
    return _put_tier(by, tier, "cases.tier_reverted", **before)


@transaction.atomic
def remove_tier(*, by, tier):
    """Takes out a tier that no version of the catalogue ever used."""
    tier = _locked(by, tier)
    if CatalogueEntry.objects.filter(tier=tier).exists():
        raise NotPossible(_("Entries of the catalogue use this urgency, so it stays. Give them another one first."))
    audit.record("cases.tier_removed", by=by, target=tier, data={"tier": tier.names, "code": tier.code})
    tier.delete()


def _put_tier(by, tier, verb="cases.tier_edited", **new):
    present = tier_values(tier)
    _give_time(tier, **{kind: new.pop(kind) for kind in ("contact", "resolution") if kind in new})
    for field, value in new.items():
        setattr(tier, field, value)
    before, after = revisions.differences(present, tier_values(tier))
    if after:
        _check_tier(tier)
        tier.save()
        audit.record(verb, by=by, target=tier, data={"tier": tier.names, **revisions.kept(before, after)})
    return tier


def _give_time(tier, **allowances):
    for kind, given in allowances.items():
        for part in ("amount", "unit", "working"):
            setattr(tier, f"{kind}_{part}", getattr(given, part))


def _locked(by, thing):
    demand(by, "cases.edit_catalogue", WholeSite())
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def _before(row, thing, present):
    if (row.target_type, row.target_id) != (thing._meta.label_lower, str(thing.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    return revisions.taken_back(row, present)


def tidy(keywords):
    """The words as they were typed, each once, with one comma between."""
    words = {word.casefold(): word for part in near_words.BETWEEN.split(keywords) if (word := " ".join(part.split()))}
    return ", ".join(words.values())


def _check_matter(matter, was_group=None):
    """`was_group`: what the matter has been so far, None for a new one."""
    problems = _problems_of(matter)
    if matter.icon and not icons.is_drawn(matter.icon):
        problems["icon"] = _("There is no icon called “%(name)s”.") % {"name": matter.icon}
    if len(matter.keywords) > LONGEST_KEYWORDS or "\0" in matter.keywords:
        problems["keywords"] = _("Together these words may have at most %(most)d characters.") % {
            "most": LONGEST_KEYWORDS
        }
    if matter.group_id and matter.group.group_id:
        problems["group"] = _("Choose a group. Matters stand in groups, not below other matters.")
    if was_group is not None and was_group != (matter.group_id is None):
        problems["group"] = _("A group of matters stays a group, and a matter stays in one.")
    _refuse(problems)


def _check_tier(tier):
    problems = _problems_of(tier)
    if not tier.source.strip() or len(tier.source) > LONGEST_SOURCE:
        problems["source"] = _("Say where these times come from, in at most %(most)d characters.") % {
            "most": LONGEST_SOURCE
        }
    _refuse(problems)


def _problems_of(thing):
    problems = {"code": problem_of_slug(thing.code), "names": problem_of_names(thing.names)}
    if type(thing).objects.filter(code=thing.code).exclude(pk=thing.pk).exists():
        problems["code"] = _same_code()
    if not isinstance(thing.position, int) or not 0 <= thing.position <= LAST_POSITION:
        problems["position"] = _("The position is a number from 0 to 999.")
    return problems


def _refuse(problems):
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)


def _same_code():
    return _("This code is taken. Choose another one.")
