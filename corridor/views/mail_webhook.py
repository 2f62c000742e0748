"""What does the mail provider tell us? That an address does not exist, or that its owner calls us spam (F026).

Signed, not signed in: HMAC-SHA256 with MAIL_WEBHOOK_SECRET over "<timestamp>.<body>", in hexadecimal. Addresses are
never logged.
"""

import hashlib
import hmac
import json
import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from corridor import access, clock
from corridor.actions import suppressions
from corridor.models.address import normalise_email, validate_address

LARGEST = 64 * 1024  # bytes
FRESH = 5 * 60  # seconds a message may be old, or ahead
LONGEST_ID = 200
TYPES = ("bounce", "complaint")
log = logging.getLogger(__name__)


@access.signed
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """204 when it is done, also the second time; 404 while no secret is set, 401 unsigned or stale, 400 odd."""
    if not settings.MAIL_WEBHOOK_SECRET:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST or request.content_type != "application/json":
        return HttpResponse(status=413 if request.content_type == "application/json" else 400)
    body = request.body
    if not _is_signed(request, body):
        return HttpResponse(status=401)
    said = _read(body)
    if said is None:
        return HttpResponse(status=400)
    if said["type"] == "complaint" or said["permanent"]:
        new = suppressions.record_bounce(
            address=said["address"], report=said["id"], complained=said["type"] == "complaint", now=clock.now()
        )
        log.info("the mail provider reported a %s (%s)", said["type"], "new" if new else "known")
    return HttpResponse(status=204)


def signature(body: bytes, *, timestamp: str, secret: str) -> str:
    """What the header X-Signature of a message says after "sha256="."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _is_signed(request: HttpRequest, body: bytes) -> bool:
    timestamp = request.headers.get("X-Timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    right = "sha256=" + signature(body, timestamp=timestamp, secret=settings.MAIL_WEBHOOK_SECRET)
    given = request.headers.get("X-Signature", "")
    is_ours = hmac.compare_digest(right.encode(), given.encode())
    return is_ours and abs(clock.now().timestamp() - int(timestamp)) <= FRESH


def _is_text(words: str) -> bool:
    """Whether it can be written down: JSON can also name half a letter, which no encoding knows."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read(body: bytes) -> dict | None:
    """The message, its address in our form; None unless it is one of the two we know, whole and well-formed."""
    try:
        said = json.loads(body)
        kind, address, number = said["type"], said["address"], said["id"]
        permanent = said.get("permanent", False)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if kind not in TYPES or not isinstance(address, str) or not isinstance(permanent, bool):
        return None
    if not isinstance(number, str) or not 0 < len(number) <= LONGEST_ID or not _is_text(number):
        return None
    tidy = normalise_email(address)
    try:
        validate_address(tidy)
    except ValidationError:
        return None
    return {"type": kind, "address": tidy, "permanent": permanent, "id": number}
