"""What may caches keep of a page that every visitor reads alike? For a minute, and only without any cookie (F086)."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

View = Callable[..., HttpResponse]
MINUTE = 60


def for_visitors(view: View) -> View:
    """Who comes without a cookie reads what everybody else does: caches may keep it, and ask whether it changed."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.COOKIES or request.method not in ("GET", "HEAD") or response.status_code != 200 or response.cookies:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        answer = get_conditional_response(request, etag=etag, response=response)
        answer["ETag"], answer["Cache-Control"] = etag, f"public, max-age={MINUTE}"
        patch_vary_headers(answer, ("Cookie",))
        return answer

    return kept
