"""What stands in a place that would be retired."""

from shiliu.live.circle.models import Facility


def facilities_in(area):
    return Facility.objects.filter(area_path__startswith=area.path, state=Facility.State.CONFIRMED).count()
