"""What askers of the needs in a case of a theme hear of it: that it was opened, answered, taken back. Never its words, which belong to
those who may read it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from shiliu.govern.cases import letters, timeline
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import SET_ASIDE, WITHDRAWN
from shiliu.platform import audit, notices

TOLD_TO_ALL = {"answer", "finish", "cannot", "pass_inspection", "withdraw"}
KINDS = (
    ("cases.gathered", gettext_lazy("%(number)s: several neighbours raised the same"),
     gettext_lazy("Like “%(title)s”, several needs about the same matter were raised nearby. One case was opened for all of them: %(other)s. Yours keeps its own number, deadline and answer.")),
    ("cases.released", gettext_lazy("%(number)s goes on by itself"),
     gettext_lazy("“%(title)s” is no longer part of the case %(other)s. Nothing else changes.")),
    ("cases.gathered_step", gettext_lazy("%(number)s: something happened to the case for all"),
     gettext_lazy("The case %(other)s, which “%(title)s” is part of, has a new step: %(step)s. Yours is answered on its own page.")),
)  # fmt: skip
AUDIT = (
    ("cases.theme_opened", gettext_lazy("%(actor)s opened %(target)s for a theme and put needs into it")),
    ("cases.gathered", gettext_lazy("%(actor)s put %(target)s into the case of a theme")),
    ("cases.released", gettext_lazy("%(actor)s took %(target)s out of the case of a theme")),
)


def tell_of(case, step):
    """Askers of the needs in a case of a theme hear that it was answered or taken back. Called where steps are made; no query for
    any other case."""
    if case.channel != Case.Channel.THEME or step.move not in TOLD_TO_ALL:
        return
    words = {"other": case.number, "step": timeline.MOVES[step.move][0]}
    for child in case.parts.exclude(state__in=(WITHDRAWN, SET_ASIDE)).select_related("author", "contact", "lead"):
        if (recipient := letters.asker_of(child)) is not None:
            address = reverse("cases:case", args=[child.pk]) if child.author_id else reverse("cases:track")
            notices.send("cases.gathered_step", to=recipient, thread=letters.thread_of(child), url=address,
                         params={**letters.about(child), **words})  # fmt: skip


def register():
    for kind, title, text in KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=False)
    for verb, sentence in AUDIT:
        audit.register_verb(verb, sentence)
