"""What deliberations tell the platform: who may do what, sentences of the audit, letters, jobs, what is held about people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.govern.proposals.deliberation import letters, personal, sweeping
from shiliu.govern.proposals.deliberation.actions import answering
from shiliu.govern.proposals.deliberation.models import DeliberationPhase, DeliberationTopic
from shiliu.platform import audit, depending, jobs, links, notices
from shiliu.platform.ballots import kinds as ballot_keys
from shiliu.platform.history import Telling
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

DISPATCHER, SUPERVISOR, ADMINISTRATOR = (
    Grant("dispatcher", "area"),
    Grant("supervisor", "area"),
    Grant("administrator", "area"),
)
PERMISSIONS = (
    Permission("deliberation.read", _("read deliberations, their statements and results"), _("What neighbours weigh up concerns everybody."),
               (Grant("anyone"),)),
    Permission("deliberation.take_part", _("write statements and say whether one agrees"),
               _("Whoever lives there takes part; sign in so that each person counts once."), (Grant("signed_in"),)),
    Permission("deliberation.follow", _("hear the result of a deliberation"), _("Sign in, so that we know where to tell you."),
               (Grant("signed_in"),)),
    Permission("deliberation.own_words", _("take back or defend one's own statement"), _("Only whoever wrote it."), (Grant("signed_in", "own"),)),
    Permission("deliberation.lead", _("put a question to the neighbours"), _("Supervisors and administrators answer for what is asked in their area."),
               (SUPERVISOR, ADMINISTRATOR)),
    Permission("deliberation.moderate", _("decide which statements are published, with a public reason"),
               _("A human moderator decides by the published rules, and everybody can read why."), (DISPATCHER, SUPERVISOR)),
    Permission("deliberation.decide_appeal", _("decide on an appeal about a statement"),
               _("The supervisor of the area decides, and not whoever rejected it."), (SUPERVISOR,)),
    Permission("deliberation.office", _("see deliberations being prepared and statements that wait"),
               _("It is for dispatchers, supervisors and administrators of the area."), (DISPATCHER, SUPERVISOR, ADMINISTRATOR)),
)  # fmt: skip
VERBS = {
    "deliberation.drafted": _("%(actor)s wrote the question %(target)s."),
    "deliberation.discarded": _("%(actor)s discarded a draft of a question."),
    "deliberation.seeded": _("%(actor)s added statement %(number)s of the office to the question %(target)s."),
    "deliberation.dropped": _("%(actor)s took statement %(number)s out of the draft of the question %(target)s."),
    "deliberation.opened": _(
        "%(actor)s put the question %(target)s to the neighbours; no number is about fewer than %(least)s people."
    ),
    "deliberation.moved": _(
        "%(actor)s moved the end of a phase of the question %(target)s (%(phase)s). Why: %(reason)s"
    ),
    "deliberation.said": _("%(actor)s wrote a statement about the question %(target)s."),
    "deliberation.taken_back": _("%(actor)s took back a statement about the question %(target)s."),
    "deliberation.moderated": _(
        "%(actor)s decided about statement %(number)s of the question %(target)s: %(decision)s."
    ),
    "deliberation.appealed": _("%(actor)s appealed about a statement of the question %(target)s."),
    "deliberation.closed": _(
        "The question %(target)s ended with %(votes)s answers of %(people)s people; nobody can find out whose they were."
    ),
    "deliberation.called_off": _("%(actor)s called off the question %(target)s. Why: %(reason)s"),
}
TELLING = Telling(labels={
    "question": _("Question"), "background": _("Background"), "promise": _("What will be done with the result"),
    "unit": _("Unit that hears the result"), "least": _("No number is about fewer people than"),
})  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    phases = dict(DeliberationPhase.Code.choices)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"phase": phases})
    audit.register_target(DeliberationTopic._meta.label_lower, str)
    for kind, title, text in letters.KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=False)
    links.register_end("proposals.deliberation", DeliberationTopic)
    personal.register()
    ballot_keys.register(
        answering.KIND, needed=answering.needing_keys,
        lost=_("Open questions have lost their key and can take no more answers: %(numbers)s. If the folder was moved, put it back; otherwise end them with a reason, and ask again."),
    )  # fmt: skip
    jobs.register("deliberation.run", timedelta(minutes=10), sweeping.run)
    depending.register("foundation.area", "deliberations", _open_in,
                       ngettext_lazy("%(count)d open question", "%(count)d open questions", "count"))  # fmt: skip


def _open_in(area):
    return DeliberationTopic.objects.filter(area__path__startswith=area.path, state="open").count()
