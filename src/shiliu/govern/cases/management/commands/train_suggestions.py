"""Learn suggestions for dispatchers from the cases people of this site have decided on."""

from django.core.management.base import BaseCommand, CommandError

from shiliu.govern.cases import suggesting
from shiliu.methods.suggesting import TooLittle
from shiliu.platform.permissions import SYSTEM


class Command(BaseCommand):
    help = "Learn suggestions for dispatchers from this site's own confirmed cases. No text leaves the site."

    def handle(self, **options):
        try:
            notes = suggesting.train(by=SYSTEM)
        except TooLittle as error:
            raise CommandError(
                f"Too little to learn from: {error.have} confirmed cases of {error.need} needed, {error.labels} matters "
                "with five cases or more of 2 needed. Nothing was changed; run this again when dispatchers have decided more."
            ) from None
        share = f"{notes['first']} of {notes['held_out']}"
        self.stdout.write(f"Version {notes['version']} learned from {notes['n']} confirmed cases.")
        self.stdout.write(f"The last {notes['held_out']}, not seen while learning: first suggestion right for {share}, among the first three "
                          f"for {notes['three']}; always “{notes['usual']}” would be right for {notes['usual_right']}.")  # fmt: skip
        if notes["said"]:
            self.stdout.write(
                f"It is sure enough to suggest for {notes['said']} of them, and right for {notes['said_right']} of those."
            )
        else:
            self.stdout.write(
                "It was never sure enough to suggest anything. Dispatchers see no suggestions until it is."
            )
