"""What the pool tells the platform."""

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.projects.pool.models import Candidate, Check, Exclusion
from shiliu.platform import audit, links, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

KEEPERS = (Grant("supervisor", "area"), Grant("administrator", "area"), Grant("system"))
PERMISSIONS = (
    Permission("pool.read", _("read the pool of candidates"),
               _("What is wished for, who checked it and why it left is everybody’s business."), (Grant("anyone"),)),
    Permission("pool.enter", _("enter a candidate"),
               _("Whoever works for a place knows what is wanted there; neighbours do it through a proposal."),
               (Grant("dispatcher", "area"), Grant("window_worker", "area"), *KEEPERS)),
    Permission("pool.keep", _("keep the pool of a place"),
               _("Asking for checks, merging and refusing needs somebody who answers for the place."), KEEPERS),
    Permission("pool.check", _("say whether a candidate can be done"),
               _("Only the person of the unit that was asked, whose unit’s name is published with the answer."), (Grant("signed_in", "own"),)),
    Permission("pool.decide", _("put candidates to a vote and take what was chosen"),
               _("Whoever holds the vote answers for what stands on the ballot."), KEEPERS),
    Permission("pool.edit_list", _("change the negative list"),
               _("It counts for every place of the site: administrators of the whole district only."), (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "pool.entered": _("%(actor)s entered the candidate %(number)s: %(name)s."),
    "pool.changed": _("%(actor)s changed the candidate %(number)s: %(name)s."),
    "pool.check_asked": _("%(actor)s asked %(unit_name)s whether candidate %(number)s can be done: %(name)s."),
    "pool.check_answered": _("%(unit_name)s answered about candidate %(number)s, %(name)s: %(verdict)s."),
    "pool.check_withdrawn": _("%(actor)s no longer asks %(unit_name)s about candidate %(number)s: %(name)s."),
    "pool.settled_ready": _(
        "%(actor)s found that candidate %(number)s can be done, for at most %(price)s yuan: %(name)s."
    ),
    "pool.settled_not": _("%(actor)s found that candidate %(number)s cannot be done: %(name)s."),
    "pool.reopened": _("%(actor)s had candidate %(number)s checked again: %(name)s."),
    "pool.in_vote": _("%(actor)s put candidate %(number)s to a vote: %(name)s."),
    "pool.left_vote": _("%(actor)s took candidate %(number)s out of a vote: %(name)s."),
    "pool.chosen": _("%(actor)s wrote down that candidate %(number)s was chosen: %(name)s."),
    "pool.given_up": _("%(actor)s gave up candidate %(number)s, which had been chosen: %(name)s."),
    "pool.out": _("%(actor)s took candidate %(number)s out of the pool: %(name)s."),
    "pool.back": _("%(actor)s took candidate %(number)s into the pool again: %(name)s."),
    "pool.merged": _("%(actor)s merged candidate %(number)s with another: %(name)s."),
    "pool.separated": _("%(actor)s separated candidate %(number)s from another again: %(name)s."),
    "pool.paired": _("%(actor)s wrote down that only one of %(name)s and %(other)s can be had."),
    "pool.unpaired": _("%(actor)s wrote down that both %(name)s and %(other)s can be had."),
    "pool.exclusion_saved": _("%(actor)s saved the line %(line)s of the negative list."),
    "pool.exclusion_retired": _("%(actor)s retired the line %(line)s of the negative list."),
    "pool.exclusion_returned": _("%(actor)s put the line %(line)s back on the negative list."),
    "pool.exclusions_loaded": _("%(actor)s loaded the negative list: %(number)s new lines."),
}


def register():
    register_permissions(*PERMISSIONS)
    labels = {"name": name_in, "other": name_in, "line": name_in, "unit_name": name_in, "verdict": _verdict}
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels=labels)
    for model in (Candidate, Exclusion):
        audit.register_target(model._meta.label_lower, _called(model))
    links.register_end("projects.candidate", Candidate)
    notices.register_kind(
        "pool.check_asked", title=_("Can it be done? %(name)s"),
        text=_("Your unit is asked whether this can be done and what it costs. Please answer by %(due)s; the answer is published with the name of the unit."),
        urgent=False,
    )  # fmt: skip
    register_personal_data("pool", export, erase, tables=("projects.Check",))


def export(person):
    """Checks the person was asked to make."""
    checks = Check.objects.filter(reviewer=person).select_related("candidate")
    return [{"candidate": one.candidate.name, "verdict": one.verdict, "explanation": one.explanation} for one in checks]


def erase(person):
    """The answer is the unit's and stays; who wrote it is forgotten."""
    Check.objects.filter(reviewer=person).update(reviewer=None)


def _verdict(code):
    return str(dict(Check.Verdict.choices).get(code, code))


def _called(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})
