"""The register of shares, votes in preparation, and matters referred away."""

from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.meetings.actions import numbers
from shiliu.govern.proposals.meetings.actions.calling import in_history
from shiliu.govern.proposals.owners import freezing, heard
from shiliu.govern.proposals.owners.models import Estate, OwnersMatter, OwnersReferral, OwnersVote, Share
from shiliu.platform import audit, links, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place, WholeSite
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent.parent / "data"
MATTER = (*numbers.COMMON, "notice_days", *freezing.NUMBERS)
MOST_SHARES, MOST_METRES = 5000, Decimal(100_000)
VALUES = ("title", "text", "opens_at", "closes_at")
S = OwnersVote.State


@transaction.atomic
def load_defaults(*, by):
    """The matters that come with the program; those that exist are left alone. The number of new ones."""
    demand(by, "owners.configure", WholeSite())
    made = numbers.load(OwnersMatter, DATA / "matters.csv", ("notice_days", *freezing.NUMBERS))
    audit.record("owners.defaults_loaded", by=by, data={"number": made})
    return made


def save_matter(*, by, matter, seen=None, **given):
    """Changes a matter; votes that were announced keep what was frozen. Raises Stale, NotPossible."""
    return numbers.save(by, "owners.configure", matter, MATTER, given, seen)


@transaction.atomic
def set_estate(*, by, area, committee=None):
    """Buildings whose owners decide together, and their committee."""
    demand(by, "owners.set_up", Place(area))
    made, _new = Estate.objects.update_or_create(area=area, defaults={"committee": committee})
    audit.record("owners.estate_set", by=by, target=made, area=area, data={"place": area.names})
    return made


@transaction.atomic
def set_shares(*, by, estate, rows):
    """The whole register of shares anew: [(code, square metres, code of the first share of the same owner or "")]. No names.

    NotPossible naming the line that is wrong, or while a vote that counts by it is running."""
    estate = Estate.objects.select_for_update(of=("self",)).select_related("area").get(pk=estate.pk)
    demand(by, "owners.set_up", estate)
    if estate.votes.filter(state=S.ANNOUNCED).exists():
        raise NotPossible(_("A vote is running: the register stands until it is counted."))
    problem = _problem(rows)
    if problem:
        raise NotPossible(problem, {"rows": problem})
    Share.objects.filter(estate=estate).update(counted_with=None)
    Share.objects.filter(estate=estate).delete()
    Share.objects.bulk_create(Share(estate=estate, code=code, area=int(metres * 100)) for code, metres, _first in rows)
    made = {one.code: one for one in estate.shares.all()}
    for code, _metres, first in rows:
        if first:
            made[code].counted_with = made[first]
    Share.objects.bulk_update(made.values(), ["counted_with"])
    audit.record("owners.shares_set", by=by, target=estate, area=estate.area, data={"place": estate.area.names, "number": len(rows)})  # fmt: skip
    return len(rows)


@transaction.atomic
def draft(*, by, estate, matter, title, text, opens_at, closes_at):
    """A vote in preparation."""
    demand(by, "owners.keep", estate)
    if not matter.active:
        raise NotPossible(_("Something is not right yet."), {"matter": _("This matter is no longer used.")})
    given = _checked(title=title, text=text, opens_at=opens_at, closes_at=closes_at)
    made = OwnersVote.objects.create(estate=estate, matter=matter, language=guess_language(text), created_at=now(), **given)  # fmt: skip
    record("owners.drafted", by, made)
    return made


@transaction.atomic
def edit(*, by, vote, seen=None, **given):
    """Changes a vote in preparation. Raises Stale."""
    vote = held(by, vote, S.DRAFT)
    before = shown(vote)
    revisions.refuse_stale(before, seen)
    for name, value in _checked(**{**numbers.values(vote, VALUES), **given}).items():
        setattr(vote, name, value)
    vote.language = guess_language(vote.text)
    vote.save()
    record("owners.edited", by, vote, **revisions.kept(*revisions.differences(before, shown(vote))))
    return vote


@transaction.atomic
def drop(*, by, vote):
    """Throws a vote in preparation away."""
    vote = held(by, vote, S.DRAFT)
    heard.tell(vote, "dropped")
    links.forget(vote)
    record("owners.dropped", by, vote)
    vote.delete()


@transaction.atomic
def refer(*, by, area, title, to, reason):
    """A matter of owners that is not voted on here: sent to whom it belongs, by choice, with a reason everybody reads."""
    demand(by, "owners.set_up", Place(area))
    problems = {}
    if not to.strip():
        problems["to"] = _("Say who decides it instead.")
    if not reason.strip():
        problems["reason"] = _("Say why: everybody reads this.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    made = OwnersReferral.objects.create(area=area, title=title[:120], to=to.strip()[:120], reason=reason.strip(),
                                         language=guess_language(reason), at=now())  # fmt: skip
    audit.record("owners.referred", by=by, target=made, area=area, data={"title": made.title, "to": made.to})
    return made


def held(by, vote, *states):
    """The row as it stands now, kept by the actor. NotPossible in another state."""
    found = OwnersVote.objects.select_for_update(of=("self",)).select_related("estate__area", "matter").get(pk=vote.pk)
    demand(by, "owners.keep", found)
    if states and found.state not in states:
        raise NotPossible(_("This is no longer possible: the vote has gone on in the meantime."))
    return found


def record(verb, by, vote, **more):
    audit.record(verb, by=by, target=vote, area=vote.estate.area, data={"title": vote.title, **more})


def shown(vote):
    """What readers of the history see, as plain data."""
    return {"title": vote.title, "text": vote.text, "opens_at": in_history(vote.opens_at), "closes_at": in_history(vote.closes_at)}  # fmt: skip


def _checked(*, title, text, opens_at, closes_at):
    problems = {}
    if not title.strip():
        problems["title"] = _("Write the question the owners answer.")
    if not text.strip():
        problems["text"] = _("Say what is planned, what it costs, and who pays.")
    if closes_at <= opens_at:
        problems["closes_at"] = _("The end lies after the beginning.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    return {"title": title.strip(), "text": text.strip(), "opens_at": opens_at, "closes_at": closes_at}


def _problem(rows):
    """The first thing wrong with the rows of a register, as a sentence, or ''."""
    codes = [code for code, _metres, _first in rows]
    firsts = {code for code, _metres, first in rows if not first}
    if not rows:
        return _("The register has no share yet.")
    if len(rows) > MOST_SHARES:
        return _("These are more than %(most)d shares.") % {"most": MOST_SHARES}
    if double := next((code for code in codes if codes.count(code) > 1), None) if len(set(codes)) < len(codes) else None:  # fmt: skip
        return _("The share %(code)s is there twice.") % {"code": double}
    for code, metres, first in rows:
        if not code or len(code) > 30:
            return _("A share needs a code of up to thirty signs.")
        if not 0 < metres <= MOST_METRES or metres * 100 != int(metres * 100):
            return _("The area of the share %(code)s cannot be right: write square metres, with two decimals at most.") % {"code": code}  # fmt: skip
        if first and first not in firsts:
            return _("The share %(code)s is to be counted with one that is not there.") % {"code": code}
    return ""
