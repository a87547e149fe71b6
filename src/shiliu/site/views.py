"""The front page, the reader's own preferences, and pages for when something is wrong."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from shiliu.govern.cases import public as cases
from shiliu.platform.permissions import needs
from shiliu.site.style_samples import samples

PRIVACY_TEXTS = {"zh-hans": "notices_of_law/privacy_zh.html", "en": "notices_of_law/privacy_en.html"}
YEAR = 365 * 24 * 3600


@require_GET
@needs("site.read")
def home(request):
    return render(request, "home.html", cases.front_page())


@require_GET
@needs("site.read")
def about(request):
    return render(request, "about.html")


@require_GET
@needs("site.read")
def privacy(request):
    """A legal text: written in Chinese and English, shown in Chinese to everyone else, never translated by machine."""
    language = request.LANGUAGE_CODE if request.LANGUAGE_CODE in PRIVACY_TEXTS else "zh-hans"
    context = {
        "text_language": language,
        "text_template": PRIVACY_TEXTS[language],
        "is_own_language": language == request.LANGUAGE_CODE,
    }
    return render(request, "privacy.html", context)


@require_GET
@needs("site.read")
def healthz(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_POST
@needs("site.read")
def site_preferences(request):
    """Theme (auto, light, dark) and large print, kept in cookies on the reader's own device."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for cookie, allowed in (("theme", {"auto", "light", "dark"}), ("print", {"regular", "large"})):
        if request.POST.get(cookie) in allowed:
            response.set_cookie(
                cookie,
                request.POST[cookie],
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return response


@require_GET
@needs("site.read")
def style_guide(request):
    return render(request, "style_guide.html", samples(request))


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)


def csrf_failure(request, reason=""):
    """A form that had been open too long comes back as it was typed where its page can do that; nothing is acted upon."""
    show_again = getattr(request.resolver_match and request.resolver_match.func, "show_again", None)
    return show_again(request) if show_again else render(request, "403_csrf.html", status=403)
