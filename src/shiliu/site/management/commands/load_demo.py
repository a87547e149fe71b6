"""Load the invented demo district into an empty database."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from shiliu.foundation.models import Area, Organisation
from shiliu.office.people import actions as people
from shiliu.platform.clock import at_time, now
from shiliu.platform.permissions import SYSTEM, Actor


class Command(BaseCommand):
    help = "Load the demo district: places, units, a small cast, and four months of needs. All invented."

    def handle(self, **options):
        if Area.objects.exists():
            raise CommandError("This database has places already; the demo is loaded into an empty one only.")
        # The demo stands beside the program, not in it: an installation without it can still run everything else.
        from demo import cast, district, story

        with transaction.atomic(), at_time(now() - timedelta(days=story.DAYS + 12)):
            district.load(SYSTEM)
            members = {member.key: self.welcome(member, cast.PASSWORD) for member in cast.CAST}
            for member in cast.CAST:
                self.give_roles(member, members)
        story.tell({key: Actor.of(person) for key, person in members.items()})
        self.stdout.write("The demo district is ready.")

    @staticmethod
    def welcome(member, password):
        return people.open_account(
            by=SYSTEM, pseudonym=member.pseudonym, language=member.language, email=member.email, password=password
        )

    @staticmethod
    def give_roles(member, members):
        """Residence is confirmed at the window, as in life; every other role is granted."""
        person = members[member.key]
        for role, kind, code in member.roles:
            if kind == "organisation":
                people.grant_role(by=SYSTEM, person=person, role=role, organisation=Organisation.objects.get(code=code))
            elif role == "resident":
                home = Area.objects.filter(level="building", code__startswith=code).order_by("code").first()
                people.confirm_residence(by=Actor.of(members["zhao"]), person=person, building=home)
            else:
                people.grant_role(by=SYSTEM, person=person, role=role, area=Area.objects.get(code=code))
