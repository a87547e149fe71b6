"""For which places somebody may propose: those they live in, and those their unit serves."""

from shiliu.foundation.models import Area, Organisation, RoleAssignment


def places_of(actor):
    """[Area] from the building where the actor's home is confirmed up to the district, and of the units they act for; nearest first."""
    paths = {one.area_path for one in actor.holdings if one.role == RoleAssignment.Role.RESIDENT and one.area_path}
    ids = {int(part) for path in paths for part in path.strip("/").split("/")}
    found = Area.objects.filter(pk__in=ids, active=True) | Area.objects.filter(
        active=True, served_by__organisation__in=actor.organisation_ids
    )
    return sorted(found.distinct(), key=lambda area: (-len(area.chain_ids), area.path))


def units_of(actor):
    return list(Organisation.objects.filter(pk__in=actor.organisation_ids, active=True).order_by("code"))


def choices_of(actor):
    return [(area.code, f"{area.name} ({area.get_level_display()})") for area in places_of(actor)]
