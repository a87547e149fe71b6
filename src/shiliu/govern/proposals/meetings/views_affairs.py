"""Those who publish affairs and answer questions, and who sets the numbers of meetings."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.proposals.meetings import actions, forms, queries
from shiliu.govern.proposals.meetings.actions import numbers as writing
from shiliu.govern.proposals.meetings.models import AffairsNotice, AffairsQuestion, AffairsTopic, MeetingKind
from shiliu.platform import revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

NUMBERS = {
    "kind": (MeetingKind, writing.KIND, forms.kind_numbers, lambda by, row, **given: actions.save_kind(by=by, kind=row, **given)),
    "topic": (AffairsTopic, writing.TOPIC, forms.topic_numbers, lambda by, row, **given: actions.save_topic(by=by, topic=row, **given)),
}  # fmt: skip


ANSWERS = Telling({"answer": gettext_lazy("Answer"), "withheld": gettext_lazy("Why the question itself is not shown")})


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def publish(request):
    """Affairs of every kind; with ?meeting=… the decisions of one, to be read through before they are published."""
    rows = {"topic": queries.topics(), "area": queries.places_to_keep(request.actor), "organiser": queries.units_to_keep(request.actor)}  # fmt: skip
    meeting = _held(request)
    initial = {"title": meeting.title, "text": _decisions(meeting), "topic": "decisions", "area": meeting.area.code, "organiser": meeting.organiser.code} if meeting else {}  # fmt: skip
    form = forms.AffairForm(request.POST or None, rows=rows, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish(by=request.actor, meeting=meeting, **form.given())
            messages.success(request, _("It is published. You are told when somebody asks."))
            return redirect("office_meetings:affair", made.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "meetings/office/publish.html", {"form": form, "meeting": meeting}, status=status_of(form))


def _held(request):
    """The meeting the address names, if its reader keeps it; None without one."""
    number = request.GET.get("meeting", "")
    return (
        get_object_or_404(queries.kept_by(request.actor), pk=number)
        if number.isdecimal() and len(number) < 10
        else None
    )


def _decisions(meeting):
    """What became of each item, a line each, in the language the meeting was called in."""
    lines = []
    with override(meeting.language):
        for item in queries.agenda(meeting):
            became = getattr(item, "decision", None)
            what = f"：{became.get_outcome_display()}。{became.words}" if became else ""
            lines.append(f"{item.number}. {item.title}{what}")
    return "\n".join(lines)


@require_GET
@needs("meetings.keep")
def affair(request, pk):
    """One publication with all its questions, for those who answer them."""
    found = get_object_or_404(AffairsNotice.objects.select_related("area", "organiser"), pk=pk)
    demand(request.actor, "meetings.keep", found)
    context = {"affair": found, "questions": queries.questions(found, request.actor, office=True)}
    return render(request, "meetings/office/affair.html", context)


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def answer(request, pk):
    rows = AffairsQuestion.objects.select_related("notice__area", "notice__organiser")
    question = get_object_or_404(rows, pk=pk)
    demand(request.actor, "meetings.keep", question.notice)
    stood = actions.affairs.answered(question)
    more = {"initial": {"text": question.answer, "reason": question.withheld, "seen": revisions.stamp(stood)}}
    form, theirs = forms.AnswerForm(request.POST or None, **more), []
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "seen": form.cleaned_data["seen"] or None}
        act = actions.withhold if given["reason"] else actions.answer
        if not given["reason"]:
            del given["reason"]
        try:
            act(by=request.actor, question=question, **given)
            messages.success(request, _("Done."))
            return redirect("office_meetings:affair", question.notice_id)
        except revisions.Stale as stale:
            theirs = ANSWERS.compared(stale.present, {"answer": given["text"], "withheld": given.get("reason", "")})
            form = after_stale(form, forms.AnswerForm, stale, **more)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "question": question, "theirs": theirs}
    return render(request, "meetings/office/answer.html", context, status=status_of(form, theirs))


@require_GET
@needs("meetings.configure")
def numbers(request):
    demand(request.actor, "meetings.configure", WholeSite())
    context = {"rows": {"kind": MeetingKind.objects.all(), "topic": AffairsTopic.objects.all()}}
    return render(request, "meetings/office/numbers.html", context)


@require_POST
@needs("meetings.configure")
def defaults(request):
    actions.load_defaults(by=request.actor)
    messages.success(request, _("The starting numbers are there. Compare them with the rules of your place."))
    return redirect("office_meetings:numbers")


@require_http_methods(["GET", "POST"])
@needs("meetings.configure")
def number(request, what, pk):
    if what not in NUMBERS:
        raise Http404
    demand(request.actor, "meetings.configure", WholeSite())
    model, names, fields, save = NUMBERS[what]
    return numbers_page(request, get_object_or_404(model, pk=pk), names, fields, save, "office_meetings:numbers")


def numbers_page(request, row, names, fields, save, back):
    """The form of one row of numbers with its source and its history; `back` names the page it returns to."""
    present = writing.values(row, names)
    more = {"names": row.names, "sources": row.sources, "initial": {**present, "seen": revisions.stamp(present)}}
    form, theirs = forms.NumbersForm(request.POST or None, numbers=fields(), **more), []
    if request.method == "POST" and form.is_valid():
        try:
            save(request.actor, row, seen=form.cleaned_data["seen"] or None, **form.given())
            messages.success(request, _("Saved."))
            return redirect(back)
        except revisions.Stale as stale:
            told = Telling(
                {name: field.label for name, field in form.fields.items()}, {"names": _texts, "sources": _texts}
            )
            theirs = told.compared(stale.present, form.given())
            form = after_stale(form, lambda data, **kept: forms.NumbersForm(data, numbers=fields(), **kept), stale, **more)  # fmt: skip
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "row": row, "back": back, "theirs": theirs}
    return render(request, "meetings/office/number.html", context, status=status_of(form, theirs))


def _texts(found):
    return " · ".join(found.values())
