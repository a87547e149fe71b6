"""What projects tell the platform."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.projects.works import actions
from shiliu.govern.projects.works.actions import accepting, afterwards
from shiliu.govern.projects.works.models import MoneyEntry, Project, ProjectFile, ProjectFollower, Shift, Warranty
from shiliu.platform import audit, bookings, evidence, jobs, links, notices
from shiliu.platform.attachments import register_gate
from shiliu.platform.ballots import kinds as ballot_keys
from shiliu.platform.permissions import Grant, Permission, can
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

PERMISSIONS = (
    Permission("works.read", _("read the projects"),
               _("What is done with common money is everybody’s business."), (Grant("anyone"),)),
    Permission("works.follow", _("follow projects, rate them, and be drawn to accept them"),
               _("Only somebody with an account can be told and drawn."), (Grant("signed_in"),)),
    Permission("works.say", _("say whether a project is what was promised"),
               _("Only those who were drawn by lot and live there; the draw can be repeated by anybody."), (Grant("signed_in", "own"),)),
    Permission("works.carry_out", _("carry out a project"),
               _("The unit that does it keeps its dates, money and papers; who answers for the place may too."),
               (Grant("handler", "organisation"), Grant("supervisor", "area"), Grant("administrator", "area"), Grant("system"))),
    Permission("works.keep", _("keep the projects of a place"),
               _("Beginning, stopping, granting money and calling residents to accept needs somebody who answers for the place."),
               (Grant("supervisor", "area"), Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "works.begun": _("%(actor)s began the project %(number)s with %(unit_name)s: %(name)s."),
    "works.changed": _("%(actor)s changed the project %(number)s: %(name)s."),
    "works.start": _("%(actor)s wrote down that the work on project %(number)s has begun: %(name)s."),
    "works.pause": _("%(actor)s paused project %(number)s: %(name)s."),
    "works.resume": _("%(actor)s went on with project %(number)s: %(name)s."),
    "works.hand_over": _("%(actor)s handed project %(number)s over to be accepted: %(name)s."),
    "works.mend": _("%(actor)s sent project %(number)s back to be mended: %(name)s."),
    "works.finish": _("%(actor)s wrote down that project %(number)s is finished: %(name)s."),
    "works.stop": _("%(actor)s stopped project %(number)s: %(name)s."),
    "works.plan_again": _("%(actor)s planned project %(number)s again: %(name)s."),
    "works.milestone_added": _("%(actor)s added the step %(milestone)s to project %(number)s."),
    "works.milestone_removed": _("%(actor)s removed the step %(milestone)s from project %(number)s."),
    "works.milestone_reached": _(
        "%(actor)s wrote down that the step %(milestone)s of project %(number)s has been reached."
    ),
    "works.milestone_unreached": _(
        "%(actor)s took back that the step %(milestone)s of project %(number)s has been reached."
    ),
    "works.delayed": _("%(actor)s put off the step %(milestone)s of project %(number)s to %(day)s."),
    "works.granted": _("%(actor)s changed what project %(number)s may spend from %(was)s to %(amount)s yuan."),
    "works.line_added": _("%(actor)s planned %(amount)s yuan of project %(number)s for %(line)s."),
    "works.line_changed": _("%(actor)s changed the plan of project %(number)s for %(line)s to %(amount)s yuan."),
    "works.money_entered": _("%(actor)s entered %(amount)s yuan for %(line)s of project %(number)s: %(kind)s."),
    "works.file_added": _("%(actor)s added a photo or paper to project %(number)s."),
    "works.file_shown": _("%(actor)s made a photo or paper of project %(number)s public."),
    "works.file_hidden": _("%(actor)s hid a photo or paper of project %(number)s."),
    "works.file_removed": _("%(actor)s removed a photo or paper of project %(number)s."),
    "works.acceptance_called": _("%(actor)s called residents to accept project %(number)s: %(name)s."),
    "works.list_closed": _("%(actor)s closed the list of tickets for project %(number)s."),
    "works.declined": _("Somebody who was drawn for project %(number)s cannot come."),
    "works.acceptance_called_off": _("%(actor)s called off an acceptance of project %(number)s: %(name)s."),
    "works.drawn": _("%(actor)s drew lots for project %(number)s; the seed is %(seed)s."),
    "works.acceptance_closed": _(
        "%(actor)s closed the acceptance of project %(number)s: %(accepts)s for, %(refuses)s against."
    ),
    "works.warranty_added": _("%(actor)s wrote down the warranty %(warranty)s of project %(number)s."),
    "works.warranty_looked_at": _("%(actor)s looked at the warranty %(warranty)s of project %(number)s: %(outcome)s."),
    "works.period_added": _("%(actor)s added a period to the service %(number)s: %(name)s."),
    "works.period_judged": _("%(actor)s judged a period of the service %(number)s: %(name)s."),
    "works.ratings_closed": _(
        "%(people)s people had said how satisfied they are with project %(number)s; only numbers remain."
    ),
    "works.renewed": _("%(actor)s renewed the service %(number)s: %(name)s."),
    "works.not_renewed": _("%(actor)s did not renew the service %(number)s: %(name)s."),
    "works.shift_added": _("%(actor)s asked for hands for project %(number)s: %(shift)s."),
    "works.shift_cancelled": _("%(actor)s called off a time of project %(number)s: %(shift)s."),
    "works.joined": _("%(people)s people joined a time of project %(number)s."),
    "works.left": _("%(people)s people no longer come to a time of project %(number)s."),
    "works.thanked": _("%(actor)s thanked %(people)s people of project %(number)s: %(shift)s."),
}
NOTICES = {
    "works.news": (_("%(name)s: what is new"), _("%(what)s %(words)s")),
    "works.drawn": (_("You were drawn by lot: %(name)s"), _("You are asked to look at it with other residents on %(when)s, at %(where)s, and to say whether it is what was promised. If you cannot come, say so behind the link; the next one is asked.")),
    "works.list_closed": (_("The list is closed: %(name)s"), _("Draw lots with the public number that was announced: %(words)s. Then those who are drawn are told.")),
    "works.acceptance_called_off": (_("Called off: %(name)s"), _("You need not come to look at it. %(words)s")),
    "works.warranty_ends": (_("A warranty ends: %(name)s"), _("Until %(day)s the supplier answers for it. Look at it now, ask the neighbours, and write down what was found.")),
    "works.period_ends": (_("A period of a service ends: %(name)s"), _("It ends on %(day)s. Say whether the promise was kept, and whether it goes on.")),
    "works.shift_remind": (_("Soon: %(name)s"), _("You said that you would come on %(when)s, at %(where)s. If you cannot, give the place back behind the link.")),
    "works.shift_cancelled": (_("Called off: %(name)s"), _("The time you had joined does not take place. %(words)s")),
    "works.thanked": (_("Thank you: %(name)s"), "%(words)s"),
}  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    labels = dict.fromkeys(("name", "milestone", "line", "warranty", "shift", "unit_name"), name_in)
    labels |= {"kind": _choice(MoneyEntry.Kind), "outcome": _choice(Warranty.Outcome)}
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels=labels)
    audit.register_target(Project._meta.label_lower, _called)
    links.register_end("projects.project", Project)
    for kind, (title, text) in NOTICES.items():
        notices.register_kind(kind, title=title, text=text, urgent=False)
    ballot_keys.register(
        accepting.KIND, needed=accepting.needing_keys,
        lost=_("Open acceptances of projects have lost their key, and nobody can say anything more there: %(numbers)s. If the folder was moved, put it back; otherwise call them off, and call residents anew."),
    )  # fmt: skip
    ballot_keys.register(
        afterwards.KIND, needed=afterwards.needing_keys,
        lost=_("Projects have lost the key of how satisfied neighbours are, and take no more answers: %(numbers)s. If the folder was moved, put it back; otherwise what was said stays counted."),
    )  # fmt: skip
    register_gate("works", _may_open)
    bookings.register_kind("shift", remind=_remind)
    jobs.register("works.remind", timedelta(hours=6), actions.remind)
    jobs.register("works.close_lists", timedelta(minutes=5), actions.close_lists)
    jobs.register("works.close_ratings", timedelta(days=1), actions.close_ratings)
    for kind, label in (
        ("works.finished", _("Finished projects")),
        ("works.finished_of_residents", _("Finished projects that residents wished for")),
    ):
        evidence.register_kind(kind, label=label, counts=(("paid", _("Paid, in yuan")),))
    register_personal_data("works", export, erase, tables=("projects.ProjectFollower",))


def export(person):
    """Projects the person follows."""
    return [
        {"project": row.project.name} for row in ProjectFollower.objects.filter(person=person).select_related("project")
    ]


def erase(person):
    ProjectFollower.objects.filter(person=person).delete()
    accepting.forget(person)
    afterwards.forget(person)


def _choice(choices):
    return lambda code: str(dict(choices.choices).get(code, code))


def _called(key):
    return name_in(Project.objects.filter(pk=key).values_list("names", flat=True).first() or {})


def _may_open(actor, attachment):
    file = ProjectFile.objects.filter(attachment=attachment).select_related("project__area").first()
    return file is not None and (file.public or bool(can(actor, "works.carry_out", file.project)))


def _remind(booking):
    shift = Shift.objects.select_related("project").get(pk=int(booking.provider.removeprefix("shift:")))
    notices.send(
        "works.shift_remind", to=notices.Recipient.contact(email=booking.email, phone=booking.phone, language=booking.language),
        thread=f"project:{shift.project_id}", params={"name": shift.project.names, "when": shift.starts, "where": shift.where},
        url=reverse("works:leave") + f"?code={bookings.code_of(booking)}",
    )  # fmt: skip
