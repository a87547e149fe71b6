"""The finder as plain questions and answers: no circles, nothing out of reach, every answer ends somewhere."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_QUESTIONS_IN_A_ROW = 8


@dataclass(frozen=True)
class Answer:
    """`line` of the file; `target` is "question:code", "item:code", "category:code" or "not_issued:code"."""

    line: int
    question: str
    target: str

    @property
    def sort(self):
        return self.target.partition(":")[0]

    @property
    def code(self):
        return self.target.partition(":")[2]


def problems_of_finder(questions, answers, known):
    """[(line, sentence)]. `questions`: {code: line} in order, the first is the beginning; `known`: {sort: codes}."""
    if not questions:
        return [(0, _("There is no question."))]
    leads = {code: [answer for answer in answers if answer.question == code] for code in questions}
    problems = []
    for code, line in questions.items():
        if len(leads[code]) < 2:
            problems.append((line, _("The question %(code)s needs at least two answers.") % {"code": code}))
    for answer in answers:
        if answer.question not in questions:
            problems.append((answer.line, _("There is no question %(code)s.") % {"code": answer.question or "?"}))
        elif answer.sort == "question" and answer.code not in questions:
            problems.append((answer.line, _("There is no question %(code)s.") % {"code": answer.code}))
        elif answer.sort != "question" and answer.code not in known.get(answer.sort, ()):
            problems.append(
                (answer.line, _("The answer leads nowhere: there is no %(target)s.") % {"target": answer.target or "?"})
            )
    if problems:
        return problems
    start = next(iter(questions))
    depth, circle = _depths(start, leads)
    if circle:
        return [(questions[circle], _("The questions lead in a circle through %(code)s.") % {"code": circle})]
    problems += [
        (questions[code], _("No answer leads to the question %(code)s.") % {"code": code})
        for code in questions
        if code not in depth
    ]
    if max(depth.values()) > MOST_QUESTIONS_IN_A_ROW:
        problems.append((0, _("At most %(most)d questions in a row, please.") % {"most": MOST_QUESTIONS_IN_A_ROW}))
    return problems


def _depths(start, leads):
    """({question: longest way to it}, '' or a question in a circle), by depth-first search with an explicit stack."""
    order, state, stack = [], {}, [(start, False)]
    while stack:
        code, done = stack.pop()
        if done:
            state[code] = "done"
            order.append(code)
            continue
        if state.get(code) == "done":
            continue
        state[code] = "open"
        stack.append((code, True))
        for below in (answer.code for answer in leads[code] if answer.sort == "question"):
            if state.get(below) == "open":
                return {}, below
            if below not in state:
                stack.append((below, False))
    depth = {start: 1}
    for code in reversed(order):
        for answer in leads[code]:
            if answer.sort == "question":
                depth[answer.code] = max(depth.get(answer.code, 0), depth[code] + 1)
    return depth, ""
