"""Reading typed settings from the environment: wrong values stop the start and name the variable."""

import json
import os
import secrets
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
)


class Environment:
    """`read` collects (name, type, default, help) of each setting asked for, so that docs and doctor can list them."""

    def __init__(self, source=None):
        self.source = os.environ if source is None else source
        self.read = []

    def _raw(self, name, kind, default, help=""):
        self.read.append((name, kind, default, help))
        file = self.source.get(f"{name}_FILE")
        if file:
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ImproperlyConfigured(
                    f"{name}_FILE names {file}, which cannot be read: {error.strerror}"
                ) from None
        return self.source.get(name)

    def refuse_unread(self, prefix):
        """A variable that begins like ours and that nobody asked for is a slip of the pen, and would be believed to work."""
        known = {name for name, *_rest in self.read}
        known |= {f"{name}_FILE" for name in known}
        for name in sorted(self.source):
            if name.startswith(prefix) and name not in known:
                near = get_close_matches(name, known, n=1)
                meant = f" (was {near[0]} meant?)" if near else ""
                raise ImproperlyConfigured(
                    f"{name} is not a setting{meant}; all of them are in docs/reference/settings.md"
                )

    def text(self, name, *, default, help=""):
        value = self._raw(name, "text", default, help)
        return default if value is None else value

    def words(self, name, *, default, help=""):
        value = self._raw(name, "words, comma between", ",".join(default), help)
        return list(default) if value is None else [word.strip() for word in value.split(",") if word.strip()]

    def flag(self, name, *, default, help=""):
        value = self._raw(name, "yes or no", default, help)
        if value is None or value == "":
            return default
        lowered = value.lower()
        if lowered in {"1", "yes", "true", "on"}:
            return True
        if lowered in {"0", "no", "false", "off"}:
            return False
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")

    def whole(self, name, *, default, least=0, help=""):
        value = self._raw(name, "whole number", default, help)
        try:
            number = default if value is None else int(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None
        if number < least:
            raise ImproperlyConfigured(f"{name} must be {least} or more, not {number}")
        return number

    def rate(self, name, *, default, help=""):
        """(soft, hard, an hour) of a limit, written as three whole numbers with blanks between."""
        value = self._raw(name, "soft hard hourly", default, help)
        words = (default if value is None else value).split()
        if len(words) == 3 and all(word.isdecimal() for word in words):
            soft, hard, an_hour = (int(word) for word in words)
            if 1 <= soft <= hard and an_hour >= 1:
                return soft, hard, an_hour
        raise ImproperlyConfigured(
            f"{name} must be three whole numbers such as {default!r} (soft, hard, an hour), not {value!r}"
        )

    def choice(self, name, choices, *, default, help=""):
        value = self._raw(name, " | ".join(choices), default, help)
        if value is None:
            return default
        if value not in choices:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
        return value

    def path(self, name, *, default, help=""):
        value = self._raw(name, "path", default.name, help)
        return Path(value).expanduser().resolve() if value else default

    def folder(self, name, *, default, help=""):
        """A folder that is there afterwards; a new one is closed to other accounts of the machine."""
        path = self.path(name, default=default, help=help)
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name} names {path}, which cannot be made a folder: {error.strerror}"
            ) from None
        return path

    def address(self, name, *, default, help=""):
        value = self.text(name, default=default, help=help).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise ImproperlyConfigured(f"{name} must look like https://shiliu.example.org, not {value!r}")
        return value

    def time_zone(self, name, *, default, help=""):
        value = self.text(name, default=default, help=help)
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ImproperlyConfigured(f"{name} must be a time zone like Asia/Shanghai, not {value!r}") from None
        return value

    def json(self, name, *, default, help=""):
        """A value of the same kind as the default: a list or an object."""
        value = self._raw(name, "JSON", json.dumps(default), help)
        try:
            found = json.loads(value) if value else default
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be JSON: {error}") from None
        if type(found) is not type(default):
            raise ImproperlyConfigured(f"{name} must be a JSON {'list' if isinstance(default, list) else 'object'}")
        return found

    def services(self, name, *, help=""):
        """OpenID Connect services as django-allauth wants them."""
        found = self.json(name, default=[], help=help)
        for service in found:
            whole = isinstance(service, dict) and {"provider_id", "name", "client_id", "secret"} <= service.keys()
            server = (
                service["settings"].get("server_url") if whole and isinstance(service.get("settings"), dict) else ""
            )
            if urlsplit(str(server)).scheme not in {"http", "https"} or not urlsplit(str(server)).hostname:
                raise ImproperlyConfigured(
                    f"{name}: each service needs provider_id, name, client_id, secret and settings.server_url, an https address"
                )
        return found

    def secret(self, name, *, keep_in, help="signs sessions and links; 50 random characters"):
        """The secret itself, or (outside production) one made once and kept in the file `keep_in`."""
        value = self._raw(name, "secret", "", help)
        if value:
            if len(value) < 32:
                raise ImproperlyConfigured(f"{name} must have at least 32 characters")
            return value
        if keep_in is None:
            raise ImproperlyConfigured(f"{name} (or {name}_FILE) must be set in production mode: {help}")
        try:
            with open(os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return keep_in.read_text().strip()

    def database(self, name, *, default, durable):
        """Django's DATABASES entry; `durable` makes SQLite wait for the disk, so an answered write survives a power cut."""
        value = self._raw(
            name, "URL", "sqlite in SHILIU_DATA_DIR", "sqlite:///path or postgres://user:password@host/name"
        )
        try:
            config = environ.Env.db_url_config(value or default)
        except (ValueError, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{name} is not a database address: {error}") from None
        config["CONN_MAX_AGE"] = None
        engine = config.get("ENGINE", "")
        if engine.endswith("sqlite3"):
            pragmas = SQLITE_PRAGMAS.format(synchronous="FULL" if durable else "NORMAL")
            config["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        elif not engine.endswith("postgresql"):
            raise ImproperlyConfigured(f"{name} must be sqlite:/// or postgres://")
        else:
            config["CONN_HEALTH_CHECKS"] = True
        return config

    @staticmethod
    def email(url, *, letters):
        """Django's e-mail settings from smtp:// or smtps://; without an address letters are files anyone can open."""
        if not url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": letters}
        parts, usual = urlsplit(url), {"smtp": 25, "smtps": 465, "smtp+tls": 587}
        try:
            port = parts.port or usual[parts.scheme]
        except (KeyError, ValueError):
            port = None
        if not port or not parts.hostname:
            raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@host:587")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": port,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 20,
        }
