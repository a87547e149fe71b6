"""Surveys and their questions. What was asked in a round stays as it was: a change then begins the next version."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.surveys import forbidden, needs, rules
from shiliu.govern.surveys.models import QuestionSet, Round, Survey
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

LEVELS = ("district", "street", "community", "compound")


@transaction.atomic
def create_survey(*, by, area, names, intro=None, repeats=True, starter=True):
    """A new survey for the area, with the starting questions of the seven needs or with none."""
    demand(by, "surveys.manage", Place(area))
    if area.level not in LEVELS:
        why = _(
            "Choose a district, a street, a community or a compound: whoever answers in one building is soon known."
        )
        raise NotPossible(_("Something is not right yet."), {"area": why})
    _check_names(names, intro or {})
    survey = Survey.objects.create(area=area, names=names, intro=intro or {}, repeats=repeats)
    QuestionSet.objects.create(survey=survey, number=1, questions=needs.starter_questions() if starter else [])
    audit.record("surveys.created", by=by, target=survey, area=area, data={"survey_name": names})
    return survey


@transaction.atomic
def edit_survey(*, by, survey, names, intro, repeats, active=True, seen=None):
    """`seen`: the stamp of what its author saw; Stale when that has changed since."""
    survey = locked(survey)
    demand(by, "surveys.manage", survey)
    present = values_of(survey)
    revisions.refuse_stale(present, seen)
    return _write_survey(
        by, survey, "surveys.edited", present, names=names, intro=intro, repeats=repeats, active=active
    )


@transaction.atomic
def take_back(*, by, survey, row):
    """Undoes the change of the survey or of one of its questions told by `row`, an audit row of this survey. A question that was removed
    stands where it stood; NotPossible where it was changed again, or another depends on what would go."""
    survey = locked(survey)
    demand(by, "surveys.manage", survey)
    if (row.target_type, row.target_id) != (survey._meta.label_lower, str(survey.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    present = told_of(survey)
    wanted = revisions.taken_back(row, present)
    if row.verb in {"surveys.edited", "surveys.reverted"}:
        return _write_survey(by, survey, "surveys.reverted", values_of(survey), **wanted)
    ((code, was),) = wanted.items()
    draft = draft_of(survey)
    questions = list(rules.questions_of(draft.questions))
    at = next((i for i, question in enumerate(questions) if question.code == code), None)
    if at is not None:
        del questions[at]
    if was is not None:
        question = rules.Question.read(was)
        refuse_forbidden(question)
        questions.insert(row.data["at"] if at is None else at, question)
    return _write(by, survey, draft, questions, "surveys.question_reverted", code)


def _write_survey(by, survey, verb, present, **new):
    new = {**present, **new}
    _check_names(new["names"], new["intro"])
    if present["active"] and not new["active"] and survey.rounds.exclude(state=Round.State.PUBLISHED).exists():
        raise NotPossible(
            _("A round of this survey is not published yet. Publish it or take it back before the survey is retired.")
        )
    before, after = revisions.differences(present, new)
    for field, value in after.items():
        setattr(survey, field, value)
    survey.save()
    if after:
        data = {"survey_name": survey.names, **revisions.kept(before, after)}
        audit.record(verb, by=by, target=survey, data=data)
    return survey


@transaction.atomic
def set_question(*, by, survey, question, replaces="", seen=None):
    """Adds a question at the end, or puts it in the place of the one with the code `replaces`; `seen` is the stamp of that one as its
    author saw it, and Stale tells that it has changed since. NotPossible names the fields.

    Refuses what touches a forbidden matter, whoever asks: nobody can override that."""
    draft = _draft(by, survey)
    present = list(rules.questions_of(draft.questions))
    at = next((i for i, other in enumerate(present) if other.code == replaces), len(present))
    if replaces and at == len(present):
        raise NotPossible(_("Somebody has removed this question meanwhile. Add it anew if it is still wanted."))
    if replaces:
        revisions.refuse_stale(present[at].row(), seen)
    wanted = [*present[:at], question, *present[at + 1 :]]
    if len(wanted) > rules.MOST_QUESTIONS:
        raise NotPossible(
            _("A survey may have %(count)d questions: few people answer more.") % {"count": rules.MOST_QUESTIONS}
        )
    problems = rules.problems_of_question(question, present[:at])
    if "code" not in problems and question.code in {other.code for other in present[at + 1 :]}:
        problems["code"] = _("Another question already has this code. Choose one that is free.")
    refuse_forbidden(question)
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    return _write(by, survey, draft, wanted, "surveys.question_set", question.code)


@transaction.atomic
def remove_question(*, by, survey, code):
    draft = _draft(by, survey)
    left = [question for question in rules.questions_of(draft.questions) if question.code != code]
    return _write(by, survey, draft, left, "surveys.question_removed", code)


@transaction.atomic
def move_question(*, by, survey, code, up):
    """One place up or down; a question never comes before the one its condition names."""
    draft = _draft(by, survey)
    present = list(rules.questions_of(draft.questions))
    at = next((i for i, other in enumerate(present) if other.code == code), None)
    to = None if at is None else at + (-1 if up else 1)
    if to is None or not 0 <= to < len(present):
        return draft
    present[at], present[to] = present[to], present[at]
    return _write(by, survey, draft, present, "surveys.question_moved", code)


def refuse_forbidden(question):
    """NotPossible for a question that touches what no survey may ask."""
    if found := forbidden.found_in(*forbidden.words_of(question)):
        hit = found[0]
        raise NotPossible(
            _(
                "“%(word)s” asks %(matter)s. No survey here may ask that, and nobody can allow it: see the page “What is never "
                "asked”. Ask what a service should do better instead."
            )
            % {"word": hit.word, "matter": forbidden.MATTERS[hit.matter]},
            {"texts": _("Ask about a service or a place, not about what people are.")},
        )


def told_of(survey):
    """Everything of a survey that is changed and taken back: its values, and each question of the newest version by its code."""
    newest = survey.question_sets.first()
    return {**values_of(survey), **{row["code"]: row for row in (newest.questions if newest else ())}}


def values_of(survey):
    return {"names": survey.names, "intro": survey.intro, "repeats": survey.repeats, "active": survey.active}


def locked(survey):
    return Survey.objects.select_for_update(of=("self",)).select_related("area").get(pk=survey.pk)


def draft_of(survey):
    """The version that can be changed: the newest, or a copy of it when a round has frozen it."""
    newest = survey.question_sets.first()
    if newest and not newest.frozen:
        return newest
    return QuestionSet.objects.create(
        survey=survey, number=newest.number + 1 if newest else 1, questions=newest.questions if newest else []
    )


def _draft(by, survey):
    survey = locked(survey)
    demand(by, "surveys.manage", survey)
    return draft_of(survey)


def _write(by, survey, draft, questions, verb, code):
    known = []
    for question in questions:
        if question.show_if and (wrong := rules.problems_of_question(question, known).get("show_if")):
            raise NotPossible(
                _("Question %(code)s depends on another: %(problem)s") % {"code": question.code, "problem": wrong}
            )
        known.append(question)
    before = {row["code"]: row for row in draft.questions}
    order = [row["code"] for row in draft.questions]
    draft.questions = [question.row() for question in questions]
    draft.save(update_fields=["questions"])
    data = {"survey_name": survey.names, "code": code[:8], "version": draft.number}
    changed = revisions.differences(before, dict.fromkeys(before) | {row["code"]: row for row in draft.questions})
    if len(changed[1]) == 1:  # a question renamed on the way is two, and is not taken back by itself
        data |= {
            "at": order.index(*changed[1]) if set(changed[1]) <= set(order) else len(order),
            **revisions.kept(*changed),
        }
    audit.record(verb, by=by, target=survey, area=survey.area, data=data)
    return draft


def _check_names(names, intro):
    if not names.get(SOURCE_LANGUAGE, "").strip():
        raise NotPossible(_("Something is not right yet."), {"names": _("The name in simplified Chinese is missing.")})
    found = [one for one in forbidden.found_in(*names.values(), *intro.values()) if one.matter != "identity"]
    if found:  # “no names are asked” is a good thing to say
        raise NotPossible(
            _("“%(word)s” asks %(matter)s. No survey here may do that.")
            % {"word": found[0].word, "matter": forbidden.MATTERS[found[0].matter]}
        )
