"""What may be spent, what is planned, ordered and paid. Sums are kept beside their entries under one lock, and the tables refuse
what does not add up."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.projects.works.actions.planning import told
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import BudgetLine, GrantedSum, MoneyEntry
from shiliu.govern.projects.works.telling import tell
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

MOST = 10**12


@transaction.atomic
def grant(*, by, project, amount, reason):
    """Sets what may be spent, with a reason everybody reads; never below what is planned already. Who follows is told."""
    project = held(project)
    demand(by, "works.keep", project)
    planned = sum(project.lines.values_list("planned", flat=True))
    if not reason.strip():
        raise NotPossible(_("Say why the sum changes."), {"reason": _("Say why the sum changes.")})
    if not planned <= amount <= MOST:
        sentence = _("%(planned)s yuan are planned already. Lower the plan first.") % {"planned": planned}
        raise NotPossible(sentence, {"amount": sentence})
    before, project.granted = project.granted, amount
    project.save(update_fields=["granted"])
    GrantedSum.objects.create(project=project, was=before, now=amount, reason=reason.strip(), at=now())
    data = {**told(project), "was": before, "amount": amount}
    audit.record("works.granted", by=by, target=project, area=project.area, data=data, reason=reason.strip())
    tell(project, gettext_lazy("It may spend another sum than before."), reason.strip())
    return project


@transaction.atomic
def add_line(*, by, project, names, planned, position=0):
    project = held(project)
    demand(by, "works.carry_out", project)
    if not names.get("zh-hans", "").strip():
        raise NotPossible(
            _("The name in simplified Chinese is missing."), {"names": _("The name in simplified Chinese is missing.")}
        )
    _fits(project, planned)
    line = BudgetLine.objects.create(project=project, names=names, planned=planned, position=position)
    audit.record(
        "works.line_added",
        by=by,
        target=project,
        area=project.area,
        data={**told(project), "line": names, "amount": planned},
    )
    return line


@transaction.atomic
def change_line(*, by, line, planned):
    """Another plan for a line; never below what was ordered already."""
    project, line = _held(line)
    demand(by, "works.carry_out", project)
    _fits(project, planned, instead_of=line.planned)
    if planned < line.ordered:
        sentence = _("%(ordered)s yuan have been ordered already.") % {"ordered": line.ordered}
        raise NotPossible(sentence, {"planned": sentence})
    line.planned = planned
    line.save(update_fields=["planned"])
    audit.record(
        "works.line_changed",
        by=by,
        target=project,
        area=project.area,
        data={**told(project), "line": line.names, "amount": planned},
    )
    return line


@transaction.atomic
def enter_money(*, by, line, kind, amount, supplier, what, on):
    """An order or a payment. Nothing is ordered beyond the plan, nothing paid beyond what was ordered."""
    project, line = _held(line)
    demand(by, "works.carry_out", project)
    problems = {}
    if not 0 < amount <= MOST:
        problems["amount"] = _("Enter whole yuan above nothing.")
    if kind not in MoneyEntry.Kind.values:
        problems["kind"] = _("Choose from the list.")
    for field, text in (("supplier", supplier), ("what", what)):
        if not text.strip():
            problems[field] = _("Please fill this in.")
    if not problems and kind == MoneyEntry.Kind.ORDERED and line.ordered + amount > line.planned:
        problems["amount"] = _("Only %(left)s yuan of the plan are left. Change the plan first.") % {
            "left": line.planned - line.ordered
        }
    if not problems and kind == MoneyEntry.Kind.PAID and line.paid + amount > line.ordered:
        problems["amount"] = _("Only %(left)s yuan are ordered and not yet paid. Enter the order first.") % {
            "left": line.ordered - line.paid
        }
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    return _enter(by, project, line, kind=kind, amount=amount, supplier=supplier.strip(), what=what.strip(), on=on)


@transaction.atomic
def take_back_entry(*, by, entry, reason):
    """An entry made by mistake: a second one undoes it, both stay readable. An order that was paid is not taken back."""
    project, line = _held(entry.line)
    demand(by, "works.carry_out", project)
    if not reason.strip():
        raise NotPossible(_("Say what was wrong with it."), {"reason": _("Say what was wrong with it.")})
    if entry.takes_back_id or MoneyEntry.objects.filter(takes_back=entry).exists():
        raise NotPossible(_("This entry has been taken back already."))
    if entry.kind == MoneyEntry.Kind.ORDERED and line.ordered - entry.amount < line.paid:
        raise NotPossible(_("This order has been paid. Take the payment back first."))
    return _enter(
        by,
        project,
        line,
        kind=entry.kind,
        amount=-entry.amount,
        supplier=entry.supplier,
        what=reason.strip(),
        on=entry.on,
        takes_back=entry,
    )


def _enter(by, project, line, **given):
    entry = MoneyEntry.objects.create(line=line, at=now(), **given)
    name = "ordered" if entry.kind == MoneyEntry.Kind.ORDERED else "paid"
    setattr(line, name, getattr(line, name) + entry.amount)
    line.save(update_fields=[name])
    data = {**told(project), "line": line.names, "amount": entry.amount, "kind": entry.kind}
    audit.record("works.money_entered", by=by, target=project, area=project.area, data=data)
    return entry


def _held(line):
    project = held(line.project)
    return project, BudgetLine.objects.select_for_update().get(pk=line.pk)


def _fits(project, planned, instead_of=0):
    if not 0 <= planned <= MOST:
        raise NotPossible(_("Enter whole yuan."), {"planned": _("Enter whole yuan.")})
    left = project.granted - sum(project.lines.values_list("planned", flat=True)) + instead_of
    if planned > left:
        sentence = _("Only %(left)s of the %(granted)s yuan granted are not planned yet.") % {
            "left": left,
            "granted": project.granted,
        }
        raise NotPossible(sentence, {"planned": sentence})
