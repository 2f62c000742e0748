"""Is the site up?"""

from django.http import HttpRequest, HttpResponse

from corridor import access


@access.public
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")
