"""Decisions on plain values: limits, which statement is shown next, what is shown of whom."""

import hashlib
import math
import unicodedata

from django.utils.translation import gettext as _

LONGEST, SHORTEST = 140, 4  # characters of a statement; a Chinese sentence is short
LONGEST_QUESTION, LONGEST_TEXT = 160, 4000
MOST_STATEMENTS = 10  # one person may write on one question, without those of the office
LEAST = 10  # people a published number must be about
LEAST_ALLOWED = 5
SMALL_BELOW = 100  # people below which no groups are looked for
NO_GROUPS = 10**9  # votes nobody has cast: asks methods.bridging for numbers without groups
DRAWN_ANEW = 30  # samples that tell at the close how firm the groups are
MOST_DAYS = 180
VALUES = {"agree": 1, "pass": 0, "disagree": -1}
WORDS = {value: word for word, value in VALUES.items()}
BRIDGING = 0.5  # surely agreed to by more than this share of every group
SHOWN = 10


def problems_of_question(question, promise):
    """{field: sentence} of the words of a question."""
    problems = {}
    if not question.strip():
        problems["question"] = _("Please fill this in.")
    elif len(question.strip()) > LONGEST_QUESTION:
        problems["question"] = _("Keep this under %(count)d characters.") % {"count": LONGEST_QUESTION}
    if not promise.strip():
        problems["promise"] = _("Say what will be done with the result. Nobody should be asked for nothing.")
    return problems


def problems_of_statement(text):
    """A sentence about a statement that is too short or too long, or ''."""
    count = len(text.strip())
    if count < SHORTEST:
        return _("Say one thing in one sentence that others can agree or disagree with.")
    if count > LONGEST:
        return _("Keep this under %(count)d characters.") % {"count": LONGEST}
    return ""


def same_words(text):
    """What two statements have in common that differ only in spaces, punctuation, width or case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LNM")


def weight(agree, passed, seen, pull):
    """How much there is to learn from one more answer to a statement: the priority metric of Polis (compdemocracy/polis,
    math/src/polismath/math/conversation.clj), ((1 - p)(E + 1) a (1 + 8·2^(-S/5)))², with p = (P + 1)/(S + 2), a = (A + 1)/(S + 2).

    `agree`, `passed`, `seen`: counts A, P and S; `pull`: E, how far the statement carries somebody from the middle."""
    few = 1 + 8 * 2 ** (-seen / 5)
    passing, agreeing = (passed + 1) / (seen + 2), (agree + 1) / (seen + 2)
    return ((1 - passing) * (pull + 1) * agreeing * few) ** 2


def drawn(weights, seed):
    """The key of {key: weight} that is drawn, each with a chance in proportion to its weight; None of none. The same seed draws the
    same as long as the weights stay. Largest of u^(1/w): Efraimidis and Spirakis, Information Processing Letters 97 (2006)."""
    return max(weights, key=lambda key: (math.log(_uniform(seed, key)) / weights[key], key), default=None)


def _uniform(seed, key):
    number = int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8], "big")
    return (number + 0.5) / 2**64
