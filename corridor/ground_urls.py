"""Which pages does the ground have? Every one on this screen."""

from django.urls import path

app_name = "corridor"
urlpatterns: list = []
