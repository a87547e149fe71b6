"""Lists of deliberations, for everybody and for the office. A draft is read by the office of its area."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from shiliu.foundation.models import Area
from shiliu.govern.proposals.deliberation import rules, searching
from shiliu.govern.proposals.deliberation.actions import answering
from shiliu.govern.proposals.deliberation.models import (
    DeliberationAnswer,
    DeliberationFollow,
    DeliberationModeration,
    DeliberationStatement,
    DeliberationTopic,
)
from shiliu.platform import search
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

S, State, D = DeliberationTopic.State, DeliberationStatement.State, DeliberationModeration.Decision
NEEDED = ("area", "unit")


def published():
    """What everybody reads."""
    return DeliberationTopic.objects.exclude(state=S.DRAFT).select_related(*NEEDED)


def visible_to(actor):
    return DeliberationTopic.objects.filter(~Q(state=S.DRAFT) | _mine(actor))


def one(actor, pk):
    """A topic the actor may read, with its phases, or None."""
    found = visible_to(actor).select_related(*NEEDED, "result").prefetch_related("phases")
    return found.filter(pk=pk).first()


def listed(*, q="", area=None, state=""):
    """Published topics: of an area with everything inside it, by words and state; open ones first, then the newest."""
    rows = published().prefetch_related("phases")
    if q.strip():
        rows = rows.filter(pk__in=list(search.keys(searching.KIND, q, public_only=True)))
    if area is not None:
        rows = rows.filter(area__path__startswith=area.path)
    if state:
        rows = rows.filter(state=state)
    said = Count("statements", filter=Q(statements__state=State.PUBLISHED))
    return rows.annotate(said=said).order_by("closed_at", "-opened_at", "-pk") if state == S.OPEN else (
        rows.annotate(said=said, is_open=Q(state=S.OPEN)).order_by("-is_open", "-opened_at", "-pk")
    )  # fmt: skip


def areas():
    """Areas that have a published topic, with those around them: what a filter offers."""
    wanted = {
        int(part)
        for path in set(published().values_list("area__path", flat=True))
        for part in path.strip("/").split("/")
    }
    return sorted(Area.objects.filter(pk__in=wanted), key=lambda one: one.chain_ids)


def statements(topic):
    """What everybody reads of a topic, in the order it was written."""
    return DeliberationStatement.objects.filter(topic=topic, state=State.PUBLISHED).order_by("number")


def next_statement(topic, person):
    """(statement, how many are left with it, how many there are) for somebody who lives there: drawn so that most is learned,
    and the same again until it is answered."""
    known = answering.own(person, topic)
    rows = list(statements(topic).annotate(
        seen=Count("answers"), agree=Count("answers", filter=Q(answers__value=1)), passed=Count("answers", filter=Q(answers__value=0)),
    ))  # fmt: skip
    left = {row.pk: row for row in rows if row.pk not in known}
    weights = {key: rules.weight(row.agree, row.passed, row.seen, row.pull or 0.0) for key, row in left.items()}
    chosen = rules.drawn(weights, answering.seed_of(topic, person)) if weights else None
    return left.get(chosen), len(left), len(rows)


def follows(person, topic):
    return person is not None and DeliberationFollow.objects.filter(topic=topic, person=person).exists()


def log():
    """Every decision but plain publications, newest first: public, without the words it was about."""
    rows = DeliberationModeration.objects.exclude(decision=D.PUBLISHED).exclude(statement__topic__state=S.DRAFT)
    return rows.select_related("statement__topic__area").order_by("-at", "-pk")


def log_numbers():
    """(statements published, not published) of neighbours since the beginning."""
    rows = DeliberationStatement.objects.filter(by_office=False)
    return rows.filter(state=State.PUBLISHED).count(), rows.filter(state=State.REJECTED).count()


def of_office(actor):
    """Topics of the areas where the actor leads or moderates, drafts first, with how many statements wait."""
    waiting = Count("statements", filter=Q(statements__state=State.WAITING), distinct=True)
    appeals = Exists(_appeals().filter(statement__topic=OuterRef("pk")))
    rows = DeliberationTopic.objects.filter(_mine(actor)).select_related(*NEEDED).prefetch_related("phases")
    return rows.annotate(waiting=waiting, has_appeals=appeals, is_draft=Q(state=S.DRAFT)).order_by(
        "-is_draft", "-opened_at", "-pk"
    )


def queue(topic):
    """Statements that wait for a moderator, the oldest first."""
    return DeliberationStatement.objects.filter(topic=topic, state=State.WAITING).order_by("number")


def decided(topic):
    """What was decided already, newest first, with the decisions; words that are gone are gone."""
    rows = DeliberationStatement.objects.filter(topic=topic, state__in=(State.REJECTED, State.PUBLISHED))
    return rows.prefetch_related(Prefetch("moderation", DeliberationModeration.objects.order_by("at", "pk"))).order_by(
        "-number"
    )


def answered_at_all(topic):
    """{statement: (voters, how many passed)} of those that at least `least` people answered: what a moderator may look at."""
    rows = DeliberationAnswer.objects.filter(statement__topic=topic, statement__state=State.PUBLISHED).order_by()
    found = rows.values("statement").annotate(n=Count("pk"), passed=Count("pk", filter=Q(value=0)))
    return {row["statement"]: (row["n"], row["passed"]) for row in found if row["n"] >= topic.least}


def appeals(topic):
    """Rejected statements with an appeal that nobody has decided yet."""
    keys = _appeals().filter(statement__topic=topic).values("statement")
    return decided(topic).filter(pk__in=keys)


def _appeals():
    later = DeliberationModeration.objects.filter(
        statement=OuterRef("statement"), decision__in=(D.APPEAL_UPHELD, D.APPEAL_DENIED)
    )
    rows = DeliberationModeration.objects.filter(decision=D.APPEALED, statement__state=State.REJECTED)
    return rows.exclude(statement__text="").exclude(Exists(later))


def _mine(actor):
    """Topics of the areas where the actor is of the office."""
    found = Q(pk__in=[])
    for permission in ("deliberation.lead", "deliberation.moderate"):
        everywhere, paths, _units = places_of(actor, permission)
        found |= inside(paths, "area__path", everywhere=everywhere)
    return found
