"""Residents drawn by lot look at a project and say whether it is what was promised."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.projects.works import rules
from shiliu.govern.projects.works.actions.planning import told
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import Acceptance, Finding
from shiliu.govern.projects.works.telling import tell
from shiliu.platform import audit, notices
from shiliu.platform.ballots import secrets
from shiliu.platform.clock import now
from shiliu.platform.draws import drawing
from shiliu.platform.permissions import SYSTEM, Refused, demand
from shiliu.platform.permissions.table import named
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

KIND = "works.acceptance"
LOST = gettext_lazy(
    "What tells those who were drawn apart was lost with the machine, so nothing more can be said here."
)


@transaction.atomic
def call_acceptance(*, by, project, stage, places, needed, closes_at, words_from, meets_at, meets_where):
    """Opens the list for a draw: who lives there may put in a ticket until `closes_at`; at least `needed` of the drawn must speak."""
    project = held(project)
    demand(by, "works.keep", project)
    problems = {}
    if meets_at <= closes_at:
        problems["meets_at"] = _("They meet after the list is closed.")
    if not 0 < needed <= places:
        problems["needed"] = _("At least one, and not more than are drawn.")
    if not meets_where.strip():
        problems["meets_where"] = _("Say where they meet.")
    if project.acceptances.filter(stage=stage, closed_at=None).exists():
        problems["stage"] = _("Such an acceptance is open already.")
    if stage == Acceptance.Stage.FINAL and project.state != "acceptance":
        problems["stage"] = _("Hand the work over first.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    draw_ = drawing.announce(kind=KIND, places=places, closes_at=closes_at, words_from=words_from)
    made = Acceptance.objects.create(
        project=project,
        stage=stage,
        draw=draw_,
        meets_at=meets_at,
        meets_where=meets_where.strip(),
        needed=needed,
        at=now(),
    )
    secrets.make(KIND, made.pk)
    audit.record("works.acceptance_called", by=by, target=project, area=project.area, data=told(project))
    tell(project, gettext_lazy("Residents are wanted who look at the work and say whether it is what was promised."))
    return made


@transaction.atomic
def put_in_ticket(*, by, acceptance):
    """The reader's ticket for the draw."""
    demand(by, "works.follow", acceptance.project)
    demand_residence(by, acceptance.project.area)
    return drawing.put_in(_open(acceptance).draw, by.person)


@transaction.atomic
def take_out_ticket(*, by, acceptance):
    demand(by, "works.follow", acceptance.project)
    return drawing.take_out(_open(acceptance).draw, by.person)


@transaction.atomic
def close_list(*, by, acceptance):
    """The tickets stand from now on, and who keeps the projects of the place is asked to draw. The same twice is once."""
    project = held(acceptance.project)
    demand(by, "works.keep", project)
    acceptance = _open(acceptance)
    if drawing.is_open(acceptance.draw):
        raise NotPossible(_("The list stays open until the moment that was announced."))
    if acceptance.draw.closed_at:
        return
    drawing.close(acceptance.draw)
    audit.record("works.list_closed", by=by, target=project, area=project.area, data=told(project))
    notices.send(
        "works.list_closed", to=notices.Recipient.role(RoleAssignment.Role.SUPERVISOR, project.area), thread=f"project:{project.pk}",
        params={"name": project.names, "words": acceptance.draw.words_from}, url=reverse("office_works:project", args=[project.pk]),
    )  # fmt: skip


def close_lists():
    """The job: lists whose announced moment has come, each in its own transaction. How many."""
    due = Acceptance.objects.filter(closed_at=None, draw__closed_at=None, draw__closes_at__lte=now())
    due = list(due.select_related("project__area", "draw"))
    for acceptance in due:
        close_list(by=SYSTEM, acceptance=acceptance)
    return len(due)


@transaction.atomic
def draw(*, by, acceptance, words):
    """Draws with the announced words and tells those who were drawn."""
    project = held(acceptance.project)
    demand(by, "works.keep", project)
    acceptance = _open(acceptance)
    done = drawing.draw(acceptance.draw, words)
    audit.record("works.drawn", by=by, target=project, area=project.area, data={**told(project), "seed": done.seed})
    for ticket in drawing.drawn(done).select_related("person"):
        _tell_drawn(acceptance, ticket)
    return done


@transaction.atomic
def decline(*, by, acceptance):
    """Whoever was drawn cannot come: what they said already goes, and the next reserve is told. The audit says that it happened, not
    who it was."""
    project = held(acceptance.project)
    demand(by, "works.follow", project)
    acceptance = _open(acceptance)
    was_drawn = drawing.is_drawn(acceptance.draw, by.person)
    following = drawing.decline(acceptance.draw, by.person)
    if was_drawn:
        if not has_lost_key(acceptance):
            acceptance.findings.filter(token=_token(acceptance, by.person)).delete()
        audit.record("works.declined", by=SYSTEM, target=project, area=project.area, data=told(project))
    if following is not None:
        _tell_drawn(acceptance, following)
    return following


@transaction.atomic
def say(*, by, acceptance, accepts, words=""):
    """What one of the drawn found; may be changed until the acceptance is closed. A refusal says what is missing."""
    project = held(acceptance.project)
    if not drawing.is_drawn(acceptance.draw, by.person):
        raise Refused(named("works.say"), signed_in=by.signed_in)
    acceptance = _open(acceptance)
    if not accepts and not words.strip():
        raise NotPossible(
            _("Say what is missing, so that it can be mended."),
            {"words": _("Say what is missing, so that it can be mended.")},
        )
    if has_lost_key(acceptance):
        raise NotPossible(LOST)
    Finding.objects.update_or_create(
        acceptance=acceptance,
        token=_token(acceptance, by.person),
        defaults={"accepts": accepts, "words": words.strip()},
    )
    return project


def said_by(person, acceptance):
    """The Finding of one of the drawn, for themselves alone while the acceptance is open; None where there is none, or where its key
    was lost."""
    if acceptance.closed_at or has_lost_key(acceptance) or not drawing.is_drawn(acceptance.draw, person):
        return None
    return acceptance.findings.filter(token=_token(acceptance, person)).first()


def has_lost_key(acceptance):
    """Whether it is open, but its key did not come back with a backup: what somebody said before cannot be found again."""
    return acceptance.closed_at is None and not secrets.exists(KIND, acceptance.pk)


def needing_keys():
    return Acceptance.objects.filter(closed_at=None).values_list("pk", flat=True)


@transaction.atomic
def close_acceptance(*, by, acceptance, answer=""):
    """Counts what was said. Accepted when enough spoke and more accept; else the work goes back, with an answer in words to what is
    missing. Afterwards nobody can tell whose word was whose."""
    project = held(acceptance.project)
    demand(by, "works.keep", project)
    acceptance = _open(acceptance)
    accepts = acceptance.findings.filter(accepts=True).count()
    refuses = acceptance.findings.filter(accepts=False).count()
    found = rules.verdict(acceptance.needed, accepts, refuses)
    if found is None:
        raise NotPossible(
            _("Only %(said)s of at least %(needed)s have said something. Wait, or let reserves move up.")
            % {"said": accepts + refuses, "needed": acceptance.needed}
        )
    if refuses and not answer.strip():
        raise NotPossible(_("Answer what was found missing."), {"answer": _("Answer what was found missing.")})
    acceptance.accepted, acceptance.answer, acceptance.closed_at = found, answer.strip(), now()
    acceptance.save()
    drawing.forget(acceptance.draw)
    data = {**told(project), "accepts": accepts, "refuses": refuses}
    audit.record("works.acceptance_closed", by=by, target=project, area=project.area, data=data)
    tell(
        project,
        gettext_lazy("Residents have accepted it.") if found else gettext_lazy("Residents have not accepted it yet."),
        answer.strip(),
        step="accepted" if found else "not_accepted",
        answer=answer.strip(),
    )
    transaction.on_commit(lambda: secrets.destroy(KIND, acceptance.pk))
    return acceptance


@transaction.atomic
def call_off(*, by, acceptance, reason):
    """Ends an acceptance without a result, with a reason everybody reads: its key was lost, or too few came. What was said goes."""
    project = held(acceptance.project)
    demand(by, "works.keep", project)
    acceptance = _open(acceptance)
    if not reason.strip():
        sentence = _("Say why: those who were called read this.")
        raise NotPossible(sentence, {"reason": sentence})
    end_uncounted(acceptance, by=by, project=project, why=reason.strip())
    tell(project, gettext_lazy("Residents are not asked to accept it now."), reason.strip())


def end_uncounted(acceptance, *, by, project, why):
    """In the transaction of an action that holds the project and has asked the permission. Those who were drawn are told."""
    for ticket in drawing.drawn(acceptance.draw).select_related("person"):
        if ticket.person:
            notices.send(
                "works.acceptance_called_off", to=notices.Recipient.person(ticket.person), thread=f"project:{project.pk}",
                params={"name": project.names, "words": why}, url=reverse("works:acceptance", args=[acceptance.pk]),
            )  # fmt: skip
    acceptance.findings.all().delete()
    acceptance.called_off, acceptance.closed_at = why[:1000], now()
    acceptance.save(update_fields=["called_off", "closed_at"])
    drawing.forget(acceptance.draw)
    audit.record("works.acceptance_called_off", by=by, target=project, area=project.area, data=told(project))
    transaction.on_commit(lambda: secrets.destroy(KIND, acceptance.pk))


def forget(person):
    """What somebody who leaves has said and can still be told apart. In the caller's transaction."""
    for acceptance in Acceptance.objects.filter(closed_at=None).order_by("pk"):
        if not has_lost_key(acceptance):
            acceptance.findings.filter(token=_token(acceptance, person)).delete()


def _open(acceptance):
    """The row as it stands now, held until the transaction ends, with its draw. Where the project is held too, that comes first."""
    found = Acceptance.objects.select_for_update(of=("self",)).select_related("draw").get(pk=acceptance.pk)
    if found.closed_at:
        raise NotPossible(_("This acceptance is closed."))
    return found


def _token(acceptance, person):
    return secrets.token(KIND, acceptance.pk, "finding", person)


def _tell_drawn(acceptance, ticket):
    if ticket.person is None:
        return
    notices.send(
        "works.drawn", to=notices.Recipient.person(ticket.person), thread=f"project:{acceptance.project_id}",
        params={"name": acceptance.project.names, "when": acceptance.meets_at, "where": acceptance.meets_where},
        url=reverse("works:acceptance", args=[acceptance.pk]),
    )  # fmt: skip
