from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.methods.holidays import HolidayTableRefused, read_holidays
from shiliu.office.calendars import actions
from shiliu.platform.deadlines.models import WorkCalendar
from shiliu.platform.permissions import SYSTEM


class Command(BaseCommand):
    help = "Read days off and make-up workdays from a CSV table (date,working,name_zh,name_en,source), whole or not at all."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", metavar="CODE", help="the area they hold in; default: the whole country")
        parser.add_argument("--some-days", action="store_true", help="the table is not the whole notice of its years")

    def handle(self, *, file, area, some_days, **options):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = read_holidays(lines)
        except (OSError, UnicodeDecodeError, HolidayTableRefused) as problem:
            raise CommandError(f"{file}: {problem}") from None
        place = Area.objects.filter(code=area).first() if area else None
        if area and place is None:
            raise CommandError(_("There is no area with the code %(code)s.") % {"code": area})
        calendar = WorkCalendar.objects.filter(area=place).first() or actions.open_calendar(by=SYSTEM, area=place)
        added, changed = actions.read_table(by=SYSTEM, calendar=calendar, rows=rows, whole_years=not some_days)
        told = _("The table is read: %(added)s days new, %(changed)s changed.")
        self.stdout.write(told % {"added": added, "changed": changed})
