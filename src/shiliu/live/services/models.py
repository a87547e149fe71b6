"""The tables of all parts of this app, which Django looks for here."""

from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.cards.models import CardLine, CardNeed
from shiliu.live.services.catalogue.models import (
    ConfirmAsk,
    ConfirmRound,
    Finder,
    FinderAnswer,
    FinderQuestion,
    HandOff,
    ItemCategory,
    ItemForm,
    ItemPaper,
    LifeStage,
    NotIssued,
    OutsideId,
    Paper,
    ServiceItem,
)
from shiliu.live.services.clinics.models import (
    Advice,
    Adviser,
    AdviserTerm,
    Clinic,
    ClinicBooking,
    ClinicTurn,
)
from shiliu.live.services.hsds.models import Carried, Directory
from shiliu.live.services.newcomers.models import GreeterAsk, NewcomerStep
from shiliu.live.services.queue.models import DayTime, Hall, Line, LineDay, Period, Ticket
from shiliu.live.services.visit.models import HandOver
from shiliu.live.services.windows.models import DutyTurn, Window, WindowDay, WindowHours, WindowItem

__all__ = [
    "Advice",
    "Adviser",
    "AdviserTerm",
    "Appointment",
    "CardLine",
    "CardNeed",
    "Carried",
    "Clinic",
    "ClinicBooking",
    "ClinicTurn",
    "ConfirmAsk",
    "ConfirmRound",
    "DayTime",
    "Directory",
    "DutyTurn",
    "Finder",
    "FinderAnswer",
    "FinderQuestion",
    "GreeterAsk",
    "Hall",
    "HandOff",
    "HandOver",
    "ItemCategory",
    "ItemForm",
    "ItemPaper",
    "LifeStage",
    "Line",
    "LineDay",
    "NewcomerStep",
    "NotIssued",
    "OutsideId",
    "Paper",
    "Period",
    "ServiceItem",
    "Ticket",
    "Window",
    "WindowDay",
    "WindowHours",
    "WindowItem",
]
