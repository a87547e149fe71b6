"""Confirm rounds: a unit is asked whether its entries still hold; what is not answered in time is marked to the public."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.live.services.catalogue import queries, targets
from shiliu.live.services.catalogue.actions import items as writing
from shiliu.live.services.catalogue.models import ConfirmAsk, ConfirmRound, ServiceItem
from shiliu.platform import audit, notices
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.workflow import NotPossible

OFFICE = "/office/services/confirm/"


@transaction.atomic
def confirm_items(*, by, items):
    """Says that these items hold as they are. Returns how many were still open to say so; the others somebody has answered."""
    list(ServiceItem.objects.select_for_update().filter(pk__in=[item.pk for item in items]).order_by("pk").values_list("pk"))  # fmt: skip
    done = 0
    for item in queries.whole().filter(pk__in=[item.pk for item in items], state=ServiceItem.State.ACTIVE):
        targets.demand_item(by, item.organisation, item.areas.all())
        if item.confirmed_at and item.confirmed_at.date() == now().date() and not item.check_due_at:
            continue
        writing.answer([item], ConfirmAsk.Answer.CONFIRMED)
        audit.record("services.confirmed", by=by, target=item, data={"item": item.names})
        done += 1
    return done


@transaction.atomic
def open_round(*, by, organisation=None):
    """Asks a unit (None: the administrators) about all its items on offer that nobody is asked about yet. None if there are none."""
    found = ServiceItem.objects.filter(state=ServiceItem.State.ACTIVE, organisation=organisation)
    if organisation is not None:
        targets.demand_item(by, organisation, [])
    else:
        demand_everything(by, "services.manage")
    return _ask(by, organisation, list(found.filter(_not_asked())))


@transaction.atomic
def open_due_rounds(*, by=SYSTEM):
    """The daily job: a round for each unit with items that nobody has confirmed for SERVICES_CONFIRM_DAYS."""
    stale = now() - timedelta(days=settings.SERVICES_CONFIRM_DAYS)
    due = ServiceItem.objects.filter(_not_asked(), state=ServiceItem.State.ACTIVE).filter(
        Q(confirmed_at=None) | Q(confirmed_at__lt=stale)
    )
    by_unit = defaultdict(list)
    for item in due.select_related("organisation__kind"):
        by_unit[item.organisation].append(item)
    return [made for unit, items in by_unit.items() if (made := _ask(by, unit, items))]


@transaction.atomic
def remind_round(*, by, round):
    """Reminds whoever owes answers of a round now, at most once a day. Returns how many items are still open."""
    one = ConfirmRound.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=round.pk)
    if one.organisation_id:
        targets.demand_item(by, one.organisation, [])
    else:
        demand_everything(by, "services.manage")
    left = one.asks.filter(answered_at=None).count()
    if not left:
        raise NotPossible(_("Every item of this round is answered; nobody needs to be reminded."))
    if one.reminded_at and one.reminded_at > now() - timedelta(days=1):
        raise NotPossible(_("They were reminded within the last day. Call them instead."))
    one.reminded_at = now()
    one.save(update_fields=["reminded_at"])
    audit.record("services.round_reminded", by=by, target=one.organisation, data={"count": left, "code": one.pk})
    _tell("services.confirm_overdue" if one.due_at <= now() else "services.confirm_asked", one, left)
    return left


@transaction.atomic
def remind_of_overdue(*, by=SYSTEM):
    """The daily job: rounds whose time is over and that have open questions are reminded of once after it."""
    late = Q(reminded_at=None) | Q(reminded_at__lt=F("due_at"))
    overdue = ConfirmRound.objects.select_for_update(of=("self",)).filter(late, due_at__lte=now())
    overdue = [one for one in overdue if one.asks.filter(answered_at=None).exists()]
    for one in overdue:
        one.reminded_at = now()
        one.save(update_fields=["reminded_at"])
        left = one.asks.filter(answered_at=None).count()
        _tell("services.confirm_overdue", one, left)
    return len(overdue)


def run_rounds():
    """Both daily jobs, one after the other."""
    remind_of_overdue()
    open_due_rounds()


def _not_asked():
    return ~Exists(ConfirmAsk.objects.filter(item=OuterRef("pk"), answered_at=None))


def _ask(by, organisation, items):
    if not items:
        return None
    due = now() + timedelta(days=settings.SERVICES_CONFIRM_WITHIN)
    made = ConfirmRound.objects.create(organisation=organisation, opened_at=now(), due_at=due)
    ConfirmAsk.objects.bulk_create(ConfirmAsk(round=made, item=item) for item in items)
    ServiceItem.objects.filter(pk__in=[item.pk for item in items]).update(check_due_at=due)
    audit.record("services.round_opened", by=by, target=organisation, data={"count": len(items), "code": made.pk})
    _tell("services.confirm_asked", made, len(items))
    return made


def _tell(kind, one, count):
    params = {"count": count, "due": one.due_at.date().isoformat()}
    if one.organisation_id:
        told = [notices.Recipient.unit(one.organisation)]
    else:
        told = [notices.Recipient.role("administrator", district) for district in Area.objects.filter(parent=None)]
    for to in told:
        notices.send(kind, to=to, thread=f"services:confirm:{one.pk}", params=params, url=OFFICE)
