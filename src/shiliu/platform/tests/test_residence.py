"""Who lives in a place, and what the others are told."""

import pytest

from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.residence import NotResident, demand_residence, residence


def test_whoever_lives_below_a_place_lives_in_it_and_everybody_else_hears_which_step_is_missing(town):
    places, gulnar = town.places, town.actor("gulnar")
    for area in (places.house, places.court, places.west, places.district):
        assert residence(gulnar, area)
        demand_residence(gulnar, area)
    cases = ((gulnar, "elsewhere"), (town.actor("zhao"), "unconfirmed"), (ANONYMOUS, "signed_out"))
    for actor, code in cases:
        assert residence(actor, places.east).code == code
        with pytest.raises(NotResident) as refused:
            demand_residence(actor, places.east)
        assert refused.value.residence.code == code and str(refused.value)
