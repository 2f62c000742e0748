"""Which pages does the ground have? Every one on this screen."""

from django.urls import path

from corridor.views import (
    erasing,
    gallery,
    mail_choices,
    organisation,
    pages,
    profile,
    suggestions,
    unsubscribe,
    visits,
    welcome,
)

app_name = "corridor"
urlpatterns = [
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("mails/<str:token>/", mail_choices.by_link, name="mail_choices_by_link"),
    path("organisations/", organisation.organisations, name="organisations"),
    path("organisations/suggest/", suggestions.of_organisations, name="organisation_suggestions"),
    path("organisations/<slug:slug>/", organisation.organisation, name="organisation"),
    path("topics/suggest/", suggestions.of_topics, name="topic_suggestions"),
    path("welcome/", welcome.who, name="welcome"),
    path("welcome/brings/", welcome.brings, name="welcome_brings"),
    path("profile/", profile.profile, name="profile"),
    path("profile/about/", profile.about, name="profile_about"),
    path("profile/work/", profile.work, name="profile_work"),
    path("profile/matching/", profile.matching, name="profile_matching"),
    path("profile/pause/", profile.pause, name="pause"),
    path("profile/mails/", mail_choices.own, name="mail_choices"),
    path("profile/erase/", erasing.erase, name="erase"),
    path("goodbye/", erasing.goodbye, name="goodbye"),
    path("profile/consent/", profile.consent, name="consent"),
    path("profile/offers/", profile.add_exchange, {"side": "offers"}, name="exchange_add"),
    path("profile/seeks/", profile.add_exchange, {"side": "seeks"}, name="exchange_add"),
    path("profile/offers/<int:pk>/", profile.change_exchange, {"side": "offers"}, name="exchange"),
    path("profile/seeks/<int:pk>/", profile.change_exchange, {"side": "seeks"}, name="exchange"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:pk>/", visits.remove, name="visit"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("components/", gallery.components, name="components"),
]
