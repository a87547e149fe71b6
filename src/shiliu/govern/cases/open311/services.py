"""What can be asked for: the matters of the dispatch catalogue in force, and the questions that belong to some of them."""

from django.conf import settings
from django.utils.translation import gettext as _

from shiliu.foundation.names import name_in
from shiliu.govern.cases import explaining, published
from shiliu.govern.cases.models import ServiceAttribute
from shiliu.govern.cases.open311.doors import door
from shiliu.govern.cases.open311.errors import Problem


def offered():
    """{code: CatalogueEntry} of every matter a request may name, in the order of the catalogue."""
    version = published.catalogue_in_force()
    entries = published.catalogue_entries(version) if version else []
    return {entry.category.code: entry for entry in entries if not entry.category.retired}


def entry_of(code):
    """The entry of a service_code, or Problem 404."""
    entry = offered().get(code)
    if entry is None:
        raise Problem(404, _("The service_code “%(code)s” was not found.") % {"code": code[:100]})
    return entry


@door("cases.read_catalogue", seconds=300)
def services(request):
    asked = set(ServiceAttribute.objects.values_list("category_id", flat=True))
    return "services", [row(entry, has_questions=entry.category_id in asked) for entry in offered().values()]


def row(entry, *, has_questions):
    category = entry.category
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": description(entry),
        "metadata": has_questions,
        "type": "batch" if settings.OPEN311_TOKENS else "realtime",
        "keywords": ", ".join(word.strip() for word in category.keywords.replace("，", ",").split(",") if word.strip()),
        "group": category.group.name if category.group else None,
    }


def description(entry):
    """Who answers for the matter and how fast; for an emergency, whom to call instead."""
    if entry.category.emergency_number:
        return emergency(entry.category)
    return f"{entry.lead_kind.name} · {entry.get_duty_display()} · {notice(entry)}"


def emergency(category):
    words = name_in(category.emergency_texts)
    call = _("This is an emergency: call %(number)s now. It is not taken here.") % {"number": category.emergency_number}
    return f"{words} {call}".strip()


def notice(entry):
    """What the catalogue promises, as one sentence."""
    tier = entry.terms.tier
    given = {"contact": explaining.allowance(tier.contact), "resolution": explaining.allowance(tier.resolution)}
    return _("First contact within %(contact)s, resolved within %(resolution)s.") % given


@door("cases.read_catalogue", seconds=300)
def definition(request, code):
    category = entry_of(code).category
    questions = [question(number, one) for number, one in enumerate(category.attributes.all(), 1)]
    return "service_definition", {"service_code": category.code, "attributes": questions}


def question(number, attribute):
    return {
        "variable": attribute.variable,
        "code": attribute.code,
        "datatype": attribute.datatype,
        "required": attribute.required and attribute.variable,
        "datatype_description": name_in(attribute.datatype_descriptions) or None,
        "order": number,
        "description": name_in(attribute.descriptions),
        "values": [{"key": str(value["key"]), "name": name_in(value["names"])} for value in attribute.values],
    }
