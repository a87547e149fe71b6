"""Why a text is not published, by group, and what else neighbours could read after each decision of a moderator."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_joint_handling")]

    operations = [
        migrations.AddField(
            "moderationentry", "ground",
            models.CharField(
                blank=True, default="", max_length=10,
                choices=[
                    ("names", "It names or shows a private person"),
                    ("home", "It shows whose home something is"),
                    ("harm", "It could put somebody at risk, for instance a child or whoever raised it"),
                    ("insult", "It insults or threatens somebody"),
                    ("advert", "It is advertising or was sent in bulk"),
                    ("elsewhere", "It is not about a place, a thing or a service"),
                    ("law", "A law forbids publishing it"),
                    ("other", "Another reason, told to whoever raised it"),
                ],
            ),
            preserve_default=False,
        ),
        migrations.AddField("moderationentry", "shown", models.JSONField(blank=True, default=dict)),
        migrations.AddIndex("moderationentry", models.Index(fields=["decision", "-at"], name="moderation_by_decision")),
    ]  # fmt: skip
