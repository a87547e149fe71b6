"""References and commitments: what stands in the audit instead of a person and of personal data."""

import hashlib
import hmac
import secrets

from shiliu.platform.audit.models import AuditIdentity


def identities_of(people):
    """{person id: identity}; makes those that do not exist yet."""
    people = {person.pk: person for person in people}
    found = {identity.person_id: identity for identity in AuditIdentity.objects.filter(person_id__in=people)}
    for pk in sorted(people.keys() - found.keys()):
        found[pk] = _made(f"person:{pk}", person_id=pk)
    return found


def identity_of_thing(name):
    """The identity of something that holds personal data of somebody without an account; `name` is "type:id"."""
    return AuditIdentity.objects.filter(thing=name).first() or _made(f"thing:{name}", thing=name)


def ref_of(person):
    """The person's reference, or None when no row was ever written by or about the person."""
    return AuditIdentity.objects.filter(person=person).values_list("ref", flat=True).first()


def commitment(salt, field, value):
    """Proves later that `value` was meant, and tells nothing to whoever lacks the salt."""
    return hmac.new(bytes.fromhex(salt), f"{field}\0{value}".encode(), hashlib.sha256).hexdigest()


def confirms(row, field, value):
    """Whether the row was written with this personal value; None when it holds none, or the person has been erased."""
    for identity in AuditIdentity.objects.filter(ref__in=[ref for ref in row.commitments if len(ref) == 64]):
        if field in row.commitments[identity.ref]:
            return hmac.compare_digest(row.commitments[identity.ref][field], commitment(identity.salt, field, value))
    return None


def _made(name, **owner):
    salt = secrets.token_hex(32)
    ref = hmac.new(bytes.fromhex(salt), name.encode(), hashlib.sha256).hexdigest()
    return AuditIdentity.objects.get_or_create(**owner, defaults={"salt": salt, "ref": ref})[0]
