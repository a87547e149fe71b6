"""Plain values of an item as fields of an HSDS service, and back. No database.

`plain_of(service)` is the inverse of `fields_of` wherever HSDS has a field; what HSDS cannot say is not in either."""

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.catalogue.rules import ACCESS
from shiliu.platform.texts import LANGUAGE_NAMES

CURRENCY = "CNY"
AGES = ("minimum_age", "maximum_age")
STATUS = {"active": "active", "draft": "inactive", "retired": "defunct"}
STATE = {"active": "active", "inactive": "draft", "temporarily closed": "draft", "defunct": "retired"}
ISO = {"zh-hans": "zh", "mn-mong": "mn", "kk-arab": "kk"}
TAG = {code: tag for tag, code in ISO.items()}
# HSDS fields and the plain values that stand in them: where the two disagree, HSDS is what somebody edited.
STANDS_IN = {
    "name": ("names",), "alternate_name": ("keywords",), "description": ("summary",), "application_process": ("steps",),
    "eligibility_description": ("conditions",), "alert": ("alert",), "fees_description": ("fee_basis",),
    "minimum_age": ("minimum_age",), "maximum_age": ("maximum_age",),
    "languages": ("languages",), "cost_options": ("fee", "fee_amount"), "channels": ("channels",),
}  # fmt: skip


def fields_of(values):
    """{HSDS field: value} of the plain values, without identifiers and without what is empty."""
    found = {
        "name": name_in(values["names"], SOURCE_LANGUAGE),
        "alternate_name": values["keywords"],
        "description": name_in(values["summary"], SOURCE_LANGUAGE),
        "application_process": "\n".join(name_in(step, SOURCE_LANGUAGE) for step in values["steps"]),
        "eligibility_description": name_in(values["conditions"], SOURCE_LANGUAGE),
        "alert": name_in(values["alert"], SOURCE_LANGUAGE),
        "fees_description": values["fee_basis"],
    }
    webs = [one["value"] for one in values["channels"] if one["kind"] == "web"]
    found["url"] = webs[0] if webs else ""
    found = {name: text for name, text in found.items() if text}
    found |= {name: values[name] for name in AGES if values[name] is not None}
    found["additional_urls"] = [{"url": web} for web in webs[1:]]
    found["phones"] = [{"number": one["value"]} for one in values["channels"] if one["kind"] == "phone"]
    found["languages"] = [
        {"code": ISO.get(tag, tag), "name": LANGUAGE_NAMES.get(tag, tag)} for tag in values["languages"]
    ]
    found["cost_options"] = _costs(values)
    return {name: value for name, value in found.items() if value not in ("", [])}


def plain_of(service, language=SOURCE_LANGUAGE):
    """{plain field: value} that an HSDS service says; texts are taken to be in `language`."""
    plain = {"names": _texts(service.get("name"), language), "keywords": _line(service.get("alternate_name"))[:200]}
    if language != SOURCE_LANGUAGE and plain["names"]:
        plain["names"] = {SOURCE_LANGUAGE: plain["names"][language], **plain["names"]}
    for field, name in (("summary", "description"), ("conditions", "eligibility_description"), ("alert", "alert")):
        plain[field] = _texts(service.get(name), language)
    lines = str(service.get("application_process") or "").splitlines()
    plain["steps"] = [{language: line.strip()} for line in lines if line.strip()]
    plain |= {name: _age(service.get(name)) for name in AGES}
    plain["fee_basis"] = _line(service.get("fees_description"))[:200]
    plain["languages"] = list(
        dict.fromkeys(TAG.get(one["code"], one["code"]) for one in rows_of(service, "languages") if one.get("code"))
    )
    plain["channels"] = [
        {"kind": "phone", "value": one["number"]} for one in rows_of(service, "phones") if one.get("number")
    ]
    webs = [service.get("url"), *(one.get("url") for one in rows_of(service, "additional_urls"))]
    plain["channels"] += [{"kind": "web", "value": web} for web in webs if web]
    return plain | _fee(rows_of(service, "cost_options"))


def agrees(field, values, service):
    """Whether the plain values would be written as this field of the service says."""
    ours, theirs = fields_of(values), service
    if field == "channels":
        return _ways(ours) == _ways(theirs)
    if field == "languages":
        return [one["code"] for one in ours.get(field, [])] == [one.get("code") for one in rows_of(theirs, field)]
    if field == "cost_options":
        return _fee(rows_of(ours, field)) == _fee(rows_of(theirs, field))
    if field in AGES:
        return values[field] == _age(theirs.get(field))
    return (ours.get(field) or "") == (theirs.get(field) or "")


def access_codes(rows):
    """(codes, texts that are none of ours) of HSDS rows of accessibility; ours have their code in `details`."""
    by_words = {str(words): code for code, words in ACCESS.items()}
    found = [
        (
            row["details"] if row.get("details") in ACCESS else by_words.get(row.get("description")),
            row.get("description"),
        )
        for row in rows
    ]
    return [code for code, _text in found if code], [text for code, text in found if not code]


def _costs(values):
    if values["fee"] == ServiceItem.Fee.FREE:
        return [{"amount": 0, "currency": CURRENCY}]
    if values["fee"] == ServiceItem.Fee.CHARGED:
        return (
            [{"amount": float(values["fee_amount"]), "currency": CURRENCY}]
            if values["fee_amount"]
            else [{"option": "charged"}]
        )
    return []


def _fee(costs):
    if not costs:
        return {"fee": "", "fee_amount": ""}
    amount = costs[0].get("amount")
    if amount is None:
        return {"fee": "charged", "fee_amount": ""}
    return (
        {"fee": "charged", "fee_amount": f"{float(amount):.2f}"} if float(amount) else {"fee": "free", "fee_amount": ""}
    )


def _age(number):
    """Whole years, or None."""
    return None if number in (None, "") else int(float(number))


def _ways(service):
    webs = [service.get("url"), *(one.get("url") for one in rows_of(service, "additional_urls"))]
    return [one.get("number") for one in rows_of(service, "phones")], [web for web in webs if web]


def rows_of(service, name):
    rows = service.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _texts(text, language):
    text = str(text or "").replace("\r", "").strip()
    return {language: text} if text else {}


def _line(text):
    return " ".join(str(text or "").split())
