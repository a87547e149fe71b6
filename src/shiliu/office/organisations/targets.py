"""What permissions of this app are asked about: the places a unit serves, each by itself, or everything there is."""

from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place, WholeSite


def demand_everywhere(actor, permission, areas):
    """Refused unless the actor holds the permission for every one of the areas; without any, for the whole district."""
    for target in [Place(area) for area in areas] or [WholeSite()]:
        demand(actor, permission, target)
