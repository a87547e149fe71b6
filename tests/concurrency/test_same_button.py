"""Two people press the same button: one of them wins, the other reads why, nothing is done twice or lost."""

import uuid
from threading import Barrier, Thread

import pytest
from django.db import connection

from shiliu.govern.cases import actions, catalogue
from shiliu.govern.cases.models import Case, CaseClock, CaseStep, CatalogueVersion
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(moment, *calls):
    """Run the calls in threads of their own that start together; returns what each gave or raised, in order."""
    results, ready = [None] * len(calls), Barrier(len(calls))

    def run(index, call):
        ready.wait()
        try:
            with at_time(moment):
                results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_form_sent_four_times_at_once_makes_one_case_with_one_code(town, raise_need):
    ticket = uuid.uuid4()
    sent = at_once(town.now, *[lambda: raise_need(submission=ticket)] * 4)
    assert {(each.case.pk, each.code) for each in sent} == {(sent[0].case.pk, sent[0].code)}
    assert [each.is_new for each in sent].count(True) == 1
    assert (Case.objects.count(), CaseStep.objects.filter(move="submit").count()) == (1, 1)


def test_two_handlers_who_accept_at_once_leave_one_acceptance(town, raise_need):
    case = raise_need().case
    actor = town.actor("li")
    done = at_once(town.now, *[lambda: actions.move(by=actor, case=case, verb="accept")] * 2)
    assert sorted(type(each).__name__ for each in done) == ["CaseStep", "NotPossible"]
    assert CaseStep.objects.filter(case=case, move="accept").count() == 1


def test_withdrawing_and_refusing_at_once_ends_the_case_once(town, raise_need):
    case = raise_need().case
    asker, handler = town.actor("gulnar"), town.actor("li")
    done = at_once(
        town.now,
        lambda: actions.move(by=asker, case=case, verb="withdraw"),
        lambda: actions.move(by=handler, case=case, verb="refuse", reason="beyond_remit", said="Elsewhere."),
    )
    assert sum(isinstance(each, NotPossible) for each in done) == 1
    assert CaseStep.objects.filter(case=case, to_state__in=("withdrawn", "refused")).count() == 1


def test_two_judgements_at_once_count_once(town, raise_need):
    case = raise_need().case
    for verb, said in (("accept", ""), ("answer", "Done.")):
        actions.move(by=town.actor("li"), case=case, verb=verb, said=said)
    asker = town.actor("gulnar")
    done = at_once(
        town.now,
        lambda: actions.move(by=asker, case=case, verb="confirm", level=5),
        lambda: actions.move(by=asker, case=case, verb="dispute", level=1, said="No."),
    )
    assert sum(isinstance(each, NotPossible) for each in done) == 1
    assert case.judgements.count() == 1
    assert CaseClock.objects.filter(case=case).count() in (2, 4)


def test_two_administrators_who_begin_a_draft_at_once_work_on_the_same_one(town, raise_need):
    ding = town.actor("ding")
    begun = at_once(town.now, *[lambda: catalogue.begin_draft(by=ding)] * 2)
    assert begun[0] == begun[1]
    assert CatalogueVersion.objects.filter(published_at__isnull=True).count() == 1


def test_many_needs_at_once_are_all_there_and_the_audit_chain_holds(town, raise_need):
    sent = at_once(town.now, *[raise_need] * 8)
    assert len({each.code for each in sent}) == 8
    assert Case.objects.count() == 8
    audit.seal()
    assert audit.verify().ok
