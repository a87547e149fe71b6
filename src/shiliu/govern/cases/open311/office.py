"""Office pages about other programs: their keys, and for each matter the questions that belong to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.names import spelled
from shiliu.govern.cases import queries
from shiliu.govern.cases.models import Category, Forwarded, Open311Key, OutsideEndpoint, ServiceAttribute
from shiliu.govern.cases.open311 import forwarding, questions
from shiliu.govern.cases.open311 import keys as writing
from shiliu.govern.cases.open311.forms import EndpointForm, KeyForm, QuestionForm
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "POST"])
@needs("cases.open311")
def keys(request):
    """Every key; a new one is shown on the page that answers the form, and never again."""
    demand(request.actor, "cases.open311", WholeSite())
    form, secret, status = KeyForm(request.POST or None), "", 200
    if request.method == "POST":
        if form.is_valid():
            _key, secret = writing.make(by=request.actor, name=form.cleaned_data["name"])
            form = KeyForm()
        else:
            status = 422
    text = request.GET.get("q", "")[:80]
    known = writing.known().filter(name__icontains=text) if text else writing.known()
    page = Paginator(known, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "secret": secret, "page": page, "text": text, "address": endpoint(request)}
    return render(request, "cases/open311_keys.html", context, status=status)


def endpoint(request):
    return request.build_absolute_uri("/open311/v2/discovery.xml")


@require_POST
@needs("cases.open311")
def revoke(request, pk):
    writing.revoke(by=request.actor, key=get_object_or_404(Open311Key, pk=pk))
    messages.success(request, _("Taken back. Nothing can be sent with this key any more."))
    return redirect("cases:open311_keys")


@require_GET
@needs("cases.edit_catalogue")
def matters(request):
    """Matters with the number of their questions, those that ask something first."""
    text = request.GET.get("q", "")[:80]
    found = Category.objects.filter(group__isnull=False, retired=False).select_related("group")
    if text:
        found = found.filter(Q(code__icontains=text) | spelled(text))
    found = found.annotate(asked=Count("attributes")).order_by("-asked", "group__position", "position", "code")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/open311_matters.html", {"page": page, "text": text})


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def matter(request, category):
    """Its questions, and where needs about it are forwarded to (POST)."""
    found = get_object_or_404(Category, pk=category, group__isnull=False)
    known = OutsideEndpoint.objects.filter(category=found).first()
    form = EndpointForm(request.POST or None, initial=known and model_to_dict(known))
    if request.method == "POST":
        demand(request.actor, "cases.open311", WholeSite())
        if form.is_valid() and saved(request, found, form):
            return redirect("cases:open311_matter", found.pk)
    context = {
        "matter": found,
        "questions": questions.of(found),
        "form": form,
        "endpoint": known,
        "may_forward": can(request.actor, "cases.open311", WholeSite()),
        "latest": Forwarded.objects.filter(endpoint=known).select_related("case").order_by("-pk")[:10] if known else [],
    }
    return render(request, "cases/open311_matter.html", context, status=422 if form.errors else 200)


def saved(request, category, form):
    try:
        forwarding.set_endpoint(by=request.actor, category=category, **form.cleaned_data)
    except NotPossible as problem:
        for field, words in problem.fields.items():
            form.add_error(field, words)
        return False
    messages.success(request, _("Saved. Needs that reach a unit from now on are forwarded.") if form.cleaned_data["active"]
                     else _("Saved. Nothing more is forwarded; what was sent is still followed."))  # fmt: skip
    return True


@require_POST
@needs("cases.handle")
def release(request, pk):
    """Let words that seemed to name somebody go to the other system as they are."""
    case = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    try:
        forwarding.release(by=request.actor, case=case)
    except (NotPossible, Forwarded.DoesNotExist) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It goes to the other system within a few minutes."))
    return redirect("cases:desk", pk)


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def question(request, category, code=None):
    """A new question of a matter, or one that is asked already."""
    demand(request.actor, "cases.edit_catalogue", WholeSite())
    found = get_object_or_404(Category, pk=category, group__isnull=False)
    known = get_object_or_404(ServiceAttribute, category=found, code=code) if code else None
    form = QuestionForm(request.POST or None, question=known, last=questions.of(found).count())
    if request.method == "POST" and form.is_valid():
        try:
            questions.put(by=request.actor, category=found, **form.given())
        except NotPossible as problem:
            form.take(problem)
        else:
            messages.success(request, _("Saved. It is asked from now on."))
            return redirect("cases:open311_matter", found.pk)
    status = 422 if form.errors else 200
    return render(
        request, "cases/open311_question.html", {"matter": found, "question": known, "form": form}, status=status
    )


@require_POST
@needs("cases.edit_catalogue")
def remove(request, category, code):
    questions.remove(by=request.actor, question=get_object_or_404(ServiceAttribute, category=category, code=code))
    messages.success(request, _("It is not asked any more. Answers already given stay with their needs."))
    return redirect("cases:open311_matter", category)
