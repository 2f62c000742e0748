"""Which pages does matchmaking have? Every one on this screen."""

app_name = "matchmaking"
urlpatterns: list = []
