"""Which settings must never reach production? A process with one of them does not start, and says which (S-01)."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_KNOWN_PASSWORDS = ("postgres", "password", "corridor", "admin", "changeme", "secret", "django", "root", "demo")


def refuse_unsafe(config: object) -> None:
    """Raise ImproperlyConfigured with one sentence per unsafe value in `config`."""
    found = unsafe_values(config)
    if found:
        raise ImproperlyConfigured("\n".join([f"MODE={config.MODE} refuses to start:", *found]))


def unsafe_values(config: object) -> list[str]:
    """The sentences: what in `config` production, or the loopback modes, must refuse."""
    host = urlsplit(config.SITE_URL).hostname or ""
    if not config.PRODUCTION:
        loopback = f"MODE={config.MODE} serves loopback only; SITE_URL must be http://localhost."
        return [] if host in _LOOPBACK else [loopback]
    secrets = [config.SECRET_KEY, *config.SECRET_KEY_FALLBACKS]
    encrypted = config.EMAIL_USE_TLS or config.EMAIL_USE_SSL or config.EMAIL_HOST in _LOOPBACK
    wrong = {
        "DEBUG must be 0 in production.": config.DEBUG,
        "SECRET_KEY must be a secret of at least 50 characters, not the local one.": any(map(_weak, secrets))
        or config.LOCAL_SECRET in secrets,
        "ALLOWED_HOSTS must name the hosts, without wildcards.": not config.ALLOWED_HOSTS
        or any("*" in name or name.startswith(".") for name in config.ALLOWED_HOSTS),
        "SITE_URL must begin with https:// and name a host.": urlsplit(config.SITE_URL).scheme != "https" or not host,
        "EMAIL_URL must name a mail server.": config.EMAIL_URL.scheme == "dummy",
        "EMAIL_URL must use smtp+tls:// or smtps://: mail never leaves in clear text.": not encrypted,
        "MAIL_WEBHOOK_SECRET must be a secret of at least 32 characters, or not be set.": _guessable(
            config.MAIL_WEBHOOK_SECRET
        ),
        "FAILPOINTS kills processes on purpose; tests only.": config.FAILPOINTS,
        "DATABASE_URL holds a well-known password.": _known_password(config.DATABASE_URL),
        "REDIS_URL holds a well-known password.": _known_password(config.REDIS_URL),
    }
    return [sentence for sentence, is_wrong in wrong.items() if is_wrong]


def _weak(secret: str) -> bool:
    return len(secret) < 50 or len(set(secret)) < 10


def _guessable(secret: str) -> bool:
    return bool(secret) and (len(secret) < 32 or len(set(secret)) < 10)


def _known_password(url: str) -> bool:
    return urlsplit(url).password in _KNOWN_PASSWORDS
