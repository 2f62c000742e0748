"""Which pages does matchmaking have? Every one on this screen."""

from django.urls import path

from matchmaking.views import home

app_name = "matchmaking"
urlpatterns = [
    path("", home.home, name="home"),
]
