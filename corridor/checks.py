"""Which settings must never reach production? Start-up stops with a sentence for each (S-01, S-02)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def safe_production(app_configs: object, **kwargs: object) -> list[Error]:
    """One error per unsafe value; none outside production, where loopback is the only way in."""
    return [Error(sentence, id=f"corridor.E{number:03}") for number, sentence in unsafe_values(settings)]


def unsafe_values(config: object) -> list[tuple[int, str]]:
    """Pairs of number and sentence: what in `config` production, or the demo, must refuse."""
    host = urlsplit(config.SITE_URL).hostname or ""
    loopback = host in ("localhost", "127.0.0.1", "::1")
    found = []
    if config.PRODUCTION:
        if config.DEBUG:
            found.append((1, "DEBUG must be off in production."))
        if len(config.SECRET_KEY) < 50 or len(set(config.SECRET_KEY)) < 10 or config.SECRET_KEY == config.LOCAL_SECRET:
            found.append((2, "SECRET_KEY must be a secret of at least 50 characters, not the local one."))
        if any("*" in name or name.startswith(".") for name in config.ALLOWED_HOSTS) or not config.ALLOWED_HOSTS:
            found.append((3, "ALLOWED_HOSTS must name the hosts, without wildcards."))
        if urlsplit(config.SITE_URL).scheme != "https":
            found.append((4, "SITE_URL must begin with https://."))
        if config.EMAIL_URL.scheme == "smtp" and config.EMAIL_HOST not in ("localhost", "127.0.0.1", "::1"):
            found.append((5, "EMAIL_URL must use smtp+tls:// or smtps://: mail never leaves in clear text."))
        if config.EMAIL_URL.scheme == "dummy":
            found.append((6, "EMAIL_URL must name a mail server."))
        if config.FAILPOINTS:
            found.append((7, "FAILPOINTS kills processes on purpose; tests only."))
        password = urlsplit(config.DATABASE_URL).password
        if password in ("postgres", "password", "corridor", "admin", "changeme", "secret"):
            found.append((8, "DATABASE_URL holds a well-known password."))
    elif not loopback:
        found.append((9, f"MODE={config.MODE} serves loopback only; SITE_URL must be http://localhost."))
    return found
