"""Which pages do the tests of the frame visit? The real ones, and some that fail in the ways pages fail."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from corridor import access
from corridor.errors import Overtaken, Refused
from corridor.lifecycle import IllegalMove
from corridor.models import Member
from corridor.urls import urlpatterns as real_ones


@access.public
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("plain")


@access.member
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"only for {request.user.email}")


@access.token
def by_token(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse("by token")


@access.public
def echo(request: HttpRequest) -> JsonResponse:
    """What a view gets to see of a request."""
    return JsonResponse({"GET": dict(request.GET.lists()), "POST": dict(request.POST.lists())})


echo.csrf_exempt = True


@access.public
def by_number(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(Member.objects.filter(pk=pk).exists()))


@access.public
def by_word(request: HttpRequest, word: str) -> HttpResponse:
    return HttpResponse(word)


@access.public
def broken(request: HttpRequest) -> HttpResponse:
    password = "canary-in-a-local-variable"
    raise RuntimeError(f"canary-in-the-message {request.path} {len(password)}")


@access.public
def no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("canary: server at canary-host refused")


def refusing(error: Exception):
    @access.public
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("canary: nobody said who may see this")


urlpatterns = [
    path("plain", plain),
    path("mine", mine),
    path("token/<str:token>/", by_token),
    path("echo", echo),
    path("number/<int:pk>/", by_number),
    path("word/<str:word>/", by_word),
    path("broken", broken),
    path("no-database", no_database),
    path("overtaken", refusing(Overtaken("Somebody was ahead."))),
    path("illegal", refusing(IllegalMove("Not from there."))),
    path("refused", refusing(Refused("Not <today>."))),
    path("undeclared", undeclared),
    *real_ones,
]
