"""A published round as a page tells it: charts, tables, what changed, what was hidden, and what it cannot say."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, exp, sqrt

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.foundation.names import name_in
from shiliu.govern.surveys import needs, protecting, rules
from shiliu.platform.presentation.charts import percent

REASONS = {
    "few_asked": lambda: _("Fewer forms than the least number were asked this. Nothing is shown."),
    "cannot_protect": lambda: _(
        "So few answers differ that every way of showing them would give some away. Nothing is shown."
    ),
    "question_before": lambda: _(
        "This was asked only after a certain answer, and in that question a number is hidden. Nothing is shown, because it would "
        "fill the gap there."
    ),
}
NOT_COMPARED = {
    "asked_once": lambda: _("This survey is asked once, so there is nothing to compare it with."),
    "first_round": lambda: _("This is the first published round. The next one can be compared with it."),
    "no_opendp": lambda: _(
        "Rounds are compared only from numbers with noise, and the package that draws it is not installed here. Whoever runs the "
        "site can install it: pip install --require-hashes -r requirements/extra.txt"
    ),
    "no_budget": lambda: _(
        "What may be told about the same people in a year has been told already, so this round is compared with no other."
    ),
    "earlier_without_noise": lambda: _(
        "The round before was published without noise, so it cannot be compared safely."
    ),
    "nothing_alike": lambda: _(
        "No question was asked in the same words in the round before, or its numbers are hidden."
    ),
    "preview": lambda: _("Noise is drawn and the rounds are compared when the tables are published."),
}


@dataclass
class Block:
    """One question of the report. `bars` for {% bar_chart %}, `places` rows of (name, asked, [(head, count or None)])."""

    question: rules.Question
    level: str
    reason: str = ""
    base: int = 0
    bars: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    places: list = field(default_factory=list)
    hidden: str = ""
    noise: str = ""
    changes: list = field(default_factory=list)
    wrote: int | None = None
    shown: list = field(default_factory=list)
    summary: str = ""
    language: str = ""

    @property
    def told(self):
        return [sentence for told, sentence in self.changes if told]

    @property
    def untold(self):
        return [sentence for told, sentence in self.changes if not told]


def sections(tables):
    """[(need, label, icon, [Block])] in the order of the questions."""
    names = {part["row"]: name_in(part["names"]) for part in tables["parts"]}
    names |= {protecting.OTHER: _("Elsewhere, or not said"), protecting.EVERYWHERE: _("Everywhere")}
    changes = {}
    for change in tables["comparison"]["changes"]:
        changes.setdefault(change["question"], []).append(change)
    made = {}
    for row in tables["questions"]:
        made.setdefault(row["need"], []).append(_block(row, names, changes))
    return [(need, needs.label(need), needs.icon_of(need), blocks) for need, blocks in made.items()]


def _block(row, names, changes):
    question = rules.Question.read(row)
    if question.kind == rules.TEXT:
        tag, summary = _summary(row["summary"])
        return Block(question, row["level"], wrote=row["wrote"], shown=row["shown"], summary=summary, language=tag)
    if row["level"] == protecting.NOTHING:
        return Block(question, row["level"], reason=REASONS[row["reason"]]())
    columns = [(option.code, option.text) for option in question.options]
    last = row["rows"][-1]
    bars = [_bar(text, last["cells"].get(code), last["base"]) for code, text in columns]
    places = [
        (names.get(one["row"], one["row"]), one["base"], [(text, one["cells"].get(code)) for code, text in columns])
        for one in row["rows"]
    ]
    texts = dict(columns)
    told = [_told(texts[change["option"]], change) for change in changes.get(question.code, ())]
    return Block(
        question, row["level"], base=last["base"], bars=bars, columns=[text for _code, text in columns],
        places=places if len(places) > 1 else [], hidden=_hidden(row), noise=_noise(row), changes=told,
    )  # fmt: skip


def _summary(texts):
    """(language tag, text) in the reader's language, else in Chinese, else in any."""
    said = name_in(texts) if texts else ""
    return next(((tag, text) for tag, text in texts.items() if text == said), ("", ""))


def _bar(text, count, asked):
    """A share of the forms that were asked, with the number itself beside the answer."""
    if count is None:
        return {"label": format_html("<bdi>{}</bdi> ({})", text, _("hidden")), "value": None}
    words = format_html("<bdi>{}</bdi> · {}", text, number_format(count, force_grouping=True))
    return {"label": words, "value": min(1, count / asked)}


def _hidden(row):
    if not row["small"] and not row["others"]:
        return ""
    if not row["others"]:
        return _("Numbers under the least are hidden here, %(small)s of them.") % {"small": number_format(row["small"])}
    return _(
        "Numbers under the least are hidden here, %(small)s of them, and %(others)s more so that nobody can compute them."
    ) % {"small": number_format(row["small"]), "others": number_format(row["others"])}


def _noise(row):
    """How far the noise may have moved the numbers of all places together: as drawn for one row, by the normal law for a sum."""
    if not row["noise"]:
        return ""
    within = row["noise"]["within"] if len(row["rows"]) == 1 else ceil(1.96 * sqrt(row["noise"]["spread"]))
    return _("Noise: in 95 of 100 cases a number of everywhere lies within %(within)d of the true one.") % {
        "within": within
    }


def _told(answer, change):
    """One sentence about a change, and whether it may be more than chance."""
    words = {
        "answer": answer, "before": percent(change["before"]), "after": percent(change["after"]),
        "low": points(change["low"]), "high": points(change["high"]),
    }  # fmt: skip
    if not change["told"]:
        return False, _(
            "“%(answer)s”: %(before)s before, %(after)s now. This cannot be told from chance (%(low)s to %(high)s points)."
        ) % words
    return True, _("“%(answer)s”: %(before)s before, %(after)s now, a change of %(low)s to %(high)s points.") % words


def points(share):
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{number_format(abs(round(share * 100)))}"


def not_compared(tables):
    missing = tables["comparison"]["missing"]
    return NOT_COMPARED[missing]() if missing else ""


def limits(tables, *, doubles=0, same_hands=0, piles=0, settled_alone=0):
    """Sentences that say who answered, and what the numbers cannot say."""
    if tables["answers"] is None:
        return [_("Fewer than %(least)d forms came back. Nothing is published, so that nobody's answer is.") % tables]
    lines = [_answered(tables)]
    lines.append(
        _(
            "Whoever wanted to could answer. Those who did not may think otherwise: the shares are those of the forms, not of all residents."
        )
    )
    if not tables["one_per_household"]:
        lines.append(
            _("Nothing kept one household from answering more than once: what would know that would know who answered.")
        )
    elif doubles:
        lines.append(
            ngettext("%(count)d sheet was left out, because its household had answered already.",
                     "%(count)d sheets were left out, because their households had answered already.", doubles) % {"count": doubles}
        )  # fmt: skip
    lines.append(
        _("Numbers under %(least)d are hidden, and others with them, so that no answer can be computed.")
        % {"least": tables["least"]}
    )
    if not tables["noise"]["missing"]:
        lines.append(
            _(
                "The numbers hold a little noise on purpose; how much stands below each question. It was drawn once and does not change."
            )
        )
        lines += _loss(tables["noise"])
    if piles:
        lines.append(_("Every paper form was keyed twice, and what differed was settled with the sheet in hand."))
    if same_hands:
        lines.append(
            ngettext(
                "One person keyed %(count)d pile both times.",
                "One person keyed %(count)d piles both times.",
                same_hands,
            )
            % {"count": same_hands}
        )
    if settled_alone:
        lines.append(
            ngettext(
                "%(count)d sheet that was keyed differently was settled by one of its two keyers, not by a third person.",
                "%(count)d sheets that were keyed differently were settled by one of their two keyers, not by a third person.",
                settled_alone,
            )
            % {"count": settled_alone}
        )
    return lines


def _loss(noise):
    """The privacy loss in plain words; nothing for tables from before it was kept."""
    if "spent" not in noise:
        return []
    each = Fraction(noise["epsilon"])
    words = {
        "each": written(each), "questions": noise["questions"], "sum": written(each * noise["questions"]),
        "spent": written(Fraction(noise["spent"])), "budget": written(Fraction(noise["budget"])), "factor": number_format(exp(each), 1),
    }  # fmt: skip
    return [
        _(
            "Privacy loss ε: %(each)s for each question with answers to choose from, %(sum)s for all %(questions)s of this round; the year "
            "stands at %(spent)s of %(budget)s. These numbers are a choice of the house."
        )
        % words,
        _(
            "With ε = %(each)s, what is published about one question changes the odds of any guess about one form's answer to it by a "
            "factor of %(factor)s at most. About somebody who answered everything the losses add up: all of them together promise little, "
            "and small numbers are hidden besides."
        )
        % words,
    ]


def written(number):
    """A fraction as few digits as say it."""
    return number_format(float(number), 0 if number.denominator == 1 else 2)


def _answered(tables):
    words = {"answers": number_format(tables["answers"], force_grouping=True)}
    if not tables["households"]:
        return _("%(answers)s forms were answered. How many households could have answered is not known.") % words
    words["households"] = number_format(tables["households"], force_grouping=True)
    if tables["one_per_household"]:
        words["share"] = percent(tables["answers"] / tables["households"])
        return _("%(answers)s of %(households)s households answered, %(share)s.") % words
    return _("%(answers)s forms were answered, in a place of %(households)s households.") % words


def rows(tables):
    """What the CSV holds: (question, its text, place, answer, its text, count or None, forms its share is of)."""
    names = {part["row"]: name_in(part["names"]) for part in tables["parts"]}
    for row in tables["questions"]:
        question = rules.Question.read(row)
        texts = {option.code: option.text for option in question.options}
        for one in row["rows"]:
            for code, count in one["cells"].items():
                yield (
                    question.code,
                    question.text,
                    names.get(one["row"], one["row"]),
                    code,
                    texts.get(code, ""),
                    count,
                    one["base"],
                )
