"""Settings, from the environment only. `docs/panduan/setelan.md` lists every variable; a test holds the two together.

What is not set has a default that is safe on one machine: SQLite and files under LUBER_DATA, keys made there on first
use.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"LUBER_{name}", default)


def flag(name: str, *, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "ya", "on"}


ROOT = Path(__file__).resolve().parent
DATA = Path(env("DATA", "data")).resolve()


def own_secret(name: str, *, bytes_: int = 48) -> str:
    """A secret of this installation: LUBER_<NAME>, else a file under DATA that only its owner may read."""
    if given := env(name):
        return given
    path = DATA / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(bytes_))
    return path.read_text()


DEBUG = flag("DEBUG", default=False)
SECRET_KEY = own_secret("SECRET_KEY")
FIELD_KEY = own_secret(
    "FIELD_KEY", bytes_=32
)  # personal data at rest; derived further per purpose in ports.sealing
# Earlier field keys, separated by commas: what they sealed still opens, and `manage.py reseal` rewrites it.
FIELD_KEY_OLD = tuple(k for k in env("FIELD_KEY_OLD").split(",") if k)
# Passkeys belong to a name: on http://localhost they work, on http://127.0.0.1 no browser makes one.
BASE_URL = env("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = [h for h in env("HOSTS").split(",") if h] or [
    urlsplit(BASE_URL).hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
    "testserver",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
LOG_DIR = DATA / "log"
LOG_ORIGIN = env("LOG_ORIGIN", "luber.local/log")
VAULT_DIR = Path(env("VAULT", str(DATA / "vault")))

INSTALLED_APPS = [
    "luber_server.portal",
    "luber_server.certification",
    "luber_server.tally",
    "luber_server.casting",
    "luber_server.ceremony",
    "luber_server.ballot",
    "luber_server.registry",
    "luber_server.election",
    "luber_server.desk",
    "luber_server.people",
    "luber_server.trail",
    "luber_server.ports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "luber_server.ports.caller.CallersAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luber_server.people.middleware.DenyByDefault",
    "luber_server.desk.refusals.InPlainWords",
]

ROOT_URLCONF = "luber_server.urls"
WSGI_APPLICATION = "luber_server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
FORM_RENDERER = "luber_server.desk.forms.DeskRenderer"


def database(url: str) -> dict[str, object]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name?option=value` as Django's settings."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path) or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: a read-then-write view never meets "database is locked". The ballot journal raises
                # synchronous to FULL on its own connection (casting/journal.py); elsewhere NORMAL is enough.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864;",
            },
            "TEST": {"NAME": env("TEST_SQLITE") or None},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ValueError(
        "LUBER_DATABASE harus berupa sqlite:///jalan/berkas.sqlite3 atau postgresql://pengguna:sandi@mesin:5432/nama"
    )


DATABASES = {"default": database(env("DATABASE", f"sqlite:///{DATA / 'luber.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The limiter counts across workers, so the cache is in the database too.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "luber_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What one process counts for itself (ports.limits, shared=False).
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/panitia/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a committee may have no mail; who has may confirm it under /akun/surel/
ACCOUNT_FORMS = {
    "login": "luber_server.people.signing.SignIn",
    "signup": "luber_server.people.signing.CommitteeSignup",
    "reauthenticate": "luber_server.people.signing.Reauthenticate",
    "change_password": "luber_server.people.signing.ChangePassword",
    "set_password": "luber_server.people.signing.SetPassword",
    "reset_password": "luber_server.people.signing.ResetPassword",
    "reset_password_from_key": "luber_server.people.signing.NewPassword",
    "add_email": "luber_server.people.signing.AddMail",
}
MFA_FORMS = {
    "authenticate": "luber_server.people.signing.SecondStep",
    "reauthenticate": "luber_server.people.signing.SecondStepAgain",
    "activate_totp": "luber_server.people.signing.ActivateApp",
    "add_webauthn": "luber_server.people.signing.AddPasskey",
    "edit_webauthn": "luber_server.people.signing.EditPasskey",
}
ACCOUNT_ADAPTER = "luber_server.people.adapters.Accounts"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser or after SESSION_COOKIE_AGE
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Luber: "
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # a school's computers share one address
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
MFA_TOTP_ISSUER = "Luber"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ADAPTER = "luber_server.people.adapters.SecondSteps"
MFA_ALLOW_UNVERIFIED_EMAIL = True

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT.parent / "luber" / "locale"]  # one catalogue for core, tools and server
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# `luber serve` collects and compresses before its workers start; without it (tests) files come from their rooms.
WHITENOISE_USE_FINDERS = not STATIC_ROOT.is_dir()
WHITENOISE_AUTOREFRESH = DEBUG

SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Our own proxy says how (X-Forwarded-Proto) and from where (X-Forwarded-For, its last entry) a request came.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

DEFAULT_FROM_EMAIL = env("MAIL_FROM", "luber@localhost")
# console | file | smtp | any backend of Django or anymail by its dotted path, set up by LUBER_ANYMAIL_<NAME>.
MAIL = env("MAIL", "file")
EMAIL_BACKEND = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}.get(MAIL, MAIL)
OUTBOX_DIR = DATA / "outbox"
EMAIL_FILE_PATH = str(OUTBOX_DIR)
EMAIL_HOST = env("MAIL_HOST", "localhost")
EMAIL_PORT = int(env("MAIL_PORT", "25"))
EMAIL_HOST_USER = env("MAIL_USER")
EMAIL_HOST_PASSWORD = env("MAIL_PASSWORD")
EMAIL_USE_TLS = flag("MAIL_TLS", default=False)
ANYMAIL = {
    name.removeprefix("LUBER_ANYMAIL_"): value
    for name, value in os.environ.items()
    if name.startswith("LUBER_ANYMAIL_")
}
GATEWAY = env("GATEWAY", "file")  # text messages: console | file | http
GATEWAY_URL = env("GATEWAY_URL")
GATEWAY_TOKEN = env("GATEWAY_TOKEN")
# open: any committee may make itself an account and an organisation; closed: by invitation alone.
SIGNUP = env("SIGNUP", "open")

# How many casts one worker lets wait for the journal before it says "come back" (503, Retry-After).
CASTING_QUEUE = int(env("CASTING_QUEUE", "512"))
# Requests a minute from one address, before 429. A school's phones share one address, so the figure is large.
CASTING_RATE = int(env("CASTING_RATE", "3000"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING")},
    # No access log anywhere: a time and an address beside a ballot would be a link (docs/decisions/).
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []
