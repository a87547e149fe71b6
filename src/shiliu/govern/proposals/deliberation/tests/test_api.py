"""Questions to the neighbours over JSON."""

from shiliu.govern.proposals.deliberation import actions, sweeping
from shiliu.govern.proposals.deliberation.tests.test_pages import answered
from shiliu.govern.proposals.meetings.tests.test_api import call


def test_a_program_reads_a_question_answers_one_statement_after_another_and_writes(corner, asked):
    address, one, chen = f"/deliberations/{asked.pk}", corner.neighbours[0].person, corner.town.people.chen
    assert call(None, "GET", "/deliberations?q=角落&area=court&state=open")[1]["questions"][0]["number"] == asked.pk
    assert (
        call(None, "GET", "/deliberations?area=nowhere")[1]["total"] == 0
        and call(None, "GET", "/deliberations/999")[0] == 404
    )
    assert len(call(None, "GET", address)[1]["statements"]) == 4 and call(None, "GET", f"{address}/next")[0] in (
        401,
        403,
    )
    for left in (4, 3, 2, 1):
        drawn = call(one, "GET", f"{address}/next")[1]
        assert drawn["left"] == left and call(one, "GET", f"{address}/next")[1] == drawn
        after = call(one, "POST", f"{address}/statements/{drawn['next']['key']}", {"answer": "agree"})
    assert after == (200, {"next": None, "left": 0, "total": 4})
    key = corner.seeds[0].pk
    assert call(one, "POST", f"{address}/statements/{key}", {"answer": "maybe"})[0] == 409
    assert call(chen, "POST", f"{address}/statements/{key}", {"answer": "agree"})[1]["code"] == "elsewhere"
    assert call(one, "POST", f"{address}/statements/999", {"answer": "agree"})[0] == 404
    status, said = call(one, "POST", f"{address}/statements", {"text": "多装三盏灯"})
    assert (status, said["state"]) == (201, "waiting") and "多装三盏灯" not in str(call(None, "GET", address))
    assert "text" in call(one, "POST", f"{address}/statements", {"text": "?"})[1]["fields"]
    assert (
        call(chen, "POST", f"{address}/follow") == (200, {"follows": True})
        and call(chen, "POST", f"{address}/praise")[0] == 404
    )


def test_what_was_found_is_null_before_enough_have_answered_and_never_about_few(corner, asked):
    address = f"/deliberations/{asked.pk}"
    assert call(None, "GET", f"{address}/found") == (200, None)
    answered(corner, asked, 12)
    sweeping.run()
    told = call(None, "GET", f"{address}/found")[1]
    assert (told["people"], told["small"], told["groups"]) == (12, True, []) and told["common"] == [corner.seeds[3].pk]
    assert all(one["counts"]["voters"] >= asked.least for one in told["statements"])
    actions.close(by=corner.town.actor("sun"), topic=asked, reason="都说完了")
    assert call(None, "GET", f"{address}/found")[1]["is_final"]
    assert call(corner.neighbours[0].person, "GET", f"{address}/next")[0] == 409
