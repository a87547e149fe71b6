"""The office keeps committees, the panel, what a committee answers about its composition, and the clocks; each change can be taken back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files.committees import STANDING, Clock, Committee
from shiliu.govern.mediation.panel.models import Composition, Panelist
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

FIELDS = {
    Committee: ("active",),
    Panelist: ("name", "office", "body", "specialties", "languages", "since", "until", "active"),
    Composition: ("members", "has_one_director", "has_women", "has_smaller_groups"),
    Clock: ("amount", "unit", "remind_days", "source"),
}
DAYS = ("since", "until")


def values(row):
    return {name: str(said) if isinstance(said := getattr(row, name), date) else said for name in FIELDS[type(row)]}


@transaction.atomic
def save_committee(*, by, organisation, active=True):
    """Lets a unit be asked for mediation, or no longer."""
    row = Committee.objects.filter(organisation=organisation).first() or Committee(organisation=organisation)
    return _save(by, row, row, {"active": active})


@transaction.atomic
def save_panelist(*, by, committee, panelist=None, person=None, seen=None, **given):
    """Adds a line of the panel or changes one. `person`: the account by which they sit at tables, None keeps the present one. Raises
    Stale, NotPossible naming fields."""
    row = Panelist(committee=committee, person=person)
    if panelist is not None:
        row = Panelist.objects.select_for_update().get(pk=panelist.pk)
        row.person = person or row.person
    problems = {}
    if not given["name"].strip():
        problems["name"] = _("Give the public name.")
    if given.get("until") and given["until"] < given["since"]:
        problems["until"] = _("This is before the first day.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    return _save(by, row, row if panelist else committee, given, seen)


@transaction.atomic
def set_composition(*, by, committee, year, **given):
    """What the committee answers about its composition for a year (article 8); the last answer counts."""
    row = Composition.objects.filter(committee=committee, year=year).first()
    return _save(by, row or Composition(committee=committee, year=year), row or committee, given)


@transaction.atomic
def save_clock(*, by, code, **given):
    """How long something may take, in place of what comes with the program. Counts for the whole site."""
    if code not in STANDING:
        raise NotPossible(_("There is no clock of this name."))
    if not given["source"].strip():
        words = _("Say on which rule this rests, or that it is a choice of the house.")
        raise NotPossible(words, {"source": words})
    row = Clock.of(code)
    return _save(by, row, WholeSite(), given)


@transaction.atomic
def take_back(*, by, panelist, row):
    """Undoes one change of a line of the panel. Raises NotPossible when it was changed again since."""
    panelist = Panelist.objects.select_for_update().get(pk=panelist.pk)
    before = revisions.taken_back(row, values(panelist))
    dates = {name: date.fromisoformat(before[name]) for name in DAYS if before.get(name)}
    return _save(by, panelist, panelist, {**before, **dates})


def _save(by, row, asked_about, given, seen=None):
    demand(by, "mediation.keep", asked_about)
    before = values(row) if row.pk else {}
    revisions.refuse_stale(before, seen)
    for name, said in given.items():
        setattr(row, name, said)
    row.save()
    changed = revisions.differences(before, values(row))
    audit.record("mediation.kept", by=by, target=row, data=revisions.kept(*changed))
    return row
