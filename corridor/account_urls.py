"""Which pages does an account have? allauth's, of which those that take a stranger's address answer in even time."""

import time
from functools import wraps

from allauth.account import views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from corridor import account_history
from corridor.access import View


def steady(view: View) -> View:
    """`view`, whose answer to a POST never comes sooner than a fixed time, so that it does not tell by its speed
    whether the address is known (S-19, R-27)."""

    @wraps(view)
    def timed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        started = time.monotonic()
        try:
            return view(request, *args, **kwargs)
        finally:
            if request.method == "POST":
                time.sleep(max(0.0, settings.STEADY_ANSWER_SECONDS - (time.monotonic() - started)))

    return timed


account_history.listen()

urlpatterns = [
    path("login/", steady(views.login), name="account_login"),
    path("login/code/", steady(views.request_login_code), name="account_request_login_code"),
    path("signup/", steady(views.signup), name="account_signup"),
    path("password/reset/", steady(views.password_reset), name="account_reset_password"),
    path("email/", steady(views.email), name="account_email"),
    path("", include("allauth.urls")),
]
