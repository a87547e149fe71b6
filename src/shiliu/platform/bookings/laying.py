"""Making the slots of a provider what its hours say."""

from datetime import timedelta

from django.db import transaction

from shiliu.platform.bookings import waiting
from shiliu.platform.bookings.arithmetic import meets
from shiliu.platform.bookings.models import BookedSlot, Booking, Slot

BEYOND = timedelta(days=200)


@transaction.atomic
def lay(provider, spans, *, since, until):
    """Makes the slots of `provider` that begin from `since` to just before `until` what `spans` (arithmetic.Span) say.

    Slots nobody has taken are replaced; one that is taken stays as it is while it stands in `spans`, and is closed when it does not.
    No span is laid in the way of a taken slot. Returns the confirmed bookings that now stand in a closed slot, by time."""
    wanted = {span.starts: span for span in sorted(spans, key=lambda span: span.starts) if since <= span.starts < until}
    present = list(
        Slot.objects.select_for_update().filter(provider=provider, starts__gte=since, starts__lt=until).order_by("pk")
    )
    waited_for = set(BookedSlot.objects.filter(slot__in=present).values_list("slot_id", flat=True))
    kept, gone, changed = [], [], []
    for slot in present:
        span = wanted.get(slot.starts)
        fits = span is not None and span.ends == slot.ends
        if not fits and not slot.taken and slot.pk not in waited_for:
            gone.append(slot.pk)
            continue
        kept.append(slot)
        wish = (fits, max(span.capacity, slot.taken) if fits else slot.capacity)
        if (slot.is_open, slot.capacity) != wish:
            slot.is_open, slot.capacity = wish
            changed.append(slot)
    Slot.objects.filter(pk__in=gone).delete()
    Slot.objects.bulk_update(changed, ["is_open", "capacity"])
    _add(provider, wanted, kept)
    waiting.offer_next([slot.pk for slot in changed if slot.is_open])
    return list(
        Booking.objects.filter(slots__in=[slot for slot in kept if not slot.is_open], state=Booking.State.CONFIRMED)
        .distinct()
        .order_by("starts", "pk")
    )


def _add(provider, wanted, kept):
    """New slots for the spans that are in nobody's way. Both lists are sorted, so each span looks only at its neighbours."""
    kept = sorted(kept, key=lambda slot: slot.begins)
    known, rows, index = {slot.starts for slot in kept}, [], 0
    for span in wanted.values():
        while index < len(kept) and kept[index].over <= span.begins:
            index += 1
        in_the_way = index < len(kept) and meets(kept[index], span)
        if span.starts not in known and not in_the_way:
            rows.append(
                Slot(provider=provider, starts=span.starts, ends=span.ends, capacity=span.capacity, before=span.before,
                     after=span.after)
            )  # fmt: skip
    Slot.objects.bulk_create(rows, ignore_conflicts=True)
