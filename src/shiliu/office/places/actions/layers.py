"""The layers of responsibility: one set for all cells, so only an administrator of the whole district changes them."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Layer
from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.office.places import values
from shiliu.office.places.actions.areas import refuse_foreign
from shiliu.platform import audit, maps, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def create_layer(*, by, code, names, position=0):
    demand(by, "places.edit_layers", WholeSite())
    layer = Layer(code=code, names=names, position=position)
    _check(layer)
    with taken(_same_code()):
        layer.save()
    audit.record("places.layer_created", by=by, target=layer, data={"place": names, "code": code})
    return layer


@transaction.atomic
def edit_layer(*, by, layer, seen=None, **new):
    """Writes names and position; the code stays, because files name layers by it. Stale as in edit_area."""
    layer = _locked(by, layer)
    present = values.of_layer(layer)
    revisions.refuse_stale(present, seen)
    before, after = revisions.differences(present, {**present, **new, "code": layer.code})
    return _write(by, layer, "places.layer_edited", before, after)


@transaction.atomic
def revert_layer(*, by, layer, row):
    """Takes back the change told by `row`, an audit row of this layer."""
    layer = _locked(by, layer)
    refuse_foreign(row, layer)
    present = values.of_layer(layer)
    wanted = revisions.taken_back(row, present)
    return _write(by, layer, "places.layer_reverted", *revisions.differences(present, wanted), reverts=row.pk)


@transaction.atomic
def retire_layer(*, by, layer):
    """The layer is no longer shown; its duties stay, and come back with it."""
    return _switch(by, _locked(by, layer), False, "places.layer_retired")


@transaction.atomic
def restore_layer(*, by, layer):
    return _switch(by, _locked(by, layer), True, "places.layer_restored")


def _locked(by, layer):
    demand(by, "places.edit_layers", WholeSite())
    return Layer.objects.select_for_update().get(pk=layer.pk)


def _write(by, layer, verb, before, after, **about):
    if not after:
        return layer
    for field, value in after.items():
        setattr(layer, field, value)
    _check(layer)
    layer.save()
    data = {"place": layer.names, **about, **revisions.kept(before, after)}
    audit.record(verb, by=by, target=layer, data=data)
    return layer


def _check(layer):
    problems = {"code": problem_of_slug(layer.code), "names": problem_of_names(layer.names)}
    if Layer.objects.filter(code=layer.code).exclude(pk=layer.pk).exists():
        problems["code"] = _same_code()
    if not isinstance(layer.position, int) or not 0 <= layer.position <= 999:
        problems["position"] = _("The position is a number from 0 to 999.")
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)


def _switch(by, layer, active, verb):
    if layer.active != active:
        layer.active = active
        layer.save(update_fields=["active"])
        maps.changed()
        audit.record(verb, by=by, target=layer, data={"place": layer.names})
    return layer


def _same_code():
    return _("Another layer already has this code.")
