"""Which code does a demo person's authenticator app show now? The demo shows it, because nobody has that phone."""

import base64
import hmac
import struct
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from corridor.models import Member

STEP = 30  # seconds a code holds


def code_of(person: Member) -> str:
    """The six digits of this half minute (RFC 6238), empty when `person` has no authenticator app."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if kept is None:
        return ""
    secret = base64.b32decode(get_adapter().decrypt(kept.data["secret"]))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // STEP), "sha1")
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
