"""An item as plain values: what forms show, what is compared, kept in the history, taken back, written to files.

Other rows stand as their codes, '' for none; amounts of money as text. Papers and hand-offs are lists of dictionaries."""

CODES = ("category", "decided_by", "organisation")
PLAIN = (
    "names", "level", "summary", "alert", "conditions", "minimum_age", "maximum_age", "steps", "legal_basis", "basis_checked", "days", "days_working", "statutory_days",
    "statutory_working", "fee", "fee_amount", "fee_basis", "languages", "accessibility", "proxy", "proxy_note", "channels",
    "appointment", "keywords",
)  # fmt: skip
LISTS = ("stages", "areas", "papers", "hand_offs")
FIELDS = (*PLAIN, *CODES, *LISTS)
TEXTS = ("summary", "alert", "conditions", "proxy_note")

BLANK = {
    "names": {}, "level": "", "summary": {}, "alert": {}, "conditions": {}, "minimum_age": None, "maximum_age": None, "steps": [],
    "legal_basis": "", "basis_checked": False, "days": None,
    "days_working": True, "statutory_days": None, "statutory_working": True, "fee": "", "fee_amount": "", "fee_basis": "",
    "languages": [], "accessibility": [], "proxy": "", "proxy_note": {}, "channels": [], "appointment": "", "keywords": "",
    "category": "", "decided_by": "", "organisation": "", "stages": [], "areas": [], "papers": [], "hand_offs": [],
}  # fmt: skip


def of_item(item):
    """Everything about an item that can be edited. Its code never changes: files, addresses and other programs name it by that."""
    values = {field: getattr(item, field) for field in PLAIN}
    values["fee_amount"] = "" if item.fee_amount is None else f"{item.fee_amount:.2f}"
    return {
        **values,
        "category": item.category.code,
        "decided_by": item.decided_by.code if item.decided_by_id else "",
        "organisation": item.organisation.code if item.organisation_id else "",
        "stages": sorted(stage.code for stage in item.stages.all()),
        "areas": sorted(area.code for area in item.areas.all()),
        "papers": [of_paper(row) for row in item.papers.all()],
        "hand_offs": sorted((of_hand_off(row) for row in item.hand_offs.all()), key=lambda row: row["level"]),
    }


def of_paper(row):
    return {
        "paper": row.paper.code,
        "asked": row.asked,
        "held_by": row.held_by.code if row.held_by_id else "",
        "form": row.form,
        "number": row.number,
        "note": row.note,
    }


def of_hand_off(row):
    return {"level": row.level, "kind": row.kind.code if row.kind_id else "", "part": row.part}
