"""Questions to the neighbours, their statements and results."""

from datetime import timedelta

from tests.architecture.access_table import EVERYBODY, SIGNED_IN

OFFICE, LEADING, MODERATING = "lin sun ding far_lin far_sun far_ding", "sun ding", "lin sun"
PAGES = {
    "deliberations/": EVERYBODY, "deliberations/rules/": EVERYBODY, "deliberations/log/": EVERYBODY, "deliberations/<int:pk>/": EVERYBODY,
    "deliberations/<int:pk>/statements/": EVERYBODY, "deliberations/<int:pk>/report/": EVERYBODY, "deliberations/<int:pk>/counts.csv": EVERYBODY,
    # Whoever lives elsewhere is let in and told why it does not count
    "deliberations/<int:pk>/own/": SIGNED_IN, "deliberations/<int:pk>/say/": SIGNED_IN,
    "deliberations/statements/<int:pk>/appeal/": "gulnar",
    "office/deliberations/": OFFICE, "office/deliberations/new/": "sun ding far_sun far_ding", "office/deliberations/<int:pk>/": LEADING,
    "office/deliberations/<int:pk>/queue/": MODERATING, "office/deliberations/statements/<int:pk>/reject/": MODERATING,
    "office/deliberations/statements/<int:pk>/undo/": MODERATING, "office/deliberations/statements/<int:pk>/decide/": "sun",
}  # fmt: skip
DOORS = {
    "deliberations/<int:pk>/press/<slug:verb>/": SIGNED_IN,
    "deliberations/statements/<int:pk>/answer/": SIGNED_IN,
    "deliberations/statements/<int:pk>/take-back/": "gulnar",
    "office/deliberations/<int:pk>/take-back/<int:row>/": LEADING,
    "office/deliberations/<int:pk>/discard/": LEADING,
    "office/deliberations/statements/<int:pk>/drop/": LEADING,
    "office/deliberations/statements/<int:pk>/publish/": MODERATING,
}
API = (
    ("get", "deliberations", {}, EVERYBODY),
    ("get", "deliberations/{question}", {}, EVERYBODY),
    ("get", "deliberations/{question}/found", {}, EVERYBODY),
    ("get", "deliberations/{question}/next", {}, SIGNED_IN),
    (
        "post",
        "deliberations/{question}/statements",
        {"text": "多装三盏灯"},
        "gulnar",
    ),  # nobody else here lives in the court
    ("post", "deliberations/{question}/statements/{statement}", {"answer": "agree"}, "gulnar"),
    ("post", "deliberations/{question}/{question_verb}", {}, SIGNED_IN),
)
FAR = {"far_lin": "office/deliberations/", "far_sun": "office/deliberations/ office/deliberations/new/"}
WRITTEN = {
    "proposals.DeliberationTopic": ("question", "background", "promise"),
    "proposals.DeliberationStatement": ("text",),
}
READ = {
    "guest": (
        "deliberations/", "deliberations/rules/", "deliberations/log/", "deliberations/<int:asked_question>/", "deliberations/<int:asked_question>/statements/",
        "deliberations/<int:asked_question>/report/", "deliberations/<int:question_ended>/", "deliberations/<int:question_ended>/report/",
    ),
    "gulnar": (
        "deliberations/<int:asked_question>/", "deliberations/<int:asked_question>/own/", "deliberations/<int:asked_question>/say/",
        "deliberations/statements/<int:said_rejected>/appeal/",
    ),
    "lin": (
        "office/deliberations/<int:asked_question>/queue/", "office/deliberations/statements/<int:said>/reject/",
        "office/deliberations/statements/<int:said_rejected>/undo/",
    ),
    "sun": (
        "office/deliberations/", "office/deliberations/new/", "office/deliberations/<int:asked_question>/", "office/deliberations/<int:question_draft>/",
        "office/deliberations/statements/<int:said_rejected>/decide/",
    ),
}  # fmt: skip
NO_PAGES = {"deliberations/<int:pk>/counts.csv": "data"}


def ask(town, question, *, opened=True):
    """A question to Gulnar's court, with a statement of the office."""
    from shiliu.govern.proposals.deliberation import actions

    sun = town.actor("sun")
    topic = actions.draft(by=sun, area=town.places.court, question=question, promise="月底", least=5)
    seed = actions.seed(by=sun, topic=topic, text="角落种树")
    if opened:
        ends = town.now + timedelta(days=9)
        topic = actions.open_topic(by=sun, topic=topic, writing_ends_at=ends, ends_at=ends)
    return topic, seed


def build(town):
    """(an open question, what Gulnar said about it)"""
    from shiliu.govern.proposals.deliberation import actions

    topic, _seed = ask(town, "角落")
    return topic, actions.say(by=town.actor("gulnar"), topic=topic, text="多装灯吧")


def api_values(town):
    topic, seed = ask(town, "门口的灯")
    return {"question": topic.pk, "statement": seed.pk, "question_verb": "follow"}


def objects(town):
    from shiliu.govern.proposals.deliberation.actions import moderating
    from shiliu.platform.audit.models import AuditRow

    topic, said = build(town)
    moderating.publish(by=town.actor("lin"), statement=said)
    row = AuditRow.objects.filter(verb="deliberation.drafted", target_id=str(topic.pk)).get()
    here = {"pk": topic.pk, "verb": "follow", "row": row.pk}
    words = {"pk": said.pk}
    return {
        "deliberations": here, "deliberations/statements": words, "office/deliberations": here, "office/deliberations/statements": words,
    }  # fmt: skip


def shown(town):
    from shiliu.govern.proposals.deliberation import actions
    from shiliu.govern.proposals.deliberation.actions import moderating
    from shiliu.platform.permissions import Actor
    from tests.town import person

    topic, said = build(town)
    gulnar = town.actor("gulnar")
    rejected = actions.say(by=gulnar, topic=topic, text="都不好看")
    moderating.reject(by=town.actor("lin"), statement=rejected, ground="off_topic", reason="角落")
    moderating.appeal(by=gulnar, statement=rejected, reason="角落")
    actions.answer(by=gulnar, statement=topic.statements.first(), value=1)
    ended, seed = ask(town, "门口")
    for number in range(6):
        actions.answer(by=Actor.of(person(f"asked{number}", ("resident", town.places.house))), statement=seed, value=1)
    actions.close(by=town.actor("sun"), topic=ended, reason="月底")
    draft, _seed = ask(town, "楼道", opened=False)
    return {
        "asked_question": topic.pk,
        "said": said.pk,
        "said_rejected": rejected.pk,
        "question_ended": ended.pk,
        "question_draft": draft.pk,
    }
