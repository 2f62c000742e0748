"""Has this person a second step at sign-in? A passkey or an authenticator app; recovery codes alone are none."""

from allauth.mfa.models import Authenticator

from corridor.models import Member

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(person: Member) -> bool:
    """Whether `person` has set up a passkey or an authenticator app (one query)."""
    return Authenticator.objects.filter(user=person.pk, type__in=KINDS).exists()
