"""How does an organiser name a member in a form? By the address they sign in with, among those within reach."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from corridor.forms.fields import Address
from corridor.models import Member


class KnownMember(Address):
    """Cleans to the Member with that address. Unknown and out of reach read the same (S-16)."""

    def __init__(self, *, among: QuerySet[Member], **options: object):
        self.among = among
        options.setdefault("error_messages", {"required": _("Write the e-mail address of a member.")})
        super().__init__(**options)

    def clean(self, value: object) -> Member | None:
        address = super().clean(value)
        if not address:
            return None
        member = self.among.filter(email__iexact=address, is_active=True).first()
        if member is None:
            raise ValidationError(_("No member within your reach signs in with this address."), code="unknown")
        return member
