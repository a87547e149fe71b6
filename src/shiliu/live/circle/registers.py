"""What the app tells the platform: who may do what, the sentences of the audit, jobs, what is kept in backups."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.platform import audit, depending, jobs, links, operations
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

ADMINISTRATOR, SUPERVISOR = Grant("administrator", "area"), Grant("supervisor", "area")

PERMISSIONS = (
    Permission("circle.read", _("read what is within fifteen minutes"),
               _("Anyone may read what stands where and what is missing; there is nothing in it about persons."), (Grant("anyone"),)),
    Permission("circle.say", _("propose a facility and say that one is still there or gone"),
               _("Neighbours know first what opened and closed; nobody needs an account for it, and who said it is not kept."),
               (Grant("anyone"),)),
    Permission("circle.keep", _("keep the list of facilities"),
               _("Grid workers, window workers and administrators look after what stands in their own area."),
               (Grant("grid_worker", "area"), Grant("window_worker", "area"), ADMINISTRATOR, Grant("system"))),
    Permission("circle.run", _("measure what is within fifteen minutes"),
               _("A measurement is published at once, so supervisors and administrators start it; every night it happens by itself."),
               (SUPERVISOR, ADMINISTRATOR, Grant("system"))),
    Permission("circle.settle", _("change the types of facilities and the numbers everything is measured by"),
               _("They count for the whole district, so only its administrators change them."), (ADMINISTRATOR, Grant("system"))),
    Permission("circle.import", _("import facilities, homes and the walking network"),
               _("A file may change many things at once: administrators of the whole district and the command line only."),
               (ADMINISTRATOR, Grant("system"))),
    Permission("circle.put_forward", _("put a gap forward as a candidate for a project"),
               _("Supervisors and administrators answer for what their area asks for."), (SUPERVISOR, ADMINISTRATOR)),
)  # fmt: skip

VERBS = {
    "circle.entered": _("%(actor)s entered %(facility_name)s (%(kind)s)."),
    "circle.edited": _("%(actor)s changed %(facility_name)s."),
    "circle.reverted": _("%(actor)s took back a change of %(facility_name)s."),
    "circle.proposed": _("Somebody proposed a facility (%(kind)s)."),
    "circle.accepted": _("%(actor)s looked and found the proposed %(facility_name)s (%(kind)s)."),
    "circle.declined": _("%(actor)s declined a proposed facility (%(kind)s)."),
    "circle.confirmed": _("%(actor)s looked: %(facility_name)s is still there."),
    "circle.closed": _("%(actor)s noted that %(facility_name)s is closed."),
    "circle.reopened": _("%(actor)s noted that %(facility_name)s is open again."),
    "circle.merged": _("%(actor)s put %(other)s together with %(facility_name)s."),
    "circle.parted": _("%(actor)s took %(facility_name)s apart from %(other)s again."),
    "circle.said_here": _("Somebody said that %(facility_name)s is still there."),
    "circle.said_gone": _("Somebody said that %(facility_name)s is gone."),
    "circle.types_loaded": _("%(actor)s took the ready list of %(count)s types of facilities."),
    "circle.type_edited": _("%(actor)s changed the type %(kind)s."),
    "circle.type_reverted": _("%(actor)s took back a change of the type %(kind)s."),
    "circle.set": _("%(actor)s set %(name)s to %(value)s (%(source)s)."),
    "circle.unset": _("%(actor)s set %(name)s back to the number in the program."),
    "circle.facilities_imported": _("%(actor)s imported facilities: %(created)s new, %(changed)s changed."),
    "circle.homes_imported": _("%(actor)s imported homes of buildings: %(created)s new, %(changed)s changed."),
    "circle.network_imported": _("%(actor)s imported a walking network of %(edges)s pieces (%(source)s)."),
    "circle.measured": _("%(actor)s measured what is within fifteen minutes of %(homes)s homes."),
    "circle.put_forward": _("%(actor)s put a gap forward as a candidate: %(kind)s, %(place)s."),
    "circle.wish_taken_back": _("%(actor)s took back the wish to close a gap: %(kind)s, %(place)s."),
}
NAMES = {"facility_name": name_in, "kind": name_in, "other": name_in, "place": name_in}


def register():
    from shiliu.live.circle import actions, dependents, health, storing
    from shiliu.live.circle.models import Facility, FacilityType, Gap

    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels=NAMES)
    audit.register_target(Facility._meta.label_lower, lambda key: _name(Facility.objects.filter(pk=key)))
    audit.register_target(FacilityType._meta.label_lower, lambda key: _name(FacilityType.objects.filter(pk=key)))
    links.register_end("circle.gap", Gap)
    jobs.register("circle.measure", timedelta(days=1), actions.measure_if_changed, lease=timedelta(minutes=30))
    jobs.register("circle.forget_marks", timedelta(hours=6), actions.forget_marks)
    operations.keep_folder(storing.FOLDER)
    operations.register_check(_("Walking network"), health.check)
    depending.register("foundation.area", "facilities", dependents.facilities_in,
                       ngettext_lazy("%(count)d facility of the fifteen-minute circle", "%(count)d facilities of the fifteen-minute circle", "count"))  # fmt: skip


def _name(rows):
    return name_in(rows.values_list("names", flat=True).first() or {})
