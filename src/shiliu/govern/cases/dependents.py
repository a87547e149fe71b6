"""How many open cases and entries a place, a unit, a kind of unit or a matter has; asked by its page before it is retired."""

from django.utils.translation import ngettext_lazy

from shiliu.govern.cases.models import Case, CaseTask
from shiliu.govern.cases.routing import current_version
from shiliu.govern.cases.workflow import OPEN_STATES
from shiliu.platform import depending
from shiliu.platform.clock import now

CASES = ngettext_lazy("%(count)d open case", "%(count)d open cases", "count")


def register():
    depending.register("foundation.area", "cases", _cases_in, CASES)
    depending.register("foundation.organisation", "cases", _cases_led_by, CASES)
    depending.register("foundation.organisation", "parts", _parts_of,
                       ngettext_lazy("%(count)d part of a case", "%(count)d parts of cases", "count"))  # fmt: skip
    depending.register("foundation.organisationkind", "entries", _entries,
                       ngettext_lazy("%(count)d matter of the dispatch catalogue", "%(count)d matters of the dispatch catalogue",
                                     "count"))  # fmt: skip
    depending.register("cases.category", "cases", _cases_about, CASES)
    depending.register("cases.category", "matters", _matters_of,
                       ngettext_lazy("%(count)d matter of this group", "%(count)d matters of this group", "count"))  # fmt: skip


def _cases_in(area):
    return Case.objects.filter(area_path__startswith=area.path, state__in=OPEN_STATES).count()


def _cases_led_by(unit):
    return Case.objects.filter(lead=unit, state__in=OPEN_STATES).count()


def _parts_of(unit):
    return CaseTask.objects.filter(unit=unit, state=CaseTask.State.OPEN, case__state__in=OPEN_STATES).count()


def _entries(kind):
    version = current_version(now())
    return version.entries.filter(lead_kind=kind).count() if version else 0


def _cases_about(matter):
    return Case.objects.filter(category=matter, state__in=OPEN_STATES).count()


def _matters_of(group):
    return group.members.filter(retired=False).count()
