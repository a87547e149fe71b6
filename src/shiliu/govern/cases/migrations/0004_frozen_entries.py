from django.db import migrations, models


def freeze(apps, schema_editor):
    """Entries published before this keep what they say today; see terms.spelled_out for the shape."""
    entries = apps.get_model("cases", "CatalogueEntry").objects.filter(version__published_at__isnull=False)
    for entry in entries.select_related("category__group", "tier", "lead_kind").prefetch_related("helper_kinds"):
        matter, group, tier = entry.category, entry.category.group, entry.tier
        entry.frozen = {
            "category": {"names": matter.names, "position": matter.position},
            "group": {name: getattr(group, name) for name in ("code", "names", "icon", "position")} if group else None,
            "tier": {
                **{name: getattr(tier, name) for name in ("code", "names", "position", "source")},
                "contact": [tier.contact_amount, tier.contact_unit, tier.contact_working],
                "resolution": [tier.resolution_amount, tier.resolution_unit, tier.resolution_working],
            },
            "lead_kind": entry.lead_kind.names,
            "helper_kinds": [kind.names for kind in entry.helper_kinds.all()],
        }
        entry.save(update_fields=["frozen"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_moderation")]

    operations = [
        migrations.AddField("catalogueentry", "frozen", models.JSONField(blank=True, default=dict)),
        migrations.AddField("catalogueentry", "proposed", models.JSONField(blank=True, default=dict)),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
