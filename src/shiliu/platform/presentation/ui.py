"""The template tags page authors use: `{% load ui %}`. The vocabulary is listed in docs/design.md and shown at /style/."""

import re
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from shiliu.platform import clock, paging
from shiliu.platform.presentation import charts, icons, moments
from shiliu.platform.presentation.languages import direction
from shiliu.platform.texts import language_name

register = template.Library()


@register.simple_tag(name="icon")
def icon_tag(name, label="", **attributes):
    return icons.icon(name, label, attributes.get("class", ""))


@register.simple_tag
def user_text(text, language="", inline=False):
    """A person's words: escaped, with the language and direction they were written in."""
    lang = format_html(' lang="{}"', language) if language else ""
    if inline:
        return format_html('<bdi{} dir="{}">{}</bdi>', lang, direction(language), text or "")
    words = mark_safe(linebreaks(text or "", autoescape=True))
    return format_html('<div class="user-text"{} dir="{}">{}</div>', lang, direction(language), words)


@register.simple_tag
def chip(label, tone="neutral", icon=""):
    drawing = icons.icon(icon) if icon else mark_safe('<span class="seed"></span>')
    return format_html('<span class="chip tone-{}">{}<span>{}</span></span>', tone, drawing, label)


@register.simple_tag
def moment(when, style="datetime"):
    """`style`: datetime, date, short, time or relative."""
    if not when:
        return ""
    words = moments.ago(when, clock.now()) if style == "relative" else moments.written(when, style)
    extra = mark_safe(" data-relative") if style == "relative" else ""
    title = format_html(' title="{}"', moments.written(when)) if style == "relative" else ""
    return format_html('<time datetime="{}"{}{}>{}</time>', when.isoformat(), extra, title, words)


@register.simple_tag
def time_left(due, start=None, met=None, paused=False):
    if not due:
        return ""
    left = moments.time_left(due, clock.now(), start=start or None, met=met or None, paused=bool(paused))
    return render_to_string("ui/time_left.html", {"left": left, "due": due, "width": round((left.used or 0) * 100, 1)})


@register.simple_tag
def field(bound, label=None, help=None, hide_label=False):
    """A whole form field; `label` and `help` replace what the form says, `hide_label` keeps it for screen readers only."""
    if label is not None:
        bound.label = label
    if help is not None:
        bound.help_text = help
    bound.hide_label = hide_label
    return bound.as_field_group()


@register.simple_tag
def form_errors(form):
    """The summary at the top of a form that came back: each error leads to its field. `{{ form }}` brings its own unless this ran."""
    if not form or not form.errors:
        return ""
    form.summary_shown = True
    problems = [problem for bound in form for problem in _problems(bound)]
    general = form.non_field_errors()
    return render_to_string(
        "ui/form_errors.html", {"general": general, "problems": problems, "number": len(problems) + len(general)}
    )


def _problems(bound):
    target = bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)
    return [{"target": target, "label": bound.label, "message": error} for error in bound.errors]


@register.simple_tag(takes_context=True)
def pagination(context, page, name="page", jump=False):
    """Previous, numbers, next for a Page; the rest of the query string stays. For a paging.Page, which knows no numbers,
    previous and next; with `jump` also a day to go to."""
    if isinstance(page, paging.Page):
        return _by_keyset(context["request"].GET.copy(), page, jump)
    if page.paginator.num_pages < 2:
        return ""
    query = context["request"].GET.copy()

    def address(number):
        query[name] = number
        return "?" + query.urlencode()

    ellipsis = page.paginator.ELLIPSIS
    numbers = [
        {"number": n, "url": "" if n == ellipsis else address(n), "current": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    earlier = address(page.previous_page_number()) if page.has_previous() else ""
    later = address(page.next_page_number()) if page.has_next() else ""
    return render_to_string(
        "ui/pagination.html", {"numbers": numbers, "earlier": earlier, "later": later, "page": page}
    )


def _by_keyset(query, page, jump):
    for name in paging.PARAMETERS:
        query.pop(name, None)
    rest = query.urlencode()

    def address(part):
        return "?" + "&".join(filter(None, (rest, urlencode({name: value for name, value in part.items() if value}))))

    if not (page.earlier or page.later or page.day):
        return ""
    context = {
        "first": address({}) if page.earlier else "",
        "earlier": address(page.earlier) if page.earlier else "",
        "later": address(page.later) if page.later else "",
        "rest": list(query.items()) if jump else None,
        "day": page.day,
    }
    return render_to_string("ui/pagination_keyset.html", context)


@register.simple_tag
def rate(rate):
    """One share with n and interval; `rate` has label, count, n, low, high (0…1 or None), excluded, about."""
    values = {key: charts.read(rate, key) for key in ("label", "count", "n", "low", "high", "excluded", "about")}
    share = values["count"] / values["n"] if values["n"] else None
    bar = charts.bars([{"label": "", "value": share, "low": values["low"], "high": values["high"]}], as_percent=True)[0]
    return render_to_string("ui/rate.html", {**values, "share": share, "shown": bar.shown, "bar": bar})


@register.simple_tag
def bar_chart(rows, caption, percent=False, unit=""):
    drawn = charts.bars(rows, as_percent=percent)
    intervals, counts = any(bar.interval for bar in drawn), any(bar.n for bar in drawn)
    return render_to_string(
        "ui/bar_chart.html", {"bars": drawn, "caption": caption, "intervals": intervals, "counts": counts, "unit": unit}
    )


@register.simple_tag
def line_chart(series, caption, unit=""):
    drawn, ticks, labels = charts.lines(series)
    rows = [{"label": label, "cells": [line.cells[i] for line in drawn]} for i, label in enumerate(series["labels"])]
    return render_to_string(
        "ui/line_chart.html",
        {"lines": drawn, "ticks": ticks, "labels": labels, "rows": rows, "caption": caption, "unit": unit},
    )


@register.simple_tag
def meter(value, of, label=""):
    share = min(1, max(0, value / of)) if of else 0
    return render_to_string("ui/meter.html", {"value": value, "of": of, "label": label, "width": round(share * 100, 1)})


@register.simple_tag
def steps(items, current):
    """Where a person is in a form journey; `current` counts from 1."""
    return render_to_string(
        "ui/steps.html", {"items": list(enumerate(items, 1)), "current": current, "total": len(items)}
    )


@register.simple_tag
def tracking_code(code):
    return render_to_string("ui/tracking_code.html", {"code": code})


@register.simple_tag
def phone(number, label=""):
    """A number to tap; digits stay left to right in every language."""
    if not number:
        return ""
    dialled = re.sub(r"[^\d+*#]", "", str(number))
    return format_html(
        '<a class="phone" href="tel:{}">{}<bdi>{}</bdi></a>',
        dialled,
        icons.icon("phone", label or _("Telephone")),
        number,
    )


@register.simple_tag
def crumb(label, url=""):
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag(takes_context=True)
def tab(context, label, url, current=None, count=None, within=False):
    """One tab; without `current` it is the one whose path is being read, or lies above it if `within`."""
    read, path = context["request"].path if "request" in context else None, url.split("?")[0]
    if current is None:
        current = read == path
    above = within and read is not None and read.startswith(path)
    here = mark_safe(' aria-current="page"' if current else ' aria-current="true"' if above else "")
    number = format_html(' <span class="count">{}</span>', count) if count is not None else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, here, label, number)


@register.filter
def tone(message):
    """The tone of a flash message (django.contrib.messages)."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(message.level_tag, "info")


@register.filter
def tone_icon(tone):
    names = {
        "good": "circle-check",
        "warn": "triangle-alert",
        "bad": "circle-alert",
        "info": "info",
        "accent": "megaphone",
    }
    return names.get(str(tone), "info")


@register.filter
def bcp47(code):
    """'zh-hans' → 'zh-Hans', as the lang attribute is usually written."""
    return "-".join(part.title() if len(part) == 4 else part for part in (code or "").split("-"))


register.filter("language_name", language_name)


@register.filter
def dir_of(code):
    return direction(code)


@register.simple_tag
def plain_list(items):
    """Items as one line: 'a, b, c', each isolated so that scripts do not mix."""
    return format_html_join(_(", "), "<bdi>{}</bdi>", ((conditional_escape(item),) for item in items))
