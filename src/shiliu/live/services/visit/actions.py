"""The only writers of hand-overs. Two who press at once: the second is told what happened meanwhile."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.live.services.visit import codes, queries, rules, telling
from shiliu.live.services.visit.models import HandOver
from shiliu.live.services.visit.targets import targets_of
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

BATCH = 500
LOST_AFTER = timedelta(days=365)  # nobody has ended it for a year: nobody will


@transaction.atomic
def hand_over(*, by, window, item, target, papers=(), key):
    """The HandOver of an item from a window to `target` (the key of one of targets.targets_of), with codes of papers.

    The same `key` gives the same hand-over again. Raises NotPossible naming the field."""
    demand(by, "visit.serve", window)
    if (known := queries.hand_overs().filter(key=key).first()) is not None:
        demand(by, "visit.serve", known.from_window)
        return known
    chosen = next((one for one in targets_of(item, window) if one.key == target), None)
    if chosen is None:
        problem = _("This item does not go there from your window. Choose one of the places in the list.")
        raise NotPossible(problem, {"target": problem})
    asked = {row.paper.code for row in item.papers.all() if row.asked == row.Asked.BRING}
    if set(papers) - asked:
        problem = _("This item does not ask for one of these papers. Give it back to the person.")
        raise NotPossible(problem, {"papers": problem})
    made = HandOver(
        key=key, code_hash=codes.hash_code(codes.code_of(key)), item=item, from_window=window, to_unit=chosen.unit,
        to_window=chosen.window, papers=sorted(set(papers)), sent_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # the same form came twice at the same moment
        return queries.hand_overs().get(key=key, from_window=window)
    _record("sent", by, made)
    telling.tell_receiver("visit.sent", made)
    return made


def receive(*, by, hand_over):
    """The papers have arrived."""
    return _step(by, hand_over, "receive")


def give_back(*, by, hand_over, why):
    """The receiving side sends it back for one of the reasons of HandOver.Why."""
    if why not in HandOver.Why.values:
        raise NotPossible(_("Choose why it goes back."), {"why": _("Choose why it goes back.")})
    return _step(by, hand_over, "give_back", why=why)


def take_back(*, by, hand_over):
    """The sending window takes it back before it was received."""
    return _step(by, hand_over, "take_back", why=HandOver.Why.MISTAKE)


def finish(*, by, hand_over, collect):
    """It is decided; `collect` (HandOver.Collect) says where the person finds the result."""
    if collect not in HandOver.Collect.values:
        raise NotPossible(
            _("Say where the result can be collected."), {"collect": _("Say where the result can be collected.")}
        )
    return _step(by, hand_over, "finish", collect=collect)


@transaction.atomic
def resume(*, by, hand_over):
    """The receiving side takes back, shortly afterwards, that it was done or given back; the sender is told."""
    found = _held(hand_over)
    demand(by, "visit.receive", found)
    if not rules.may_resume(found.state, found.received_at, found.ended_at, now()):
        raise NotPossible(
            _("%(number)s ended more than ten minutes ago or was never received here. Hand it over again if need be.")
            % {"number": found.number}
        )
    found.state, found.why, found.collect, found.ended_at = HandOver.State.RECEIVED, "", "", None
    found.save()
    _record("resume", by, found)
    telling.tell_sender("visit.resumed", found)
    return found


def _held(hand_over):
    return HandOver.objects.select_for_update(of=("self",)).select_related(*queries.RELATED).get(pk=hand_over.pk)


@transaction.atomic
def _step(by, hand_over, verb, **given):
    found = _held(hand_over)
    sources, target, theirs = rules.STEPS[verb]
    demand(by, "visit.receive", found) if theirs else demand(by, "visit.serve", found.from_window)
    if found.state not in sources:
        raise NotPossible(
            _("%(number)s cannot go on like this any more: %(state)s.")
            % {"number": found.number, "state": found.get_state_display()}
        )
    found.state = target
    for name, value in given.items():
        setattr(found, name, value)
    if target == HandOver.State.RECEIVED:
        found.received_at = now()
    if target in rules.ENDED:
        found.ended_at = now()
    found.save()
    _record(verb, by, found)
    if verb == "take_back":
        telling.tell_receiver("visit.returned", found)
    elif target in rules.ENDED:
        telling.tell_sender(f"visit.{target}", found)
    return found


def forget():
    """The job: what ended long enough ago is deleted with its code, and so is what nobody ended for a year."""
    limit = now() - timedelta(days=settings.HAND_OVER_KEEP_DAYS)
    over = HandOver.objects.filter(ended_at__lt=limit) | HandOver.objects.filter(sent_at__lt=now() - LOST_AFTER)
    found = list(over.order_by("pk").values_list("pk", flat=True)[:BATCH])
    HandOver.objects.filter(pk__in=found).delete()
    return len(found)


def _record(verb, by, hand_over):
    theirs = verb == "resume" or (verb in rules.STEPS and rules.STEPS[verb][2])
    unit = hand_over.to_unit if theirs else hand_over.from_window.organisation
    audit.record(
        f"visit.{verb}", by=by, target=hand_over, area=hand_over.from_window.area, unit=unit,
        data={"number": hand_over.number, "item_name": hand_over.item.names, "place_name": hand_over.where.names},
    )  # fmt: skip
