"""What the front gate itself tells the platform."""

from django.utils.translation import gettext_lazy as _

from shiliu.journeys import (
    case_to_proposal,
    causes_to_pool,
    counsellor_beside_mediation,
    gap_to_candidate,
    hsds_units,
    project_to_proposal,
    proposal_to_meeting,
    proposal_to_pool,
    theme_to_pool,
    unit_pages,
    visit_to_case,
    wishes_to_pool,
)
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions


def register():
    register_permissions(
        Permission(
            "site.read",
            _("read the public pages"),
            _("Anyone may read what the neighbourhood publishes."),
            (Grant("anyone"),),
        )
    )
    case_to_proposal.register()
    counsellor_beside_mediation.register()
    gap_to_candidate.register()
    proposal_to_pool.register()
    proposal_to_meeting.register()
    project_to_proposal.register()
    theme_to_pool.register()
    wishes_to_pool.register()
    causes_to_pool.register()
    hsds_units.register()
    unit_pages.register()
    visit_to_case.register()
