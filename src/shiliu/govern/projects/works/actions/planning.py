"""Beginning a project, its plan, and who hears of it."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.works import values
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import Delay, Milestone, Project, ProjectFollower
from shiliu.govern.projects.works.telling import tell
from shiliu.platform import audit, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def begin(
    *,
    by,
    organisation,
    kind,
    starts_on,
    ends_on,
    candidate=None,
    area=None,
    names=None,
    summary=None,
    granted=0,
    point=None,
):
    """A project of a chosen candidate, whose texts and place it takes over and whose highest price it may spend; or one of its own
    (`area`, `names`, `summary`). A candidate that can be done is chosen by this, without a vote."""
    area = candidate.area if candidate else area
    demand(by, "works.keep", Place(area))
    if candidate is not None:
        candidate = Candidate.objects.select_for_update(of=("self",)).select_related("area").get(pk=candidate.pk)
        if Project.objects.filter(candidate=candidate).exists():
            raise NotPossible(_("There is a project of this candidate already."))
        if candidate.state == Candidate.State.READY:
            pool.choose(by=by, candidate=candidate)
        elif candidate.state != Candidate.State.CHOSEN:
            raise NotPossible(_("Only a candidate that was chosen, or that can be done, becomes a project."))
        names, summary = names or candidate.names, summary or candidate.summary
        granted = granted or candidate.price_high or 0
        point = point or ((candidate.longitude, candidate.latitude) if candidate.longitude is not None else None)
    _refuse(names or {}, starts_on, ends_on)
    longitude, latitude = point or (None, None)
    project = Project.objects.create(
        candidate=candidate, area=area, organisation=organisation, kind=kind, names=names, summary=summary or {}, granted=granted,
        starts_on=starts_on, ends_on=ends_on, longitude=longitude, latitude=latitude, entered_at=now(),
    )  # fmt: skip
    audit.record(
        "works.begun", by=by, target=project, area=area, data={**told(project), "unit_name": organisation.names}
    )
    tell(project, gettext_lazy("It has become a project."), step="begun")
    return project


@transaction.atomic
def edit(*, by, project, seen=None, **given):
    """Changes what a project says of itself; `given` are keys of values.of. Raises revisions.Stale."""
    project = held(project)
    demand(by, "works.keep", project)
    before = values.of(project)
    revisions.refuse_stale(before, seen)
    values.put(project, given)
    _refuse(project.names, project.starts_on, project.ends_on)
    project.save()
    changed = revisions.differences(before, values.of(project))
    if changed[1]:
        audit.record(
            "works.changed",
            by=by,
            target=project,
            area=project.area,
            data={**told(project), **revisions.kept(*changed)},
        )
    return project


def revert(*, by, project, row):
    """Takes back the change of an audit row, unless what it changed was changed again."""
    return edit(by=by, project=project, **revisions.taken_back(row, values.of(project)))


@transaction.atomic
def add_milestone(*, by, project, names, due, position=0):
    project = held(project)
    demand(by, "works.carry_out", project)
    if not names.get("zh-hans", "").strip():
        raise NotPossible(
            _("The name in simplified Chinese is missing."), {"names": _("The name in simplified Chinese is missing.")}
        )
    made = Milestone.objects.create(project=project, names=names, due=due, position=position)
    audit.record(
        "works.milestone_added", by=by, target=project, area=project.area, data={**told(project), "milestone": names}
    )
    return made


@transaction.atomic
def remove_milestone(*, by, milestone):
    """A milestone entered by mistake. One that was reached or moved stays: it has been read."""
    project = held(milestone.project)
    demand(by, "works.carry_out", project)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if milestone.reached_on or milestone.delays.exists():
        raise NotPossible(_("This milestone has a history that neighbours have read; it stays."))
    audit.record(
        "works.milestone_removed",
        by=by,
        target=project,
        area=project.area,
        data={**told(project), "milestone": milestone.names},
    )
    milestone.delete()


@transaction.atomic
def delay(*, by, milestone, due, reason):
    """Later than planned: the new day and why, both public, and whoever follows is told."""
    project = held(milestone.project)
    demand(by, "works.carry_out", project)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Say why it is late: the neighbours who wait for it read this.")
    if due <= milestone.due:
        problems["due"] = _("Choose a later day than %(day)s.") % {"day": milestone.due.isoformat()}
    if milestone.reached_on:
        problems["due"] = _("This milestone has been reached.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    Delay.objects.create(milestone=milestone, was_due=milestone.due, now_due=due, reason=reason.strip(), at=now())
    milestone.due = due
    milestone.save(update_fields=["due"])
    project.ends_on = max(project.ends_on, due)
    project.save(update_fields=["ends_on"])
    data = {**told(project), "milestone": milestone.names, "day": due.isoformat()}
    audit.record("works.delayed", by=by, target=project, area=project.area, data=data)
    tell(
        project,
        gettext_lazy("A step takes longer than planned."),
        reason.strip(),
        step="delayed",
        day=due,
        why=reason.strip(),
    )
    return milestone


@transaction.atomic
def reach(*, by, milestone):
    project = held(milestone.project)
    demand(by, "works.carry_out", project)
    if Milestone.objects.filter(pk=milestone.pk, reached_on=None).update(reached_on=localdate(now())):
        audit.record(
            "works.milestone_reached",
            by=by,
            target=project,
            area=project.area,
            data={**told(project), "milestone": milestone.names},
        )
        tell(project, gettext_lazy("A step has been reached."), step="reached", milestone=milestone.names)


@transaction.atomic
def unreach(*, by, milestone):
    """Pressed by mistake: the milestone is open again."""
    project = held(milestone.project)
    demand(by, "works.carry_out", project)
    if Milestone.objects.filter(pk=milestone.pk, reached_on__isnull=False).update(reached_on=None):
        audit.record(
            "works.milestone_unreached",
            by=by,
            target=project,
            area=project.area,
            data={**told(project), "milestone": milestone.names},
        )


@transaction.atomic
def follow(*, by, project):
    """The reader hears of each step from now on; the same twice is one."""
    demand(by, "works.follow", project)
    ProjectFollower.objects.get_or_create(project=project, person=by.person)


@transaction.atomic
def unfollow(*, by, project):
    demand(by, "works.follow", project)
    ProjectFollower.objects.filter(project=project, person=by.person).delete()


def told(project):
    return {"name": project.names, "number": project.pk}


def _refuse(names, starts_on, ends_on):
    problems = {}
    if not names.get("zh-hans", "").strip():
        problems["names"] = _("The name in simplified Chinese is missing.")
    if ends_on < starts_on:
        problems["ends_on"] = _("It ends before it begins.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
