"""From a window to a need: the tracking code that a person shows while being served opens their need.

Filing a new one needs no journey: the screen of the window leads to the intake with what it knows in the address."""

from shiliu.govern.cases import public as cases
from shiliu.live.services import public as services


def register():
    services.register_opener("cases", cases.open_with_code)
