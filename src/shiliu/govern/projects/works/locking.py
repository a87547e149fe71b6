"""A project held until the transaction ends."""

from shiliu.govern.projects.works.models import Project


def held(project):
    """The row as it stands now; whoever else wants it waits."""
    return Project.objects.select_for_update(of=("self",)).select_related("area", "organisation").get(pk=project.pk)
