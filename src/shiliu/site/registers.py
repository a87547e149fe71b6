"""What the front gate itself tells the platform."""

from django.utils.translation import gettext_lazy as _

from shiliu.journeys import gap_to_candidate, hsds_units, unit_pages, visit_to_case
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
    gap_to_candidate.register()
    hsds_units.register()
    unit_pages.register()
    visit_to_case.register()
