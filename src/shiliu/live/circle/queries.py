"""What may be read: open and closed facilities by everybody, proposed ones by who keeps the place; figures and gaps by everybody."""

from django.db.models import F, Q

from shiliu.foundation.models import Area
from shiliu.foundation.names import spelled
from shiliu.live.circle import rules
from shiliu.live.circle.models import CircleSetting, CoverageFigure, CoverageRun, Facility, Gap, GapWish, Reach
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import Place, WholeSite, inside

LONGEST_QUERY = 80


def values_of_settings():
    """{name: value} of every number, as it holds now."""
    ours = dict(CircleSetting.objects.values_list("name", "value"))
    return {name: float(ours.get(name, knob.value)) for name, knob in rules.knobs().items()}


def setting(name):
    return values_of_settings()[name]


def a_place_of(actor, permission):
    """A place the permission is asked about when what is done concerns all places: one where the actor holds it, if any."""
    _everywhere, paths, _units = places_of(actor, permission)
    area = Area.objects.filter(path__in=paths).first()
    return Place(area) if area else WholeSite()


def visible_to(actor):
    """Facilities the actor may read."""
    return Facility.objects.filter(~Q(state=Facility.State.PROPOSED) | _kept_by(actor))


def kept_by(actor):
    """Facilities the actor may change."""
    return Facility.objects.filter(_kept_by(actor))


def _kept_by(actor):
    everywhere, paths, _units = places_of(actor, "circle.keep")
    kept = inside(paths, everywhere=everywhere)
    # What stands in none of our places belongs to who keeps a whole district.
    return kept | Q(area_path="") if Area.objects.filter(parent=None, path__in=paths).exists() else kept


def listed(facilities, q="", kind="", area=None, state="", access=""):
    """Facilities filtered for a list, by name of type and place."""
    facilities = facilities.select_related("kind", "area").defer("area__boundary")
    if state:
        facilities = facilities.filter(state=state)
    if kind:
        facilities = facilities.filter(kind__code=kind)
    if area is not None:
        facilities = facilities.filter(area_path__startswith=area.path)
    if access:
        facilities = facilities.filter(**{f"access__{access}": rules.YES})
    for word in q[:LONGEST_QUERY].split():
        facilities = facilities.filter(spelled(word) | Q(address__icontains=word))
    return facilities.order_by("kind__position", "pk")


def to_look_at(actor, moment=None):
    """The confirm round: proposed ones, those said to be gone, those nobody has looked at for long; the most urgent first."""
    known = values_of_settings()
    from datetime import timedelta

    before = (moment or now()) - timedelta(days=known["confirm_days"])
    due = Q(state=Facility.State.CONFIRMED) & (
        Q(said_gone__gte=known["gone"])
        | Q(missing_since__isnull=False)
        | Q(confirmed_at=None)
        | Q(confirmed_at__lt=before)
    )
    found = kept_by(actor).filter(due | Q(state=Facility.State.PROPOSED)).select_related("kind", "area")
    return found.order_by(
        "-state", "-said_gone", F("missing_since").asc(nulls_last=True), F("confirmed_at").asc(nulls_first=True), "pk"
    )


def alike(actor):
    """[(Facility, Facility, metres)] of one type that are near each other and of similar name: perhaps one thing."""
    from shiliu.methods.near_words import nearness, plain
    from shiliu.methods.places import distance_m

    metres, found = setting("alike_metres"), []
    by_kind = {}
    for one in kept_by(actor).filter(state=Facility.State.CONFIRMED).select_related("kind").order_by("latitude", "pk"):
        by_kind.setdefault(one.kind_id, []).append(one)
    reach = metres / 111_000
    for mine in by_kind.values():
        for at, one in enumerate(mine):
            for other in mine[at + 1 :]:
                if other.latitude - one.latitude > reach:
                    break
                apart = distance_m((one.longitude, one.latitude), (other.longitude, other.latitude))
                if apart <= metres and _same_name(one, other, nearness, plain):
                    found.append((*sorted((one, other), key=lambda facility: facility.pk), round(apart)))
    return sorted(found, key=lambda pair: (pair[2], pair[0].pk))


def _same_name(one, other, nearness, plain, least=0.7):
    pairs = ((a, b) for a in one.names.values() for b in other.names.values())
    return any(nearness(plain(a), plain(b)) >= least for a, b in pairs)


def newest_run():
    return CoverageRun.objects.select_related("network").first()


def figures(run, area, walker):
    """{type code: figure} of one area in one run; {} where nothing was measured."""
    found = CoverageFigure.objects.filter(run=run, area=area, walker=walker).values_list("figures", flat=True).first()
    return found or {}


def measured_areas(run):
    """Areas with figures in the run, in tree order."""
    keys = CoverageFigure.objects.filter(run=run, walker="adult").values("area")
    return Area.objects.filter(pk__in=keys, active=True).defer("boundary").order_by("path")


def over_time(area, walker, most=24):
    """[(CoverageRun, {type code: figure})] of the newest runs, oldest first."""
    rows = (
        CoverageFigure.objects.filter(area=area, walker=walker)
        .select_related("run")
        .order_by("-run__at", "-run")[:most]
    )
    return [(row.run, row.figures) for row in reversed(rows)]


def reaches(run, walker, area):
    return Reach.objects.filter(run=run, walker=walker, area_path__startswith=area.path)


def gaps(*, area=None, kind="", walker="", least=0, state="open", q=""):
    """Gaps, those with most homes first."""
    found = Gap.objects.select_related("kind", "area", "nearest", "seen_in", "found_in", "wish").defer("area__boundary")
    found = found.filter(closed_in__isnull=state == "open") if state in ("open", "closed") else found
    if area is not None:
        found = found.filter(area_path__startswith=area.path)
    if kind:
        found = found.filter(kind__code=kind)
    if walker:
        found = found.filter(walker=walker)
    if least:
        found = found.filter(homes__gte=least)
    for word in q[:LONGEST_QUERY].split():
        found = found.filter(spelled(word, "area__names", "kind__names") | Q(area__code__istartswith=word))
    return found.order_by(F("homes").desc(nulls_last=True), "pk")


def wishes(state=GapWish.State.PUT_FORWARD):
    """Wishes in the order in which they were put forward, newest first."""
    found = GapWish.objects.select_related("gap__kind", "gap__area", "unit").defer("gap__area__boundary")
    return found.filter(state=state) if state else found
