"""The finder as one plain value, which is edited as a draft, checked, kept in the history and put before the public as a whole.

[{"code": …, "names": {…}, "help": {…}, "answers": [{"names": {…}, "to": "item:CODE"}, …]}, …]; the first question is where it begins."""

from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names
from shiliu.live.services.catalogue.finder_rules import Answer, problems_of_finder
from shiliu.live.services.catalogue.rules import problem_of_texts

MOST_QUESTIONS, MOST_ANSWERS = 60, 12
BLANK = {"code": "", "names": {}, "help": {}, "answers": []}


def question_in(tree, code):
    """The question with this code, or None."""
    return next((question for question in tree if question["code"] == code), None)


def leading_to(tree):
    """{code of a question: names of the answers that lead to it}: several questions may have the same name."""
    found = {}
    for question in tree:
        for answer in question["answers"]:
            sort, _colon, code = answer["to"].partition(":")
            if sort == "question":
                found.setdefault(code, []).append(answer["names"])
    return found


def with_question(tree, question):
    """The tree with this question in the place of the one with its code, or at the end."""
    if question_in(tree, question["code"]) is None:
        return [*tree, question]
    return [question if one["code"] == question["code"] else one for one in tree]


def without(tree, code):
    """The tree without a question. Answers that led to it stay, and are a problem until they lead somewhere else."""
    return [question for question in tree if question["code"] != code]


def moved(tree, code, *, down):
    """The tree with a question one place further; at the end of the list it stays."""
    at = next((place for place, question in enumerate(tree) if question["code"] == code), None)
    other = None if at is None else at + (1 if down else -1)
    if other is None or not 0 <= other < len(tree):
        return tree
    tree = list(tree)
    tree[at], tree[other] = tree[other], tree[at]
    return tree


def free_code(tree):
    """A code that no question has."""
    taken = {question["code"] for question in tree}
    return next(code for number in range(1, MOST_QUESTIONS * 2) if (code := f"q{number}") not in taken)


def problems_of_question(question):
    """{field: sentence} of one question alone; whether the whole finder leads somewhere is asked when it is published."""
    problems = {"names": problem_of_names(question["names"]), "help": problem_of_texts(question["help"], 500)}
    if len(question["answers"]) > MOST_ANSWERS:
        problems["answers"] = _("At most %(most)d answers, please.") % {"most": MOST_ANSWERS}
    for number, answer in enumerate(question["answers"], 1):
        if problem := problem_of_names(answer["names"]):
            problems["answers"] = _("Answer %(number)d: %(problem)s") % {"number": number, "problem": problem}
        elif not answer["to"]:
            problems["answers"] = _("Answer %(number)d: say where it leads.") % {"number": number}
    return {field: problem for field, problem in problems.items() if problem}


def problems_of_tree(tree, known):
    """[(code of the question or '', sentence)] of the whole finder. `known`: {sort: codes} of what answers may lead to."""
    if len(tree) > MOST_QUESTIONS:
        return [("", _("At most %(most)d questions, please.") % {"most": MOST_QUESTIONS})]
    questions = {question["code"]: place for place, question in enumerate(tree, 1)}
    answers = [Answer(questions[one["code"]], one["code"], answer["to"]) for one in tree for answer in one["answers"]]
    codes = {place: code for code, place in questions.items()}
    return [(codes.get(place, ""), sentence) for place, sentence in problems_of_finder(questions, answers, known)]
