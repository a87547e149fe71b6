"""An item as one row of a table and back: the file that is imported and the one that is taken away have the same columns.

Texts have a column per language (`name_en`, `steps_ug`). Lists stand with semicolons between: `papers` as "id_card bring both 2"
or "household_register held@police copy 1", `hand_offs` as "street accepts@street_office", `channels` as "phone 12345"; each step is a line of its cell, "-" where a language has none."""

import json
import re

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue.models import ItemPaper, ServiceItem
from shiliu.methods import strict_json

LANGUAGES = (SOURCE_LANGUAGE, "en", "ug")
TEXTS = {
    "name": "names",
    "summary": "summary",
    "alert": "alert",
    "conditions": "conditions",
    "proxy_note": "proxy_note",
}
WORDS = (
    "category",
    "level",
    "decided_by",
    "organisation",
    "legal_basis",
    "fee_basis",
    "proxy",
    "appointment",
    "keywords",
)
CODES = ("stages", "areas", "languages", "accessibility")
HEADERS = {
    "编码": "code", "状态": "state", "类别": "category", "人生阶段": "stages", "层级": "level", "决定单位类型": "decided_by",
    "负责单位": "organisation", "适用地方": "areas", "名称": f"name_{SOURCE_LANGUAGE}", "name": f"name_{SOURCE_LANGUAGE}",
    "依据": "legal_basis", "办理时限": "days", "法定时限": "statutory_days", "收费": "fee", "收费依据": "fee_basis",
    "语言": "languages", "无障碍": "accessibility", "代办": "proxy", "渠道": "channels", "预约": "appointment",
    "其他说法": "keywords", "材料": "papers", "上下联动": "hand_offs", "办理步骤": f"steps_{SOURCE_LANGUAGE}",
    "最小年龄": "minimum_age", "最大年龄": "maximum_age", "依据已核对": "basis_checked",
    "条件": f"conditions_{SOURCE_LANGUAGE}", "说明": f"summary_{SOURCE_LANGUAGE}",
}  # fmt: skip
COLUMNS = (
    "code", "state", "category", "stages", "level", "decided_by", "organisation", "areas",
    *(f"{stem}_{tag}" for stem in ("name", "summary", "conditions", "steps", "proxy_note", "alert") for tag in LANGUAGES),
    "minimum_age", "maximum_age", "legal_basis", "basis_checked", "days", "statutory_days", "fee", "fee_basis", "languages", "accessibility", "proxy", "appointment",
    "channels", "papers", "paper_notes", "hand_offs", "keywords",
)  # fmt: skip
AGES = ("minimum_age", "maximum_age")
BETWEEN = re.compile(r"\s*[;；]\s*")
DAYS = re.compile(r"(\d{1,4})(?: (working|calendar))?")
PAPER = re.compile(
    r"(?P<paper>[\w-]+) (?P<asked>bring|held@(?P<held_by>[\w-]+))(?: (?P<form>\w+))?(?: (?P<number>\d+))?"
)
HAND_OFF = re.compile(r"(?P<level>\w+) (?P<part>\w+)(?:@(?P<kind>[\w-]+))?")


class Unfit(ValueError):
    """The row cannot be used; str() says why."""


def row_of(item, values):
    """{column: text} of an item and its plain values."""
    row = {
        "code": item.code,
        "state": item.state,
        "basis_checked": "yes" if values["basis_checked"] else "no",
        **{name: values[name] for name in WORDS},
    }
    for stem, field in TEXTS.items():
        row |= {f"{stem}_{tag}": text for tag, text in values[field].items()}
    tags = dict.fromkeys(tag for step in values["steps"] for tag in step)
    row |= {f"steps_{tag}": "\n".join(step.get(tag, "-") for step in values["steps"]) for tag in tags}
    row |= {name: ";".join(values[name]) for name in CODES}
    row |= {name: _days_text(values, name) for name in ("days", "statutory_days")}
    row |= {name: "" if values[name] is None else str(values[name]) for name in AGES}
    row["fee"] = values["fee_amount"] or values["fee"]
    row["channels"] = ";".join(
        f"{channel['kind']} {channel.get('value', '')}".strip() for channel in values["channels"]
    )
    row["papers"] = ";".join(paper_text(paper) for paper in values["papers"])
    notes = {paper["paper"]: paper["note"] for paper in values["papers"] if paper["note"]}
    row["paper_notes"] = json.dumps(notes, ensure_ascii=False) if notes else ""
    row["hand_offs"] = ";".join(
        f"{hand['level']} {hand['part']}{'@' + hand['kind'] if hand['kind'] else ''}" for hand in values["hand_offs"]
    )
    return row


def read(row):
    """(code, state or '', plain values the row names). Raises Unfit."""
    if row.problem:
        raise Unfit(row.problem)
    cells = {name: str(value) for name, value in row.values.items()}
    if not cells.get("code"):
        raise Unfit(_("The code is missing."))
    state = cells.get("state", "")
    if state and state not in ServiceItem.State.values:
        raise Unfit(
            _("“%(value)s” is not one of: %(known)s.") % {"value": state, "known": ", ".join(ServiceItem.State.values)}
        )
    given = {name: cells[name] for name in WORDS if name in cells}
    for stem, field in TEXTS.items():
        if texts := _by_language(cells, stem):
            given[field] = texts
    if steps := _by_language(cells, "steps"):
        given["steps"] = _steps(steps)
    for name in CODES:
        if name in cells:
            parts = list(dict.fromkeys(_parts(cells[name])))
            given[name] = sorted(parts) if name in ("stages", "areas") else parts
    for name in ("days", "statutory_days"):
        if name in cells:
            given |= _read_days(name, cells[name])
    for name in AGES:
        if name in cells:
            given[name] = _read_age(cells[name])
    if "basis_checked" in cells:
        given["basis_checked"] = cells["basis_checked"] == "yes"
    if "fee" in cells:
        given |= _read_fee(cells["fee"])
    if "channels" in cells:
        given["channels"] = [_read_channel(part) for part in _parts(cells["channels"])]
    if "papers" in cells:
        given["papers"] = _read_papers(cells["papers"], cells.get("paper_notes", ""))
    if "hand_offs" in cells:
        given["hand_offs"] = sorted(
            (_read_hand_off(part) for part in _parts(cells["hand_offs"])), key=lambda hand: hand["level"]
        )
    return cells["code"], state, given


def over(present, given):
    """The values after a row is written over the present ones: texts of a language are added, everything else replaced."""
    texts = {field: {**present[field], **given[field]} for field in TEXTS.values() if field in given}
    return {**present, **given, **texts}


def _by_language(cells, stem):
    start = f"{stem}_"
    return {name[len(start) :].lower(): text for name, text in cells.items() if name.startswith(start)}


def _parts(cell):
    return [part.strip() for part in BETWEEN.split(cell) if part.strip()]


def _steps(by_language):
    lines = {tag: text.split("\n") for tag, text in by_language.items()}
    longest = max(len(texts) for texts in lines.values())
    steps = [
        {tag: texts[place].strip() for tag, texts in lines.items() if place < len(texts) and texts[place].strip(" -")}
        for place in range(longest)
    ]
    return [step for step in steps if step]


def _days_text(values, name):
    if values[name] is None:
        return ""
    kind = "working" if values["days_working" if name == "days" else "statutory_working"] else "calendar"
    return f"{values[name]} {kind}"


def _read_days(name, cell):
    if not (read := DAYS.fullmatch(cell)):
        raise Unfit(
            _("“%(cell)s” is not a number of days like “5 working”, “20 calendar” or 0 for on the spot.")
            % {"cell": cell}
        )
    return {name: int(read[1]), "days_working" if name == "days" else "statutory_working": read[2] != "calendar"}


def _read_age(cell):
    if not re.fullmatch(r"[0-9]{1,3}", cell):
        raise Unfit(_("“%(cell)s” is not an age in years.") % {"cell": cell})
    return int(cell)


def _read_fee(cell):
    if cell in ServiceItem.Fee.values:
        return {"fee": cell, "fee_amount": ""}
    if not re.fullmatch(r"\d{1,8}(\.\d{1,2})?", cell):
        raise Unfit(_("“%(cell)s” is not a fee: write free, charged, or an amount like 20.00.") % {"cell": cell})
    return {"fee": ServiceItem.Fee.CHARGED.value, "fee_amount": f"{float(cell):.2f}"}


def _read_channel(part):
    kind, _gap, value = part.partition(" ")
    return {"kind": kind, "value": value.strip()} if value.strip() else {"kind": kind}


def paper_text(paper):
    asked = paper["asked"] if paper["asked"] == ItemPaper.Asked.BRING else f"held@{paper['held_by']}"
    return f"{paper['paper']} {asked} {paper['form']} {paper['number']}"


def _read_papers(cell, notes):
    try:
        by_paper = strict_json.read(notes) if notes else {}
    except (ValueError, RecursionError):
        by_paper = None
    if not isinstance(by_paper, dict):
        raise Unfit(_("The notes on papers are not JSON of the form {paper: {language: text}}."))
    papers = []
    for part in _parts(cell):
        if not (read := PAPER.fullmatch(part)):
            raise Unfit(
                _("“%(cell)s” is not a paper like “id_card bring both 1” or “diploma held@education”.") % {"cell": part}
            )
        found = read.groupdict()
        papers.append({
            "paper": found["paper"], "asked": "held" if found["held_by"] else "bring", "held_by": found["held_by"] or "",
            "form": found["form"] or "original", "number": int(found["number"] or 1), "note": by_paper.get(found["paper"], {}),
        })  # fmt: skip
    return papers


def _read_hand_off(part):
    if not (read := HAND_OFF.fullmatch(part)):
        raise Unfit(_("“%(cell)s” is not a hand-off like “street accepts@street_office”.") % {"cell": part})
    return {"level": read["level"], "kind": read["kind"] or "", "part": read["part"]}
