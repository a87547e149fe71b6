"""One case on its way through the table of moves, pushed by anybody at any time, and what must hold after every push.

Moves, their states and what they ask are read from the table: a new move is walked without a word here, unless it asks
something of a kind that `values` does not know."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, joint, promises, sweep
from shiliu.govern.cases.models import Case, CaseClock, CasePause, CasePromise, CaseTask
from shiliu.govern.cases.workflow import ENDED_STATES, HAZARD, ORDINARY, PAUSED_STATES, SET_ASIDE
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time, now
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Refused, can
from shiliu.platform.workflow import NotPossible

TABLES = (ORDINARY, HAZARD)
VERBS = sorted({move.key for table in TABLES for move in table.moves})
# The system comes first: where somebody else may do a thing too, it is that somebody who does it.
ACTORS = ("system", "guest", "gulnar", "chen", "li", "wang", "fang", "hu", "lin", "sun", "zhao", "ma", "ding")
# What is done beside the table, by the name of its step.
PARTS = {"task_done": joint.finish_part, "task_returned": joint.return_part, "task_withdrawn": joint.withdraw_part}
PROMISES = {"promise_kept": promises.keep, "promise_dropped": promises.drop, "promise_moved": promises.move}
BESIDE = ("task_asked", *PARTS, *PROMISES)
RELATED = ("steps", "clocks", "pauses", "judgements", "promises", "merges", "tasks", "summonses")
CHOICES = {"objection": "not_our_duty", "reason": "secret", "obstacle": "money", "junk": "advert"}
NEVER_AGAIN = {CaseClock: ("case_id", "round", "kind", "started_at", "due", "amount", "unit", "working"),
               CasePromise: ("case_id", "what", "unit_id", "first_due", "made_at"),
               CasePause: ("case_id", "round", "why", "since", "limit")}  # fmt: skip


class Walk:
    def __init__(self, town, catalogue, png, case, other):
        self.town, self.png, self.case, self.other, self.moment = town, png, case, other, town.now
        self.units = [town.units.city, town.units.property, town.units.committee]
        self.categories = [catalogue["street_lamp"], catalogue["property_service"]]
        self.actors = {"system": SYSTEM, "guest": ANONYMOUS}
        self.before = self.state()

    def by(self, key):
        if key not in self.actors:
            self.actors[key] = self.town.actor(key)
        return self.actors[key]

    def possible(self):
        """{verb: somebody who may do it now}."""
        case, table = self.case, self.case.workflow
        moves = [move for move in table.moves if table.starts_from(move, case)]
        found = {move.key: key for move in moves for key in ACTORS if can(self.by(key), move.permission, case)}
        beside = ["task_asked"] if case.state in joint.WORKED_ON else []
        beside += PARTS if any(task.state == CaseTask.State.OPEN for task in self.before["tasks"]) else []
        beside += PROMISES if any(one.state == CasePromise.State.OPEN for one in self.before["promises"]) else []
        return found | {verb: self.of_unit(verb) for verb in beside}

    def of_unit(self, verb):
        """Who may do what is done beside the table: somebody of the lead, or of the unit that was asked or that promised."""
        unit = self.case.lead
        if verb in ("task_done", "task_returned"):
            unit = self.before["tasks"][-1].unit
        elif verb in PROMISES:
            unit = self.before["promises"][-1].unit
        return next((key for key in ACTORS if unit and unit.pk in self.by(key).organisation_ids), "li")

    @property
    def taken(self):
        """Every move made so far, by whomever."""
        return {step.move for step in self.before["steps"]}

    def values(self, verb, *, days, pick, promise, despite):
        """Something for everything a move can ask; `days` from today is every date."""
        day = localtime(now()).date() + timedelta(days=days)
        kinds = {
            "text": "Words.", "line": "", "level": 1 + pick % 5, "unit": self.units[pick % len(self.units)], "date": day,
            "category": self.categories[pick % len(self.categories)], "case": self.other, "files": [],
        }  # fmt: skip
        asks = [ask for table in TABLES for move in table.moves if move.key == verb for ask in move.asks]
        found = {ask.key: CHOICES[ask.key] if ask.kind == "choice" else kinds[ask.kind] for ask in asks}
        found |= {"files": [self.png()]} if any(ask.kind == "files" and ask.required for ask in asks) else {}
        if "promise" in found:
            found |= {"promise": "A new lamp" if promise else "", "promised_by": day if promise else None}
        if "despite" in found and not despite:
            found["despite"] = ""
        return found

    def wait(self, hours):
        """Time passes, with the worker awake: whatever becomes due on the way is done when it is due."""
        until = self.moment + timedelta(hours=hours)
        while True:
            limit = (
                CasePause.objects.filter(case=self.case, ended_at=None, limit__lte=until)
                .values_list("limit", flat=True)
                .first()
            )
            self.moment = limit or until
            with at_time(self.moment):
                sweep.end_pauses()
                if limit is None:
                    break
        with at_time(self.moment):
            sweep.warn_of_deadlines()
            sweep.end_unjudged()
            promises.remember()
            joint.look_after_parts()
        self.look()
        assert not CasePause.objects.filter(ended_at=None, limit__lte=self.moment).exists()
        assert not CaseTask.objects.filter(case__state__in=ENDED_STATES, state=CaseTask.State.OPEN).exists()

    def press(self, verb, key, **chosen):
        """Whether the press was taken; a refused one leaves the database as it was."""
        kept = everything(self.case, self.other)
        with at_time(self.moment):
            try:
                with transaction.atomic():
                    self.act(verb, key, chosen)
            except (NotPossible, Refused):
                assert everything(self.case, self.other) == kept
                return False
        self.look()
        return True

    def act(self, verb, key, chosen):
        by, values = self.by(key), self.values(verb, **chosen)
        day = localtime(now()).date() + timedelta(days=chosen["days"])
        if verb == "task_asked":
            helpers = [unit for unit in (*self.units, self.town.units.fire) if unit.pk != self.case.lead_id]
            joint.ask_part(
                by=by, case=self.case, unit=helpers[chosen["pick"] % 3], what="Switch it off.", due=day, anyway=True
            )
        elif verb in PARTS:
            PARTS[verb](by=by, task=self.case.tasks.order_by("-pk").first() or refuse(), said="Words.")
        elif verb in PROMISES:
            more = {"due": day} if verb == "promise_moved" else {}
            promise = self.case.promises.order_by("-pk").first() or refuse()
            PROMISES[verb](by=by, promise=promise, said="Words.", **more)
        else:
            actions.move(by=by, case=self.case, verb=verb, **values)

    def state(self):
        self.case = Case.objects.get(pk=self.case.pk)
        return {
            name: list(getattr(self.case, name).order_by("pk"))
            for name in ("steps", "clocks", "pauses", "promises", "tasks")
        }

    def look(self):
        """Compares with what stood here when we looked last; every rule about a case's way stands in one of these."""
        before, self.before = self.before, self.state()
        new_steps = check_history(self.case, before["steps"], self.before["steps"])
        check_clocks(before["clocks"], self.before["clocks"], new_steps)
        for name in ("clocks", "promises", "pauses"):
            check_kept(before[name], self.before[name])
        check_pauses(self.case, self.before["pauses"])
        check_ends(self.case)
        check_parts(self.case, self.before["tasks"], new_steps)
        check_merge(self.case, self.other)

    def finish(self):
        """One audit row for each step, and a chain that holds."""
        for step in {step.move for step in self.before["steps"] if step.move in VERBS}:
            rows = AuditRow.objects.filter(verb=f"cases.{step}", target_id=str(self.case.pk)).count()
            assert rows == len([one for one in self.before["steps"] if one.move == step])
        audit.seal()
        assert audit.verify().ok


def refuse():
    raise NotPossible("There is none.")


def everything(*cases):
    """Everything kept about cases, in an order that does not depend on the database."""
    keys = [case.pk for case in cases]
    rows = [
        sorted(Case.objects.filter(pk__in=keys).values_list(), key=str),
        AuditRow.objects.count(),
        Notice.objects.count(),
    ]
    return rows + [sorted(getattr(case, name).values_list(), key=str) for case in cases for name in RELATED]


def check_history(case, before, after):
    """The steps that are new; the old ones stand as they stood, and each new one is an edge of the table, from where the last ended."""
    told = [
        (step.pk, step.move, step.said, step.note, step.at, step.from_state, step.to_state, step.data) for step in after
    ]
    assert told[: len(before)] == [
        (step.pk, step.move, step.said, step.note, step.at, step.from_state, step.to_state, step.data)
        for step in before
    ]
    here = before[-1].to_state if before else ""
    for step in (new := after[len(before) :]):
        assert step.from_state == here
        if step.move in VERBS:
            move = case.workflow.move(step.move)
            assert here in move.sources and step.to_state == move.target
        else:
            assert step.to_state == here
        here = step.to_state
    assert case.state == here and here in {state.key for state in case.workflow.states}
    assert case.round in {1, 2} and {step.round for step in after} <= {1, 2}
    return new


def check_clocks(before, after, new_steps):
    """A clock never restarts; it moves only forward, and only when a pause ends, an extension is given or junk comes back."""
    known = {clock.pk: clock for clock in after}
    may_move = {
        "resolution": any(
            step.from_state in (*PAUSED_STATES, SET_ASIDE) or step.move == "extend" for step in new_steps
        ),
        "contact": any(step.from_state == SET_ASIDE for step in new_steps),
    }
    for clock in before:
        same = known[clock.pk]
        assert clock.met_at is None or same.met_at == clock.met_at, "a kept promise was rewritten"
        assert same.due_now >= clock.due_now, "a deadline moved towards us"
        if not (may_move[same.kind] and clock.met_at is None):
            assert same.moved_to == clock.moved_to, "a deadline moved without a reason"
    assert len({(clock.round, clock.kind) for clock in after}) == len(after) <= 4


def check_kept(before, after):
    """What was first promised stays as it was."""
    known = {row.pk: row for row in after}
    for row in before:
        for name in NEVER_AGAIN[type(row)]:
            assert getattr(known[row.pk], name) == getattr(row, name), name
        if ended := getattr(row, "ended_at", None):
            assert (known[row.pk].ended_at, getattr(known[row.pk], "state", "")) == (ended, getattr(row, "state", ""))


def check_pauses(case, pauses):
    running = [pause for pause in pauses if pause.ended_at is None]
    assert len(running) == (1 if case.state in PAUSED_STATES else 0)
    assert all(pause.since <= pause.ended_at <= pause.limit for pause in pauses if pause.ended_at), (
        "a pause beyond its limit"
    )
    shelved = [pause.round for pause in pauses if pause.why == CasePause.Why.SHELVED]
    assert len(shelved) <= 4  # once a round, and once more after an objection


def check_ends(case):
    assert (case.ended_at is not None) == (case.state in ENDED_STATES)
    if case.state in ENDED_STATES:
        assert case.next_due is None
    elif case.clocks.filter(round=case.round, met_at=None).exists():
        assert case.next_due is not None
    for promise in case.promises.all():
        assert isinstance(promise.due, date) and (promise.ended_at is None) == (promise.state == CasePromise.State.OPEN)
        assert promise.step is not None and promise.step.case_id == case.pk


def check_parts(case, tasks, new_steps):
    """Helpers are those asked and not withdrawn; nobody ended the work over an open part without saying why."""
    asked = {task.unit_id for task in tasks if task.state != CaseTask.State.WITHDRAWN}
    assert set(case.helper_ids) == asked
    for step in new_steps:
        asks = {ask.key for ask in case.workflow.move(step.move).asks} if step.move in VERBS else ()
        open_then = [
            task for task in tasks if task.asked_at < step.at and (task.ended_at is None or task.ended_at > step.at)
        ]
        assert "despite" not in asks or not open_then or step.data.get("despite")


def check_merge(case, other):
    open_ones = case.merges.filter(undone_at=None)
    assert (case.state == "merged") == (case.merged_into_id is not None) == open_ones.exists()
    assert case.merged_into_id in {None, other.pk}
    assert list(open_ones.values_list("into", flat=True)) == [case.merged_into_id] * (case.merged_into_id is not None)
    other = Case.objects.get(pk=other.pk)
    assert (other.state, other.me_too) == ("dispatched", 0), "the case that goes on was not left as it was"
