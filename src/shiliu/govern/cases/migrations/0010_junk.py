import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_themes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(db_index=True, max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='origin', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='JunkBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('same_words', 'The same words were sent again and again'), ('advert', 'It is advertising'), ('nonsense', 'It makes no sense, as programs write it'), ('trial', 'Somebody only tried the form')], max_length=10)),
                ('said', models.TextField(blank=True, max_length=1000)),
                ('at', models.DateTimeField(db_index=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='JunkMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', models.CharField(choices=[('pending', 'Waiting for a moderator'), ('public', 'Published'), ('withheld', 'Not public')], max_length=8)),
                ('back_by', models.CharField(blank=True, choices=[('staff', 'brought back by staff'), ('asker', 'brought back by whoever raised it')], max_length=5)),
                ('back_at', models.DateTimeField(blank=True, null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='cases.junkbatch')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='junk_marks', to='cases.case')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('back_at__isnull', True)), fields=('case',), name='set_aside_once_at_a_time')],
            },
        ),
    ]
