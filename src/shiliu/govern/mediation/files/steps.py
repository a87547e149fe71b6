"""What can be done in a file, by whom and when: buttons and doors of the page are read from here, every part adds its own.

    steps.register(Step("stop", _("Stop"), _("…why…"), open_to=…, act=…, form=StopForm))

`open_to(actor, dispute, seat)` says whether the step is offered; the action behind `act` demands the seat again. `act(request, dispute,
seat, given)` does it, and gives the Code to show once, or None."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404


class Plain(forms.Form):
    """A step that asks nothing. Every form of a step takes the file, the seat and the actor."""

    def __init__(self, *args, dispute=None, seat=None, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.dispute, self.seat, self.actor = dispute, seat, actor


@dataclass(frozen=True)
class Code:
    """A code that is shown once, and the seat it is for. `own`: of the reader, whose session keeps it."""

    code: str
    seat: object
    own: bool = False


@dataclass(frozen=True)
class Step:
    key: str
    label: object
    why: object
    open_to: Callable
    act: Callable
    form: type = Plain
    done: object = ""
    tone: str = ""
    template: str = "mediation/step.html"
    order: int = 50


_steps = {}


def register(*new):
    for step in new:
        if _steps.get(step.key, step) != step:
            raise ValueError(f"two steps of a mediation file are called {step.key}")
        _steps[step.key] = step


def every():
    """Keys of all steps there are."""
    return sorted(_steps)


def open_to(actor, dispute, seat):
    """[Step] the actor can take now, those that lead on first."""
    every = sorted(_steps.values(), key=lambda step: step.order)
    return [step for step in every if step.open_to(actor, dispute, seat)]


def named(key, actor, dispute, seat):
    """The Step, if the actor can take it now; 404 otherwise."""
    if key not in _steps or not _steps[key].open_to(actor, dispute, seat):
        raise Http404
    return _steps[key]
