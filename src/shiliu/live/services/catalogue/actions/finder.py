"""The finder is written as a whole: a tree with a broken branch would send people to the wrong counter."""

from django.db import transaction

from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.live.services.catalogue import queries
from shiliu.live.services.catalogue.finder_rules import Answer, problems_of_finder
from shiliu.live.services.catalogue.models import FinderAnswer, FinderQuestion, ItemCategory, NotIssued, ServiceItem
from shiliu.platform import audit
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import Reject, Report

LEAVES = {"item": ServiceItem, "category": ItemCategory, "not_issued": NotIssued}


@transaction.atomic
def import_finder(*, by, rows, source="", write=True):
    """Replaces the finder by the rows of a file: lines with a `question` and no `leads_to` are questions, the others answers.

    Columns: question (a code), name_… and help_… in languages, leads_to ("question:…", "item:…", "category:…", "not_issued:…").
    One bad line rejects the whole: a Report with created == [] and the reasons."""
    demand_everything(by, "services.configure")
    report = Report()
    questions, answers, by_line = {}, [], {}
    for row in rows:
        cells, by_line[row.line] = row.values, row
        problem = row.problem or problem_of_names(_texts(cells, "name")) or problem_of_slug(cells.get("question", ""))
        if problem:
            report.rejected.append(Reject(row.line, problem, cells))
        elif cells.get("leads_to"):
            answers.append(Answer(row.line, cells["question"], cells["leads_to"]))
        else:
            questions.setdefault(cells["question"], row.line)
    if not report.rejected:
        known = {sort: set(model.objects.values_list("code", flat=True)) for sort, model in LEAVES.items()}
        for line, problem in problems_of_finder(questions, answers, known):
            report.rejected.append(Reject(line, problem, by_line[line].values if line in by_line else {}))
    if report.rejected:
        return report
    report.created = list(questions)
    if write:
        _replace(questions, answers, by_line)
        audit.record("services.finder_replaced", by=by, data={"source": source, "count": len(questions)})
    report.written = write
    return report


def _replace(questions, answers, by_line):
    FinderQuestion.objects.all().delete()
    made = {}
    for position, (code, line) in enumerate(questions.items()):
        cells = by_line[line].values
        made[code] = FinderQuestion(
            code=code, position=position, names=_texts(cells, "name"), help=_texts(cells, "help")
        )
    FinderQuestion.objects.bulk_create(made.values())
    made = {row.code: row for row in FinderQuestion.objects.all()}
    leaves = {sort: dict(model.objects.values_list("code", "pk")) for sort, model in LEAVES.items()}
    rows = []
    for position, answer in enumerate(answers):
        row = FinderAnswer(
            question=made[answer.question], position=position, names=_texts(by_line[answer.line].values, "name")
        )
        if answer.sort == "question":
            row.leads_to = made[answer.code]
        else:
            setattr(row, f"{answer.sort}_id", leaves[answer.sort][answer.code])
        rows.append(row)
    FinderAnswer.objects.bulk_create(rows)


def _texts(cells, stem):
    return {name[len(stem) + 1 :].lower(): text for name, text in cells.items() if name.startswith(f"{stem}_")}


def finder_rows():
    """The finder as the rows it was read from, for taking away."""
    for question in FinderQuestion.objects.prefetch_related(
        "answers__leads_to", "answers__item", "answers__category", "answers__not_issued"
    ):
        yield {"question": question.code, **_cells("name", question.names), **_cells("help", question.help)}
        for answer in question.answers.all():
            yield {"question": question.code, **_cells("name", answer.names), "leads_to": queries.target_of(answer)}


def _cells(stem, texts):
    return {f"{stem}_{tag}": text for tag, text in texts.items()}
