"""An index for each sweep that time makes over cases, of only what it still has to do: without one it read everything that was
ever promised, paused, asked of a helper or forwarded, every few minutes."""

from django.db import migrations, models
from django.db.models import F, Q

TO_WARN = Q(next_due__isnull=False) & (Q(warned_at__isnull=True) | Q(warned_at__lte=F("next_due")))
TO_REMIND = Q(state="open", reminded_at__isnull=True)
TO_ALARM = Q(state="open", alarmed_at__isnull=True)


def index(model, name, *fields, of=None):
    return migrations.AddIndex(model, models.Index(fields=fields, condition=of, name=name))


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_moderators_lists")]

    operations = [
        migrations.AlterField("casepause", "limit", models.DateTimeField()),
        migrations.AlterField("forwarded", "next_try", models.DateTimeField(blank=True, null=True)),
        index("case", "case_to_warn", "next_due", "id", of=TO_WARN),
        index("casepause", "pause_running", "limit", "id", of=Q(ended_at__isnull=True)),
        index("casepromise", "promise_to_remind", "due", "id", of=TO_REMIND),
        index("casepromise", "promise_to_alarm", "due", "id", of=TO_ALARM),
        index("casetask", "case_task_open", "due", "id", of=Q(state="open")),
        index("casesupport", "me_too_with_address", "case", "id", of=~Q(email="")),
        index("forwarded", "forwarded_due", "state", "next_try", "id"),
    ]
