"""A person is a pseudonym, a language and ways to be reached; a role is given for a place or a unit, for a time."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.organisations import Organisation
from shiliu.foundation.places import Area


class PersonManager(BaseUserManager):
    def create_user(self, *, pseudonym, email=None, phone=None, password=None, **extra):
        person = self.model(
            pseudonym=pseudonym, email=self.normalize_email(email) if email else None, phone=phone or None, **extra
        )
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username):
        return self.get(Q(email__iexact=username) | Q(phone=username))


class Person(AbstractBaseUser):
    """No name, no origin, no picture: the public sees a pseudonym, the site knows how to reach and in which language."""

    pseudonym = models.CharField(max_length=40)
    email = models.EmailField(null=True, blank=True, unique=True)
    phone = models.CharField(max_length=20, null=True, blank=True, unique=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="zh-hans")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self):
        return self.pseudonym

    def save(self, *args, **kwargs):
        # An empty address is no address: two people without one must not meet in the unique index.
        self.email = self.email.lower() if self.email else None
        self.phone = self.phone or None
        super().save(*args, **kwargs)

    def get_username(self):
        return str(self.pk)

    def _get_session_auth_hash(self, secret=None):
        """A new password, e-mail address or phone number ends every other session, not only a new password."""
        ways_in = f"{self.password}|{self.email}|{self.phone}"
        return salted_hmac("shiliu.foundation.Person.session", ways_in, secret=secret, algorithm="sha256").hexdigest()


def display_name(person):
    return person.pseudonym


class RoleAssignment(models.Model):
    """(person, role, area or organisation, from, until): the only source of what a person may do beyond being a guest."""

    class Role(models.TextChoices):
        RESIDENT = "resident", _("Resident")
        WINDOW_WORKER = "window_worker", _("Window worker")
        GRID_WORKER = "grid_worker", _("Grid worker")
        HANDLER = "handler", _("Handler in a unit")
        DISPATCHER = "dispatcher", _("Dispatcher")
        SUPERVISOR = "supervisor", _("Supervisor")
        ADMINISTRATOR = "administrator", _("Administrator")
        AUDITOR = "auditor", _("Auditor")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["person_id", "role", "pk"]
        indexes = [models.Index(fields=["role", "area"]), models.Index(fields=["role", "organisation"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(organisation__isnull=True), name="role_has_one_place"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="role_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} · {self.area or self.organisation}"
