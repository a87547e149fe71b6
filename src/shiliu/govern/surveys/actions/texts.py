"""What people wrote is read by staff before anybody else reads any of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.surveys import rules
from shiliu.govern.surveys.actions.rounds import allowed, locked, record
from shiliu.govern.surveys.models import FreeText, Round
from shiliu.platform import revisions
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

LONGEST_SUMMARY = 1000


@transaction.atomic
def judge_text(*, by, text, show):
    """Says whether the words may be shown. That one was judged is recorded, not which nor what it says."""
    round = locked(text.round)
    demand(by, "surveys.publish", round)
    if round.state != Round.State.CLOSED:
        raise NotPossible(_("What people wrote is read after the close and before the publication."))
    state = FreeText.State.SHOWN if show else FreeText.State.KEPT_BACK
    if not FreeText.objects.filter(pk=text.pk, round=round).update(state=state):
        raise NotPossible(_("This text is not there any more."))
    record("surveys.text_judged", by, round)


@transaction.atomic
def summarise(*, by, round, question, texts, seen=None):
    """The office's own words about what was written below a question, {language: text}; the Chinese one is what the others fall back
    to. `seen`: the stamp of what its author saw; Stale when that has changed since."""
    round = allowed(by, round, "surveys.publish")
    asked = {one.code for one in rules.questions_of(round.question_set.questions) if one.kind == rules.TEXT}
    if round.state != Round.State.CLOSED or question not in asked:
        raise NotPossible(_("What people wrote is read after the close and before the publication."))
    revisions.refuse_stale(round.summaries.get(question, {}), seen)
    said = {tag: text.strip() for tag, text in texts.items() if text.strip()}
    problems = {tag: _("Keep this under %(count)d characters.") % {"count": LONGEST_SUMMARY}
                for tag, text in said.items() if len(text) > LONGEST_SUMMARY}  # fmt: skip
    if said and SOURCE_LANGUAGE not in said:
        problems[SOURCE_LANGUAGE] = _(
            "Write the summary in simplified Chinese too: others read it where theirs is missing."
        )
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    round.summaries = {**round.summaries, question: said}
    round.save(update_fields=["summaries"])
    record("surveys.summarised", by, round)
    return round
