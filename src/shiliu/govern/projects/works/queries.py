"""The lists of projects. All of it is public but drafts of files, contacts, and who said what."""

from collections import Counter

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from shiliu.foundation.models import Area
from shiliu.foundation.names import spelled
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.works import rules
from shiliu.govern.projects.works.models import Acceptance, BudgetLine, Milestone, MoneyEntry, Project, Shift
from shiliu.platform import bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

LONGEST_QUERY = 80


def visible_to(_actor):
    """Every project: what is paid from common money is no secret."""
    return Project.objects.all()


def whole(projects):
    return projects.select_related("area__parent", "organisation", "candidate")


def carried_out_by(actor):
    """Projects the actor works on: those of the place they answer for, and those of their unit."""
    everywhere, paths, units = places_of(actor, "works.carry_out")
    return Project.objects.filter(inside(paths, "area__path", everywhere=everywhere) | Q(organisation__in=units))


def listed(projects, *, q="", state="", kind="", late=False, area=None):
    """Filtered as the reader chose; `late` are those with a step whose day is past."""
    if state:
        projects = projects.filter(state=state)
    if kind:
        projects = projects.filter(kind=kind)
    if area is not None:
        projects = projects.filter(area__path__startswith=area.path)
    if late:
        projects = projects.filter(pk__in=late_steps().values("project"))
    for word in q[:LONGEST_QUERY].split():
        projects = projects.filter(spelled(word, "names", "summary"))
    return projects


def late_steps():
    """Open steps of open projects whose day is past."""
    return Milestone.objects.filter(reached_on=None, due__lt=localdate(now()), project__state__in=rules.OPEN)


def money_of(project):
    return rules.summed(project.granted, project.lines.all())


def entries_of(project):
    return MoneyEntry.objects.filter(line__project=project).select_related("line", "takes_back").order_by("-on", "-pk")


def files_of(project, *, public_only):
    found = project.files.select_related("attachment")
    return found.filter(public=True) if public_only else found


def acceptances_of(project):
    return project.acceptances.select_related("draw").annotate(
        accepts=Count("findings", filter=Q(findings__accepts=True)),
        refuses=Count("findings", filter=Q(findings__accepts=False)),
    )


def missing_words(acceptance):
    """What was found missing, without who found it; only once it is closed, in the order of the alphabet."""
    if acceptance.closed_at is None:
        return []
    return sorted(acceptance.findings.filter(accepts=False).values_list("words", flat=True))


def coming_shifts(project):
    return project.shifts.filter(ends__gte=now(), cancelled="")


def taken_places(shifts):
    """{pk of a shift: places taken}."""
    wanted = {f"shift:{shift.pk}": shift.pk for shift in shifts}
    rows = bookings.Slot.objects.filter(provider__in=wanted).values_list("provider", "taken")
    return {wanted[provider]: taken for provider, taken in rows}


def satisfaction(project):
    """[(level, how many)] from 5 down to 1, or None where fewer than LEAST_RATINGS have said anything."""
    counts = project.satisfaction
    if counts is None:
        counts = rules.counted(project.ratings.values_list("level", flat=True))
    return [(level, counts[str(level)]) for level in range(5, 0, -1)] if counts else None


def is_asked(project):
    """Whether neighbours are asked now how satisfied they are."""
    day = localdate(now())
    asked = rules.is_asked(project.kind, project.state, project.finished_on, day, settings.PROJECT_RATING_DAYS)
    return asked and project.satisfaction is None


def roll_up(area, below=()):
    """Counts and money of an area, then of each of the places below it: [{"states": {state: n}, "late": n, "money": Money,
    "accepted": n, "sent_back": n}]. Four queries, however many places: what they count is split by path."""
    inside_it = {"project__area__path__startswith": area.path}
    by_place = "project__area__path"
    projects = Project.objects.filter(area__path__startswith=area.path).order_by()
    lines = BudgetLine.objects.filter(**inside_it).order_by()
    closed = Acceptance.objects.filter(**inside_it, stage=Acceptance.Stage.FINAL, accepted__isnull=False).order_by()
    late = late_steps().filter(**inside_it).order_by()
    rows = (
        list(projects.values_list("area__path", "state").annotate(Count("pk"), Sum("granted"))),
        list(lines.values_list(by_place).annotate(Sum("planned"), Sum("ordered"), Sum("paid"))),
        list(closed.values_list(by_place, "accepted").annotate(Count("pk"))),
        list(late.values_list(by_place).annotate(Count("project", distinct=True))),
    )
    return [
        _rolled_up(*([row for row in found if row[0].startswith(place.path)] for found in rows))
        for place in (area, *below)
    ]


def _rolled_up(projects, lines, closed, late):
    states, money, answers = Counter(), [0, 0, 0], Counter()
    for _path, state, count, _granted in projects:
        states[state] += count
    for _path, *sums in lines:
        money = [one + more for one, more in zip(money, sums, strict=True)]
    for _path, accepted, count in closed:
        answers[accepted] += count
    return {
        "states": dict(states), "late": sum(count for _path, count in late), "accepted": answers[True], "sent_back": answers[False],
        "money": rules.Money(sum(granted for *_which, granted in projects), *money),
    }  # fmt: skip


def below(area):
    """The places one level down, for the table of a street or a district."""
    return Area.objects.filter(parent=area, active=True).defer("boundary").order_by("path")


def places():
    levels = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY)
    return Area.objects.filter(active=True, level__in=levels).defer("boundary").order_by("path")


def places_to_keep(actor):
    everywhere, paths, _units = places_of(actor, "works.keep")
    found = Area.objects.filter(inside(paths, "path", everywhere=everywhere), active=True)
    return found.exclude(level=Area.Level.BUILDING).defer("boundary").order_by("path")


def waiting_candidates(actor):
    """Candidates that were chosen, or can be done, of which there is no project yet, in the places the actor keeps."""
    everywhere, paths, _units = places_of(actor, "works.keep")
    states = (Candidate.State.CHOSEN, Candidate.State.READY)
    found = Candidate.objects.filter(inside(paths, "area__path", everywhere=everywhere), state__in=states, project=None)
    return found.select_related("area", "organisation").order_by("state", "-entered_at", "-pk")  # the chosen first


def shift_of(pk):
    return Shift.objects.select_related("project__area").filter(pk=pk).first()
