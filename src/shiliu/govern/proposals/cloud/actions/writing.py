"""Writing a proposal, putting it to the neighbours, changing its words, taking it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud import configuration, heard, letters, resembling, rules, searching, workflow
from shiliu.govern.proposals.cloud.actions import merging, supports
from shiliu.govern.proposals.cloud.models import Proposal, ProposalVersion, Topic
from shiliu.platform import audit, links, revisions, translations
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.texts import LANGUAGE_NAMES, guess_language
from shiliu.platform.workflow import NotPossible

S = Proposal.State
WORDS = ("title", "text")


@transaction.atomic
def draft(*, by, area, topic, title, text, group=None, language="", place_note="", point=None, proposal=None, key=None):
    """Keep a draft only its author reads; with `proposal` an earlier one is written anew. The same `key` gives the same draft.

    `group` is a unit the actor acts for; `point` (longitude, latitude). Raises Refused, NotResident, NotPossible."""
    demand(by, "proposals.propose")
    if group is None:
        demand_residence(by, area)
    elif group.pk not in by.organisation_ids:
        raise NotPossible(
            _("You do not act for this unit. Propose it in your own name."), {"group": _("Choose another unit.")}
        )
    _refuse_words(title, text, topic, language)
    known = Proposal.objects.filter(key=key, author=by.person).first() if key else None
    row = (
        _own_draft(by, proposal)
        if proposal
        else known or Proposal(author=by.person, created_at=now(), **({"key": key} if key else {}))
    )
    if row.state != S.DRAFT:
        return row
    row.area, row.topic, row.group, row.place_note = area, topic, group, place_note.strip()[:120]
    row.title, row.text = title.strip(), text.strip()
    row.language = language or guess_language(row.text)
    row.longitude, row.latitude = point or (None, None)
    is_new = row.pk is None
    row.save()
    if is_new:
        audit.record("proposals.drafted", by=by, target=row, area=area)
    return row


@transaction.atomic
def discard(*, by, proposal):
    """A draft goes without a trace of its words."""
    row = _own_draft(by, proposal)
    audit.record("proposals.discarded", by=by, target=row, area=row.area)
    links.forget(row)
    row.delete()


@transaction.atomic
def open_proposal(*, by, proposal):
    """Put a draft to the neighbours: it collects support from now on. Raises NotPossible for the same words proposed already, or
    with too many of one's own open."""
    row = supports.locked(proposal)
    demand(by, "proposals.keep", row)
    if row.state == S.OPEN:
        return row
    workflow.check("open", row)
    if row.group_id is None:
        demand_residence(by, row.area)
    if Proposal.objects.filter(author=by.person, state=S.OPEN).count() >= rules.MOST_OPEN:
        raise NotPossible(
            _("You have %(count)d proposals open. Wait until one has ended, or take one back.")
            % {"count": rules.MOST_OPEN}
        )
    if same := resembling.same(row):
        raise NotPossible(
            _("This is proposed already: “%(title)s”. Support that one.") % {"title": same.title},
            {"title": _("It is proposed already.")},
        )
    terms, moment = configuration.terms_of(row.area), now()
    row.state, row.opened_at, row.threshold = S.OPEN, moment, terms.threshold
    row.closes_at = terms.closes_at(moment)
    row.save(update_fields=["state", "opened_at", "threshold", "closes_at"])
    ProposalVersion.objects.create(proposal=row, number=1, title=row.title, text=row.text, at=moment)
    supports.begin_collecting(row)
    searching.index(row)
    audit.record("proposals.opened", by=by, target=row, area=row.area, data={"threshold": row.threshold})
    heard.tell(row, "opened")
    return row


@transaction.atomic
def change(*, by, proposal, title, text, why, seen=None, amendment=None):
    """A new version of an open proposal; those who follow it are told, and whoever supported it may take that back.

    `seen` is the stamp of what its author saw. Raises Refused, Stale, NotPossible."""
    row = supports.locked(proposal)
    demand(by, "proposals.keep", row)
    if row.state != S.OPEN:
        raise NotPossible(_("Only an open proposal can be changed. Propose the rest anew."))
    _refuse_words(title, text, row.topic, row.language)
    present = words_of(row)
    revisions.refuse_stale(present, seen)
    after = {"title": title.strip(), "text": text.strip()}
    if after == present:
        return row
    if not why.strip():
        raise NotPossible(
            _("Something is still missing."), {"why": _("Say what you changed, for those who support it already.")}
        )
    row.title, row.text, row.version = after["title"], after["text"], row.version + 1
    row.save(update_fields=["title", "text", "version"])
    ProposalVersion.objects.create(
        proposal=row,
        number=row.version,
        why=why.strip()[:300],
        amendment=amendment,
        supports_then=row.support_count,
        at=now(),
        **after,
    )
    searching.index(row)
    audit.record("proposals.changed", by=by, target=row, area=row.area, data={"version": row.version})
    letters.tell_followers("proposals.changed", row, why=why.strip()[:300], but=by.person)
    return row


@transaction.atomic
def withdraw(*, by, proposal, why):
    """Take it back, with a reason everybody reads; what was joined with it goes on by itself."""
    row = supports.locked(proposal)
    demand(by, "proposals.keep", row)
    workflow.check("withdraw", row, why=why.strip())
    from_open, row.state = row.state == S.OPEN, S.WITHDRAWN
    row.save(update_fields=["state"])
    if from_open:
        merging.part_all(row)
        supports.end_collecting(row)
    row.steps.create(at=now(), step="withdrawn", params={"why": why.strip()[:500]})
    audit.record("proposals.withdrawn", by=by, target=row, area=row.area)
    heard.tell(row, "withdrawn")
    letters.tell_followers("proposals.withdrawn", row, why=why.strip()[:500], but=by.person)
    return row


def words_of(proposal):
    return {name: getattr(proposal, name) for name in WORDS}


def _refuse_words(title, text, topic, language):
    problems = rules.problems_of_text(title, text)
    if topic not in Topic.values:
        problems["topic"] = _("Choose what it is about.")
    if language and language not in LANGUAGE_NAMES:
        problems["language"] = _("Choose the language it is written in.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)


def _own_draft(by, proposal):
    row = supports.locked(proposal)
    demand(by, "proposals.keep", row)
    if row.state != S.DRAFT:
        raise NotPossible(_("This is no draft any more. Open its page to go on."))
    return row


def leave(person):
    """Whoever leaves takes drafts along; the rest stays, as words of a former neighbour. In the caller's transaction."""
    for row in Proposal.objects.filter(author=person, state=S.DRAFT):
        translations.forget(row)
        links.forget(row)
        row.delete()
    supports.forget(person)
