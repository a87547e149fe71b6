"""Effects of moves in which several bodies meet: an objection and its arbiter, joining cases. See effects.py."""

from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, neighbours
from shiliu.govern.cases.models import Case, Merge, Objection, ObjectionReason
from shiliu.govern.cases.routing import check_lead, entry_for, refuse_own_unit
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform.workflow import NotPossible


def object_(case, given, by, moment):
    """Once a case: the objection is kept whoever wins, so that a report by matter can mend the catalogue."""
    reason = ObjectionReason.objects.filter(code=given["objection"]).first()
    if reason is None:
        raise NotPossible(_("Something is still missing."), {"objection": _("Choose one of the reasons.")})
    Objection.objects.create(
        case=case, unit=case.lead, category=case.category, reason=reason, said=given["said"], at=moment
    )
    letters.tell_supervisors(case, "cases.for_arbiter")
    return {"objection": reason.code, "unit": case.lead.code}


def grant_objection(case, given, by, moment):
    """The unit was right; the case goes to another, with the time that is left. The arbiter may also name the right matter."""
    unit = given["unit"]
    category = given.get("category") or case.category
    entry = entry_for(category, moment)
    if entry is None:
        message = _("The dispatch catalogue has no entry for this matter.")
        raise NotPossible(message, {"category": message})
    if unit.pk == case.lead_id:
        raise NotPossible(_("Choose another unit."), {"unit": _("This is the unit that objected.")})
    check_lead(unit, entry)
    _decide(case, given["said"], by, moment, upheld=True)
    letters.tell_unit(case, "cases.objection_granted_for_unit")
    case.lead, case.category, case.entry = unit, category, entry
    letters.tell_unit(case, "cases.new_for_unit")
    return {"unit": unit.code, "category": category.code}


def deny_objection(case, given, by, moment):
    _decide(case, given["said"], by, moment, upheld=False)
    letters.tell_unit(case, "cases.objection_denied_for_unit")
    return {}


def _decide(case, said, by, moment, *, upheld):
    refuse_own_unit(case, by)
    objection = case.objection
    objection.upheld, objection.decision, objection.decided_at = upheld, said, moment
    objection.save()


def merge(case, given, by, moment):
    """Join with a case that is still open or answered; whoever raised this one hears what becomes of the other."""
    into = given["into"]
    into = Case.objects.select_for_update().get(pk=into.pk)
    if into.pk == case.pk or into.merged_into_id or into.state in ENDED_STATES:
        message = _("Choose another need that is still being dealt with.")
        raise NotPossible(message, {"into": message})
    if case.joined.exists():
        raise NotPossible(
            _("Other needs are joined with this one. Take them apart first, or join this number with them.")
        )
    Merge.objects.create(case=case, into=into, reason=given["said"], at=moment)
    case.merged_into = into
    neighbours.count_again(into, [*into.joined.all(), case])
    return {"into": into.number}


def unmerge(case, given, by, moment):
    Merge.objects.filter(case=case, undone_at__isnull=True).update(undone_at=moment)
    into = Case.objects.select_for_update().get(pk=case.merged_into_id)
    number = into.number
    case.merged_into = None
    neighbours.count_again(into, into.joined.exclude(pk=case.pk))
    letters.tell_dispatchers(case)
    return {"from": number}


EFFECTS = {
    "object": object_,
    "grant_objection": grant_objection,
    "deny_objection": deny_objection,
    "merge": merge,
    "unmerge": unmerge,
}
