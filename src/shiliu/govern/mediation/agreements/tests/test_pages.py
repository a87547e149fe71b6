"""The pages of an agreement, from its first words to the court, as those at the table see them, and nobody else."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest

from shiliu.govern.mediation.agreements import actions, queries
from shiliu.govern.mediation.agreements.tests.conftest import SAID
from shiliu.govern.mediation.files import actions as files

pytestmark = pytest.mark.django_db
OTHERS = ("chen", "zhao", "ma", "wang", "lin", "sun", "ding", "bai")


@pytest.fixture
def as_(client, town):
    """as_("li") signs in; as_(None) leaves."""

    def sign_in(key):
        client.logout()
        if key:
            client.force_login(getattr(town.people, key))
        return client

    return sign_in


def press(client, dispute, verb, **given):
    return client.post(f"/mediation/{dispute.key}/do/{verb}/", given)


def test_nobody_without_a_seat_finds_any_page_of_it(as_, in_force):
    dispute, _wei, _standing = in_force
    for key in (None, *OTHERS):
        for path in ("", "words/", "language/", "sign/", "agreement.pdf", "notice.pdf"):
            assert as_(key).get(f"/mediation/{dispute.key}/{path}").status_code in (302, 404), (key, path)
        assert as_(key).post(f"/mediation/{dispute.key}/court.zip").status_code in (302, 403, 404)


def test_from_words_to_a_performed_agreement_by_pressing_buttons(as_, table, town):
    dispute, wei = table
    address = f"/mediation/{dispute.key}/"
    day = town.now.date()
    given = {
        **SAID,
        "term0_side": "b",
        "term0_what": "修好水管",
        "term0_way": "请水工",
        "term0_due": day + timedelta(days=3),
        "term1_what": "x",
    }
    li = as_("li")
    assert "Say for each promise" in li.post(f"{address}words/", given).content.decode()
    del given["term1_what"]
    assert li.post(f"{address}words/", given).status_code == 302
    page = li.get(address).content.decode()
    assert SAID["duties"] in page and "Still to accept" in page
    other = {
        "language": "en",
        "facts": "Water",
        "points": "Who pays",
        "duties": "Half each",
        "term0_what": "Mend it",
        "term0_way": "by a plumber",
    }
    assert li.post(f"{address}language/", other).status_code == 302

    standing = queries.standing(dispute)
    gulnar = as_("gulnar")
    assert gulnar.get(f"{address}words/").status_code == 404
    assert "Half each" in gulnar.get(address).content.decode()
    assert press(gulnar, dispute, "accept-words", version=standing.version.key).status_code == 422
    assert press(gulnar, dispute, "accept-words", version=standing.version.key, read="on").status_code == 302
    actions.accept(by=wei, dispute=dispute, version=standing.version.key)
    assert gulnar.get(f"{address}sign/").status_code == 200
    drawn = {"way": "drawn", "version": standing.version.key, "strokes": json.dumps([[[10, 10], [90, 60]]])}
    assert gulnar.post(f"{address}sign/", {**drawn, "strokes": "x"}).status_code == 422
    assert gulnar.post(f"{address}sign/", drawn).status_code == 302
    assert 'points="10,10 90,60"' in gulnar.get(address).content.decode()

    li = as_("li")
    seat = dispute.seats.get(side="b")
    assert press(li, dispute, "read-out", seat=seat.key).status_code == 302
    code = re.search(r"<code dir=\"ltr\">(\d{6})</code>", li.get(address).content.decode())[1]
    assert code not in as_("gulnar").get(address).content.decode()
    actions.sign(by=wei, dispute=dispute, version=standing.version.key, way="typed", name="魏老师", code=code)
    li = as_("li")
    assert (
        li.post(f"{address}sign/", {"way": "typed", "version": standing.version.key, "name": "li"}).status_code == 302
    )
    assert press(li, dispute, "seal", version=standing.version.key).status_code == 302
    assert li.get(f"{address}agreement.pdf").content.startswith(b"%PDF")
    term = queries.terms(queries.standing(dispute).agreement)[0]
    assert press(as_("gulnar"), dispute, "done", term=term.key).status_code == 302
    actions.say(by=wei, dispute=dispute, term=term.key, done=True)
    assert press(as_("li"), dispute, "close", cause="leak").status_code == 302
    dispute.refresh_from_db()
    assert (dispute.state, dispute.cause) == ("performed", "leak")


def test_the_court_package_is_taken_on_the_page_when_both_have_asked(as_, in_force):
    dispute, wei, _standing = in_force
    gulnar = as_("gulnar")
    assert press(gulnar, dispute, "court", bars=["marriage"]).status_code == 422
    assert press(gulnar, dispute, "court").status_code == 302
    assert gulnar.post(f"/mediation/{dispute.key}/court.zip").status_code == 302
    actions.agree_to_confirm(by=wei, dispute=dispute, given=True)
    answer = gulnar.post(f"/mediation/{dispute.key}/court.zip")
    assert "2-agreement.pdf" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert press(gulnar, dispute, "court-said", outcome="confirmed").status_code == 302
    assert "it can be enforced" in gulnar.get(f"/mediation/{dispute.key}/").content.decode()


def test_a_file_that_is_broken_off_tells_the_other_routes_on_page_and_paper(as_, in_force):
    dispute, _wei, _standing = in_force
    assert press(as_("li"), dispute, "broken", cause="leak", why="没有修").status_code == 302
    gulnar = as_("gulnar")
    assert "Sue on the agreement" in gulnar.get(f"/mediation/{dispute.key}/").content.decode()
    assert gulnar.get(f"/mediation/{dispute.key}/notice.pdf").content.startswith(b"%PDF")


def test_the_other_routes_are_open_to_everybody(client):
    page = client.get("/mediation/routes/").content.decode()
    assert "Labour arbitration" in page and "12348" in page


def test_whoever_refuses_is_led_to_the_other_routes(client, town):
    dispute, _code = files.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours", matter="漏水", me={"name": "Gulnar A."},
        other={"name": "魏老师"},
    )  # fmt: skip
    client.post("/mediation/open/", {"code": files.take(by=town.actor("li"), dispute=dispute)})
    assert press(client, dispute, "refuse").url == "/mediation/routes/"
    assert client.get(f"/mediation/{dispute.key}/").status_code == 404
