"""What is every setting, and where does it come from? Read top to bottom; README.md lists the environment's names."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from corridor import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# --- Mode -------------------------------------------------------------------------------------------------------------
# production is the default: forgetting to choose can only be too strict. corridor/checks.py refuses unsafe values.
MODE = env.choice("MODE", env.MODES, "production")
PRODUCTION, DEMO = MODE == "production", MODE == "demo"
DEBUG = env.flag("DEBUG", MODE == "development")
LOCAL_SECRET = "insecure-key-for-this-machine-only-never-for-production-0123456789"  # noqa: S105 refused in production
SECRET_KEY = env.text("SECRET_KEY", None if PRODUCTION else LOCAL_SECRET)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", "")
SITE_URL = env.text("SITE_URL", None if PRODUCTION else "http://localhost:8000").rstrip("/")
SITE_NAME = "Regel serendipity"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1]")
SECURE_COOKIES = urlsplit(SITE_URL).scheme == "https"

# --- Applications -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "corridor.apps.CorridorConfig",
    "events.apps.EventsConfig",
    "matchmaking.apps.MatchmakingConfig",
    "corridor.apps.ConsoleConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "corridor.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corridor.middleware.RequestLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "corridor.middleware.DenyByDefault",
    "corridor.middleware.OneFormOfText",
    "corridor.middleware.Refusals",
]
ROOT_URLCONF = "corridor.urls"
WSGI_APPLICATION = "corridor.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "corridor.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "corridor.templatetags.components",
                "corridor.templatetags.drawn",
                "corridor.templatetags.pair",
                "corridor.templatetags.section",
                "corridor.templatetags.state_words",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Databases and cache ----------------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", None if PRODUCTION else f"sqlite:///{VAR_DIR / MODE}.sqlite3")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=0, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at BEGIN, so two writers wait instead of failing; FULL survives power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 4, at_least=1, at_most=50), "timeout": 10}
    }
REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "corridor.cache.SteadyRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}

# --- Background work --------------------------------------------------------------------------------------------------
# Nothing that matters lives in the broker: tasks are knocks on the door, the work itself is rows.
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
# A request that knocks on a broker which is down must not wait for it: no retries, short time-outs.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 300, "socket_connect_timeout": 1, "socket_timeout": 3, "max_retries": 0}
    if REDIS_URL
    else {"polling_interval": 0.1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines are masked like all others (S-61)
CELERY_TIMEZONE = "Europe/Amsterdam"
ROUND_PARTS_FROM = env.number("ROUND_PARTS_FROM", 10_000)  # members who take part; from there on workers share a round
ROUND_PART_ROWS = env.number("ROUND_PART_ROWS", 2_500, at_least=1)  # members in a part

# --- Accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "corridor.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "corridor.passwords.NoOwnOrSiteWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "matchmaking:dashboard"
JOINED_URL = "matchmaking:might_meet"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0, at_most=5)
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_ADAPTER = "corridor.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"corridor.forms.accounts.{form}"
    for name, form in [
        ("login", "LoginForm"),
        ("signup", "SignupForm"),
        ("request_login_code", "RequestCodeForm"),
        ("confirm_login_code", "LoginCodeForm"),
        ("confirm_email_verification_code", "AddressCodeForm"),
        ("confirm_password_reset_code", "ResetCodeForm"),
        ("reset_password", "ResetPasswordForm"),
        ("reset_password_from_key", "NewPasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("change_password", "ChangePasswordForm"),
        ("add_email", "ChangeAddressForm"),
        ("reauthenticate", "ReauthenticateForm"),
    ]
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_CHANGE_EMAIL = True  # one address a member; a new one replaces it once its code came back
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Mail may take minutes; eight digits and five tries leave a guesser one chance in twenty million.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key",
    "signup": "20/m/ip",
    "confirm_email": "3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
STEADY_ANSWER_SECONDS = 0.25  # pages that take a stranger's address never answer faster
MAILS_PER_RECIPIENT_PER_DAY = 10  # those that somebody who is not signed in causes (S-18)
MFA_ADAPTER = "corridor.accounts.SecondFactorAdapter"
MFA_FORMS = {
    name: f"corridor.forms.second_factor.{form}"
    for name, form in [
        ("authenticate", "AuthenticateForm"),
        ("reauthenticate", "ReauthenticateForm"),
        ("activate_totp", "ActivateTOTPForm"),
        ("add_webauthn", "AddPasskeyForm"),
        ("edit_webauthn", "RenamePasskeyForm"),
        ("authenticate_webauthn", "UsePasskeyForm"),
        ("login_webauthn", "SignInByPasskeyForm"),
        ("reauthenticate_webauthn", "ShowPasskeyAgainForm"),
    ]
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = SITE_NAME

# --- Security ---------------------------------------------------------------------------------------------------------
COOKIE_PREFIX = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own (S-02)
CSRF_FAILURE_VIEW = "corridor.views.failures.csrf_failure"
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Mail -------------------------------------------------------------------------------------------------------------
# EMAIL_URL: smtp+tls://user:password@host:587 (STARTTLS), smtps://... (TLS at once), smtp://127.0.0.1:1025 (loopback).
EMAIL_URL = env.address("EMAIL_URL", ("dummy", "smtp", "smtps", "smtp+tls"), None if PRODUCTION else "dummy://")
EMAIL_BACKEND = f"django.core.mail.backends.{'dummy' if EMAIL_URL.scheme == 'dummy' else 'smtp'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = EMAIL_URL.hostname or "localhost", EMAIL_URL.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(EMAIL_URL.username or ""), unquote(EMAIL_URL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_URL.scheme == "smtp+tls", EMAIL_URL.scheme == "smtps"
EMAIL_TIMEOUT = 20  # seconds; together with the lease of 60 s a sender that hangs is always overtaken safely
MAIL_DOMAIN = urlsplit(SITE_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{SITE_NAME} <no-reply@{MAIL_DOMAIN}>")
MAIL_WEBHOOK_SECRET = env.text("MAIL_WEBHOOK_SECRET", "")  # without it nobody reports bounces to us
SENT_JOURNAL = Path(env.text("SENT_JOURNAL", str(VAR_DIR / f"{MODE}-sent.journal")))

# --- Language, time, static files -------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["corridor.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Tests that kill --------------------------------------------------------------------------------------------------
FAILPOINTS = env.flag("FAILPOINTS", False)  # kill tests only; corridor/checks.py refuses them in production

# --- Logging ----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "corridor.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        **{name: {"level": "INFO"} for name in ("corridor", "events", "matchmaking")},
        # The development server writes down every address, also those with a link's token in them.
        "django.server": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
    },
}
