"""What becomes of the works of a project, back to the author of the proposal and whoever follows it: to the last step.

The project knows its candidate, the candidate its proposals (proposal_to_pool); proposals never learn what a project is."""

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from shiliu.govern.projects import public as projects
from shiliu.journeys import proposal_to_pool

KIND = "project_to_proposal"
# The result of an inspection goes into a sentence of proposals, so that it is written down in every language of the site.
ACCEPTED, NOT_ACCEPTED = _("they accepted it."), _("they did not accept it yet; what is missing is being mended.")


def register():
    projects.hear_works(KIND, tell)


def tell(project, step, *, url="", **facts):
    """Listener of the works. A project that came from no candidate has nobody to tell."""
    if project.candidate_id is None:
        return
    found = _told(project, step, facts)
    if found is not None:
        proposal_to_pool.tell_of(project.candidate, *found, url)


def _told(project, step, facts):
    """(step of a proposal, its params), or None for what concerns nobody outside the works."""
    if step == "begun":
        return "project", {"name": project.names, "unit": project.organisation.names}
    if step == "reached":
        return "milestone", {"milestone": facts["milestone"]}
    if step == "delayed":
        return "delayed", {"day": facts["day"], "why": facts["why"]}
    if step in ("accepted", "not_accepted"):
        return "inspected", {"result": _everywhere(ACCEPTED if step == "accepted" else NOT_ACCEPTED)}
    if step == "finished":
        cost = {"cost": facts["paid"]} if facts["paid"] else {}
        return "finished" if cost else "finished_free", {"name": project.names, **cost}
    if step == "stopped":
        return "stopped", {"why": facts["why"]}
    if step == "warranty":
        return "warranty", {"result": facts["found"]}
    return None


def _everywhere(message):
    """{language: text} of a message in every language of the site."""
    texts = {}
    for tag, _name in settings.LANGUAGES:
        with override(tag):
            texts[tag] = gettext(message)
    return texts
