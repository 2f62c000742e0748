"""Which pages does the ground have? Every one on this screen."""

from django.urls import path

from corridor.views import gallery, organisation, pages, unsubscribe

app_name = "corridor"
urlpatterns = [
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("organisations/", organisation.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisation.organisation, name="organisation"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("components/", gallery.components, name="components"),
]
