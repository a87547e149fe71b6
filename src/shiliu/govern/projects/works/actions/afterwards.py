"""Warranties that come back, periods of services, and how satisfied neighbours are."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.projects.works import queries, rules
from shiliu.govern.projects.works.actions.planning import told
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import Project, Rating, ServicePeriod, Warranty
from shiliu.govern.projects.works.telling import tell
from shiliu.platform import audit, notices
from shiliu.platform.ballots import secrets
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

KIND = "works.rating"
BEFORE = timedelta(days=30)  # time to look, to claim and to have it mended while the supplier still answers for it


@transaction.atomic
def add_warranty(*, by, project, names, supplier, until):
    project = held(project)
    demand(by, "works.carry_out", project)
    problems = {}
    if not names.get("zh-hans", "").strip():
        problems["names"] = _("The name in simplified Chinese is missing.")
    if until <= localdate(now()):
        problems["until"] = _("This day is past.")
    if not supplier.strip():
        problems["supplier"] = _("Please fill this in.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    made = Warranty.objects.create(project=project, names=names, supplier=supplier.strip(), until=until)
    audit.record(
        "works.warranty_added", by=by, target=project, area=project.area, data={**told(project), "warranty": names}
    )
    return made


@transaction.atomic
def close_warranty(*, by, warranty, outcome, found):
    """What was found before the warranty ends; “fault reported” keeps it open until it is mended."""
    project = held(warranty.project)
    demand(by, "works.carry_out", project)
    warranty = Warranty.objects.select_for_update().get(pk=warranty.pk)
    if warranty.closed_at:
        raise NotPossible(_("This was answered already."))
    if outcome not in Warranty.Outcome.values or not found.strip():
        raise NotPossible(_("Say what was found."), {"found": _("Say what was found.")})
    warranty.outcome, warranty.found = outcome, found.strip()
    warranty.closed_at = None if outcome == Warranty.Outcome.CLAIMED else now()
    warranty.save()
    data = {**told(project), "warranty": warranty.names, "outcome": outcome}
    audit.record("works.warranty_looked_at", by=by, target=project, area=project.area, data=data)
    tell(
        project,
        gettext_lazy("Somebody looked at what is under warranty."),
        found.strip(),
        step="warranty",
        found=found.strip(),
    )
    return warranty


@transaction.atomic
def add_period(*, by, project, starts, ends, standard):
    """A period of a recurring service, with what is promised for it; periods do not overlap."""
    project = held(project)
    demand(by, "works.carry_out", project)
    problems = {}
    if project.kind != Project.Kind.SERVICE:
        problems["starts"] = _("Only a service has periods.")
    if ends <= starts:
        problems["ends"] = _("It ends before it begins.")
    if not standard.strip():
        problems["standard"] = _("Say what is promised: how often, how fast, how well.")
    if project.periods.filter(starts__lt=ends, ends__gt=starts).exists():
        problems["starts"] = _("Another period covers some of these days.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    made = ServicePeriod.objects.create(project=project, starts=starts, ends=ends, standard=standard.strip())
    audit.record("works.period_added", by=by, target=project, area=project.area, data=told(project))
    return made


@transaction.atomic
def judge_period(*, by, period, kept, found):
    """Whether what was promised was kept, in words, by whoever keeps the projects of the place: not by the unit itself."""
    project = held(period.project)
    demand(by, "works.keep", project)
    if not found.strip():
        raise NotPossible(_("Say what was found."), {"found": _("Say what was found.")})
    changed = ServicePeriod.objects.filter(pk=period.pk, renewed=None).update(kept=kept, found=found.strip())
    if not changed:
        raise NotPossible(_("It has been decided already whether this goes on."))
    audit.record("works.period_judged", by=by, target=project, area=project.area, data=told(project))
    tell(
        project,
        gettext_lazy("The promise of this period was kept.")
        if kept
        else gettext_lazy("The promise of this period was not kept."),
        found.strip(),
    )


@transaction.atomic
def renew(*, by, period, renewed, reason, ends=None, standard=""):
    """Whether the service goes on, with a public reason; returns the next ServicePeriod, or None."""
    project = held(period.project)
    demand(by, "works.keep", project)
    period = ServicePeriod.objects.select_for_update().get(pk=period.pk)
    if period.kept is None:
        raise NotPossible(_("Say first whether the promise was kept."))
    if period.renewed is not None:
        raise NotPossible(_("It has been decided already whether this goes on."))
    if not reason.strip():
        raise NotPossible(_("Say why."), {"reason": _("Say why.")})
    period.renewed, period.reason = renewed, reason.strip()
    period.save()
    following = None
    if renewed:
        following = add_period(
            by=by,
            project=project,
            starts=period.ends,
            ends=ends or period.ends + (period.ends - period.starts),
            standard=standard or period.standard,
        )
    audit.record(
        "works.renewed" if renewed else "works.not_renewed",
        by=by,
        target=project,
        area=project.area,
        data=told(project),
    )
    tell(
        project, gettext_lazy("The service goes on.") if renewed else gettext_lazy("The service ends."), reason.strip()
    )
    return following


@transaction.atomic
def rate(*, by, project, level):
    """How satisfied somebody is who lives there, 1 to 5; may be changed while neighbours are asked. Nobody can list who said what."""
    demand(by, "works.follow", project)
    demand_residence(by, project.area)
    project = held(project)
    if not queries.is_asked(project):
        ended = project.state in rules.DONE
        raise NotPossible(
            _("No more answers are taken; the numbers stay on this page.")
            if ended
            else _("You are asked when it is finished.")
        )
    if level not in range(1, 6):
        raise NotPossible(_("Choose from 1 to 5."), {"level": _("Choose from 1 to 5.")})
    if not secrets.exists(KIND, project.pk):
        if project.ratings.exists():  # a new key would count those anew who have answered already
            raise NotPossible(
                _(
                    "What makes each person count once was lost with the machine, so no more answers are taken here. What was said before stays counted."
                )
            )
        secrets.make(KIND, project.pk)
    Rating.objects.update_or_create(project=project, token=_token(project, by.person), defaults={"level": level})


def close_ratings():
    """The job: of what neighbours are no longer asked about only numbers remain, and the key goes. Each in its own transaction."""
    last = localdate(now()) - timedelta(days=settings.PROJECT_RATING_DAYS)
    over = Project.objects.filter(Q(finished_on__lt=last) | Q(state=Project.State.STOPPED), ratings__isnull=False)
    for project in over.distinct():
        with transaction.atomic():
            _close_ratings(held(project))


def _close_ratings(project):
    levels = list(project.ratings.values_list("level", flat=True))
    if queries.is_asked(project) or not levels:  # another worker was faster, or it is planned again
        return
    project.satisfaction = rules.counted(levels)
    project.save(update_fields=["satisfaction"])
    project.ratings.all().delete()
    data = {**told(project), "people": len(levels)}
    audit.record("works.ratings_closed", by=SYSTEM, target=project, area=project.area, data=data)
    transaction.on_commit(lambda: secrets.destroy(KIND, project.pk))


def forget(person):
    """What somebody who leaves has said and can still be told apart. In the caller's transaction."""
    for project in Project.objects.filter(pk__in=needing_keys()).order_by("pk"):
        if secrets.exists(KIND, project.pk):
            project.ratings.filter(token=_token(project, person)).delete()


def _token(project, person):
    return secrets.token(KIND, project.pk, "rating", person)


def needing_keys():
    """Ids of projects of which somebody has said something: the next answer must be told apart from it."""
    return Project.objects.filter(ratings__isnull=False).values_list("pk", flat=True).distinct()


def remind():
    """The job: warranties and periods that end soon come back to who keeps the projects of the place, once each. How many."""
    day, told_ = localdate(now()), 0
    ending = [
        (
            Warranty,
            Warranty.objects.filter(closed_at=None, asked_at=None, until__lte=day + BEFORE),
            "works.warranty_ends",
        ),
        (
            ServicePeriod,
            ServicePeriod.objects.filter(renewed=None, asked_at=None, ends__lte=day + BEFORE),
            "works.period_ends",
        ),
    ]
    for model, rows, kind in ending:
        for row in rows.select_related("project__area", "project__organisation"):
            with transaction.atomic():
                if not model.objects.filter(pk=row.pk, asked_at=None).update(asked_at=now()):
                    continue
                told_ += 1
                params = {"name": row.project.names, "day": row.until if model is Warranty else row.ends}
                url = reverse("office_works:project", args=[row.project_id])
                for to in (
                    notices.Recipient.role(RoleAssignment.Role.SUPERVISOR, row.project.area),
                    notices.Recipient.unit(row.project.organisation),
                ):
                    notices.send(kind, to=to, thread=f"project:{row.project_id}", params=params, url=url)
    return told_
