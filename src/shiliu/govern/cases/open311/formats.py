"""The two formats of one answer: XML as the specification draws it, JSON made from it by the Spark convention."""

import json
import re
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What one thing in a list is called in XML; JSON has no name for it.
ONE_OF = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "photos": "photo",
}
# XML 1.0 cannot carry these, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form, root, value, status=200):
    """`value` (a list or a dictionary of plain values) as the body below the element `root`."""
    write = {"xml": to_xml, "json": to_json}[form]
    return HttpResponse(write(root, value), content_type=TYPES[form], status=status)


def to_json(root, value):
    return json.dumps(value, ensure_ascii=False)


def to_xml(root, value):
    element = Element(root)
    _fill(element, value)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(element, encoding="utf-8", xml_declaration=False)


def _fill(element, value):
    if isinstance(value, dict):
        for name, part in value.items():
            _fill(SubElement(element, name), part)
    elif isinstance(value, list):
        for part in value:
            _fill(SubElement(element, ONE_OF[element.tag]), part)
    elif value is not None:
        element.text = _text(value)


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # never 1e-05, which is no coordinate to most readers
    return NOT_IN_XML.sub("", str(value))
