"""Which pages do events have? Every one on this screen."""

from django.urls import path

from events.views import programme, registration

app_name = "events"
urlpatterns = [
    path("events/", programme.events, name="events"),
    path("events/<slug:slug>/", programme.event, name="event"),
    path("events/<slug:slug>/registration/", registration.registration, name="registration"),
]
