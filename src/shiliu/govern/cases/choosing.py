"""Which units may be made responsible for a case, and in which order they are offered."""

from itertools import groupby

from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.govern.cases import queries
from shiliu.govern.cases.forms_joint import UnitField
from shiliu.govern.cases.routing import current_version, entry_for
from shiliu.platform.clock import now
from shiliu.platform.presentation.languages import apart

MANY = 20
NAMED = 4
# A choir or a school is a good neighbour but answers for no matter, unless the catalogue itself names its kind.
ANSWERING = (
    OrganisationKind.Standing.GOVERNMENT,
    OrganisationKind.Standing.COMMITTEE,
    OrganisationKind.Standing.UTILITY,
    OrganisationKind.Standing.COMPANY,
)


def units_to_lead(case):
    """[(heading, units)] for choosing who is responsible: the kinds the catalogue names for the matter come first, then every
    other unit that serves the place and can answer for matters, by kind. Three queries."""
    entry = case.entry or entry_for(case.category, now())
    version = current_version(now())
    kinds = set(version.entries.values_list("lead_kind", flat=True)) if version else set()
    helpers = {kind.pk for kind in entry.helper_kinds.all()} if entry else set()
    lead = entry.lead_kind_id if entry else None
    units = [
        unit
        for unit in queries.units_for(case.area)
        if unit.kind.standing in ANSWERING or unit.kind_id in kinds | helpers | {lead}
    ]
    first = [unit for unit in units if unit.kind_id == lead]
    second = [unit for unit in units if unit.kind_id in helpers - {lead}]
    rest = sorted((unit for unit in units if unit not in first + second), key=lambda unit: (unit.kind.name, unit.code))
    named = ((_("Named by the catalogue for this matter"), first), (_("Named by the catalogue to help"), second))
    others = ((kind, list(members)) for kind, members in groupby(rest, key=lambda unit: unit.kind.name))
    return [(heading, members) for heading, members in (*named, *others) if members]


def unit_field(case, chosen_row, **same):
    """The form field: a list to choose from, or a box to search in when there are more than MANY units. `chosen_row` is the
    kind of field for a list."""
    groups = units_to_lead(case)
    units = [unit for _heading, members in groups for unit in members]
    if len(units) <= MANY:
        choices = [(heading, [(unit.pk, unit.name) for unit in members]) for heading, members in groups]
        return chosen_row(Organisation, choices=[("", _("Please choose")), *choices], initial=case.lead_id, **same)
    names = _(", ").join(apart(unit.name) for unit in units[:NAMED])
    help_text = _("Type a part of its name. First in the list: %(names)s.") % {"names": names}
    initial = case.lead.name if case.lead_id else ""
    return UnitField(units=units, initial=initial, **{**same, "help_text": same.get("help_text") or help_text})
