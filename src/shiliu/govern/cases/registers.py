"""What the app tells the platform: who may do what, which notices and audit sentences exist, whose files and data these are."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.platform import jobs, links
from shiliu.platform.attachments import register_gate
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

OWN = (Grant("anyone", "own"),)
UNIT = (Grant("handler", "organisation"),)
HELPER = Grant("handler", "helping")
DISPATCHER, SUPERVISOR = Grant("dispatcher", "area"), Grant("supervisor", "area")
ADMINISTRATOR = Grant("administrator", "area")

PERMISSIONS = (
    Permission("cases.submit", _("raise a need"), _("Anyone may raise a need, with or without an account."), (Grant("anyone"),)),
    Permission("cases.read_public", _("read published cases"), _("What a moderator has published is for everyone."), (Grant("anyone"),)),
    Permission("cases.support", _("say “me too” on a published case"), _("Anyone may say so, with or without an account."),
               (Grant("anyone"),)),
    Permission("cases.track", _("follow a case with its code"), _("Whoever holds the tracking code may follow the case."),
               (Grant("anyone"),)),
    Permission("cases.mine", _("see one's own cases"), _("Sign in to see the cases you raised."), (Grant("signed_in"),)),
    Permission("cases.intake", _("file a need on someone's behalf"), _("Window workers file for people who come or call."),
               (Grant("window_worker", "area"), DISPATCHER)),
    Permission("cases.read", _("open a case that is not public"),
               _("A case is seen by who raised it, the unit it was sent to and its helpers, the grid worker of the place, and the "
                 "dispatcher and supervisor of the area."),
               (*OWN, *UNIT, HELPER, Grant("grid_worker", "area"), DISPATCHER, SUPERVISOR)),
    Permission("cases.act", _("make a move on a case"), _("Each move has its own permission, checked on the case itself."), (Grant("anyone"),)),
    Permission("cases.read_contact", _("see how to reach the person who raised it"),
               _("Only who must speak with the resident sees the contact, and each look is logged."),
               (*OWN, *UNIT, DISPATCHER, SUPERVISOR)),
    Permission("cases.worklist", _("see a worklist"), _("A worklist is for people with a duty in a unit or an area."),
               (*UNIT, HELPER, Grant("grid_worker", "area"), DISPATCHER, SUPERVISOR)),
    Permission("cases.route", _("route and end cases by rule"), _("Only the system applies the rules."), (Grant("system"),)),
    Permission("cases.dispatch", _("send a case to a unit"), _("Dispatchers of the area decide where no rule does."), (DISPATCHER,)),
    Permission("cases.handle", _("handle a case"), _("Only the unit a case was sent to handles it."), UNIT),
    Permission("cases.summon", _("ask to call units to a table"), _("The unit that has the case asks, or the dispatcher for it."),
               (*UNIT, DISPATCHER)),
    Permission("cases.note_summons", _("note who came to a table and what it came to"),
               _("The unit that asked for the table notes it, or the dispatcher or supervisor of the area."),
               (*UNIT, DISPATCHER, SUPERVISOR)),
    Permission("cases.help", _("answer for a part of a case"), _("Only the unit that was asked for a part says what became of it."), UNIT),
    Permission("cases.refuse", _("refuse a case"), _("The unit or the dispatcher refuses, for one of six reasons only."),
               (*UNIT, DISPATCHER)),
    Permission("cases.inspect", _("re-inspect a hazard"),
               _("A hazard is re-inspected by somebody outside the unit: the grid worker of the place or the supervisor."),
               (Grant("grid_worker", "area"), SUPERVISOR)),
    Permission("cases.judge", _("judge or withdraw a case"), _("Only the person who raised it can say whether it is solved."), OWN),
    Permission("cases.call_back", _("note what the resident said when called back"),
               _("Dispatchers and supervisors call back whoever raised it by phone, at the window or elsewhere."),
               (DISPATCHER, SUPERVISOR)),
    Permission("cases.add_word", _("add a word to a case"), _("The person who raised it may add what they know."), OWN),
    Permission("cases.remark", _("add a note among staff"), _("People who work on a case may leave each other notes."),
               (*UNIT, HELPER, Grant("grid_worker", "area"), DISPATCHER, SUPERVISOR)),
    Permission("cases.supervise", _("re-open a case or uphold its answer"), _("Re-opening is the supervisor's decision."), (SUPERVISOR,)),
    Permission("cases.arbitrate", _("decide on a unit's objection"), _("The arbiter is the supervisor of the area, and the word is final."),
               (SUPERVISOR,)),
    Permission("cases.merge", _("join needs about the same matter"), _("Dispatchers and supervisors see both and can take them apart again."),
               (DISPATCHER, SUPERVISOR)),
    Permission("cases.set_aside", _("set junk aside"),
               _("Dispatchers and supervisors of the area, and only while nobody has begun to deal with it; whoever raised it can bring it back."),
               (DISPATCHER, SUPERVISOR)),
    Permission("cases.keep_promise", _("say what became of a promise"), _("Only the unit that promised it, and the supervisor."),
               (*UNIT, SUPERVISOR)),
    Permission("cases.promise_calendar", _("subscribe to the calendar of promises"),
               _("Calendar programs cannot sign in: whoever holds the secret link may read it, until the role or the password behind it changes."),
               (Grant("anyone"),)),
    Permission("cases.moderate", _("publish or withhold a case"), _("A human moderator decides what neighbours read."),
               (DISPATCHER, SUPERVISOR)),
    Permission("cases.appeal", _("appeal against what neighbours read"), _("Only the person who raised it appeals, once."), OWN),
    Permission("cases.decide_appeal", _("decide on an appeal"),
               _("The supervisor of the area decides, and not whoever made the decision."), (SUPERVISOR,)),
    Permission("cases.purge", _("remove words or a photo for good"), _("What cannot be undone is the supervisor's decision."), (SUPERVISOR,)),
    Permission("cases.read_board", _("read the board of rates"), _("Boards are for people who answer for an area or a unit."),
               (*UNIT, DISPATCHER, SUPERVISOR, ADMINISTRATOR)),
    Permission("cases.read_objections", _("read the report of objections"),
               _("It is for those who send cases, decide on objections or edit the catalogue; it counts matters, never persons."),
               (DISPATCHER, SUPERVISOR, ADMINISTRATOR)),
    Permission("cases.read_themes", _("see which matters rise in a place"),
               _("It is for those who send cases or answer for an area; it counts needs, never persons."), (DISPATCHER, SUPERVISOR)),
    Permission("cases.open_theme", _("open one case for a matter that rises"),
               _("One case for many needs is the supervisor's decision, and so is which needs are in it."), (SUPERVISOR,)),
    Permission("cases.read_suggestions", _("see how well suggestions do"),
               _("It is for those who send cases or answer for how they are sent; it counts matters, never persons."),
               (DISPATCHER, SUPERVISOR, ADMINISTRATOR)),
    Permission("cases.train_suggestions", _("learn suggestions anew"), _("Only the command line learns; nobody is learned about."),
               (Grant("system"),)),
    Permission("cases.read_catalogue", _("read the dispatch catalogue"), _("The dispatch catalogue is public."), (Grant("anyone"),)),
    Permission("cases.edit_catalogue", _("edit the dispatch catalogue"), _("Administrators edit it; every version stays readable."),
               (ADMINISTRATOR, Grant("system"))),
    Permission("cases.open311", _("open the site to other programs"), _("Administrators give keys and say which matters go to another city's system."),
               (ADMINISTRATOR,)),
    Permission("cases.import", _("import cases in bulk"), _("Imports change many rows at once: administrators and the command line only."),
               (ADMINISTRATOR, Grant("system"))),
)  # fmt: skip


def register():
    from shiliu.govern.cases import (
        dependents,
        joint,
        junk,
        messages,
        messages_moderation,
        neighbours,
        personal,
        programs_told,
        promises,
        queries,
        sweep,
        theme_letters,
    )
    from shiliu.govern.cases.importing import by_page
    from shiliu.govern.cases.models import Case, Theme
    from shiliu.govern.cases.open311 import forwarding

    register_permissions(*PERMISSIONS)
    dependents.register()
    messages.register()
    neighbours.register()
    theme_letters.register()
    messages_moderation.register()
    personal.register()
    junk.register()
    programs_told.register()
    links.register_end("cases.case", Case)
    links.register_end("cases.theme", Theme)
    register_gate("cases", queries.may_open)
    jobs.register("cases.forward", timedelta(minutes=1), forwarding.run, lease=timedelta(minutes=10))
    jobs.register("cases.warn_of_deadlines", timedelta(minutes=1), sweep.warn_of_deadlines)
    jobs.register("cases.end_pauses", timedelta(minutes=5), sweep.end_pauses)
    jobs.register("cases.look_after_parts", timedelta(minutes=10), joint.look_after_parts)
    jobs.register("cases.remember_promises", timedelta(hours=1), promises.remember)
    jobs.register("cases.end_unjudged", timedelta(hours=1), sweep.end_unjudged)
    jobs.register("cases.write_imports", timedelta(seconds=5), by_page.write_waiting, lease=by_page.LEASE)
    jobs.register("cases.forget_origins", timedelta(hours=1), junk.forget_origins)
    jobs.register("cases.delete_contacts", timedelta(hours=6), sweep.delete_contacts)
    jobs.register("cases.forget_followers", timedelta(hours=6), neighbours.forget_addresses)
