"""Who is signed in? A person, known by e-mail address; there is no user name."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.models.address import normalise_email, validate_address, validate_person_name


class MemberManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "Member":
        """A new member with that address, stored in its one canonical form; no password means code or passkey only."""
        member = self.model(email=normalise_email(email), **fields)
        if password:
            member.set_password(password)
        else:
            member.set_unusable_password()
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Member":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "Member":
        return self.get(email__iexact=normalise_email(email))


class Member(AbstractBaseUser, PermissionsMixin):
    """A person with an account, tied to an organisation by a Membership and described by a Profile."""

    class Language(models.TextChoices):
        DUTCH = "nl", "Nederlands"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True, validators=[validate_address])
    name = models.CharField(_("name"), max_length=80, blank=True, validators=[validate_person_name])
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.DUTCH)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    # When this person erased themselves: the row stays, empty, so that counts and other people's pages do (F050).
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    # When nobody could be reading who this was any more, and the name went too.
    faded_at = models.DateTimeField(_("name forgotten"), null=True, blank=True, editable=False)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(Lower("email"), name="member_email_folded_unique")]

    def __str__(self) -> str:
        return self.name or (self.label if self.erased_at else self.email)

    @property
    def label(self) -> str:
        """How this person is named to others: never by address."""
        if not self.name and self.erased_at:
            return gettext("Somebody who left")
        return self.name or gettext("Member %(number)s") % {"number": self.pk}

    @property
    def first_name(self) -> str:
        if not self.name and self.erased_at:
            return self.label
        return self.name.split()[0] if self.name.split() else ""

    @property
    def is_staff(self) -> bool:
        """Django's admin templates ask this; who may enter the console is decided in corridor/rules.py."""
        return self.is_superuser
