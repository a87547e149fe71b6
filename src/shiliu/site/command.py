"""The `shiliu` command. Two words may name one command: `shiliu audit verify` runs audit_verify."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands

from shiliu.methods import command as methods


class _Commands(ManagementUtility):
    """Django's, with the methods in the list that `shiliu help` shows."""

    def main_help_text(self, commands_only=False):
        text = super().main_help_text(commands_only)
        names = "\n".join(methods.COMMANDS)
        return f"{text}\n{names}" if commands_only else f"{text}\n\n[methods: no site needed]\n{methods.overview()}"


def main(argv=None):
    argv = list(sys.argv if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shiliu.site.settings")
    argv[0] = "shiliu"
    if methods.named(argv[1:]):  # arithmetic needs no site
        sys.exit(methods.run(argv[1:]))
    try:
        if len(argv) > 2 and not argv[2].startswith("-"):
            joined = f"{argv[1]}_{argv[2]}"
            django.setup()  # asked earlier, get_commands would remember Django's own commands only
            if joined in get_commands():
                argv[1:3] = [joined]
        _Commands(argv).execute()
    except ImproperlyConfigured as error:
        if "--traceback" in argv:
            raise
        sys.exit(f"shiliu: {error}")


if __name__ == "__main__":
    main()
