"""One measurement of everything: what the paths, the open facilities and the homes of this moment say."""

import hashlib
import json
from itertools import pairwise

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.live.circle import measuring, queries, rules, storing, telling
from shiliu.live.circle.models import (
    BuildingHomes,
    CoverageFigure,
    CoverageRun,
    Facility,
    FacilityType,
    Gap,
    Reach,
    WalkNetwork,
)
from shiliu.methods import reach
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.tables.inserting import insert_many
from shiliu.platform.workflow import NotPossible

TOLD_LEVELS = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY)
MOST_CHANGES = 100
TOLD_AS = 2  # of the hash: with another way of telling the same inputs are measured anew
GAP_FIELDS = ("area_id", "area_path", "longitude", "latitude", "homes", "buildings", "minutes", "nearest_id", "members")


def _hash(plain):
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


class _Inputs:
    """Everything a measurement reads, and the hash of it."""

    def __init__(self):
        self.network = WalkNetwork.objects.filter(in_use=True).first()
        self.types = list(FacilityType.objects.filter(active=True))
        self.facilities = list(Facility.objects.filter(state=Facility.State.CONFIRMED).order_by("pk"))
        self.homes = list(BuildingHomes.objects.filter(homes__gt=0).order_by("code"))
        self.settings = queries.values_of_settings()
        self.parts = {
            "telling": _hash(TOLD_AS),
            "network": _hash(self.network and self.network.sha256),
            "types": _hash([(kind.pk, kind.code, kind.minutes) for kind in self.types]),
            "facilities": _hash([(one.pk, one.kind_id, one.longitude, one.latitude) for one in self.facilities]),
            "homes": _hash([(one.code, one.longitude, one.latitude, one.homes, one.area_path) for one in self.homes]),
            "numbers": _hash(sorted(self.settings.items())),
        }
        self.hash = _hash(self.parts)

    def refuse_incomplete(self):
        for there, sentence in (
            (self.network, _("There is no walking network yet. Import one with “shiliu import network FILE”.")),
            (self.types, _("There are no types of facilities yet. Take the ready list on the page of types.")),
            (self.homes, _("No building has a number of homes yet. Import them first.")),
        ):
            if not there:
                raise NotPossible(sentence)


def run(*, by):
    """Measure now. Returns the CoverageRun; the last one again when nothing has changed since. Raises NotPossible while something
    is missing. The arithmetic runs before the transaction, so that nobody waits for it."""
    demand(by, "circle.run", queries.a_place_of(by, "circle.run"))
    inputs = _Inputs()
    inputs.refuse_incomplete()
    last = CoverageRun.objects.first()
    if last is not None and last.inputs == inputs.hash:
        return last
    try:
        paths = storing.read(inputs.network.sha256)
    except storing.Missing:
        raise NotPossible(
            _("The file of the walking network is missing or damaged. Import the network again.")
        ) from None
    return _write(by, inputs, _Measurement(inputs, paths), last)


def measure_if_changed():
    """Every night: measures if there is what it needs."""
    inputs = _Inputs()
    if inputs.network and inputs.types and inputs.homes:
        run(by=SYSTEM)


class _Measurement:
    """The figures of all walkers, and which building lies in which area."""

    def __init__(self, inputs, paths):
        self.inputs = inputs
        self.fewest = int(inputs.settings["fewest"])
        areas = Area.objects.filter(level__in=TOLD_LEVELS).values_list("pk", "path", "level")
        known = {pk: (path, level) for pk, path, level in areas}
        self.chains = [
            [pk for pk in map(int, one.area_path.strip("/").split("/")) if pk in known] for one in inputs.homes
        ]
        self.homes = np.array([one.homes for one in inputs.homes])
        self.spots = [
            rules.Spot(one.code, one.longitude, one.latitude, one.homes, chain[-1] if chain else 0)
            for one, chain in zip(inputs.homes, self.chains, strict=True)
        ]
        self.inside = {}
        for position, chain in enumerate(self.chains):
            for pk in chain:
                self.inside.setdefault(pk, []).append(position)
        self.paths_of = {pk: path for pk, (path, _level) in known.items()}
        house = inputs.settings["minutes"]
        self.kinds = [measuring.Kind(kind.code, kind.minutes or house) for kind in inputs.types]
        code_of = {kind.pk: kind.code for kind in inputs.types}
        places = [
            reach.Facility(str(one.pk), code_of[one.kind_id], one.longitude, one.latitude)
            for one in inputs.facilities
            if one.kind_id in code_of
        ]
        self.walkers = {
            code: measuring.measure(paths, places, self.spots, self.kinds, walker)
            for code, walker in rules.walkers(inputs.settings).items()
        }
        self.groups = rules.merged(self.spots, self.fewest)
        parents = {pk: above for chain in self.chains for above, pk in pairwise(chain)}
        self.told = {
            code: measuring.figures(one, self.kinds, self.homes, self.inside, parents, self.fewest)
            for code, one in self.walkers.items()
        }


@transaction.atomic
def _write(by, inputs, made, last):
    """The run with its figures; of the reaches of buildings only those of the newest run are kept."""
    newest = CoverageRun.objects.select_for_update().first()
    if (newest and newest.pk) != (last and last.pk):
        raise NotPossible(_("Somebody else measured at this moment. Their result stands; look at it first."))
    adult = made.walkers["adult"]
    coverage = CoverageRun.objects.create(
        at=now(), network=inputs.network, inputs=inputs.hash, parts=inputs.parts, settings=inputs.settings,
        facilities=len(inputs.facilities), lost=len(adult.lost), buildings=len(inputs.homes), adrift=adult.adrift,
        homes=int(made.homes.sum()), changes=_changes(last, inputs),
        notes=[{"walker": code, "code": note.code, "count": note.count} for code, one in made.walkers.items() for note in one.notes],
    )  # fmt: skip
    insert_many(CoverageFigure, [
        {"run_id": coverage.pk, "area_id": pk, "walker": code, "figures": figures}
        for code, told in made.told.items() for pk, figures in told.items()
    ])  # fmt: skip
    Reach.objects.all().delete()
    insert_many(Reach, [row for code in made.walkers for row in _reaches(coverage, made, code)])
    for code in made.walkers:
        _keep_gaps(coverage, made, code)
    audit.record("circle.measured", by=by, target=coverage,
                 data={"facilities": coverage.facilities, "homes": coverage.homes, "inputs": inputs.hash})  # fmt: skip
    return coverage


def _reaches(coverage, made, walker):
    told = measuring.group_states(made.walkers[walker], made.kinds, made.groups, made.homes)
    for members, minutes in zip(made.groups, told, strict=True):
        first = made.inputs.homes[members[0]]
        yield {
            "run_id": coverage.pk, "walker": walker, "code": first.code, "area_path": first.area_path,
            "longitude": first.longitude, "latitude": first.latitude, "homes": int(made.homes[members].sum()),
            "buildings": len(members), "minutes": minutes,
        }  # fmt: skip


def _keep_gaps(coverage, made, walker):
    """Gaps go on from run to run while they share homes with what is found now; the others open or close."""
    kind_of = {kind.code: kind.pk for kind in made.inputs.types}
    open_gaps = {}
    for gap in Gap.objects.filter(walker=walker, closed_in=None):
        open_gaps.setdefault(gap.kind_id, []).append(gap)
    found = measuring.lacks(made.walkers[walker], made.kinds, made.spots, made.inputs.settings["cluster"], made.fewest)
    fresh, changed, seen = [], [], []
    for lack in sorted(found, key=lambda one: -one.homes):
        codes = {made.spots[one].code for one in lack.members}
        mine = open_gaps.get(kind_of[lack.kind], [])
        known = max(mine, key=lambda gap: (len(codes.intersection(gap.members)), -gap.pk), default=None)
        wanted = _told(lack, codes, made, walker)
        if known is None or codes.isdisjoint(known.members):
            fresh.append(Gap(kind_id=kind_of[lack.kind], walker=walker, found_in=coverage, seen_in=coverage, **wanted))
            continue
        mine.remove(known)
        seen.append(known.pk)
        if any(getattr(known, field) != value for field, value in wanted.items()):
            for field, value in wanted.items():
                setattr(known, field, value)
            changed.append(known)
    Gap.objects.bulk_create(fresh)
    Gap.objects.bulk_update(changed, GAP_FIELDS, batch_size=100)
    Gap.objects.filter(walker=walker, closed_in=None, pk__in=seen).update(seen_in=coverage)
    Gap.objects.filter(pk__in=[gap.pk for gaps in open_gaps.values() for gap in gaps]).update(closed_in=coverage)


def _told(lack, codes, made, walker):
    """The values of a Gap that may change from run to run: GAP_FIELDS. The gaps of a community add up to its homes that lack the
    type, so where that number is left out theirs are, too."""
    weight = np.array([made.homes[one] for one in lack.members], float)
    where = np.array([(made.spots[one].lon, made.spots[one].lat) for one in lack.members])
    middle = (where * weight[:, None]).sum(axis=0) / weight.sum()
    community = made.spots[lack.members[0]].home
    few = made.told[walker][community][lack.kind]["few"]
    return {
        "area_id": community, "area_path": made.paths_of[community], "longitude": round(float(middle[0]), 5),
        "latitude": round(float(middle[1]), 5), "homes": None if few or lack.homes < made.fewest else lack.homes, "buildings": len(codes),
        "minutes": lack.minutes, "nearest_id": int(lack.nearest) if lack.nearest else None, "members": sorted(codes),
    }  # fmt: skip


def _changes(last, inputs):
    """[{what, id, names, kind, path}] of facilities that opened or closed since the last run, and {what} of other inputs that
    changed; [] for the first."""
    if last is None:
        return []
    found = [{"what": part} for part in telling.CHANGED if last.parts and last.parts.get(part) != inputs.parts[part]]
    for what, field, state in (
        ("opened", "opened_at", Facility.State.CONFIRMED),
        ("closed", "closed_at", Facility.State.CLOSED),
    ):
        changed = Facility.objects.filter(**{f"{field}__gt": last.at}, state=state, merged_into=None)
        for one in changed.select_related("kind").order_by(field)[:MOST_CHANGES]:
            found.append({"what": what, "id": one.pk, "names": one.names, "kind": one.kind.code, "path": one.area_path})
    return found
