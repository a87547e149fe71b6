"""Writing a row, in the transaction of the change it tells."""

import secrets
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.functional import Promise

from shiliu.foundation.models import Person
from shiliu.platform.audit import verbs
from shiliu.platform.audit.identities import commitment, identities_of, identity_of_thing
from shiliu.platform.audit.models import AuditRow, AuditSubject, AuditWaiting, AuditWords
from shiliu.platform.clock import now

WORDS = "words"
LOOKED = "audit.looked"


class OutsideTransaction(RuntimeError):
    """A row must stand or fall with the change it tells: open transaction.atomic() first."""


def record(verb, *, by, target=None, area=None, unit=None, data=None, about=(), personal=None, reason=""):
    """Writes one row and returns it.

    `target`: a model object or "type:id". `area`: an Area or its path; default: where `target.scope()` stands.
    `unit`: the Organisation (or its id) acted for; default: the actor's, if it is only one. `data`: codes, numbers and
    public names. `about`: people whose data it concerns. `personal`: {field: text} of the first of them, else of the
    target; kept only as commitments. `reason`: a registered code, or words (which can be erased).
    Raises OutsideTransaction, ImproperlyConfigured for an unknown verb, ValueError or TypeError for unfit data.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{verb} was recorded outside a transaction")
    known = verbs.named(verb)
    data = {key: _plain(value, key) for key, value in (data or {}).items()}
    known.check(data)
    people = list(dict.fromkeys([*([target] if isinstance(target, Person) else []), *about]))
    actor = by.person
    identities = identities_of([*people, *([actor] if actor else [])])
    _refuse_addresses(verb, data, [*people, *([actor] if actor else [])])
    kind, key = _target(target, identities)
    commitments = _commitments(personal, people, identities, f"{kind}:{key}")
    code = reason if verbs.reason(reason) else ""
    words = str(reason).strip() if reason and not code else ""
    salt = secrets.token_hex(32)
    if words:
        commitments[WORDS] = commitment(salt, WORDS, words)
    row = AuditRow.objects.create(
        at=now(),
        verb=verb,
        actor_kind="person" if actor else "system" if by.is_system else "guest",
        actor_ref=identities[actor.pk].ref if actor else "",
        unit_id=_unit(unit, by),
        target_type=kind,
        target_id=key,
        area_path=_area_path(area, target),
        data=data,
        subject_refs=sorted(identities[person.pk].ref for person in people),
        commitments=commitments,
        reason=code,
    )
    AuditWaiting.objects.create(row=row)
    AuditSubject.objects.bulk_create(AuditSubject(row=row, ref=ref) for ref in row.subject_refs)
    if words:
        AuditWords.objects.create(row=row, salt=salt, text=words)
    return row


def look(*, by, target=None, about=(), reason, area=None, unit=None, data=None, verb=LOOKED):
    """Writes down that personal data was read; opens a transaction of its own where there is none.

    Returns the row, or None when the actor looked only at their own data. Raises ValueError without a reason or a person
    or thing looked at.
    """
    if not reason:
        raise ValueError("a look at personal data needs a reason")
    if not about and target is None:
        raise ValueError("say whose data, or what, was looked at")
    about = list(about)
    if about and by.signed_in and all(person == by.person for person in about):
        return None
    with transaction.atomic():
        return record(verb, by=by, target=target, area=area, unit=unit, data=data, about=about, reason=reason)


def _target(target, identities):
    if target is None:
        return "", ""
    if isinstance(target, Person):
        return "person", identities[target.pk].ref
    if isinstance(target, models.Model):
        return target._meta.label_lower, str(target.pk)
    kind, colon, key = str(target).rpartition(":")
    if not (kind and colon and key):
        raise ValueError(f"a target is a saved object or type:id, not {target!r}")
    return kind, key


def _commitments(personal, people, identities, thing):
    values = {field: str(value) for field, value in (personal or {}).items() if value not in (None, "")}
    if not values:
        return {}
    if not people and thing == ":":
        raise ValueError("personal data belongs to a person in `about`, or to a target")
    owner = identities[people[0].pk] if people else identity_of_thing(thing)
    return {owner.ref: {field: commitment(owner.salt, field, value) for field, value in values.items()}}


def _unit(unit, by):
    if unit is not None:
        return getattr(unit, "pk", unit)
    units = by.organisation_ids
    return next(iter(units)) if len(units) == 1 else None


def _area_path(area, target):
    if area is None and hasattr(target, "scope"):
        return next(iter(target.scope().area_paths), "")
    return getattr(area, "path", area) or ""


def _plain(value, key):
    """The value as JSON that both databases give back unchanged; fractions become text, PostgreSQL would reshape them."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal | date | datetime | time | UUID):
        return str(value)
    if isinstance(value, str | Promise):
        # NUL no database keeps; half a character (a lone surrogate) cannot be hashed and would stop the sealer for good.
        return str(value).replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {str(name): _plain(item, key) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item, key) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"data[{key!r}] is a {type(value).__name__}; give codes, numbers and public names only")


def _refuse_addresses(verb, data, people):
    text = str(data)
    for person in people:
        if any(address and address in text for address in (person.email, person.phone)):
            raise ValueError(f"{verb} carries somebody's address in data; pass it in `personal`")
