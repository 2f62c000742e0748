"""What does a person see when a form came from nowhere we know?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor import access


@access.public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with a way back; `reason` is for the log only."""
    return render(request, "403.html", status=403)
