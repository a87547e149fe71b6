"""Proposals of neighbours."""

from tests.architecture.access_table import ADMINISTRATORS, EVERYBODY, SIGNED_IN

ANSWERING = "li wang lin sun far_lin far_sun"
PAGES = {
    "proposals/": EVERYBODY, "proposals/places.geojson": EVERYBODY, "proposals/proposals.csv": EVERYBODY, "proposals/feed.atom": EVERYBODY,
    "proposals/feed.rss": EVERYBODY, "proposals/log/": EVERYBODY, "proposals/<int:pk>/": EVERYBODY, "proposals/<int:pk>/comments/": EVERYBODY,
    "proposals/<int:pk>/versions/": EVERYBODY, "proposals/<int:pk>/wordings/": EVERYBODY, "proposals/mine/": SIGNED_IN, "proposals/new/": SIGNED_IN,
    # The author's own
    "proposals/<int:pk>/edit/": "gulnar", "proposals/<int:pk>/preview/": "gulnar", "proposals/<int:pk>/withdraw/": "gulnar",
    "proposals/<int:pk>/join/": "gulnar", "proposals/appeal/<slug:kind>/<int:pk>/": "gulnar",
    "proposals/<int:pk>/wordings/new/": SIGNED_IN, "proposals/<int:pk>/in/<str:language>/": SIGNED_IN,
    # It waits for the answer of the unit "city"; dispatcher and supervisor of the area say who answers, and moderate
    "office/pool/from-proposals/": "zhao lin sun ding far_lin far_sun far_ding",
    "proposals/hide/<slug:kind>/<int:pk>/": "lin sun", "office/proposals/": ANSWERING, "office/proposals/<int:pk>/": "li lin sun",
    "office/proposals/rules/": ADMINISTRATORS, "office/proposals/rules/<str:code>/": "ding",
}  # fmt: skip
DOORS = {
    "proposals/<int:pk>/discard/": "gulnar",
    "proposals/<int:pk>/part/": "gulnar",
    # Whoever lives elsewhere is let in and told why it does not count
    "proposals/<int:pk>/press/<slug:verb>/": SIGNED_IN,
    "proposals/<int:pk>/comments/new/": SIGNED_IN,
    "proposals/comments/<int:pk>/reply/": SIGNED_IN,
    "proposals/comments/<int:pk>/remove/": "gulnar",
    "office/proposals/rules/<str:code>/take-back/<int:row>/": "ding",
}
ELSEWHERE = {
    "office/proposals/appeals/<int:pk>/": "needs an appeal: govern/proposals/cloud/tests/test_pages.py",
    "cases/public/<int:pk>/propose/": "needs a published need: journeys/tests/test_case_to_proposal.py",
    "office/pool/from-proposals/<int:pk>/": "needs an accepted proposal: journeys/tests/test_proposal_to_pool.py",
}
TOLD_ELSEWHERE = {
    "proposals/joining/<int:pk>/<slug:verb>/": "needs two proposals: govern/proposals/cloud/tests/test_pages.py",
    "proposals/wordings/<int:pk>/<slug:verb>/": "needs suggested words: as above",
}
FAR = {"hu": "office/proposals/", "fang": "office/proposals/", "far_zhao": "office/pool/from-proposals/"}
API = (
    ("get", "proposals", {}, EVERYBODY),
    ("get", "proposals/{proposal}", {}, EVERYBODY),
    ("get", "proposals/{proposal}/comments", {}, EVERYBODY),
    # Gulnar wrote it, Chen lives elsewhere, the others have no confirmed home: each is told why it does not count
    ("post", "proposals/{proposal}/comments", {"stance": "idea", "text": "三张。"}, "gulnar"),
    ("post", "proposals/{proposal}/{proposal_verb}", {}, SIGNED_IN),
)
WITH_MAPS = ("proposals/",)
WRITTEN = {"proposals.Proposal": ("title", "text")}
READ = {
    "guest": (
        "proposals/", "proposals/log/", "proposals/<int:proposal>/", "proposals/<int:proposal>/comments/", "proposals/<int:proposal>/versions/",
        "proposals/<int:proposal>/wordings/",
    ),
    "gulnar": (
        "proposals/mine/", "proposals/new/", "proposals/<int:proposal_open>/edit/", "proposals/<int:proposal_draft>/preview/",
        "proposals/<int:proposal_open>/withdraw/", "proposals/<int:proposal_open>/join/", "proposals/<int:proposal>/in/<str:proposal_language>/",
        "proposals/<int:proposal_open>/wordings/", "proposals/appeal/<slug:proposal_comment_kind>/<int:proposal_comment>/",
        "proposals/<int:proposal_open>/wordings/new/", "proposals/wordings/<int:proposal_wording>/<slug:proposal_decline>/",
    ),
    "li": ("office/proposals/", "office/proposals/<int:proposal>/"),
    "sun": (
        "office/pool/from-proposals/", "office/pool/from-proposals/<int:proposal_accepted>/",
        "office/proposals/appeals/<int:proposal_appeal>/", "proposals/hide/<slug:proposal_kind>/<int:proposal>/",
    ),
    "ding": ("office/proposals/rules/", "office/proposals/rules/<str:court>/"),
}  # fmt: skip
NO_PAGES = {
    "proposals/places.geojson": "data", "proposals/proposals.csv": "data", "proposals/feed.atom": "data", "proposals/feed.rss": "data",
    "proposals/wordings/<int:pk>/<slug:verb>/": "opened by whom it concerns, above",
}  # fmt: skip
TEXT = "院子里没有地方坐，老人走到门口就累了。请装两张长椅。"


def build(town):
    """(a proposal of Gulnar's for the court with enough support, a comment of hers): the unit "city" answers it."""
    from shiliu.govern.proposals.cloud import actions
    from shiliu.govern.proposals.cloud.actions import talking
    from shiliu.platform.permissions import Actor
    from tests.town import person

    gulnar, neighbour = town.actor("gulnar"), Actor.of(person("neighbour", ("resident", town.places.house)))
    actions.configuring.set_rule(by=town.actor("ding"), area=town.places.court, threshold=1, unit="city")
    made = _open(gulnar, town, "长椅", TEXT)
    said = talking.comment(by=gulnar, proposal=made, stance="idea", text="两张。")
    actions.support(by=neighbour, proposal=made)
    return made, said, neighbour


def _open(by, town, title, text):
    from shiliu.govern.proposals.cloud import actions

    draft = actions.draft(by=by, area=town.places.court, topic="ease", title=title, text=text)
    return actions.open_proposal(by=by, proposal=draft)


def objects(town):
    from shiliu.govern.proposals.cloud.models import ProposalRule
    from shiliu.platform import revisions

    made, said, _neighbour = build(town)
    return {
        "proposals": {"pk": made.pk, "language": "en", "kind": "proposal", "verb": "follow"}, "proposals/comments": {"pk": said.pk},
        "office/proposals": {"pk": made.pk, "code": "court", "row": revisions.history(ProposalRule.objects.get()).first().pk},
    }  # fmt: skip


def api_values(town):
    from shiliu.govern.proposals.cloud.models import Proposal

    known = Proposal.objects.filter(state="answering").first()
    return {"proposal": known.pk if known else build(town)[0].pk, "proposal_verb": "follow"}


def shown(town):
    from shiliu.govern.proposals.cloud import actions
    from shiliu.govern.proposals.cloud.actions import moderating, talking

    made, said, neighbour = build(town)
    gulnar, lin = town.actor("gulnar"), town.actor("lin")
    actions.answer(by=town.actor("li"), proposal=made, outcome="declined", reasons="树下有水管，不能挖。")
    accepted = _open(gulnar, town, "灯下的座位", "大灯下面晚上很亮，大家都去那里聊天，可是只能站着，放几个座位吧。")
    actions.support(by=neighbour, proposal=accepted)
    given = {"cost_low": 4000, "promised_on": town.now.date()}
    actions.answer(
        by=town.actor("li"), proposal=accepted, outcome="accepted", reasons="有地方也有钱，可以做。", **given
    )
    opened = _open(gulnar, town, "花坛", "门口空地种花，大家轮流浇水，春天好看，夏天也凉快。")
    wording = talking.suggest(
        by=neighbour, proposal=opened, title="花坛", text="门口空地种花也种菜，大家轮流浇水，谁种谁收。", why="菜也好"
    )
    draft = actions.draft(
        by=gulnar,
        area=town.places.court,
        topic="green",
        title="树",
        text="路边种两棵树，夏天有树荫，走路的人可以歇一歇。",
    )
    moderating.hide(by=lin, thing=said, ground="other", reason="树")
    appeal = moderating.appeal(by=gulnar, thing=said, reason="树")
    return {
        "proposal": made.pk, "proposal_open": opened.pk, "proposal_draft": draft.pk, "proposal_language": "en", "proposal_comment": said.pk,
        "proposal_comment_kind": "comment", "proposal_kind": "proposal", "proposal_appeal": appeal.pk, "proposal_wording": wording.pk,
        "proposal_decline": "decline", "court": "court", "proposal_accepted": accepted.pk,
    }  # fmt: skip
