"""One case for a theme: opened by a supervisor, with the needs of its place, matter and time in it. The only writers of Theme and
of Case.part_of.

The needs keep their own numbers, codes, clocks and answers: one level deep, and each can be taken out again. Nothing that happens
to the case happens to them, unless the unit answers all of them with the same words, each by a step of its own."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shiliu.govern.cases import actions, letters, themes
from shiliu.govern.cases.models import Case, CaseStep, Theme
from shiliu.govern.cases.workflow import DISPATCHED, ENDED_STATES, HANDLING, OPEN_STATES
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused, demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

ANSWERS = ("answer", "finish")


@dataclass(frozen=True)
class AnsweredAll:
    """`answered` needs got the answer; `left` are (need, why not)."""

    answered: list
    left: list


@transaction.atomic
def open_case(*, by, area, category, kind, title, text, may_publish=True):
    """Open the one case for a matter that rises in a place, with everything raised about it in the last window. Returns the Theme.

    Routed as any case; the supervisor is its asker. Raises Refused; NotPossible when a case stands already, or too few needs
    were raised, or title or text is empty."""
    demand(by, "cases.open_theme", Place(area))
    refuse_second(area, category)
    until, since = themes.bounds()[:2]
    # Locked before they are counted: another case, of a wider or narrower place, may be gathering them now.
    children = list(
        themes.needs_of(area, category, since, until).filter(free()).order_by("pk").select_for_update(of=("self",))
    )
    if len(children) < themes.LEAST:
        refuse_second(area, category)  # opened while this one waited for the needs
        raise NotPossible(_("There are too few needs for a case of their own. Look at the list of themes again."))
    _whole, theme = themes.theme_of(by, area, category)
    case = actions.submit(
        by=by, area=area, category=category, kind=kind, title=title, text=text, may_publish=may_publish, channel=Case.Channel.THEME
    ).case  # fmt: skip
    try:
        with transaction.atomic():
            opened = Theme.objects.create(case=case, area=area, category=category, since=since, until=until,
                                          counted=len(children), expected=theme.expected if theme else 0)  # fmt: skip
    except IntegrityError:  # two presses met: the first one opened it
        raise NotPossible(_("Somebody else has just opened a case for this theme. Look at the list again.")) from None
    case.steps.filter(move="submit").update(data={"theme": opened.pk})
    _gather(by, case, children)
    data = {"area": area.code, "matter": category.code, "needs": [child.pk for child in children]}
    audit.record("cases.theme_opened", by=by, target=case, area=area, data=data)
    case.refresh_from_db()
    return opened


def refuse_second(area, category):
    """One case at a time for a place and matter; one that has ended makes room."""
    Theme.objects.filter(area=area, category=category, standing=True, case__state__in=ENDED_STATES).update(
        standing=False
    )
    if standing := themes.standing_for(area, category):
        raise NotPossible(_("The case %(number)s stands for this theme already.") % {"number": standing.case.number})


def free():
    """The condition of needs that are in no case of a theme, or in one that has ended."""
    return Q(part_of__isnull=True) | Q(part_of__state__in=ENDED_STATES)


@transaction.atomic
def gather(*, by, parent, case):
    """Put one more need into the case of a theme: of its place and matter, raised since its window began. Raises Refused, NotPossible."""
    demand(by, "cases.open_theme", parent)
    parent = Case.objects.select_for_update().get(pk=parent.pk)
    if parent.state in ENDED_STATES:
        raise NotPossible(_("This case has ended. Nothing can be put into it any more."))
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not candidates(parent).filter(pk=case.pk).exists():
        raise NotPossible(
            _("Only needs of the same place, matter and time, and of no other such case, can be put into it.")
        )
    _gather(by, parent, [case])
    audit.record("cases.gathered", by=by, target=case, area=case.area, data={"into": parent.pk})
    return case


def candidates(parent):
    """Needs that may be put into the case of a theme: also those that came while it is being dealt with."""
    theme = parent.theme
    return themes.needs_of(theme.area, theme.category, theme.since).filter(free()).exclude(pk=parent.pk)


@transaction.atomic
def release(*, by, case):
    """Take a need out of the case of a theme; it goes on by itself, as it did all the time. Raises Refused, NotPossible."""
    demand(by, "cases.open_theme", case)
    case = Case.objects.select_for_update(of=("self",)).select_related("part_of", "area", "author").get(pk=case.pk)
    parent = case.part_of
    if parent is None:
        raise NotPossible(_("This need is in no other case any more."))
    case.part_of = None
    case.save(update_fields=["part_of"])
    _steps(by, [case], "released", parent)
    audit.record("cases.released", by=by, target=case, area=case.area, data={"from": parent.pk})
    letters.tell_asker(case, "cases.released", other=parent.number)
    return case


def _gather(by, parent, children):
    """In the caller's transaction, who holds the rows of the children."""
    Case.objects.filter(pk__in=[child.pk for child in children]).update(part_of=parent)
    _steps(by, children, "gathered", parent)
    for child in Case.objects.filter(part_of=parent, pk__in=[child.pk for child in children]).select_related(
        "author", "contact", "lead"
    ):
        letters.tell_asker(child, "cases.gathered", other=parent.number)


def _steps(by, cases, move, parent):
    """What the askers and staff read in the history. `changed_at` stays: it counts the days an answer waits for its judgement."""
    CaseStep.objects.bulk_create(
        CaseStep(case=case, move=move, from_state=case.state, to_state=case.state, at=now(), by=by.person,
                 by_whom=CaseStep.By.STAFF, data={"other": parent.number}, round=case.round)
        for case in cases
    )  # fmt: skip


def answer_all(*, by, parent, verb, said):
    """Answer every open need in the case of a theme with the same words: AnsweredAll. Each by a move of its own, in its own
    transaction, so that a press repeated after a break goes on where it stopped.

    `verb` is answer or finish; a need not yet accepted is accepted first. Raises Refused; NotPossible when nothing could be answered."""
    demand(by, "cases.handle", parent)
    empty = {"said": _("Please fill this in.")} if not said.strip() else {}
    if verb not in ANSWERS or empty:
        raise NotPossible(_("Something is still missing."), empty or {"verb": _("Choose one of the two.")})
    done = AnsweredAll([], [])
    for case in parent.parts.filter(state__in=OPEN_STATES).order_by("pk"):
        try:
            with transaction.atomic():
                if case.state == DISPATCHED:
                    actions.move(by=by, case=case, verb="accept")
                actions.move(by=by, case=case, verb=verb, said=said)
        except (NotPossible, Refused) as error:
            done.left.append((case, str(error)))
        else:
            done.answered.append(case)
    if not done.answered:
        raise NotPossible(_("None of these needs can be answered by your unit now."))
    return done


def answerable(by, parent):
    """Open needs in the case that the actor's unit could answer with words now."""
    ready = parent.parts.filter(state__in=(DISPATCHED, HANDLING), lead__in=by.organisation_ids)
    return ready.exclude(kind=Case.Kind.HAZARD)
