"""From a closed round to the tables that everybody may read: counted, protected, given noise, compared. Writes nothing."""

from hashlib import sha256
from json import dumps

from shiliu.govern.surveys import comparing, noise, protecting, rules
from shiliu.govern.surveys.counting import counted
from shiliu.govern.surveys.models import Publication

COMPARED_KINDS = {rules.ONE, rules.MANY, rules.SCALE}


def digest(tables):
    return sha256(dumps(tables, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def tables_of(round, on, *, draw):
    """The tables of a round as JSON. With `draw` noise is drawn and its budget spent; a preview does without."""
    truth, questions = counted(round), rules.questions_of(round.question_set.questions)
    made = {
        "least": round.least,
        "answers": truth.total if truth.total >= round.least else None,
        "households": round.households,
        "one_per_household": round.one_per_household,
        "codes": round.codes_issued,
        "paper": _paper(round, truth.total),
        "parts": [
            {"row": row, "names": truth.places.get(row, {}), "forms": truth.size[row]}
            for row in (truth.rows if truth.total >= round.least and len(truth.rows) > 1 else ())
        ],
        "questions": [],
    }
    boxes = [question for question in questions if question.kind in COMPARED_KINDS]
    purse = noise.purse_of(round.survey, len(boxes), on) if draw else noise.Purse("preview")
    made["noise"] = {"missing": purse.missing, "epsilon": purse.epsilon, "questions": len(boxes)}
    done = {}
    for question in questions:
        row = question.row()
        if question.kind == rules.TEXT:
            made["questions"].append({**row, **_texts(round, truth, question)})
            continue
        table = done[question.code] = _protected(truth, question, done, questions, round.least)
        made["questions"].append({**row, **_published(truth, question, table, round, purse, on)})
    made["noise"] |= purse.told()
    made["comparison"] = compared(round, made) if draw else {"missing": "preview", "changes": []}
    return made


def _paper(round, total):
    """How many forms came on paper, where neither these nor the others are few."""
    return round.paper_answers if min(round.paper_answers, total - round.paper_answers) >= round.least else None


def _protected(truth, question, done, questions, least):
    levels = (protecting.PARTS, protecting.WHOLE)
    if question.show_if:
        parent = next(other for other in questions if other.code == question.show_if[0])
        wanted = question.show_if[1] if parent.kind == rules.MANY else parent.codes
        levels = tuple(level for level in levels if done[parent.code].open_at(level, wanted))
        if not levels:
            return protecting.Protected(protecting.NOTHING, "question_before")
    asked = [truth.asked[question.code][row] for row in truth.rows]
    chosen = [truth.chosen[question.code][row] for row in truth.rows]
    many = question.kind == rules.MANY
    return protecting.protected(truth.rows, asked, chosen, question.codes, least, many=many, levels=levels)


def _published(truth, question, table, round, purse, on):
    """The table with the counts as they are, or with noise in place of them; what is hidden stays hidden."""
    made = {"level": table.level, "reason": table.reason, "small": table.small, "others": table.others, "rows": []}
    if table.level == protecting.NOTHING:
        return made
    cells, facts = [dict(row) for row in table.cells], None
    if not purse.missing:
        inner = truth.rows if table.level == protecting.PARTS else (protecting.EVERYWHERE,)
        people = [
            [sum(truth.chosen[question.code][r][code] for r in ([row] if row != protecting.EVERYWHERE else truth.rows))
             for code in question.codes] for row in inner
        ]  # fmt: skip
        most = len(question.codes) if question.kind == rules.MANY else 2  # another answer moves two counts by one
        noisy, facts = purse.released(
            people, inner, question.codes, most, f"round {round.number}, {question.code}", str(on)
        )
        sums = [sum(row[k] for row in noisy) for k in range(len(question.codes))]
        rows = [*noisy, sums] if table.level == protecting.PARTS else [sums]
        for shown, counts, base in zip(cells, rows, table.base, strict=True):
            most = base - round.least if question.kind == rules.MANY else base
            for code, count in zip(question.codes, counts, strict=True):
                if shown[code] is not None:  # that it is shown says this much, and noise need not say otherwise
                    shown[code] = min(max(round.least, count), most)
        facts["spread"] *= len(inner)
    made["noise"] = facts
    made["rows"] = [
        {"row": row, "base": base, "cells": given}
        for row, base, given in zip(table.rows, table.base, cells, strict=True)
    ]
    return made


def _texts(round, truth, question):
    """How many wrote something, and their words where the round says so and they are enough not to know anybody by them."""
    wrote = truth.written[question.code]
    asked = sum(truth.asked[question.code].values())
    enough = wrote >= round.least and asked - wrote >= round.least and not question.show_if
    shown = []
    if round.verbatim and wrote >= round.least:
        shown = sorted(round.texts.filter(question=question.code, state="shown").values_list("text", flat=True))
    summary = round.summaries.get(question.code, {}) if wrote >= round.least else {}  # of a few it would tell who
    return {
        "level": protecting.WHOLE, "reason": "", "small": 0, "others": 0, "rows": [],
        "wrote": wrote if enough else None, "shown": shown, "summary": summary,
    }  # fmt: skip


def earlier_publication(round):
    """The last publication of the same survey before this round, or None."""
    earlier = Publication.objects.filter(round__survey=round.survey_id, round__number__lt=round.number)
    return earlier.select_related("round").order_by("-round__number").first()


def compared(round, made):
    """The changes since the last published round, question by question, where both have noise and asked the same."""
    if made["noise"]["missing"]:
        return {"missing": made["noise"]["missing"], "changes": []}
    last = earlier_publication(round)
    if last is None:
        return {"missing": "first_round", "changes": []}
    if last.tables["noise"]["missing"]:
        return {"missing": "earlier_without_noise", "changes": []}
    before = {question["code"]: question for question in last.tables["questions"]}
    pairs = []
    for question in made["questions"]:
        was = before.get(question["code"])
        if was is None or not question["rows"] or not was["rows"] or not _same(question, was):
            continue
        now_row, was_row = question["rows"][-1], was["rows"][-1]
        for code, count in now_row["cells"].items():
            if count is not None and was_row["cells"].get(code) is not None:
                first = comparing.Share(was_row["cells"][code], was_row["base"], was["noise"]["spread"])
                second = comparing.Share(count, now_row["base"], question["noise"]["spread"])
                pairs.append((question["code"], code, first, second))
    changes = []
    for code, option, first, second in pairs:
        found = comparing.change(first, second, compared=len(pairs))
        values = {name: round_to(getattr(found, name)) for name in ("before", "after", "low", "high")}
        changes.append({"question": code, "option": option, "told": found.told, **values})
    return {"missing": "" if pairs else "nothing_alike", "with": last.round.number, "changes": changes}


def round_to(share):
    return int(share * 10_000 + (0.5 if share >= 0 else -0.5)) / 10_000


def _same(question, was):
    """Asked in the same words, with the same answers, of the same people."""
    return all(question.get(key) == was.get(key) for key in ("kind", "texts", "options", "show_if"))
