"""Who is told of what becomes public, and what is on its way to them."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('url', models.CharField(max_length=500)),
                ('events', models.JSONField(default=list)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('generation', models.PositiveSmallIntegerField(default=1)),
                ('old_until', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('active', 'Is told'), ('paused', 'Paused')], default='active', max_length=6)),
                ('why', models.CharField(blank=True, choices=[('by_hand', 'An administrator paused it.'), ('failing', 'It did not answer for days.'), ('gone', 'It answered that it is gone for good (410).')], max_length=7)),
                ('made_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('rest_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('event', models.CharField(max_length=40)),
                ('thing', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Taken'), ('failed', 'Given up'), ('dropped', 'Not sent: no longer public')], default='waiting', max_length=7)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try', models.DateTimeField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, choices=[('status', 'It answered, but not with success.'), ('forbidden', 'The address leads into a network this site must not call.'), ('unknown', 'The name of the server is not known.'), ('silent', 'The server does not answer.'), ('slow', 'The server took too long.'), ('certificate', 'The certificate of the server is not valid.'), ('unreadable', 'The answer is not HTTP.'), ('broken', 'The message could not be made; the log of the site says why.')], max_length=11)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.hook')),
            ],
            options={
                'verbose_name_plural': 'hook deliveries',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try', 'id'], name='hook_delivery_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='hook_delivery_leased'), models.Index(fields=['hook', '-id'], name='hook_delivery_newest'), models.Index(fields=['ended_at'], name='hook_delivery_ended')],
            },
        ),
    ]
