"""Where does every address begin? Other apps are named as strings, so the ground imports none of them.

Each upper app brings its own addresses; take one out of INSTALLED_APPS, and the rest stands.
"""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from corridor.views import health, mail_webhook, pages

UPPER = [app for app in ("events", "matchmaking") if apps.is_installed(app)]

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("hooks/mail/", mail_webhook.mail, name="mail_webhook"),
    *i18n_patterns(
        path("account/", include("corridor.account_urls")),
        path("console/", admin.site.urls),
        path("", include("corridor.ground_urls")),
        *(path("", include(f"{app}.urls")) for app in UPPER),
        *([] if "matchmaking" in UPPER else [path("", pages.beginning)]),
    ),
]
