"""Whatever is pressed in whatever order, a file stays in a state that the rules know and its record of work only grows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiliu.govern.mediation.conftest import by_code
from shiliu.govern.mediation.files import actions, rules
from shiliu.govern.mediation.files.models import Dispute, Entry
from shiliu.govern.mediation.panel import actions as panel
from shiliu.govern.mediation.panel import queries
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

EDGES = {(source, target) for sources, target in rules.MOVES.values() for source in sources}
WAYS = ("take", "not_take", "agree", "refuse", "stop", "rights", "accept", "decline", "ready", "begin", "time", "add")


def pressed(way, who, dispute, hands):
    by = hands[who]
    chair = (queries.mediators(dispute) or [None])[0]
    if way == "take":
        hands["wei"] = by_code(actions.take(by=by, dispute=dispute))
    elif way in ("accept", "decline") and chair:
        panel.accept(by=by, dispute=dispute, who=chair, agrees=way == "accept")
    else:
        {
            "not_take": lambda: actions.not_take(by=by, dispute=dispute, reason="Elsewhere"),
            "agree": lambda: actions.answer(by=by, dispute=dispute, agrees=True),
            "refuse": lambda: actions.answer(by=by, dispute=dispute, agrees=False),
            "stop": lambda: actions.stop(by=by, dispute=dispute),
            "rights": lambda: actions.acknowledge(by=by, dispute=dispute, language="en"),
            "ready": lambda: panel.be_ready(by=by, dispute=dispute),
            "begin": lambda: panel.begin(by=by, dispute=dispute),
            "time": lambda: actions.extend(by=by, dispute=dispute),
            "add": lambda: actions.add_party(by=by, dispute=dispute, side="a", role="party", name="Q"),
        }.get(way, lambda: None)()


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    walk=st.lists(st.tuples(st.sampled_from(WAYS), st.sampled_from(["gulnar", "wei", "li", "sun", "hu"])), max_size=14)
)
def test_a_walk_over_all_steps_never_leaves_the_rules(town, walk):
    dispute, _code = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours", matter="Water",
        me={"name": "G"}, other={"name": "W"},
    )  # fmt: skip
    hands = {key: town.actor(key) for key in ("gulnar", "li", "sun", "hu")} | {"wei": by_code("AAAA-AAAA-AA")}
    state, written = dispute.state, 1
    for way, who in [("take", "li"), *walk] if len(walk) % 2 else walk:
        try:
            pressed(way, who, dispute, hands)
        except (Refused, NotPossible):
            continue
        dispute = Dispute.objects.get(pk=dispute.pk)
        assert who not in ("sun", "hu") or way in ("accept", "decline")
        assert dispute.state == state or (state, dispute.state) in EDGES
        assert (dispute.ended_on is not None) == (not dispute.is_open)
        now_written = Entry.objects.filter(dispute=dispute).count()
        assert now_written >= written
        state, written = dispute.state, now_written
        if dispute.state == "table":
            assert queries.agreed_on(dispute) and {seat.side for seat in queries.parties(dispute)} == {"a", "b"}
