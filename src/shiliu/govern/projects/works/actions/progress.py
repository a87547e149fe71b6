"""A project from one state to the next, and the evidence when it is finished."""

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.works import rules
from shiliu.govern.projects.works.actions.accepting import end_uncounted
from shiliu.govern.projects.works.actions.planning import told
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import Acceptance, Project
from shiliu.govern.projects.works.telling import tell
from shiliu.platform import audit, evidence
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def move(*, by, project, verb, said=""):
    """One of rules.MOVES. Pausing, stopping, mending and planning again need a reason, which is public; finishing needs an acceptance
    at the end that was closed with “accepted” since the work was handed over last. Stopping calls off what residents were asked.
    Raises NotPossible."""
    if verb not in rules.MOVES:
        raise NotPossible(_("There is no step called “%(key)s”.") % {"key": verb})
    project = held(project)
    demand(by, "works.keep" if verb in ("stop", "plan_again", "finish") else "works.carry_out", project)
    sources, target, what = rules.MOVES[verb]
    if project.state not in sources:
        raise NotPossible(
            _("This is no longer possible: the project is now “%(state)s”. Reload the page to see what happened.")
            % {"state": project.get_state_display()}
        )
    said = said.strip()
    if verb in rules.NEEDS_WORDS and not said:
        raise NotPossible(
            _("Say why: the neighbours who wait for it read this."),
            {"said": _("Say why: the neighbours who wait for it read this.")},
        )
    if verb == "finish" and not _accepted(project):
        raise NotPossible(
            _("Residents have not accepted it since it was handed over. Call them, and close their acceptance first.")
        )
    project.state, project.said = target, said
    if verb == "hand_over":
        project.handed_over_at = now()
    if target == Project.State.FINISHED:
        project.finished_on = localdate(now())
        _put_down(project)
    project.save()
    audit.record(f"works.{verb}", by=by, target=project, area=project.area, data=told(project))
    if target == Project.State.STOPPED:
        for one in project.acceptances.filter(closed_at=None).select_related("draw"):
            end_uncounted(one, by=by, project=project, why=said)
    facts = {"finished": {"paid": _paid(project)}, "stopped": {"why": said}}.get(target)
    tell(project, what, said, step=target if facts else "", **(facts or {}))
    return project


def _paid(project):
    return sum(project.lines.values_list("paid", flat=True))


def _accepted(project):
    """What was accepted before something was mended says nothing about how it is now."""
    since = project.handed_over_at or project.entered_at
    return project.acceptances.filter(stage=Acceptance.Stage.FINAL, accepted=True, closed_at__gte=since).exists()


def _put_down(project):
    """Only what neighbours wished for counts as theirs."""
    origins = (Candidate.Origin.PROPOSAL, Candidate.Origin.SURVEY, Candidate.Origin.GAP, Candidate.Origin.THEME)
    by_residents = project.candidate is not None and project.candidate.origin in origins
    evidence.put_down(
        "works.finished_of_residents" if by_residents else "works.finished", thing=project, area=project.area, on=project.finished_on,
        names=project.names, counts={"paid": _paid(project)}, url=reverse("works:project", args=[project.pk]),
    )  # fmt: skip
