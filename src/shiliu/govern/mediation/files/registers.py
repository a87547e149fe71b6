"""What mediation files tell the platform."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.mediation.files import actions, moves, page, personal, record, sections, steps
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.sealed import keys
from shiliu.platform import audit, jobs, notices
from shiliu.platform.ballots import kinds
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

PERMISSIONS = (
    Permission("mediation.apply", _("ask for mediation"),
               _("Mediation is free, and open to everybody with or without an account."), (Grant("anyone"),)),
    Permission("mediation.receive", _("decide whether a matter is taken on"),
               _("Only the people of the committee that was asked, and only until it has decided."), (Grant("handler", "organisation"),)),
    Permission("mediation.take_part", _("open a mediation file"),
               _("A file is sealed: it opens only for those who sit at its table, with their account or the code they were given."),
               (Grant("anyone", "own"),)),
    Permission("mediation.lead", _("lead a mediation"),
               _("Only a mediator whom the parties accepted leads their talk."), (Grant("signed_in", "own"),)),
    Permission("mediation.break_seal", _("break the seal of a file"),
               _("Only who answers for the place, with a reason that everybody at the table reads."), (Grant("supervisor", "area"),)),
)  # fmt: skip
STEPS = {
    "applied": _("%(by)s asked for mediation."),
    "offered": _("%(by)s offered mediation and asked both sides."),
    "taken": _("%(by)s took the matter on and asked the other side."),
    "not_taken": _("%(by)s did not take the matter on."),
    "agreed_to_mediate": _("%(by)s agreed to mediate."),
    "refused_to_mediate": _("%(by)s does not want to mediate. The file is closed."),
    "rights_told": _("%(by)s read the rights of the parties and understood them."),
    "open_refused": _("%(by)s wants no sitting that others may watch."),
    "open_allowed": _("%(by)s has nothing against a sitting that others may watch."),
    "more_time_asked": _("%(by)s asks for more time."),
    "extended": _("All sides asked for more time: it now ends by %(day)s."),
    "reminded": _("%(by)s reminded everybody that the time ends by %(day)s."),
    "time_over": _("The time is over: the sides ask for more together, or the mediator ends it."),
    "party_added": _("%(by)s added %(who)s, who is asked now."),
    "party_left": _("%(by)s took %(who)s off the table."),
    "code_given": _("%(by)s gave %(who)s a new code."),
    "declined_to_join": _("%(by)s does not join. The talk goes on with the others."),
    "seal_broken": _("%(who)s broke the seal and can read this file for a time."),
    "stopped": _("%(by)s wants no more. The file is closed."),
}


def register():
    register_permissions(*PERMISSIONS)
    kinds.register(
        keys.FILE, needed=Dispute.keys_needed, grave=True,
        lost=_("The keys of %(count)s mediation files are not on this machine: nobody can open them. Bring them back with “shiliu mediation keys import”."),
    )  # fmt: skip
    kinds.register(
        keys.PEOPLE, needed=_people_needed, grave=True,
        lost=_("The key by which people are known at their tables is not on this machine: no mediation file opens for anybody. Bring it back with “shiliu mediation keys import”."),
    )  # fmt: skip
    audit.register_verb("mediation.step", _("A step was made in a mediation file."))
    for verb, sentence in STEPS.items():
        record.register(verb, sentence)
    steps.register(*moves.STEPS)
    for order, section in (
        (10, page.what_now),
        (12, page.openings),
        (20, page.matter),
        (30, page.people),
        (90, page.worked),
    ):
        sections.register(order, section)
    audit.register_verb(
        "mediation.seal_broken",
        _("%(actor)s broke the seal of a mediation file of %(committee)s; everybody at its table reads why."),
        labels={"committee": name_in},
    )
    audit.register_verb(
        "mediation.erased",
        _("A mediation file of %(committee)s reached the end of its time of keeping; its key was destroyed."),
        labels={"committee": name_in},
    )
    jobs.register("mediation.end_keeping", timedelta(days=1), end_keeping)
    register_personal_data("mediation.seats", personal.exported, personal.erased, tables=["mediation.Seat"])
    jobs.register("mediation.clocks", timedelta(hours=1), actions.look_at_clocks)
    notices.register_kind(
        "private.waiting", title=_("Something private waits for you"),
        text=_("Open Shiliu with your account or your code to read it. This letter does not say what it is, so that nobody else learns it."),
    )  # fmt: skip
    notices.register_kind(
        "private.work", title=_("Something private waits for your unit"),
        text=_("Open it in the office. This letter does not say what it is, so that nobody else learns it."),
    )  # fmt: skip


def end_keeping():
    """The job: files whose time is over, and contacts of people who are gone."""
    actions.end_keeping()
    personal.let_go()


def _people_needed():
    return [keys.SITE] if Seat.objects.exists() else []
