"""Joint sittings of several bodies and parties within their calendars, and a reason for every case that finds no place."""

from shiliu.methods.scheduling.plan import LEFT_OUT, LeftOut, Schedule, schedule, upper_bound
from shiliu.methods.scheduling.problem import FAULTS, Body, Case, Docket, Fault, Room, Sitting, check

__all__ = [
    "FAULTS",
    "LEFT_OUT",
    "Body",
    "Case",
    "Docket",
    "Fault",
    "LeftOut",
    "Room",
    "Schedule",
    "Sitting",
    "check",
    "schedule",
    "upper_bound",
]
