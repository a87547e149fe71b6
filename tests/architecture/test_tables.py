"""What the tables may hold and point at: foreign keys point down, and person-linked tables hold only what is allowed."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.architecture.layers import ORDER, app_of, layer_of

ALLOWED = Path(__file__).parent / "person_columns.txt"
FORBIDDEN_WORDS = (
    "ethnic", "nation", "race", "religio", "belief", "party", "political", "opinion", "health", "illness", "disab",
    "marital", "income", "score", "points", "rank", "label", "id_card", "idcard", "portrait",
)  # fmt: skip


def our_models():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if layer_of(model.__module__) or is_ours_through(model)
    ]


def is_ours_through(model):
    return bool(model._meta.auto_created and layer_of(model._meta.auto_created.__module__))


def module_of(model):
    return (model._meta.auto_created or model).__module__


def test_foreign_keys_point_down_and_never_from_one_domain_app_to_another():
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None or layer_of(module_of(target)) is None:
                continue
            here, there = layer_of(module_of(model)), layer_of(module_of(target))
            same_app = app_of(module_of(model)) == app_of(module_of(target))
            if ORDER.index(there) > ORDER.index(here) or (here == there == "domain" and not same_app):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not wrong


def person_linked():
    """table.column of every table that is a person or has a column pointing at one, directly or through such a table."""
    person = apps.get_model(settings.AUTH_USER_MODEL)
    linked = {person}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in linked and any(field.related_model in linked for field in owning(model))
        }
        if not more:
            return linked
        linked |= more


def owning(model):
    """Columns through which a row belongs to somebody: relations that fall or empty with the person."""
    return [field for field in model._meta.local_fields if field.related_model is not None]


def test_tables_linked_to_a_person_hold_exactly_the_columns_allowed_for_them():
    found = sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in person_linked()
        for field in model._meta.local_concrete_fields
    )
    allowed = [line.strip() for line in ALLOWED.read_text().splitlines() if line.strip() and not line.startswith("#")]
    assert found == sorted(allowed), (
        "a column linked to persons was added or removed: read rights.md, then change the list"
    )


def test_no_table_has_a_column_for_what_must_never_be_known():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_concrete_fields
        for word in FORBIDDEN_WORDS
        if word in field.name.split("_") or field.name.startswith(word)
    ]
    assert not wrong


def test_no_field_of_a_case_takes_a_person_as_its_object():
    """A case has an author and staff who touched it; nothing in it can name whom it is about."""
    person = apps.get_model(settings.AUTH_USER_MODEL)
    links = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.local_concrete_fields
        if field.related_model is person
    }
    assert links == {
        "Case.author", "Case.filed_by", "CaseStep.by", "CaseSupport.person", "CatalogueVersion.published_by",
        "ImportRun.started_by", "JunkBatch.by", "ModerationEntry.by",
    }  # fmt: skip
