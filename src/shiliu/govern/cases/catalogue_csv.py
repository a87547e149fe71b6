"""The dispatch catalogue as CSV, out and in again; a file is taken whole or not at all."""

import csv
import io
import json
import re

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.govern.cases import catalogue, matters
from shiliu.govern.cases.models import CatalogueEntry, Category, RefusalReason, UrgencyTier
from shiliu.methods import strict_json
from shiliu.platform.workflow import NotPossible

COLUMNS = (
    "category",
    "group",
    "name_zh",
    "name_en",
    "name_ug",
    "lead_kind",
    "helper_kinds",
    "duty",
    "tier",
    "legal_basis",
    "refusal_texts",
    "keywords",
)
LANGUAGES = {"name_zh": "zh-hans", "name_en": "en", "name_ug": "ug"}
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
LONGEST = {"name_zh": 80, "name_en": 80, "name_ug": 80, "legal_basis": 300, "keywords": matters.LONGEST_KEYWORDS}
LONGEST_TEXT = 300
MAX_BYTES = 2 * 1024 * 1024


def write(version):
    """The text of the CSV file, one row an entry."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    entries = version.entries.select_related("category__group", "lead_kind", "tier").prefetch_related("helper_kinds")
    for entry in entries:
        terms = entry.terms
        names = {column: terms.names.get(language, "") for column, language in LANGUAGES.items()}
        writer.writerow({
            "category": entry.category.code,
            "group": entry.proposed.get("group") or terms.group.code,
            **names,
            "lead_kind": entry.lead_kind.code,
            "helper_kinds": ";".join(sorted(kind.code for kind in entry.helper_kinds.all())),
            "duty": entry.duty,
            "tier": entry.tier.code,
            "legal_basis": entry.legal_basis,
            "refusal_texts": json.dumps(entry.refusal_texts, ensure_ascii=False) if entry.refusal_texts else "",
            "keywords": terms.keywords,
        })  # fmt: skip
    return out.getvalue()


class WrongFile(NotPossible):
    """`rows` is a list of (line number, what is wrong)."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__(_("The file was not taken. Mend the lines named below and try again."))


@transaction.atomic
def read(*, by, version, content):
    """Replace the entries of a draft by those in `content` (bytes, UTF-8 or GB18030). Raises WrongFile with every bad line.

    New names of known matters wait in the draft until it is published; matters not known yet are entered."""
    rows = list(_rows(content))
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    tiers = {tier.code: tier for tier in UrgencyTier.objects.all()}
    groups = {group.code: group for group in Category.objects.filter(group__isnull=True)}
    wrong, seen = [], set()
    for line, row in rows:
        wrong += [(line, problem) for problem in _problems(row, kinds, tiers, groups, seen)]
        seen.add(row["category"])
    if wrong:
        raise WrongFile(wrong)
    keep = []
    for position, (line, row) in enumerate(rows, start=1):
        names = {language: row[column] for column, language in LANGUAGES.items() if row[column]}
        category, proposed = _matter(by, row, groups[row["group"]], names, position)
        helpers = [kinds[code] for code in row["helper_kinds"].split(";") if code]
        try:
            catalogue.set_entry(
                by=by, version=version, category=category, lead_kind=kinds[row["lead_kind"]], duty=row["duty"],
                tier=tiers[row["tier"]], legal_basis=row["legal_basis"], helper_kinds=helpers,
                refusal_texts=json.loads(row["refusal_texts"] or "{}"), proposed=proposed,
            )  # fmt: skip
        except NotPossible as error:
            raise WrongFile([(line, str(error))]) from None
        keep.append(category.pk)
    CatalogueEntry.objects.filter(version=version).exclude(category__in=keep).delete()
    return len(keep)


def _matter(by, row, group, names, position):
    """(matter, what the draft proposes to make of it)."""
    # A file without the column says nothing about other words: they stay.
    words = {} if row["keywords"] is None else {"keywords": matters.tidy(row["keywords"])}
    matter = Category.objects.filter(code=row["category"]).select_related("group").first()
    if matter is None:
        made = matters.create_matter(by=by, code=row["category"], names=names, group=group, position=position, **words)
        return made, {}
    wanted = {"names": names, "group": group.code, "position": position, "retired": False, **words}
    return matter, {} if wanted.items() <= matters.matter_values(matter).items() else wanted


def _rows(content):
    if len(content) > MAX_BYTES:
        raise WrongFile([(0, _("The file is larger than two megabytes."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise WrongFile([(0, _("The file is neither UTF-8 nor GB18030 text."))]) from None
    reader = csv.DictReader(io.StringIO(text))
    missing = [
        column
        for column in ("category", "group", "name_zh", "lead_kind", "duty", "tier")
        if column not in (reader.fieldnames or ())
    ]
    if missing:
        raise WrongFile([(1, _("The column %(columns)s is missing.") % {"columns": ", ".join(missing)})])
    try:
        for row in reader:
            cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
            yield reader.line_num, cells if "keywords" in reader.fieldnames else {**cells, "keywords": None}
    except csv.Error:
        raise WrongFile(
            [(reader.line_num, _("The line cannot be read as CSV: a cell is too long or not closed."))]
        ) from None


def is_texts(cell):
    """Whether a cell holds {refusal reason: {language: text}} of known reasons, no text longer than the form takes."""
    try:
        texts = strict_json.read(cell)
    except (ValueError, RecursionError):
        return False
    known = set(RefusalReason.objects.values_list("code", flat=True))
    return isinstance(texts, dict) and all(
        code in known
        and isinstance(names, dict)
        and all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in names.values())
        for code, names in texts.items()
    )


def _problems(row, kinds, tiers, groups, seen):
    if not row["category"] or not row["name_zh"]:
        yield _("A category needs a code and a Chinese name.")
    if row["category"] and not CODE.fullmatch(row["category"]):
        yield _("The code “%(code)s” may have up to 40 letters a to z, digits, dashes and underscores.") % {
            "code": row["category"][:40]
        }
    if row["category"] in groups:
        yield _("“%(code)s” is a group. A matter needs a code of its own.") % {"code": row["category"]}
    for column, most in LONGEST.items():
        if len(row[column] or "") > most:
            yield _("The column %(columns)s is longer than %(most)d letters.") % {"columns": column, "most": most}
    if any("\0" in (cell or "") for cell in row.values()):
        yield _("A cell holds the character NUL, which no text needs.")
    if row["category"] in seen:
        yield _("The category %(code)s stands twice.") % {"code": row["category"]}
    known = (
        (row["group"], groups, _("group")),
        (row["lead_kind"], kinds, _("kind of unit")),
        (row["tier"], tiers, _("urgency tier")),
        (row["duty"], CatalogueEntry.Duty.values, _("duty")),
    )
    for value, table, noun in known:
        if value not in table:
            yield _("“%(value)s” is not a known %(noun)s.") % {"value": value, "noun": noun}
    if row["refusal_texts"] and not is_texts(row["refusal_texts"]):
        yield _("The refusal texts are not JSON of the form {reason: {language: text}}.")
    for code in row["helper_kinds"].split(";"):
        if code and code not in kinds:
            yield _("“%(value)s” is not a known %(noun)s.") % {"value": code, "noun": _("kind of unit")}
