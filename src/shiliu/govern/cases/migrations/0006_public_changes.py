"""When what neighbours can read last changed, and whether words of staff wait for a moderator.

Rows from before: the moment of a case is its last change, that of a step its own or the publication, whichever is later. Words
said after a publication and never let through appear in the moderators' list once."""

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q

import shiliu.platform.clock

HIDDEN = ("remark", "summons_asked", "summons_taken_back", "word", "withhold", "appeal", "appeal_granted", "appeal_denied", "purge")


def fill(apps, schema_editor):
    Case, CaseStep = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseStep")
    Case.objects.update(public_changed_at=F("changed_at"))
    CaseStep.objects.update(shown_at=F("at"))
    published = Case.objects.filter(pk=OuterRef("case"), publication="public", published_at__gt=OuterRef("at"))
    CaseStep.objects.filter(Exists(published)).update(shown_at=models.Subquery(published.values("published_at")))
    CaseStep.objects.filter(Exists(published), by_whom="staff").update(moderated_at=F("shown_at"))
    waiting = CaseStep.objects.filter(
        case=OuterRef("pk"), by_whom="staff", moderated_at=None, public_said="").exclude(Q(said="") | Q(move__in=HIDDEN))
    Case.objects.filter(Exists(waiting), publication="public").update(words_wait=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_near")]

    operations = [
        migrations.AddField("case", "public_changed_at", models.DateTimeField(default=shiliu.platform.clock.now)),
        migrations.AddField("case", "words_wait", models.BooleanField(default=False)),
        migrations.AddField("casestep", "shown_at", models.DateTimeField(default=shiliu.platform.clock.now)),
        migrations.AddField("casestep", "moderated_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
