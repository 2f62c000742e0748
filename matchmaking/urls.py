"""Which pages does matchmaking have? Every one on this screen."""

from django.urls import path

from matchmaking.views import dashboard, home, introductions, opt_in

app_name = "matchmaking"
urlpatterns = [
    path("", home.home, name="home"),
    path("me/", dashboard.dashboard, name="dashboard"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("i/<str:token>/", opt_in.answer, name="answer"),
]
