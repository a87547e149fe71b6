"""What the parties are told before anything is talked over: the nature of mediation, its principles, what an agreement does, their
rights and duties (司法部令第75号 第三十条; 人民调解法 第四、十五、二十三、二十四、二十六、三十一至三十三条).

A version is what somebody acknowledged; a changed text is a new version. A machine's draft is not the text of a law: a reader of a
language that nobody has reviewed gets the Chinese one beside it, and is told which of the two counts."""

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop, override

from shiliu.foundation.names import SOURCE_LANGUAGE

VERSION = "2026-11"
TEXT = (
    gettext_noop("Mediation costs nothing. No fee is taken for it, and no present."),
    gettext_noop("You may choose or accept a mediator, or ask for another one."),
    gettext_noop("You may accept mediation, refuse it, or stop it at any time, without giving a reason."),
    gettext_noop("You may ask that nobody watches. In private matters nobody ever does."),
    gettext_noop("You say freely what you want, and agree only to what you want to agree to."),
    gettext_noop("You tell the truth about what happened, keep order at the table, and respect the other side’s rights."),
    gettext_noop("The mediator takes no side and tells nobody what is private. One who does is warned or removed."),
    gettext_noop("What you agree on binds you both. Within thirty days you can ask the court together to confirm it, free of charge; then it can be enforced."),
    gettext_noop("If you do not agree, you can still go to court, to arbitration or to an authority. Nobody may keep you from it."),
)  # fmt: skip


def texts():
    """[(language, [sentence])] as the reader has to see them: in their own language, and in Chinese first where theirs is a draft."""
    mine = get_language()
    tags = [SOURCE_LANGUAGE, mine] if mine in settings.DRAFT_LANGUAGES else [mine]
    return [(tag, _in(tag)) for tag in tags]


def is_draft():
    return get_language() in settings.DRAFT_LANGUAGES


def _in(tag):
    with override(tag):
        return [gettext(sentence) for sentence in TEXT]
