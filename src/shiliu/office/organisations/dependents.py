"""How many things would lose something if a unit were retired, or are touched when a kind of unit changes."""

from django.db.models import Q
from django.utils.translation import ngettext_lazy

from shiliu.foundation.models import CellDuty, Organisation, RoleAssignment
from shiliu.platform import depending
from shiliu.platform.clock import now


def register():
    depending.register("foundation.organisation", "duties", _duties,
                       ngettext_lazy("%(count)d posted duty", "%(count)d posted duties", "count"))  # fmt: skip
    depending.register("foundation.organisation", "roles", _roles,
                       ngettext_lazy("%(count)d role that holds here", "%(count)d roles that hold here", "count"))  # fmt: skip
    depending.register("foundation.organisationkind", "units", _units,
                       ngettext_lazy("%(count)d unit of this kind", "%(count)d units of this kind", "count"))  # fmt: skip


def _duties(unit):
    return CellDuty.objects.filter(organisation=unit, cell__active=True, layer__active=True).count()


def _roles(unit):
    moment = now()
    holding = RoleAssignment.objects.filter(organisation=unit, since__lte=moment, person__is_active=True)
    return holding.filter(Q(until=None) | Q(until__gt=moment)).count()


def _units(kind):
    return Organisation.objects.filter(kind=kind, active=True).count()
