"""Opening, correcting, taking out and deleting an account. Sign-in itself is django-allauth's work (see adapter.py)."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Person
from shiliu.methods.phones import normal_phone
from shiliu.office.people import rules
from shiliu.office.people.actions.roles import refuse_to_lose_last_administrator
from shiliu.office.people.targets import Oneself
from shiliu.platform import audit, personal_data
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, Actor, demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def join(*, person, pseudonym, language):
    """A new person signs up (the account's addresses are proven afterwards). Saves the row."""
    person.pseudonym, person.language = rules.clean_pseudonym(pseudonym), language
    person.save()
    audit.record("people.joined", by=Actor.of(person), target=person, personal={"pseudonym": person.pseudonym})
    return person


@transaction.atomic
def open_account(*, by, pseudonym, language, email=None, phone=None, password=None):
    """An account whose addresses count as proven: from the command line, for the demo. Without `password` the person
    signs in by code. ValidationError names what is wrong with an address."""
    demand(by, "people.open_account")
    number = normal_phone(phone) if phone else None
    if phone and not number:
        raise ValidationError({"phone": _("This is not a mobile number with or without a country code.")})
    if email:
        validate_email(email)
    elif not number:
        raise ValidationError(_("Give an e-mail address or a phone number."))
    forget_unproven(email=email, phone=number)
    person = Person.objects.create_user(
        pseudonym=pseudonym,
        language=language,
        email=email,
        phone=number,
        phone_verified=bool(number),
        password=password,
    )
    if person.email:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    audit.record(
        "people.opened", by=by, target=person, personal={"pseudonym": pseudonym, "email": email, "phone": number}
    )
    return person


@transaction.atomic
def correct(*, by, pseudonym, language):
    person = by.person
    demand(by, "people.account", Oneself(person))
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("This language is not offered."))
    person.pseudonym, person.language = rules.clean_pseudonym(pseudonym), language
    person.save(update_fields=["pseudonym", "language"])
    audit.record("people.corrected", by=by, target=person, personal={"pseudonym": person.pseudonym})
    return person


@transaction.atomic
def keep_phone(*, person, phone):
    """Remembers a number that is still to be proven. Others who never proved it lose it: it belongs to whoever can."""
    forget_unproven(phone=phone, except_for=person)
    person.phone, person.phone_verified = phone, False
    person.save(update_fields=["phone", "phone_verified"])


@transaction.atomic
def prove_phone(*, person, phone):
    """The person has shown to hold the number. Returns the proven number it replaces, or None."""
    if person.phone_verified and person.phone == phone:
        return None
    forget_unproven(phone=phone, except_for=person)
    before = person.phone if person.phone_verified else None
    person.phone, person.phone_verified = phone, True
    person.save(update_fields=["phone", "phone_verified"])
    audit.record("people.phone_changed", by=Actor.of(person), target=person, personal={"phone": phone})
    return before


@transaction.atomic
def remove_phone(*, by):
    """Takes the number out of the account, if another way to sign in is left. Returns the number."""
    person = by.person
    demand(by, "people.account", Oneself(person))
    if not other_way_in(person, without="phone"):
        raise NotPossible(_("This number is your only way to sign in. Add an e-mail address or a passkey first."))
    before, person.phone, person.phone_verified = person.phone, None, False
    person.save(update_fields=["phone", "phone_verified"])
    audit.record("people.phone_changed", by=by, target=person, personal={"phone_removed": before})
    return before


@transaction.atomic
def record_email_change(*, person, email):
    audit.record("people.email_changed", by=Actor.of(person), target=person, personal={"email": email})


@transaction.atomic
def forget_password(*, by):
    """For somebody who came in by a code: the old password stops working and a new one may be chosen."""
    demand(by, "people.account", Oneself(by.person))
    by.person.set_unusable_password()
    by.person.save(update_fields=["password"])
    audit.record("people.password_forgotten", by=by, target=by.person)


def other_way_in(person, *, without):
    """Whether the person can still sign in when the phone number or the e-mail address is gone."""
    passkeys = person.authenticator_set.filter(type="webauthn").exists()
    if passkeys or person.socialaccount_set.exists():
        return True
    return bool(person.phone and person.phone_verified) if without == "email" else has_proven_email(person)


def has_proven_email(person):
    return EmailAddress.objects.filter(user=person, verified=True).exists()


@transaction.atomic
def forget_unproven(*, email=None, phone=None, except_for=None):
    """An address nobody proved keeps nobody else from using it: leftovers of an unfinished sign-up go."""
    others = _never_proven().exclude(pk=getattr(except_for, "pk", None))
    if email:
        _erase_leftovers(others.filter(email=email.lower()))
    if phone:
        holders = Person.objects.filter(phone=phone, phone_verified=False).exclude(pk=getattr(except_for, "pk", None))
        released = list(holders.values_list("pk", flat=True))
        holders.update(phone=None)
        _erase_leftovers(others.filter(pk__in=released, email=None))


@transaction.atomic
def export(*, by):
    """Everything the site keeps about the actor, as JSON-able data."""
    demand(by, "people.account", Oneself(by.person))
    audit.record("people.exported", by=by, target=by.person)
    return {"exported_at": now().isoformat(), "site": settings.SITE_URL, **personal_data.export_all(by.person)}


@transaction.atomic
def delete_account(*, by):
    """Takes the person out of every table, at once. Refused while nobody else could administer the person's area."""
    person = Person.objects.select_for_update().get(pk=by.person.pk)
    demand(by, "people.account", Oneself(person))
    for assignment in person.roles.select_related("area"):
        refuse_to_lose_last_administrator(assignment)
    audit.erase(person, by=by)
    end_sessions(person)
    person.delete()


def blank_person(person):
    """What an erasure does to the tables of all apps and to the person's own row; also when a restore repeats it."""
    personal_data.erase_all(person)
    person.pseudonym, person.email, person.phone, person.phone_verified, person.is_active = "", None, None, False, False
    person.set_unusable_password()
    person.save()


def end_sessions(person):
    """Signs the person out everywhere and drops what allauth keeps in the sessions."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


@transaction.atomic
def sweep():
    """Daily: accounts whose owner never proved an address, and rows left blank by erasures that a restore repeated."""
    _erase_leftovers(_never_proven().filter(date_joined__lt=now() - rules.UNPROVEN_ACCOUNT_KEPT))
    Person.objects.filter(is_active=False, pseudonym="", email=None, phone=None, audit_identity=None).delete()


def _never_proven():
    """Accounts nobody ever came in with, whose owner proved no address and holds no role."""
    people = Person.objects.filter(last_login=None, roles=None, phone_verified=False, is_active=True)
    return people.exclude(emailaddress__verified=True).exclude(socialaccount__isnull=False)


def _erase_leftovers(people):
    for person in people:
        audit.erase(person, by=SYSTEM, reason="people.never_proven")
        person.delete()
