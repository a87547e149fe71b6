"""What the app tells the platform: who may do what, what the audit tells (never an answer), notices, jobs, dependents."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.platform import audit, depending, jobs, notices, operations
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

MAKERS = (Grant("administrator", "area"), Grant("supervisor", "area"), Grant("system"))

PERMISSIONS = (
    Permission("surveys.read", _("read what is asked and what was answered, in numbers"),
               _("What a neighbourhood needs concerns everybody."), (Grant("anyone"),)),
    Permission("surveys.answer", _("answer a survey"),
               _("Anyone may answer without an account, so that no answer can be joined to a person."), (Grant("anyone"),)),
    Permission("surveys.manage", _("make, open and close surveys"),
               _("Administrators and supervisors answer for what is asked in their area."), MAKERS),
    Permission("surveys.key_in", _("key in paper forms"),
               _("Window workers and grid workers collect the paper forms of their area."),
               (Grant("window_worker", "area"), Grant("grid_worker", "area"), *MAKERS)),
    Permission("surveys.publish", _("read what was written and publish the tables"),
               _("Administrators and supervisors answer for what is published about their area."), MAKERS),
)  # fmt: skip

VERBS = {
    "surveys.created": _("%(actor)s made the survey %(survey_name)s."),
    "surveys.edited": _("%(actor)s changed the survey %(survey_name)s."),
    "surveys.question_set": _("%(actor)s wrote question %(code)s in version %(version)s of %(survey_name)s."),
    "surveys.question_removed": _("%(actor)s removed question %(code)s from version %(version)s of %(survey_name)s."),
    "surveys.question_moved": _("%(actor)s moved question %(code)s in version %(version)s of %(survey_name)s."),
    "surveys.question_reverted": _(
        "%(actor)s took back a change of question %(code)s in version %(version)s of %(survey_name)s."
    ),
    "surveys.reverted": _("%(actor)s took back a change of the survey %(survey_name)s."),
    "surveys.round_planned": _("%(actor)s planned round %(round)s of %(survey_name)s."),
    "surveys.round_edited": _("%(actor)s changed the plan of round %(round)s of %(survey_name)s."),
    "surveys.round_dropped": _("%(actor)s took back round %(round)s of %(survey_name)s before it opened."),
    "surveys.round_opened": _("%(actor)s opened round %(round)s of %(survey_name)s."),
    "surveys.codes_issued": _("%(actor)s printed %(count)s letters with codes for round %(round)s of %(survey_name)s."),
    "surveys.round_closed": _("%(actor)s closed round %(round)s of %(survey_name)s."),
    "surveys.round_published": _("%(actor)s published round %(round)s of %(survey_name)s."),
    "surveys.answers_deleted": _("%(actor)s deleted the single answers of round %(round)s of %(survey_name)s."),
    "surveys.batch_begun": _("%(actor)s began pile %(batch)s of round %(round)s of %(survey_name)s."),
    "surveys.batch_keyed": _(
        "%(actor)s keyed the %(forms)s sheets of pile %(batch)s of round %(round)s of %(survey_name)s."
    ),
    "surveys.batch_counted": _(
        "%(actor)s counted the %(forms)s sheets of pile %(batch)s of round %(round)s of %(survey_name)s."
    ),
    "surveys.batch_dropped": _("%(actor)s took back pile %(batch)s of round %(round)s of %(survey_name)s."),
    "surveys.text_judged": _("%(actor)s read a text of round %(round)s of %(survey_name)s."),
    "surveys.summarised": _("%(actor)s summed up what was written in round %(round)s of %(survey_name)s."),
}


def register():
    from shiliu.govern.surveys import noise, sweeping
    from shiliu.govern.surveys.models import Survey

    register_permissions(*PERMISSIONS)
    operations.keep_folder(noise.FOLDER)  # a restored site must not spend a year's budget twice
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"survey_name": name_in})
    audit.register_target(Survey._meta.label_lower, _survey_name)
    notices.register_kind(
        "surveys.closed",
        title=_("The survey “%(survey)s” has closed"),
        text=_(
            "Read what people wrote, look at what will be hidden, and publish the tables. They are promised for %(day)s."
        ),
    )
    notices.register_kind(
        "surveys.not_opened",
        title=_("The survey “%(survey)s” is not open yet"),
        text=_("Its first day to answer was %(first)s. Open the round, or choose other dates."),
    )
    notices.register_kind(
        "surveys.paper_waits",
        title=_("Paper of the survey “%(survey)s” is not counted yet"),
        text=_(
            "Its last day has passed and a pile waits. Finish keying it: on %(day)s the numbers are promised, and after %(last)s they "
            "are published by themselves without this pile."
        ),
    )
    notices.register_kind(
        "surveys.not_published",
        title=_("The numbers of the survey “%(survey)s” are due"),
        text=_(
            "They are promised for %(day)s. Read what people wrote and publish them; after %(last)s they are published by themselves, "
            "without the words nobody has read."
        ),
    )
    depending.register("foundation.area", "surveys", _surveys_in,
                       ngettext_lazy("%(count)d survey", "%(count)d surveys", "count"))  # fmt: skip
    jobs.register("surveys.close_overdue", timedelta(hours=1), sweeping.close_overdue)
    jobs.register("surveys.end_late", timedelta(hours=6), sweeping.end_late)
    jobs.register("surveys.remind", timedelta(hours=6), sweeping.remind)
    jobs.register("surveys.delete_old_answers", timedelta(hours=24), sweeping.delete_old_answers)


def _survey_name(key):
    from shiliu.govern.surveys.models import Survey

    return name_in(Survey.objects.filter(pk=key).values_list("names", flat=True).first() or {})


def _surveys_in(area):
    from shiliu.govern.surveys.models import Survey

    return Survey.objects.filter(area__path__startswith=area.path, active=True).count()
