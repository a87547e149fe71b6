"""Pages about oneself: account, roles, what is kept, who looked, leaving."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.methods.phones import spoken_phone
from shiliu.office.people import actions, queries, rules
from shiliu.office.people.adapter import came_by_code
from shiliu.office.people.forms import CodeForm, DeleteForm, PseudonymForm, YearForm
from shiliu.platform import audit, paging
from shiliu.platform.clock import now
from shiliu.platform.permissions import may_somewhere, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("people.account")
def me(request):
    person = request.user
    context = {
        "person": person,
        "phone": spoken_phone(person.phone or ""),
        "language_name": dict(settings.LANGUAGES).get(person.language, person.language),
        "roles": queries.own_roles(person),
        "came_by_code": came_by_code(request),
        "other_sign_ins": bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]),
        "works_with_people": may_somewhere(request.actor, "people.read_roles"),
        "works_at_window": may_somewhere(request.actor, "people.check_residence"),
        "sends_letters": may_somewhere(request.actor, "people.request_letter"),
    }
    return render(request, "people/me.html", context)


@require_http_methods(["GET", "POST"])
@needs("people.account")
def edit(request):
    initial = {"pseudonym": request.user.pseudonym, "language": request.user.language}
    form = PseudonymForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = actions.correct(by=request.actor, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Saved."))
        response = redirect("people:me")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            person.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        return response
    return render(request, "people/edit.html", {"form": form, "suggestion": rules.suggest_pseudonym(get_language())})


@never_cache
@require_http_methods(["GET", "POST"])
@needs("people.account")
def show_code(request):
    code, expires_at = actions.show_code(by=request.actor) if request.method == "POST" else ("", None)
    return render(request, "people/show_code.html", {"code": rules.grouped(code), "expires_at": expires_at})


@require_http_methods(["GET", "POST"])
@needs("people.account")
def redeem(request):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = actions.redeem_letter(by=request.actor, code=form.cleaned_data["code"])
        except NotPossible as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("You are now registered as a resident of %(place)s.") % {"place": role.area})
            return redirect("people:me")
    return render(request, "people/redeem.html", {"form": form})


@require_POST
@needs("people.account")
def leave_role(request, pk):
    role = get_object_or_404(request.user.roles, pk=pk)
    try:
        actions.leave_role(by=request.actor, assignment=role)
        messages.success(request, _("This role has ended."))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("people:me")


@require_POST
@needs("people.account")
@reauthentication_required
def remove_phone(request):
    try:
        actions.remove_phone(by=request.actor)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("The phone number was removed."))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("people:me")


@require_http_methods(["GET", "POST"])
@needs("people.account")
def forget_password(request):
    """Only for somebody who has just come in by a code: without it, whoever finds a phone unlocked could take the account."""
    allowed = came_by_code(request)
    if request.method == "POST" and allowed:
        actions.forget_password(by=request.actor)
        update_session_auth_hash(request, request.user)
        return redirect("account_set_password")
    return render(request, "people/forget_password.html", {"allowed": allowed}, status=200 if allowed else 403)


@require_http_methods(["GET", "POST"])
@needs("people.account")
@reauthentication_required
def data(request):
    if request.method == "GET":
        return render(request, "people/data.html")
    response = JsonResponse(
        actions.export(by=request.actor),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = f'attachment; filename="shiliu-{timezone.localdate(now())}.json"'
    return response


@require_GET
@needs("people.account")
def looks(request):
    form = YearForm(request.GET, years=queries.years_of_looks(request.user))
    rows = queries.looks_at_me(request.user, form.chosen())
    page = paging.page(rows, request.GET, order=audit.NEWEST_FIRST, size=PER_PAGE)
    told = audit.sentences(page.object_list, get_language(), reader=request.user)
    return render(request, "people/looks.html", {"page": page, "count": paging.count(rows), "told": told, "form": form})


@require_http_methods(["GET", "POST"])
@needs("people.account")
@reauthentication_required
def delete(request):
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_account(by=request.actor)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("home")
    return render(request, "people/delete.html", {"form": form})
