"""`shiliu make_administrator --email … --area …`: the first administrator of a site, or the next when none is left."""

import sys

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from shiliu.foundation.models import Area, Person, RoleAssignment
from shiliu.methods.phones import normal_phone
from shiliu.office.people import actions, rules
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible


class Command(BaseCommand):
    help = "Makes a person administrator of an area; opens an account when nobody has the address yet."

    def add_arguments(self, parser):
        address = parser.add_mutually_exclusive_group(required=True)
        address.add_argument("--email")
        address.add_argument("--phone", help="mainland mobile number, or + and country code")
        parser.add_argument("--area", required=True, metavar="CODE", help="code of the area, for example the district")
        parser.add_argument("--name", help="name shown to others; default: a suggestion")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    @transaction.atomic
    def handle(self, *, email, phone, area, name, language, password_stdin, **options):
        place = Area.objects.filter(code=area, active=True).first()
        if place is None:
            known = (
                ", ".join(Area.objects.filter(parent=None).values_list("code", flat=True)) or "none: import areas first"
            )
            raise CommandError(f"There is no area with the code {area!r}. Districts: {known}.")
        person, password = self.found(email, phone), None
        try:
            if person is None:
                password = sys.stdin.readline().rstrip("\n") if password_stdin else get_random_string(16)
                person = actions.open_account(
                    by=SYSTEM,
                    pseudonym=rules.clean_pseudonym(name) if name else rules.suggest_pseudonym(language),
                    language=language,
                    email=email,
                    phone=phone,
                    password=password,
                )
            actions.grant_role(by=SYSTEM, person=person, role=RoleAssignment.Role.ADMINISTRATOR, area=place)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except NotPossible as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{person.pseudonym} now administers {place.code} ({place}).")
        if password and not password_stdin:
            self.stdout.write(f"Sign in with {email or phone} and this password, then choose another: {password}")

    @staticmethod
    def found(email, phone):
        """Only a person who has proven the address, so that a stranger who typed it first gains nothing."""
        if email:
            return Person.objects.filter(emailaddress__email=email.lower(), emailaddress__verified=True).first()
        return Person.objects.filter(phone=normal_phone(phone), phone_verified=True).first()
