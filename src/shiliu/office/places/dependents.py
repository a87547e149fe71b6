"""How many things would lose something if a place, a cell or a layer were retired; asked by its page before it is done."""

from django.db.models import Q
from django.utils.translation import ngettext_lazy

from shiliu.foundation.models import CellDuty, GridCell, OrganisationArea, RoleAssignment
from shiliu.platform import depending
from shiliu.platform.clock import now


def register():
    depending.register(
        "foundation.area", "cells", _cells, ngettext_lazy("%(count)d cell in use", "%(count)d cells in use", "count")
    )
    depending.register("foundation.area", "roles", _roles,
                       ngettext_lazy("%(count)d role that holds here", "%(count)d roles that hold here", "count"))  # fmt: skip
    depending.register("foundation.area", "units", _units,
                       ngettext_lazy("%(count)d unit that serves it", "%(count)d units that serve it", "count"))  # fmt: skip
    depending.register("foundation.gridcell", "duties", _duties_of_cell,
                       ngettext_lazy("%(count)d posted duty", "%(count)d posted duties", "count"))  # fmt: skip
    depending.register("foundation.layer", "duties", _duties_of_layer,
                       ngettext_lazy("%(count)d posted duty", "%(count)d posted duties", "count"))  # fmt: skip


def _cells(area):
    return GridCell.objects.filter(community=area, active=True).count()


def _roles(area):
    moment = now()
    holding = RoleAssignment.objects.filter(area=area, since__lte=moment, person__is_active=True)
    return holding.filter(Q(until=None) | Q(until__gt=moment)).count()


def _units(area):
    return OrganisationArea.objects.filter(area=area, organisation__active=True).count()


def _duties_of_cell(cell):
    return CellDuty.objects.filter(cell=cell, layer__active=True).count()


def _duties_of_layer(layer):
    return CellDuty.objects.filter(layer=layer, cell__active=True).count()
