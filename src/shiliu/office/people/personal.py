"""This app's part of what a person may take out and have erased."""

from allauth.account.models import EmailAddress
from django.utils.translation import get_language

from shiliu.office.people.models import CodeTry, DoorLetter, ShownCode
from shiliu.platform import audit


def export_account(person):
    """The account, its addresses and ways to sign in (without secrets), and all roles."""
    return {
        "pseudonym": person.pseudonym,
        "language": person.language,
        "joined": person.date_joined.isoformat(),
        "last_sign_in": person.last_login and person.last_login.isoformat(),
        "phone": person.phone,
        "phone_proven": person.phone_verified,
        "email": [{"address": row.email, "proven": row.verified} for row in EmailAddress.objects.filter(user=person)],
        "passkeys_and_codes": [
            {
                "kind": row.type,
                "added": row.created_at.isoformat(),
                "last_used": row.last_used_at and row.last_used_at.isoformat(),
            }
            for row in person.authenticator_set.order_by("pk")
        ],
        "other_sign_ins": [
            {"provider": row.provider, "id_there": row.uid, "added": row.date_joined.isoformat()}
            for row in person.socialaccount_set.order_by("pk")
        ],
        "roles": [_role(row) for row in person.roles.select_related("area", "organisation").order_by("pk")],
        "code_shown_until": list(ShownCode.objects.filter(person=person).values_list("expires_at", flat=True)),
        "codes_tried": list(CodeTry.objects.filter(person=person).values("purpose", "at")),
        "letters_asked_for": list(
            DoorLetter.objects.filter(requested_by=person).values("building__code", "requested_at")
        ),
    }


def erase_account(person):
    """The letters somebody asked for at work stay, without the person."""
    DoorLetter.objects.filter(requested_by=person).update(requested_by=None)
    ShownCode.objects.filter(person=person).delete()
    CodeTry.objects.filter(person=person).delete()
    person.roles.all().delete()
    person.emailaddress_set.all().delete()
    person.authenticator_set.all().delete()
    person.socialaccount_set.all().delete()


def export_audit(person):
    """Who looked at or changed the person's records, and what the person did, as sentences in the reader's language."""
    return {"about_me": _told(audit.looks_at(person), person), "by_me": _told(audit.rows_by(person), person)}


def nothing_to_erase(person):
    """The audit lets go of the person itself, see shiliu.platform.audit.erasing."""


def _role(row):
    place = row.area or row.organisation
    return {
        "role": row.role,
        "place": place.names,
        "from": row.since.isoformat(),
        "until": row.until and row.until.isoformat(),
        "given_by_somebody": row.granted_by_id is not None,
    }


def _told(rows, person):
    sentences = audit.sentences(rows, get_language(), reader=person)
    return [{"at": row.at.isoformat(), "what": sentence} for row, sentence in sentences]
