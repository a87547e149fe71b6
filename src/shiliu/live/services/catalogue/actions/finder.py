"""The finder is written as a draft and put before the public as a whole: a tree with a broken branch would send people to the
wrong counter."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.live.services.catalogue import finder_tree, queries
from shiliu.live.services.catalogue.finder_rules import Answer, problems_of_finder
from shiliu.live.services.catalogue.models import Finder, FinderAnswer, FinderQuestion
from shiliu.platform import audit, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite, demand_everything
from shiliu.platform.tables import Reject, Report
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def save_question(*, by, code="", seen=None, names, help=None, answers=()):
    """Writes one question of the draft with its answers ([{"names", "to"}]); a new one without a code. Returns its code.

    `seen`: the stamp of the question its author saw. Nothing of it is public until `publish_finder`."""
    finder, tree = _draft(by)
    present = finder_tree.question_in(tree, code)
    if code and present is None:
        raise NotPossible(_("Somebody has taken this question away in the meantime."))
    revisions.refuse_stale(present, seen if present else None)
    code = code or finder_tree.free_code(tree)
    wanted = {"code": code, "names": names, "help": help or {}, "answers": list(answers)}
    problems = finder_tree.problems_of_question(wanted)
    if present is None and len(tree) >= finder_tree.MOST_QUESTIONS:
        problems["names"] = _("At most %(most)d questions, please.") % {"most": finder_tree.MOST_QUESTIONS}
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    _keep(by, finder, finder_tree.with_question(tree, wanted))
    return code


@transaction.atomic
def move_question(*, by, code, down):
    """Moves a question of the draft one place; the first is where the finder begins."""
    finder, tree = _draft(by)
    _keep(by, finder, finder_tree.moved(tree, code, down=down))


@transaction.atomic
def remove_question(*, by, code):
    """Takes a question from the draft; answers that led to it are named as a problem until they lead elsewhere."""
    finder, tree = _draft(by)
    _keep(by, finder, finder_tree.without(tree, code))


@transaction.atomic
def discard_finder_draft(*, by):
    """Forgets what is not public yet. False when there is no draft."""
    finder, _tree = _draft(by)
    if finder.draft is None:
        return False
    _forget(finder)
    audit.record("services.finder_discarded", by=by, target=finder)
    return True


@transaction.atomic
def publish_finder(*, by, seen):
    """Puts the draft before the public, unless a branch is broken. `seen`: the stamp of the draft its reader has checked."""
    finder, tree = _draft(by)
    if finder.draft is None:
        raise NotPossible(_("There is no draft: the public reads the finder as it is."))
    if seen != revisions.stamp(tree):
        raise NotPossible(_("Somebody else changed the draft in the meantime. Read it again before you publish it."))
    _put(by, finder, tree, "services.finder_replaced")
    _forget(finder)
    return len(tree)


@transaction.atomic
def revert_finder(*, by, row):
    """The finder as it was before the change told by `row`, an audit row of it; a draft is left as it is."""
    finder, _tree = _draft(by)
    if (row.target_type, row.target_id) != (finder._meta.label_lower, str(finder.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    before = revisions.taken_back(row, {"finder": queries.finder_tree()})
    _put(by, finder, before["finder"], "services.finder_reverted")


@transaction.atomic
def import_finder(*, by, rows, source="", write=True):
    """Replaces the finder by the rows of a file; a draft is left as it is. Lines with a `question` and no `leads_to` are
    questions, the others answers.

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
        for line, problem in problems_of_finder(questions, answers, queries.finder_ends()):
            report.rejected.append(Reject(line, problem, by_line[line].values if line in by_line else {}))
    if report.rejected:
        return report
    report.created = list(questions)
    if write:
        tree = [
            {
                "code": code, "names": _texts(by_line[line].values, "name"), "help": _texts(by_line[line].values, "help"),
                "answers": [{"names": _texts(by_line[one.line].values, "name"), "to": one.target} for one in answers if one.question == code],
            }
            for code, line in questions.items()
        ]  # fmt: skip
        _put(by, _locked(), tree, "services.finder_replaced", source=source)
    report.written = write
    return report


def _draft(by):
    demand(by, "services.configure", WholeSite())
    finder = _locked()
    return finder, queries.finder_tree() if finder.draft is None else finder.draft


def _locked():
    Finder.objects.get_or_create(pk=1)
    return Finder.objects.select_for_update().get(pk=1)


def _keep(by, finder, tree):
    """A draft is noted once, when it begins; its words are kept when they become public."""
    if finder.draft is None:
        finder.draft_of = revisions.stamp(queries.finder_tree())
        audit.record("services.finder_drafted", by=by, target=finder)
    finder.draft, finder.draft_at = tree, now()
    finder.save()


def _put(by, finder, tree, verb, **about):
    if problems := finder_tree.problems_of_tree(tree, queries.finder_ends()):
        raise NotPossible(" ".join(sentence for _code, sentence in problems))
    before, after = revisions.differences({"finder": queries.finder_tree()}, {"finder": tree})
    _replace(tree)
    audit.record(verb, by=by, target=finder, data={**about, "count": len(tree), **revisions.kept(before, after)})


def _forget(finder):
    finder.draft, finder.draft_at, finder.draft_of = None, None, ""
    finder.save()


def _replace(tree):
    FinderQuestion.objects.all().delete()
    FinderQuestion.objects.bulk_create(
        FinderQuestion(code=one["code"], position=place, names=one["names"], help=one["help"])
        for place, one in enumerate(tree)
    )
    made = {row.code: row for row in FinderQuestion.objects.all()}
    leaves = {sort: dict(model.objects.values_list("code", "pk")) for sort, model in queries.LEAVES.items()}
    rows = []
    for question in tree:
        for answer in question["answers"]:
            row = FinderAnswer(question=made[question["code"]], position=len(rows), names=answer["names"])
            sort, _colon, code = answer["to"].partition(":")
            if sort == "question":
                row.leads_to = made[code]
            else:
                setattr(row, f"{sort}_id", leaves[sort][code])
            rows.append(row)
    FinderAnswer.objects.bulk_create(rows)


def _texts(cells, stem):
    return {name[len(stem) + 1 :].lower(): text for name, text in cells.items() if name.startswith(f"{stem}_")}


def finder_rows():
    """The finder as the rows it was read from, for taking away."""
    for question in queries.finder_tree():
        yield {"question": question["code"], **_cells("name", question["names"]), **_cells("help", question["help"])}
        for answer in question["answers"]:
            yield {"question": question["code"], **_cells("name", answer["names"]), "leads_to": answer["to"]}


def _cells(stem, texts):
    return {f"{stem}_{tag}": text for tag, text in texts.items()}
