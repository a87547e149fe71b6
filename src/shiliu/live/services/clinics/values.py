"""Clinics and advisers as plain values, one for each thing entered, so that each change can be compared and taken back alone.

clinic: {"code": …, …, "organisation": code, …, "advisers": [number, …], "turn 3": [every, first, until, opens, closes, skipped]}
adviser: {"names": …, …, "term 5": [since, until]}
"""

from datetime import date, time

from shiliu.foundation.models import Area, Organisation
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.clinics.models import AdviserTerm, ClinicTurn
from shiliu.live.services.windows.models import Window

PLAIN = (
    "code", "kind", "names", "address", "room", "phone", "text", "slot_minutes", "capacity", "lead_hours", "days_ahead", "active",
)  # fmt: skip
LINKS = {
    "organisation": Organisation, "area": Area, "window": Window, "referral_unit": Organisation, "referral_item": ServiceItem,
}  # fmt: skip
TURN, TERM = "turn ", "term "


def of_clinic(clinic):
    """{field: value}; rows stand as their codes, advisers as sorted numbers. Turns are read afresh."""
    found = {field: getattr(clinic, field) for field in PLAIN}
    found |= {field: getattr(clinic, field).code if getattr(clinic, f"{field}_id") else "" for field in LINKS}
    found["advisers"] = sorted(clinic.advisers.values_list("pk", flat=True)) if clinic.pk else []
    for turn in ClinicTurn.objects.filter(clinic=clinic) if clinic.pk else ():
        found[f"{TURN}{turn.pk}"] = of_turn(turn)
    return found


def of_turn(turn):
    return [
        turn.every,
        str(turn.first),
        turn.until and str(turn.until),
        str(turn.opens),
        str(turn.closes),
        turn.skipped,
    ]


def put(clinic, values):
    """Makes the clinic hold these values; None removes a turn, what is not named stays. Saves it."""
    rows, _unknown = linked({field: value for field, value in values.items() if field in LINKS})
    for field, value in {**{name: values[name] for name in PLAIN if name in values}, **rows}.items():
        setattr(clinic, field, value)
    clinic.save()
    if "advisers" in values:
        clinic.advisers.set(values["advisers"] or [])
    for key, value in values.items():
        if key.startswith(TURN):
            _put(ClinicTurn, {"clinic": clinic, "pk": key.removeprefix(TURN)}, value and _turn(*value))


def of_adviser(adviser):
    found = {
        "names": adviser.names, "organisation": adviser.organisation.code, "area": adviser.area.code,
        "specialties": adviser.specialties, "languages": adviser.languages,
    }  # fmt: skip
    for term in AdviserTerm.objects.filter(adviser=adviser) if adviser.pk else ():
        found[f"{TERM}{term.pk}"] = [str(term.since), str(term.until)]
    return found


def put_adviser(adviser, values):
    """As `put`, with terms."""
    rows, _unknown = linked({field: value for field, value in values.items() if field in LINKS})
    plain = {field: value for field, value in values.items() if field in {"names", "specialties", "languages"}}
    for field, value in {**plain, **rows}.items():
        setattr(adviser, field, value)
    adviser.save()
    for key, value in values.items():
        if key.startswith(TERM):
            term = value and {"since": date.fromisoformat(value[0]), "until": date.fromisoformat(value[1])}
            _put(AdviserTerm, {"adviser": adviser, "pk": key.removeprefix(TERM)}, term)


def linked(values):
    """({field: row or None}, [fields whose code names nothing]) of the codes in `values`."""
    rows, unknown = {}, []
    for field, code in values.items():
        rows[field] = LINKS[field].objects.filter(code=code).first() if code else None
        if code and (rows[field] is None or not getattr(rows[field], "active", True)):
            unknown.append(field)
    return rows, unknown


def _put(model, key, entry):
    if entry:
        model.objects.update_or_create(**key, defaults=entry)
    else:
        model.objects.filter(**key).delete()


def _turn(every, first, until, opens, closes, skipped):
    return {
        "every": every, "first": date.fromisoformat(first), "until": until and date.fromisoformat(until),
        "opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes), "skipped": skipped,
    }  # fmt: skip
