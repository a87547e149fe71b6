"""Every setting of a Shiliu site, typed, read from the environment, with a default that is safe on one small machine.

Each variable may also be given as NAME_FILE, the path of a file that holds it (for secrets). A value that cannot be
read stops the start with the name of the variable; `shiliu doctor` explains what an installation still lacks.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from shiliu.site.environment import Environment
from shiliu.site.installed import INSTALLED_APPS as INSTALLED_APPS

env = Environment()
SOURCE_DIR = Path(__file__).resolve().parents[3]

# ── What kind of installation this is ────────────────────────────────────────────────────────────────────────────────
MODE = env.choice("SHILIU_MODE", ("demo", "production", "test"), default="demo", help="demo: one command, local only")
PRODUCTION = MODE == "production"
DEBUG = env.flag("SHILIU_DEBUG", default=False, help="show tracebacks in the browser; never in production")
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured(
        "SHILIU_DEBUG shows visitors the inside of the program: it must be no in production mode"
    )
DATA_DIR = env.folder("SHILIU_DATA_DIR", default=SOURCE_DIR / "var", help="database, attachments and keys live here")
SECRET_KEY = env.secret("SHILIU_SECRET_KEY", keep_in=None if PRODUCTION else DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.words("SHILIU_HOSTS", default=["localhost", "127.0.0.1", "[::1]"], help="host names served")
SITE_URL = env.address(
    "SHILIU_URL", default="http://localhost:8000", help="the address residents use, for links in letters"
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

# ── What it is made of ───────────────────────────────────────────────────────────────────────────────────────────────
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # above WhiteNoise, so that style and script leave compressed in the demo too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "shiliu.site.middleware.NoNulls",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shiliu.site.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shiliu.office.people.middleware.TooManyTries",
    "shiliu.site.middleware.WhoActs",
    "shiliu.site.middleware.Refusals",
    "shiliu.platform.challenge.middleware.AtTheDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "shiliu.site.urls"
WSGI_APPLICATION = "shiliu.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE_DIR / "src/shiliu/site/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "shiliu.site.context.site",
                "shiliu.govern.cases.office_nav.office",
            ],
            "libraries": {"ui": "shiliu.platform.presentation.ui"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── Database: SQLite in WAL with IMMEDIATE transactions, or PostgreSQL ───────────────────────────────────────────────
DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'shiliu.sqlite3'}", durable=PRODUCTION)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shiliu_cache"}}

# ── Languages and time ───────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("ug", "ئۇيغۇرچە")]
# Languages whose catalogue no speaker has reviewed yet; every page says so to its reader.
DRAFT_LANGUAGES = ["ug"]
LANGUAGE_CODE = env.choice(
    "SHILIU_LANGUAGE", ("zh-hans", "en", "ug"), default="zh-hans", help="language of new readers"
)
# The second folder speaks for libraries in languages they lack.
LOCALE_PATHS = [SOURCE_DIR / "locale", SOURCE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = "shiliu.site.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("SHILIU_TIME_ZONE", default="Asia/Shanghai", help="time zone of pages and letters")
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

# ── People and how they sign in ──────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "foundation.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("pseudonym", "email", "phone")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
ACCOUNT_ADAPTER = "shiliu.office.people.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "shiliu.office.people.adapter.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# "email*" satisfies the start-up checks of passkey sign-up; the forms ask for an e-mail address or a phone number.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "shiliu.office.people.forms.SignUpForm"
ACCOUNT_FORMS = {
    "signup": "shiliu.office.people.account_forms.SignUp",
    "login": "shiliu.office.people.account_forms.SignIn",
    "request_login_code": "shiliu.office.people.account_forms.AskForCode",
    "reset_password": "shiliu.office.people.account_forms.ForgotPassword",
    "add_email": "shiliu.office.people.account_forms.AddEmail",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "shiliu.foundation.models.display_name"
# An address counts when its holder has proved it, by a code that works on any device.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Wrong passwords are counted by our own buckets (adapter.authenticate), which keep no addresses.
ACCOUNT_RATE_LIMITS = {"login_failed": ""}
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "shiliu.office.people.account_forms.AddPasskey",
    "edit_webauthn": "shiliu.office.people.account_forms.RenamePasskey",
    "signup_webauthn": "shiliu.office.people.account_forms.FirstPasskey",
}
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Shiliu"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_REQUIRED = False
OIDC = env.services("SHILIU_OIDC", help="OpenID Connect services people may sign in with")
OIDC_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(app["settings"]["server_url"])) for app in OIDC]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC}}
LOGIN_REDIRECT_URL = "people:me"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "shiliu_session"

# ── The browser's guard rails ────────────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        # Browsers hold the redirect after a form to this too, and signing in elsewhere begins with a form.
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = (
    env.flag("SHILIU_HTTPS", default=True, help="redirect plain HTTP to HTTPS in production") and PRODUCTION
)
BEHIND_PROXY = env.flag(
    "SHILIU_BEHIND_PROXY", default=False, help="trust X-Forwarded headers of the one proxy in front"
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "shiliu.site.views.csrf_failure"

# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static" if PRODUCTION else None  # the demo serves straight from the source
STATICFILES_DIRS = [SOURCE_DIR / "src/shiliu/site/static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 3600 if PRODUCTION else 60
MEDIA_ROOT = DATA_DIR / "attachments"
ATTACHMENT_MAX_BYTES = env.whole(
    "SHILIU_ATTACHMENT_MAX_BYTES", default=12 * 1024 * 1024, least=1, help="largest file accepted"
)
ATTACHMENT_MAX_COUNT = env.whole("SHILIU_ATTACHMENT_MAX_COUNT", default=5, help="files on one submission")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# ── Other programs: Open311 at /open311/v2/ ──────────────────────────────────────────────────────────────────────────
OPEN311_JURISDICTION = env.text(
    "SHILIU_OPEN311_JURISDICTION", default="", help="jurisdiction_id of this site; a different one is answered with 404"
)
OPEN311_CONTACT = env.text(
    "SHILIU_OPEN311_CONTACT", default="", help="whom programmers ask; empty names the page about the site"
)
OPEN311_TOKENS = env.flag(
    "SHILIU_OPEN311_TOKENS", default=False, help="answer a sent request with a token instead of its service_request_id"
)
OPEN311_A_MINUTE = env.whole(
    "SHILIU_OPEN311_A_MINUTE", default=60, least=1, help="requests one key may send in a minute, or at once"
)
OPEN311_CLIENT = "shiliu.adapters.open311_client.Open311Client"
OPEN311_KEYS = env.json(
    "SHILIU_OPEN311_KEYS", default={}, help="keys of other cities' systems to which matters are forwarded, by name"
)
POOL_LIMITS = env.json(
    "SHILIU_POOL_LIMITS",
    default={"works": 500_000, "service": 200_000, "goods": 200_000},
    help="up to how many yuan the pool of candidates is meant for, by kind; the defaults are those reported of Zhuhai (2021)",
)
PROJECT_RATING_DAYS = env.whole(
    "SHILIU_PROJECT_RATING_DAYS",
    default=90,
    least=1,
    help="neighbours say how satisfied they are for this many days after a project is finished; then only numbers remain; a choice of the house",
)
WEBHOOK_SENDER = "shiliu.adapters.webhook_post.post"
WEBHOOK_NETWORKS = env.words(
    "SHILIU_WEBHOOK_NETWORKS",
    default=[],
    help="networks inside the walls that webhooks may reach, such as 10.20.0.0/16; plain http is allowed to these only",
)
# Long enough for a long weekend, and two days after the oldest message has been given up; a choice of the house.
WEBHOOK_PAUSE_DAYS = env.whole(
    "SHILIU_WEBHOOK_PAUSE_DAYS", default=5, least=1, help="a webhook that fails for this many days is paused"
)
WEBHOOK_OVERLAP_HOURS = env.whole(
    "SHILIU_WEBHOOK_OVERLAP_HOURS", default=24, least=1, help="after a new secret the old one still signs for this long"
)

# ── Against floods: limits of one network and of one account ─────────────────────────────────────────────────────────
# Three numbers: so many at once are free; above, a challenge is asked; above the second, the answer is when to come back; so
# many come back every hour. All are choices of the house, as no rule names any. A network may be a whole village or a mobile
# carrier's, therefore the second number is many times the first. Where both are equal a challenge would not help.
LIMITS_ON = env.flag("SHILIU_LIMITS", default=True, help="count and limit what is sent; no only for measuring")
LIMITS_ON = LIMITS_ON and MODE != "test"  # tests that are about limits switch them on
LIMITS = {
    # A storm makes ten households of one building report at once; nobody raises ten needs alone.
    "submit": env.rate("SHILIU_LIMIT_SUBMIT", default="10 300 120", help="needs raised"),
    # Somebody misreads a code a few times. There are 25^10 codes: 60 tries an hour find none in a lifetime.
    "code": env.rate("SHILIU_LIMIT_CODE", default="10 200 60", help="wrong tracking codes"),
    # As many as the hard limit of needs would bring at two photos each.
    "photo": env.rate("SHILIU_LIMIT_PHOTO", default="600 600 600", help="photos sent"),
    # A household looks for a time that suits all of it; nobody holds ten at once.
    "hold": env.rate("SHILIU_LIMIT_HOLD", default="10 300 60", help="times held while a booking is filled in"),
    # Whoever walks round the block says “still here” at every door.
    "circle": env.rate("SHILIU_LIMIT_CIRCLE", default="20 300 120", help="facilities proposed, still here, gone"),
    # A kiosk is one device for a whole hall; a phone draws once.
    "draw": env.rate("SHILIU_LIMIT_DRAW", default="10 600 2400", help="numbers drawn in a queue"),
    "me_too": env.rate("SHILIU_LIMIT_ME_TOO", default="30 600 240", help="presses of “me too”"),
    # A family answers one after the other on one telephone, a whole office behind one address.
    "survey": env.rate("SHILIU_LIMIT_SURVEY", default="10 300 120", help="answers to surveys"),
    # Setting a page costs some tenths of a second of the machine; a village prints a card for every household in an hour.
    "paper": env.rate("SHILIU_LIMIT_PAPER", default="120 120 1200", help="PDF pages made for the public"),
    # One write a second for as long as one likes: more than any person, enough for a program that behaves.
    "api": env.rate("SHILIU_LIMIT_API", default="300 300 3600", help="writing requests to the API"),
    # The older setting of each key, as a bucket: as many at once as in a minute.
    "open311": (OPEN311_A_MINUTE, OPEN311_A_MINUTE, 60 * OPEN311_A_MINUTE),
    # Everybody behind one address may mistype a password once or twice; a list of stolen passwords is longer.
    "sign_in": env.rate("SHILIU_LIMIT_SIGN_IN", default="60 60 120", help="wrong passwords of one network"),
    # Ten tries, then one in six minutes: 10 wrong ones an hour for each account.
    "sign_in_name": env.rate("SHILIU_LIMIT_SIGN_IN_NAME", default="10 10 10", help="wrong passwords for one account"),
}
# 8 puzzles of 13 bits: 65,000 hashes on average, see bench/results/challenge.md for what that takes.
CHALLENGE_BITS = env.whole(
    "SHILIU_CHALLENGE_BITS", default=13, least=1, help="difficulty of each of the puzzles of a challenge"
)
CHALLENGE_WAIT = env.whole(
    "SHILIU_CHALLENGE_WAIT", default=20, least=1, help="seconds to wait instead, in a browser without script"
)
CHALLENGE_MINUTES = env.whole(
    "SHILIU_CHALLENGE_MINUTES", default=60, least=1, help="how long a challenge can be answered"
)

# ── Letters and channels ─────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_URL = env.text(
    "EMAIL_URL", default="", help="smtp://user:password@host:port; empty keeps letters in DATA_DIR/letters"
)
vars().update(env.email(EMAIL_URL, letters=DATA_DIR / "letters"))
DEFAULT_FROM_EMAIL = env.text("SHILIU_FROM", default="shiliu@localhost", help="sender of letters")
NOTICE_CHANNELS = [
    "shiliu.adapters.email.EmailChannel",
    "shiliu.adapters.sms.SmsChannel",
    "shiliu.adapters.apprise.AppriseChannel",
]
NOTICE_APPRISE_SERVICES = env.words("SHILIU_APPRISE_SERVICES", help="Apprise services people may name as a way to be told",
    default=["wecombot", "dingtalk", "feishu", "lark", "schan", "pushplus", "wxpusher", "ntfy", "ntfys", "tgram"])  # fmt: skip
NOTICE_APPRISE_HOSTS = env.words(
    "SHILIU_APPRISE_HOSTS", default=[], help="servers of their own that such addresses may name"
)
SMS_APPRISE_URL = env.text(
    "SHILIU_SMS_URL", default="", help="Apprise URL that sends a text message; {phone} is replaced"
)
NOTICE_DIGEST_MINUTES = env.whole("SHILIU_DIGEST_MINUTES", default=60, help="quiet notices are grouped this long")

# ── Rules of the house with a default and a source (see docs/settings.md) ────────────────────────────────────────────
REGION_BOUNDS = (73.0, 3.0, 136.0, 54.0)
CASE_PUBLIC_GRID_METRES = env.whole(
    "SHILIU_PUBLIC_GRID_METRES", default=150, least=1, help="published places are snapped to this grid"
)
OFFLINE_FORM = env.flag(
    "SHILIU_OFFLINE_FORM", default=True, help="phones keep the form of raising a need; no removes the worker from them"
)
OFFLINE_KEEP_DAYS = env.whole(
    "SHILIU_OFFLINE_KEEP_DAYS",
    default=7,
    least=1,
    help="a need that could not be sent is kept on the phone this long; a choice of the house",
)
CASE_CONTACT_KEEP_DAYS = env.whole(
    "SHILIU_CONTACT_KEEP_DAYS", default=365, least=1, help="contact data kept after a case has ended"
)
CASE_UNJUDGED_DAYS = env.whole(
    "SHILIU_UNJUDGED_DAYS", default=15, least=1, help="an answered case nobody judged ends after this many days"
)
CASE_QUESTION_DAYS = env.whole(
    "SHILIU_QUESTION_DAYS",
    default=5,
    least=1,
    help="working days a resident has to answer a unit's question; the clock stands still",
)
CASE_QUESTIONS_A_ROUND = env.whole(
    "SHILIU_QUESTIONS_A_ROUND",
    default=2,
    help="how often a unit may ask the resident and so stop the clock, in each round",
)
CASE_EXTENSION_PERCENT = env.whole(
    "SHILIU_EXTENSION_PERCENT",
    default=100,
    least=1,
    help="a deadline may be extended once, by this much of the time first given at most",
)
CASE_REVIEW_DAYS = env.whole(
    "SHILIU_REVIEW_DAYS", default=180, least=1, help="a postponed case is looked at again within this many days"
)
CASE_PART_PERCENT = env.whole(
    "SHILIU_PART_PERCENT",
    default=50,
    least=1,
    help="a part asked of another unit is due after this much of the time left for the case, unless another day is named",
)
CASE_SILENCE_DAYS = env.whole(
    "SHILIU_SILENCE_DAYS",
    default=7,
    least=1,
    help="days after a promise was due without a word until the supervisor is told",
)
CASE_SIMILAR_METRES = env.whole(
    "SHILIU_SIMILAR_METRES",
    default=250,
    least=1,
    help="needs this near may be the same one; 250 metres is what FixMyStreet offers duplicates by",
)
CASE_FOLLOW_KEEP_DAYS = env.whole(
    "SHILIU_FOLLOW_KEEP_DAYS",
    default=30,
    least=1,
    help="addresses of neighbours who follow a case are kept this long after it has ended",
)
CASE_SUGGESTIONS_LEAST = env.whole(
    "SHILIU_SUGGESTIONS_LEAST",
    default=100,
    least=20,
    help="fewer confirmed cases than this teach nothing: 20 of 100 are kept back to measure by, and fewer would measure chance",
)
CASE_SUGGESTIONS_PERCENT = env.whole(
    "SHILIU_SUGGESTIONS_PERCENT",
    default=80,
    least=1,
    help="a matter is suggested to dispatchers only where this share of suggestions was right; a choice of the house",
)
CASE_JUNK_DAYS = env.whole(
    "SHILIU_JUNK_DAYS",
    default=7,
    least=1,
    help="a need can be set aside as junk while it is this fresh and nobody has begun to deal with it; a choice of the house",
)
PROPOSAL_DAYS = env.whole(
    "SHILIU_PROPOSAL_DAYS", default=90, least=1, help="days a proposal collects support, unless its area says otherwise"
)
PROPOSAL_ANSWER_DAYS = env.whole(
    "SHILIU_PROPOSAL_ANSWER_DAYS",
    default=20,
    least=1,
    help="working days for the answer to a proposal with enough support, unless a rule of its area says otherwise; a choice of the house",
)
PROPOSAL_ME_TOO = env.whole(
    "SHILIU_PROPOSAL_ME_TOO",
    default=5,
    least=1,
    help="a public case so many also met can be made a proposal; our choice",
)
# Ten is a common threshold and no rule of law names a number; the other three are choices of the house, and reports say so.
SURVEY_LEAST = env.whole("SHILIU_SURVEY_LEAST", default=10, least=3, help="fewest forms a published number may count")
SURVEY_EPSILON = env.text(
    "SHILIU_SURVEY_EPSILON",
    default="1",
    help="privacy loss (ε) of each question of a survey that repeats, as a fraction; a choice of the house",
)
SURVEY_BUDGET = env.text(
    "SHILIU_SURVEY_BUDGET", default="40", help="privacy loss (ε) a survey may add up in a year; a choice of the house"
)
SURVEY_KEEP_DAYS = env.whole(
    "SHILIU_SURVEY_KEEP_DAYS", default=30, help="single answers are deleted so many days after their tables are public"
)
MEDIATION_OPENING_HOURS = env.whole("SHILIU_MEDIATION_OPENING_HOURS", default=8, help="hours a broken seal is open")
MEDIATION_KEEP_YEARS = env.whole("SHILIU_MEDIATION_KEEP_YEARS", default=3, help="years until a closed file is gone")
MEDIATION_LEAST = env.whole(
    "SHILIU_MEDIATION_LEAST", default=10, least=3, help="fewest mediations a published number may count"
)
MEDIATION_REMIND_DAYS = env.whole("SHILIU_MEDIATION_REMIND_DAYS", default=3, help="days to remind before a promise")
CASE_ORIGIN_HOURS = env.whole(
    "SHILIU_ORIGIN_HOURS",
    default=48,
    least=1,
    help="the mark of the network a need came from is deleted after this; long enough to find a burst of the evening before",
)
# The numbers of bookings are choices of the house. Three days let Monday note what happened on Friday.
BOOKING_HOLD_MINUTES = env.whole(
    "SHILIU_HOLD_MINUTES", default=10, least=1, help="a time somebody is booking is held for them this long"
)
BOOKING_OFFER_HOURS = env.whole(
    "SHILIU_OFFER_HOURS", default=12, least=1, help="a freed place is kept for the first of the waiting list this long"
)
BOOKING_REMIND_HOURS = env.whole(
    "SHILIU_REMIND_HOURS", default=24, least=1, help="people are reminded of a booking so many hours before it"
)
BOOKING_RECORD_HOURS = env.whole(
    "SHILIU_RECORD_HOURS", default=72, least=1, help="whether people came can be noted for so many hours afterwards"
)
BOOKING_KEEP_DAYS = env.whole(
    "SHILIU_BOOKING_KEEP_DAYS", default=30, least=1, help="contact and code of a booking are erased so long after it"
)
HAND_OVER_KEEP_DAYS = env.whole(
    "SHILIU_HAND_OVER_KEEP_DAYS",
    default=30,
    least=1,
    help="papers handed over are forgotten so long after they are done",
)
# Half a year is what a counter's papers and fees usually last; both numbers are choices of the house, as no rule names any.
SERVICES_CONFIRM_DAYS = env.whole(
    "SHILIU_SERVICES_CONFIRM_DAYS",
    default=180,
    least=1,
    help="a unit is asked so often whether its services still hold",
)
SERVICES_CONFIRM_WITHIN = env.whole(
    "SHILIU_SERVICES_CONFIRM_WITHIN", default=14, least=1, help="days a unit has to confirm; later the public reads so"
)
VOTE_FEWEST = env.whole(
    "SHILIU_VOTE_FEWEST",
    default=10,
    least=3,
    help="a vote with fewer ballots is not counted, because its result would tell what its voters chose; a choice of the house",
)
RESIDENCE_MONTHS = env.whole("SHILIU_RESIDENCE_MONTHS", default=24, least=1, help="how long a residence check is valid")
# Choices of the house, as the other two numbers of mediations are.
MEDIATION_DAYS_AHEAD = env.whole("SHILIU_MEDIATION_DAYS_AHEAD", default=14, least=2, help="days to look for a sitting")
MEDIATION_REMIND_HOURS = env.whole(
    "SHILIU_MEDIATION_REMIND_HOURS", default=24, least=1, help="people are reminded so many hours before a sitting"
)

TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"shiliu": {"level": "INFO"}},
}
SITE_NAME = _("Shiliu")
SETTINGS_READ = env.read
env.refuse_unread("SHILIU_")
