"""Wording an agreement, in Chinese first and beside it in a party's language, until everybody has accepted the same words."""

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements import force, rows, rules
from shiliu.govern.mediation.agreements.locking import agreement_of, demand_agreement, demand_latest, latest
from shiliu.govern.mediation.agreements.models import Agreement, Version
from shiliu.govern.mediation.agreements.seated import (
    IN_WRITING,
    agreeing,
    demand_party,
    demand_side,
    mediators,
    parties,
)
from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.seats import demand_leading, demand_seat
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible

DRAFTS = (Agreement.State.DRAFT, Agreement.State.SIGNING)


@transaction.atomic
def write(*, by, dispute, facts, points, duties, terms, oral=False, major=False):
    """A new wording by the mediator: `terms` are {"side", "what", "way", "due" (date)}. Nothing said before counts for it. Returns the
    Version; the latest one where no word changed. Raises NotPossible naming the fields that are wrong."""
    dispute = held(dispute)
    seat = demand_leading(by, dispute)
    _demand_table(dispute)
    today = localdate(now())
    said = {
        "facts": facts.strip(),
        "points": points.strip(),
        "duties": duties.strip(),
        "terms": [_term(term) for term in terms],
    }
    _refuse(said, parties(dispute), today)
    asked = bool(agreeing(dispute, Consent.Kind.TEXT, IN_WRITING))
    why = rules.why_written(asked=asked, major=major, terms=said["terms"], today=today)
    if oral and why:
        reasons = "; ".join(rows.read("written")[code].name for code in why)
        words = _("This one has to be in writing: %(reasons)s.") % {"reasons": reasons}
        raise NotPossible(words, {"oral": words})
    agreement = agreement_of(dispute) or Agreement(dispute=dispute)
    if agreement.state == Agreement.State.IN_FORCE:
        raise NotPossible(_("The agreement is in force and cannot be worded anew."))
    agreement.form = Agreement.Form.ORAL if oral else Agreement.Form.WRITTEN
    agreement.write(why_written=why)
    agreement.save()
    found = latest(agreement)
    if found and all(found.words.get(name) == value for name, value in said.items()):
        return found
    return _version(agreement, found, by, seat, "worded", **said)


@transaction.atomic
def translate(*, by, dispute, language, facts, points, duties, terms):
    """The same in a party's language, as the interpreter (or the mediator) typed it; `terms` are {"what", "way"} in their order. A new
    Version: the words that are signed are those in both languages."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.INTERPRETER, Seat.Role.MEDIATOR)
    _demand_table(dispute)
    agreement = demand_agreement(dispute, *DRAFTS)
    found = latest(agreement)
    other = {"facts": facts.strip(), "points": points.strip(), "duties": duties.strip()}
    other["terms"] = [{name: term[name].strip() for name in ("what", "way")} for term in terms]
    if language not in dict(settings.LANGUAGES) or language == "zh-hans":
        words = _("Choose the language you write in.")
        raise NotPossible(words, {"language": words})
    if not all(other[part] for part in rules.PARTS) or not all(all(term.values()) for term in other["terms"]):
        raise NotPossible(_("Write every part in that language: nobody signs half of an agreement."))
    if len(other["terms"]) != len(found.words["terms"]):
        raise NotPossible(_("The words have been changed since you read them. Read the new ones first."))
    others = {**found.words.get("others", {}), language: {**other, "typed_by": seat.name}}
    same = {name: found.words[name] for name in (*rules.PARTS, "terms")}
    return _version(agreement, found, by, seat, "translated", **same, others=others)


@transaction.atomic
def ask_in_writing(*, by, dispute):
    """A side wants it in writing: an oral agreement is then no longer possible."""
    dispute = held(dispute)
    seat = demand_side(by, dispute)
    _demand_table(dispute)
    _consent(dispute, seat, IN_WRITING, True)
    record.record("asked_in_writing", by=by, dispute=dispute, seat=seat)
    telling.tell(dispute, but=seat)


@transaction.atomic
def accept(*, by, dispute, version):
    """A party accepts the words it has read (key of a Version). When all have, a written agreement is signed next, and an oral one is
    in force."""
    dispute = held(dispute)
    seat = demand_party(by, dispute)
    agreement = demand_agreement(dispute, Agreement.State.DRAFT)
    found = demand_latest(agreement, version)
    _consent(dispute, seat, str(found.key), True)
    record.record("accepted", by=by, dispute=dispute, seat=seat, data={"number": found.number})
    if {one.pk for one in parties(dispute)} <= agreeing(dispute, Consent.Kind.TEXT, str(found.key)):
        if agreement.form == Agreement.Form.ORAL:
            force.begin(dispute, agreement, found, by=by, seat=seat)
        else:
            agreement.state = Agreement.State.SIGNING
            agreement.save(update_fields=["state"])
    telling.tell(dispute, but=seat)


@transaction.atomic
def decline(*, by, dispute, version, text):
    """A party does not accept these words, or no longer, and says what has to be different; what was signed so far falls."""
    dispute = held(dispute)
    seat = demand_party(by, dispute)
    agreement = demand_agreement(dispute, *DRAFTS)
    found = demand_latest(agreement, version)
    if not text.strip():
        words = _("Say what has to be different.")
        raise NotPossible(words, {"text": words})
    _consent(dispute, seat, str(found.key), False)
    found.signatures.all().delete()
    agreement.state = Agreement.State.DRAFT
    agreement.save(update_fields=["state"])
    record.record("declined_words", by=by, dispute=dispute, seat=seat, text=text.strip(), data={"number": found.number})
    telling.tell(dispute, but=seat)


def _version(agreement, before, by, seat, verb, **said):
    """The next Version, with the names as they stand now; the agreement goes back to being worded."""
    dispute = agreement.dispute
    if before:
        before.signatures.all().delete()
    made = Version(agreement=agreement, number=before.number + 1 if before else 1)
    made.write(
        file=dispute.key.hex,
        parties=[
            {"side": one.side, "name": one.name, "called": one.words.get("called", "")} for one in parties(dispute)
        ],
        mediators=[one.name for one in mediators(dispute)],
        committee=dispute.committee.names,
        **said,
    )
    made.save()
    agreement.state = Agreement.State.DRAFT
    agreement.write(told=None)
    agreement.save()
    record.record(verb, by=by, dispute=dispute, seat=seat, data={"number": made.number})
    telling.tell(dispute, but=seat)
    return made


def _consent(dispute, seat, about, given):
    Consent.objects.update_or_create(
        seat=seat,
        kind=Consent.Kind.TEXT,
        about=about,
        defaults={"dispute": dispute, "given": given, "on": localdate(now())},
    )


def _term(term):
    due = term.get("due")
    return {
        "side": term.get("side", ""), "what": term.get("what", "").strip(), "way": term.get("way", "").strip(),
        "due": due.isoformat() if due else "",
    }  # fmt: skip


def _refuse(said, sides, today):
    words = {
        "facts": _("Say what happened, as far as it matters."),
        "points": _("Say what the sides did not agree about."),
        "duties": _("Say who answers for what."),
        "terms": _("Say for each promise who does what, how, and until when."),
    }
    problems = {part: words[part] for part in rules.missing(said)}
    if len({seat.side for seat in sides}) < 2:
        problems["terms"] = _("Two sides have to take part.")
    elif any(term["side"] not in {seat.side for seat in sides} for term in said["terms"] if term["side"]):
        problems["terms"] = _("Choose a side that takes part.")
    if any(term["due"] and term["due"] < today.isoformat() for term in said["terms"]):
        problems["terms"] = _("A promise is for today or later.")
    if len(said["terms"]) > rules.MOST_TERMS or any(len(said[part]) > rules.LONGEST for part in rules.PARTS):
        problems["terms"] = _("That is too long for one agreement. Make it shorter.")
    if problems:
        raise NotPossible(_("The law asks for parts that are still missing."), problems)


def _demand_table(dispute):
    if dispute.state != Dispute.State.TABLE:
        raise NotPossible(
            _("This is no longer possible: the file now stands at “%(state)s”. Reload the page to see what happened.")
            % {"state": dispute.get_state_display()}
        )
