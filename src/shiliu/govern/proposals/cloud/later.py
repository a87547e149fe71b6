"""What becomes of a proposal after its answer, told by whatever carries it out: the pool, a vote, a project, a meeting, the owners.

A journey calls `tell_later` whenever the thing it knows moves; the author and whoever follows hear of it, up to the finished works."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.proposals.cloud import letters
from shiliu.govern.proposals.cloud.models import ProposalStep
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand


@dataclass(frozen=True)
class Step:
    """`sentence` takes the keys of params; a {language: name} among them is read in the reader's language."""

    sentence: object
    tone: str
    icon: str
    is_end: bool = False


STEPS = {
    "withdrawn": Step(_("Its author took it back: %(why)s"), "neutral", "undo-2", is_end=True),
    "pooled": Step(_("It is in the pool of candidate projects as “%(name)s”."), "info", "inbox"),
    "pool_merged": Step(_("It goes on in the pool together with others as “%(name)s”."), "info", "merge"),
    "feasible": Step(_("It was examined: it can be done, for %(low)s to %(high)s yuan."), "good", "check"),
    "unfeasible": Step(_("It was examined: it cannot be done. Why: %(why)s"), "bad", "circle-x"),
    "left_pool": Step(_("It left the pool. Why: %(why)s"), "neutral", "corner-up-left"),
    "rechecked": Step(_("It is examined once more. Why: %(why)s"), "info", "search-check"),
    "back": Step(_("It is in the pool again. Why: %(why)s"), "info", "inbox"),
    "in_vote": Step(_("Neighbours vote on it."), "info", "list-checks"),
    "left_vote": Step(_("The vote did not choose it. It stays in the pool and can stand again."), "neutral", "circle-slash"),
    "chosen": Step(_("It was chosen and will be carried out."), "good", "check-check"),
    "given_up": Step(_("It was chosen but will not be carried out after all. Why: %(why)s"), "bad", "circle-x"),
    "meeting": Step(_("A meeting speaks about it on %(day)s: “%(meeting)s”."), "info", "calendar-days"),
    "decided": Step(_("The meeting “%(meeting)s” decided: %(decision)s"), "info", "scale"),
    "owners": Step(_("It concerns what the owners own together: they decide on it by a vote of their own. Why: %(why)s"), "info", "scale"),
    "owners_decided": Step(_("The owners voted on it: %(result)s"), "info", "scale"),
    "referred": Step(_("It concerns what the owners own together and was passed on to %(to)s. Why: %(why)s"), "neutral", "corner-up-right"),
    "project": Step(_("It is being carried out: “%(name)s”, by %(unit)s."), "info", "hammer"),
    "milestone": Step(_("A step of the works is done: %(milestone)s."), "info", "check"),
    "delayed": Step(_("The works are delayed until %(day)s. Why: %(why)s"), "warn", "clock"),
    "inspected": Step(_("Residents drawn by lot looked at the works: %(result)s"), "info", "search-check"),
    "finished": Step(_("It is finished: “%(name)s”. It took %(cost)s yuan. Thank you for proposing it."), "good", "check-check", is_end=True),
    "finished_free": Step(_("It is finished: “%(name)s”. Thank you for proposing it."), "good", "check-check", is_end=True),
    "stopped": Step(_("The works were stopped. Why: %(why)s"), "bad", "circle-x", is_end=True),
    "warranty": Step(_("The works were looked at again: %(result)s"), "info", "shield-check"),
}  # fmt: skip


@transaction.atomic
def tell_later(proposal, step, params=None, url="", *, by=SYSTEM):
    """Writes down what became of the proposal and tells its author and followers. The same step told twice is told once.

    `step` is a key of STEPS, `params` what its sentence needs (text, whole numbers, days, {language: name}); `url` the path of
    what carries it out. Of a joined proposal the one it goes on with is told as well. Returns the ProposalStep."""
    demand(by, "proposals.tell_later", proposal)
    if step not in STEPS:
        raise ImproperlyConfigured(f"there is no later step {step!r} of a proposal")
    params = {
        key: {"day": value.isoformat()} if isinstance(value, date) else value for key, value in (params or {}).items()
    }
    sentence_of(step, params)  # raises KeyError while the caller can still mend it
    row, is_new = ProposalStep.objects.get_or_create(
        proposal=proposal, step=step, params=params, url=url, defaults={"at": now()}
    )
    if is_new:
        audit.record("proposals.told_later", by=by, target=proposal, data={"step": step})
        letters.tell_followers(
            "proposals.step", proposal, url=url, step=letters.in_languages(lambda: sentence_of(step, params))
        )
    return row


def sentence_of(step, params):
    """The sentence in the reader's language. Raises KeyError for what it needs and params lack."""
    return str(STEPS[step].sentence) % {key: _spoken(value) for key, value in params.items()}


def entries(proposal):
    """Entries of ui/timeline.html, the oldest first."""
    return [
        {
            "when": row.at,
            "title": sentence_of(row.step, row.params),
            "tone": STEPS[row.step].tone,
            "icon": STEPS[row.step].icon,
            "url": row.url,
        }
        for row in proposal.steps.all()
        if row.step in STEPS
    ]


def has_ended(proposal):
    return any(STEPS[row.step].is_end for row in proposal.steps.all() if row.step in STEPS)


def _spoken(value):
    if isinstance(value, dict):
        return formats.date_format(date.fromisoformat(value["day"])) if "day" in value else name_in(value)
    return formats.number_format(value, force_grouping=True) if isinstance(value, int) else value
