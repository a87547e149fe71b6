"""Photos of the works, and papers of suppliers. Nothing is public before somebody has looked at it for that."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.projects.works.actions.planning import told
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import ProjectFile
from shiliu.platform import attachments, audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def add_file(*, by, project, key, kind, caption, public=False):
    """Links a draft of platform.attachments. `public` says that whoever adds it has looked: no people in a photo, nothing private in a
    paper. Raises attachments.Unacceptable, or NotPossible naming fields."""
    project = held(project)
    demand(by, "works.carry_out", project)
    if not caption.strip():
        raise NotPossible(_("Say what can be seen."), {"caption": _("Say what can be seen.")})
    (attachment,) = attachments.claim([key], by=by)
    made = ProjectFile.objects.create(
        project=project, attachment=attachment, kind=kind, caption=caption.strip(), public=public, at=now()
    )
    audit.record("works.file_added", by=by, target=project, area=project.area, data=told(project))
    return made


@transaction.atomic
def publish_file(*, by, file, public):
    """Shows a file to everybody, or no longer; the same twice changes nothing."""
    project = held(file.project)
    demand(by, "works.carry_out", project)
    if ProjectFile.objects.filter(pk=file.pk, public=not public).update(public=public):
        audit.record(
            "works.file_shown" if public else "works.file_hidden",
            by=by,
            target=project,
            area=project.area,
            data=told(project),
        )


@transaction.atomic
def remove_file(*, by, file):
    project = held(file.project)
    demand(by, "works.carry_out", project)
    attachment = file.attachment
    file.delete()
    attachments.discard(attachment)
    audit.record("works.file_removed", by=by, target=project, area=project.area, data=told(project))
