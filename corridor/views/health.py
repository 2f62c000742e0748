"""Is the site up, and can it do its work?"""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from corridor import access, clock, readiness


@access.public
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@access.public
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when all is well, else 503; what is wrong is told to superusers and to this machine only."""
    checks = readiness.troubles(clock.now())
    well = not any(checks.values())
    status = 200 if well else 503
    if access.is_this_machine(request) or (not checks["database"] and _is_superuser(request)):
        told = {"ready": well, "checks": {name: no or "ok" for name, no in checks.items()}}
        if not checks["database"] and not checks.get("migrations"):
            told["notices"] = readiness.notices()
        return JsonResponse(told, status=status)
    return HttpResponse("ready" if well else "not ready", content_type="text/plain", status=status)


def _is_superuser(request: HttpRequest) -> bool:
    try:
        return request.user.is_active and request.user.is_superuser
    except DatabaseError:
        return False
