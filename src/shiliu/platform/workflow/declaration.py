"""The vocabulary of a workflow table and the checks made on it when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.permissions import can

Text = str | Promise


@dataclass(frozen=True)
class State:
    """`tone` is the tone of its chip (docs/design.md); `ended` states stop the work."""

    key: str
    label: Text
    meaning: Text
    tone: str
    icon: str
    ended: bool = False


@dataclass(frozen=True)
class Ask:
    """One thing asked when a move is made. `kind`: text, line, choice, unit, category, case, date, level, files; `when` narrows it
    to some things (an open task of a helper, say)."""

    key: str
    label: Text
    kind: str = "text"
    required: bool = True
    help: Text = ""
    choices: str = ""
    public: bool = False
    when: Callable[[object], bool] | None = None

    def applies_to(self, thing):
        return self.when is None or self.when(thing)


@dataclass(frozen=True)
class Move:
    """One edge set of the table. `permission` says who; `notice` is the kind of notice to the asker; `starts` and `meets`
    name clocks; `effect` names the function of the app's effects that does more than change the state; `when` narrows the
    move to some things (the second round, say)."""

    key: str
    label: Text
    why: Text
    sources: tuple[str, ...]
    target: str
    permission: str
    asks: tuple[Ask, ...] = ()
    notice: str = ""
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    effect: str = ""
    when: Callable[[object], bool] | None = None
    primary: bool = False

    def asked_of(self, thing):
        """What the move asks about `thing`, in order."""
        return tuple(ask for ask in self.asks if ask.applies_to(thing))


class NotPossible(Exception):
    """The move does not exist from the present state, or what it asks is missing; `fields` names what and why."""

    def __init__(self, message, fields=None):
        super().__init__(message)
        self.fields = fields or {}

    def put_beside(self, form):
        """Each problem beside the field of a Django form it is about, all others at its top."""
        for field, words in self.fields.items() or [(None, str(self))]:
            form.add_error(field if field in form.fields else None, words)


@dataclass(frozen=True)
class Workflow:
    name: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    initial: str

    def __post_init__(self):
        keys = [state.key for state in self.states]
        verbs = [move.key for move in self.moves]
        if len(set(keys)) != len(keys) or len(set(verbs)) != len(verbs):
            raise ImproperlyConfigured(f"workflow {self.name} names a state or a move twice")
        named = {self.initial, *(move.target for move in self.moves), *(s for move in self.moves for s in move.sources)}
        if unknown := named - set(keys):
            raise ImproperlyConfigured(f"workflow {self.name} names unknown states {sorted(unknown)}")
        reached, frontier = {self.initial}, [self.initial]
        while frontier:
            here = frontier.pop()
            for move in self.moves:
                if here in move.sources and move.target not in reached:
                    reached.add(move.target)
                    frontier.append(move.target)
        if lost := set(keys) - reached:
            raise ImproperlyConfigured(f"workflow {self.name} can never reach {sorted(lost)}")

    def state(self, key):
        return next(state for state in self.states if state.key == key)

    def move(self, key):
        try:
            return next(move for move in self.moves if move.key == key)
        except StopIteration:
            raise NotPossible(_("There is no step called “%(key)s”.") % {"key": key}) from None

    def choices(self):
        return [(state.key, state.label) for state in self.states]

    def open_to(self, actor, thing):
        """Moves the actor may make now on `thing` (which has .state and .scope()), in table order."""
        return [m for m in self.moves if self.starts_from(m, thing) and can(actor, m.permission, thing)]

    @staticmethod
    def starts_from(move, thing):
        return thing.state in move.sources and (move.when is None or move.when(thing))

    def check(self, move, thing, given):
        """Raises NotPossible unless `move` starts from the state of `thing` and everything it asks is given."""
        if not self.starts_from(move, thing):
            raise NotPossible(
                _(
                    "This step is no longer possible: the matter is now “%(state)s”. Reload the page to see what happened."
                )
                % {"state": self.state(thing.state).label}
            )
        required = gettext_lazy("Please fill this in.")
        asks = move.asked_of(thing)
        missing = {ask.key: required for ask in asks if ask.required and given.get(ask.key) in (None, "", [])}
        if missing:
            raise NotPossible(_("Something is still missing."), missing)

    def mermaid(self):
        """The diagram for the documentation, as Mermaid text."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.moves:
            lines += [f"    {source} --> {move.target}: {move.key}" for source in move.sources]
        lines += [f"    {state.key} --> [*]" for state in self.states if state.ended]
        return "\n".join(lines)
