"""Joining, reading and parting; a link to what is not there is never written."""

from django.db import connection
from django.db.models import Q

from shiliu.platform.clock import now
from shiliu.platform.links.ends import Unknown, model_of, name_of
from shiliu.platform.links.models import Link


class OutsideTransaction(RuntimeError):
    """A link stands or falls with the change that makes it: open transaction.atomic() first."""


def join(kind, thing, other):
    """The Link from `thing` to `other`, new or as it was. Both rows are held until the transaction ends, so that neither goes away
    meanwhile. Raises Unknown for an end that is of no registered type or not there."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{kind} was joined outside a transaction")
    ends = sorted((thing, other), key=lambda one: (name_of(one), one.pk or 0))
    for one in ends:
        if one.pk is None or not type(one).objects.select_for_update(of=("self",)).filter(pk=one.pk).exists():
            raise Unknown(f"{name_of(one)}:{one.pk} is not there")
    return Link.objects.get_or_create(**_key(kind, thing, other), defaults={"made_at": now()})[0]


def part(kind, thing, other):
    """True when there was a link."""
    return bool(Link.objects.filter(**_key(kind, thing, other)).delete()[0])


def forget(thing):
    """The thing goes, and with it every link from it and to it. In the caller's transaction."""
    name = name_of(thing)
    Link.objects.filter(Q(from_type=name, from_id=thing.pk) | Q(to_type=name, to_id=thing.pk)).delete()


def from_thing(thing, kind):
    """What the links of that kind from `thing` lead to, in the order in which they were made."""
    rows = Link.objects.filter(kind=kind, from_type=name_of(thing), from_id=thing.pk)
    return _things(rows.values_list("to_type", "to_id"))


def to_thing(thing, kind):
    """What the links of that kind to `thing` come from."""
    rows = Link.objects.filter(kind=kind, to_type=name_of(thing), to_id=thing.pk)
    return _things(rows.values_list("from_type", "from_id"))


def unlinked(queryset, kind):
    """Those of a queryset from which no link of that kind leads to anything that is still there; one query more than without."""
    rows = Link.objects.filter(kind=kind, from_type=name_of(queryset.model()))
    for name in rows.order_by().values_list("to_type", flat=True).distinct():
        if model := model_of(name):
            queryset = queryset.exclude(
                pk__in=rows.filter(to_type=name, to_id__in=model.objects.values("pk")).values("from_id")
            )
    return queryset


def loose():
    """Links one of whose ends is gone, or of a type nobody registers any more."""
    wrong = set()
    for side in ("from", "to"):
        for name in Link.objects.order_by().values_list(f"{side}_type", flat=True).distinct():
            model, rows = model_of(name), Link.objects.filter(**{f"{side}_type": name})
            if model is not None:
                rows = rows.exclude(**{f"{side}_id__in": model.objects.values("pk")})
            wrong.update(rows.values_list("pk", flat=True))
    return list(Link.objects.filter(pk__in=wrong))


def _key(kind, thing, other):
    return {
        "kind": kind,
        "from_type": name_of(thing),
        "from_id": thing.pk,
        "to_type": name_of(other),
        "to_id": other.pk,
    }


def _things(ends):
    ends = list(ends)
    found = {
        name: model_of(name).objects.in_bulk([key for other, key in ends if other == name])
        for name in {name for name, _key in ends}
        if model_of(name)
    }
    return [found[name][key] for name, key in ends if key in found.get(name, {})]
