"""Writing, changing, offering and retiring one item."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_code
from shiliu.live.services.catalogue import queries, searching, targets, values
from shiliu.live.services.catalogue.actions.resolving import Known
from shiliu.live.services.catalogue.models import ConfirmAsk, HandOff, ItemForm, ItemPaper, ServiceItem
from shiliu.platform import attachments, audit, revisions
from shiliu.platform.clock import now
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

State = ServiceItem.State


@transaction.atomic
def create_item(*, by, code, offered=False, confirmed=True, **new):
    """A new item from plain values (values.BLANK says which there are). `confirmed`: its author vouches for it today.

    NotPossible names the wrong fields."""
    wanted = {**values.BLANK, **new}
    known = Known(wanted)
    problems = known.problems(wanted)
    if problem := problem_of_code(code):
        problems["code"] = problem
    elif ServiceItem.objects.filter(code=code).exists():
        problems["code"] = _same_code()
    _refuse(problems)
    _demand(by, wanted, known)
    item = ServiceItem(code=code, state=State.ACTIVE if offered else State.DRAFT)
    with taken(_same_code()):
        put(item, wanted, known)
    _index(item)
    if confirmed:
        vouch(item)
        item.save()
    audit.record("services.created", by=by, target=item, data={"item": item.names, "code": code})
    return item


@transaction.atomic
def edit_item(*, by, item, seen=None, confirms=False, **new):
    """Writes the given plain values. `seen`: the stamp of what its author saw (Stale when it has changed since);
    `confirms`: everything else still holds, which also answers an open question of a confirm round."""
    item = locked(by, item)
    revisions.refuse_stale(values.of_item(item), seen)
    item = write(by, item, "services.edited", new)
    if confirms:
        answer([item], ConfirmAsk.Answer.CORRECTED)
    return item


@transaction.atomic
def revert_item(*, by, item, row):
    """Takes back the change told by `row`, an audit row of this item."""
    item = locked(by, item)
    if (row.target_type, row.target_id) != (item._meta.label_lower, str(item.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    return write(by, item, "services.reverted", revisions.taken_back(row, values.of_item(item)))


@transaction.atomic
def offer_item(*, by, item):
    """Puts a draft or a retired item before the public."""
    return _switch(by, item, State.ACTIVE, "services.offered")


@transaction.atomic
def retire_item(*, by, item, reason=""):
    """The item is no longer offered; what refers to it keeps it, and an open question about it is answered."""
    item = _switch(by, item, State.RETIRED, "services.retired", reason)
    answer([item], ConfirmAsk.Answer.RETIRED)
    return item


@transaction.atomic
def attach_form(*, by, item, key=None):
    """Ties the draft file `key` to the item as its form to print, instead of the one before; None takes the form away."""
    item = locked(by, item)
    before = ItemForm.objects.filter(item=item).select_related("file").first()
    if before is None and key is None:
        return
    if before:
        before.delete()
        attachments.discard(before.file)
    if key is not None:
        [file] = attachments.claim([key], by=by)
        ItemForm.objects.create(item=item, file=file)
    item.changed_at = now()
    item.save(update_fields=["changed_at"])
    audit.record(
        "services.form_attached" if key else "services.form_removed", by=by, target=item, data={"item": item.names}
    )


def write(by, item, verb, new, **about):
    """Changes what differs and leaves one audit row. The caller has asked for permission to change what stands now."""
    present = values.of_item(item)
    wanted = {**present, **new}
    before, after = revisions.differences(present, wanted)
    if not after:
        return item
    known = Known(wanted)
    _refuse(known.problems(wanted))
    _demand(by, wanted, known)
    put(item, wanted, known, only=after)
    _index(item)
    audit.record(verb, by=by, target=item, data={"item": item.names, **about, **revisions.kept(before, after)})
    return item


def put(item, wanted, known, only=values.FIELDS):
    """Brings the row and what hangs on it to the wanted values, which have been checked."""
    for field in values.PLAIN:
        setattr(item, field, wanted[field])
    item.fee_amount = Decimal(wanted["fee_amount"]) if wanted["fee_amount"] else None
    item.category = known.categories[wanted["category"]]
    item.decided_by = known.kinds.get(wanted["decided_by"])
    item.organisation = known.units.get(wanted["organisation"])
    item.changed_at = now()
    item.save()
    if "stages" in only:
        item.stages.set([known.stages[code] for code in wanted["stages"]])
    if "areas" in only:
        item.areas.set([known.areas[code] for code in wanted["areas"]])
    if "papers" in only:
        item.papers.all().delete()
        ItemPaper.objects.bulk_create(_papers(item, wanted["papers"], known))
    if "hand_offs" in only:
        item.hand_offs.all().delete()
        HandOff.objects.bulk_create(
            HandOff(item=item, level=row["level"], part=row["part"], kind=known.kinds.get(row["kind"]))
            for row in wanted["hand_offs"]
        )


def hold_all():
    """Locks every item, so that an import compares with what stands and not with what somebody is changing meanwhile."""
    list(ServiceItem.objects.select_for_update().order_by("pk").values_list("pk"))


def note(by, item, before, after, **about):
    """The history of an item that a file has changed, so that it can be compared and taken back like any other change."""
    state = {name: value for name, value in after.items() if name == "state"}
    fields = {name: value for name, value in after.items() if name != "state"}
    if fields:
        kept = revisions.kept({name: before[name] for name in fields}, fields)
        audit.record("services.edited", by=by, target=item, data={"item": item.names, **about, **kept})
    if state:
        verb = "services.offered" if item.is_offered else "services.retired"
        audit.record(verb, by=by, target=item, data={"item": item.names, **about})


def _same_code():
    return _("Another item already has this code.")


def _index(item):
    searching.index_items([queries.whole().get(pk=item.pk)])


def _papers(item, rows, known):
    for position, row in enumerate(rows):
        plain = {name: row[name] for name in ("asked", "form", "number", "note")}
        yield ItemPaper(
            item=item,
            position=position,
            paper=known.papers[row["paper"]],
            held_by=known.kinds.get(row["held_by"]),
            **plain,
        )


def vouch(item):
    """Said to be right today, by the unit that answers for it."""
    item.confirmed_at, item.confirmed_by, item.check_due_at = now(), item.organisation, None


def answer(items, how):
    """Closes open questions of confirm rounds about the items, and unless they are retired vouches for them."""
    for item in items:
        if how != ConfirmAsk.Answer.RETIRED:
            vouch(item)
        item.check_due_at = None
        item.save(update_fields=["confirmed_at", "confirmed_by", "check_due_at"])
    ConfirmAsk.objects.filter(item__in=items, answered_at=None).update(answer=how, answered_at=now())


def locked(by, item):
    ServiceItem.objects.select_for_update().get(pk=item.pk)
    item = queries.whole().get(pk=item.pk)
    targets.demand_item(by, item.organisation, item.areas.all())
    return item


def _demand(by, wanted, known):
    targets.demand_item(by, known.units.get(wanted["organisation"]), [known.areas[code] for code in wanted["areas"]])


def _switch(by, item, state, verb, reason=""):
    item = locked(by, item)
    if item.state != state:
        item.state, item.changed_at = state, now()
        item.save(update_fields=["state", "changed_at"])
        searching.index_items([item])
        audit.record(verb, by=by, target=item, data={"item": item.names}, reason=reason)
    return item


def _refuse(problems):
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
