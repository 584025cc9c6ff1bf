"""Settings: typed, from the environment only, checked together before anything starts.

Every setting says what it is for (`help`), what it is when nothing is said, and whether it is secret;
`docs/configuration.md` is tested against `SETTINGS`. What is secret is never shown, by `repr` or in faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from onboarding import reading
from onboarding.brand import Brand, BrandBroken

__all__ = ["SETTINGS", "Brand", "Fault", "Setting", "Settings", "SettingsBroken", "read_settings"]

T = TypeVar("T")

SANDBOX_BASE = "http://127.0.0.1:12111"
SANDBOX_KEY = "sk_test_sandbox"
SANDBOX_SIGNER = "whsec_sandbox"
DEVELOPMENT_SIGNER = "only-for-development-never-for-real-sellers"


@dataclass(frozen=True, slots=True)
class Fault:
    """One setting that is wrong: its name, what is wrong with it, what would be right."""

    name: str
    wrong: str
    right: str


class SettingsBroken(Exception):
    """The environment does not make sense; the app must not start. faults: every one that was found.

    values: what could be read all the same, by the names of `Settings`.
    """

    def __init__(self, faults: tuple[Fault, ...], values: Mapping[str, Any] = MappingProxyType({})) -> None:
        lines = [f"  {fault.name}: {fault.wrong}. Right would be: {fault.right}." for fault in faults]
        super().__init__("\n".join(["These settings are broken:", *lines]))
        self.faults, self.values = faults, values


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of one setting. default: its text when the environment says nothing, "" for none."""

    name: str
    help: str
    read: Callable[[str], Any]
    default: str
    secret: bool


def _setting(
    name: str, words: str, read: Callable[[str], T], default: str = "", *, secret: bool = False
) -> T:
    known: Any = field(metadata={"setting": Setting(name, words, read, default, secret)}, repr=not secret)
    value: T = known
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, ready to use. Secrets are left out of the `repr`."""

    environment: str = _setting(
        "ENVIRONMENT",
        "Where the app runs: development, test or production. Production refuses to start without a "
        "Stripe key, a webhook secret, a secret key and an https PUBLIC_URL; a live key (sk_live_, rk_live_) "
        "is not taken in development.",
        reading.one_of("development", "test", "production"),
        "development",
    )
    secret_key: str = _setting(
        "SECRET_KEY",
        "Signs cookies, forms and sellers' links; at least 32 characters. Needed with a real Stripe key "
        "and in production.",
        reading.text,
        secret=True,
    )
    secret_key_fallbacks: tuple[str, ...] = _setting(
        "SECRET_KEY_FALLBACKS",
        "Earlier secret keys, by comma: what they signed is still taken, nothing new is signed with them.",
        reading.texts,
        secret=True,
    )
    public_url: str = _setting(
        "PUBLIC_URL",
        "Where sellers reach the app: the start of every link that is sent to them.",
        reading.address,
        "http://127.0.0.1:5000",
    )
    proxies: int = _setting(
        "PROXIES",
        "How many proxies of your own stand before the app; decides which address counts as the seller's.",
        reading.whole(0, 5),
        "0",
    )
    stripe_key: str = _setting(
        "STRIPE_SECRET_KEY",
        "Stripe's secret or restricted key (sk_live_, sk_test_, rk_live_, rk_test_). Without one "
        "the app speaks to the sandbox.",
        reading.text,
        secret=True,
    )
    stripe_webhook_secrets: tuple[str, ...] = _setting(
        "STRIPE_WEBHOOK_SECRET",
        "The webhook endpoint's signing secret (whsec_); two by comma while it is changed.",
        reading.texts,
        secret=True,
    )
    stripe_api_base: str = _setting(
        "STRIPE_API_BASE",
        f"Address of the API. Empty: Stripe itself with a key, the sandbox on {SANDBOX_BASE} without.",
        reading.address,
    )
    stripe_files_base: str = _setting(
        "STRIPE_FILES_BASE",
        "Address that takes files. Empty: Stripe's own, or STRIPE_API_BASE where that is set.",
        reading.address,
    )
    stripe_connect_timeout: float = _setting(
        "STRIPE_CONNECT_TIMEOUT",
        "Seconds to wait for a connection to Stripe.",
        reading.seconds(0.1, 60),
        "4",
    )
    stripe_read_timeout: float = _setting(
        "STRIPE_READ_TIMEOUT",
        "Seconds to wait for an answer of Stripe.",
        reading.seconds(0.1, 120),
        "20",
    )
    stripe_patience: float = _setting(
        "STRIPE_PATIENCE",
        "Seconds that one request of a browser waits for Stripe in all, however often it asks; less than the "
        "proxy waits for the app.",
        reading.seconds(1, 300),
        "25",
    )
    stripe_max_retries: int = _setting(
        "STRIPE_MAX_RETRIES",
        "How often a call is sent again when Stripe is down or busy.",
        reading.whole(0, 5),
        "2",
    )
    stripe_pool: int = _setting(
        "STRIPE_POOL",
        "Connections to Stripe kept open in one web process; at least as many as its threads.",
        reading.whole(1, 200),
        "16",
    )
    webhook_tolerance: int = _setting(
        "WEBHOOK_TOLERANCE",
        "Seconds by which a webhook's signature may be older or newer than now.",
        reading.whole(10, 86400),
        "300",
    )
    webhook_max_bytes: int = _setting(
        "WEBHOOK_MAX_BYTES",
        "The largest webhook body that is read.",
        reading.whole(1024, 4_194_304),
        "262144",
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "SQLite file or PostgreSQL database.",
        reading.database,
        "sqlite:///onboarding.sqlite3",
        secret=True,
    )
    database_pool: int = _setting(
        "DATABASE_POOL",
        "Connections to PostgreSQL kept open in one process.",
        reading.whole(1, 100),
        "10",
    )
    tasks: str = _setting(
        "TASKS",
        "Who works out of the request: embedded (a thread of the one web process), none (worker processes, "
        "which look every SWEEP_SECONDS), or Redis' address, redis://… (worker processes, at once).",
        reading.broker,
        "embedded",
        secret=True,
    )
    sweep_seconds: int = _setting(
        "SWEEP_SECONDS",
        "How often unfinished work is looked for and sent again.",
        reading.whole(1, 3600),
        "30",
    )
    web_concurrency: int = _setting(
        "WEB_CONCURRENCY",
        "How many web processes the server starts (gunicorn reads it too). More than one needs "
        "TASKS to be none or Redis' address.",
        reading.whole(1, 512),
        "1",
    )
    brand: Brand = _setting(  # noqa: RUF009  a dataclass field(), behind a typed function
        "BRAND_FILE",
        "TOML file of the brand: name, logo, colours, links, countries, locales, capabilities, how "
        "accounts are created and how much is asked at once. Empty: an example brand.",
        reading.brand,
    )
    requirement_maps: Path | None = _setting(  # noqa: RUF009  the same
        "REQUIREMENT_MAPS",
        "Folder of requirement maps to use in place of the ones that come with the app.",
        reading.folder,
    )
    session_minutes: int = _setting(
        "SESSION_MINUTES",
        "How long a seller stays signed in without doing anything.",
        reading.whole(5, 1440),
        "60",
    )
    link_hours: int = _setting(
        "LINK_HOURS",
        "How long a seller's link can be used.",
        reading.whole(1, 720),
        "72",
    )
    upload_max_bytes: int = _setting(
        "UPLOAD_MAX_BYTES",
        "The largest file a seller may send; Stripe's verification takes 10 MB.",
        reading.whole(100_000, 16_000_000),
        "10000000",
    )
    request_max_bytes: int = _setting(
        "REQUEST_MAX_BYTES",
        "The largest form that is read, files included; 5 files is what one question takes at most.",
        reading.whole(200_000, 200_000_000),
        "64000000",
    )
    rate_limit_storage: str = _setting(
        "RATE_LIMIT_STORAGE",
        "Where rates are counted: memory:// for one process, redis://host for several.",
        reading.counter,
        "memory://",
        secret=True,
    )
    rate_limit_start: str = _setting(
        "RATE_LIMIT_START",
        "How often one address may start an onboarding.",
        reading.rate,
        "20 per minute",
    )
    rate_limit_link: str = _setting(
        "RATE_LIMIT_LINK",
        "How often one address may open a seller's link.",
        reading.rate,
        "30 per minute",
    )
    log_level: str = _setting(
        "LOG_LEVEL",
        "How much is logged: debug, info, warning or error.",
        reading.one_of("debug", "info", "warning", "error"),
        "info",
    )
    log_format: str = _setting(
        "LOG_FORMAT",
        "Log lines as text or json.",
        reading.one_of("text", "json"),
        "text",
    )

    @property
    def production(self) -> bool:
        """Real sellers use this."""
        return self.environment == "production"

    @property
    def sandbox(self) -> bool:
        """No Stripe key was given: the app speaks to the stand-in, and every page says so."""
        return self.stripe_key == SANDBOX_KEY

    @property
    def livemode(self) -> bool:
        """The key moves real money; webhooks of the other mode are refused."""
        return bool(re.match(r"(sk|rk)_live_", self.stripe_key))

    @property
    def secure(self) -> bool:
        """Sellers come by https: cookies are marked so, and HSTS is sent."""
        return self.public_url.startswith("https://")


SETTINGS: tuple[Setting, ...] = tuple(each.metadata["setting"] for each in fields(Settings))
"""Every setting there is, in the order in which the documentation tells them."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in an environment. Raises `SettingsBroken` with every fault."""
    values, faults = _read_each(environ)
    if faults:
        raise SettingsBroken(tuple(faults), values)
    guarded = bool(values["stripe_key"]) or values["environment"] == "production"
    settings = Settings(**(values if guarded else _sandboxed(values)))
    faults = [*_key_faults(settings), *_secret_faults(settings, guarded), *_safety_faults(settings)]
    if environ.get("STRIPE_LOG"):
        # The SDK's own switch; what it prints holds what sellers typed.
        faults.append(Fault("STRIPE_LOG", "the SDK would print personal data", "no STRIPE_LOG at all"))
    if faults:
        raise SettingsBroken(tuple(faults), values)
    return settings


def _read_each(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for each in fields(Settings):
        setting: Setting = each.metadata["setting"]
        text = environ.get(setting.name, "").strip() or setting.default
        try:
            values[each.name] = setting.read(text)
        except reading.Unreadable as unreadable:
            shown = "this" if setting.secret else repr(text)
            faults.append(Fault(setting.name, f"{shown} cannot be used", str(unreadable)))
        except BrandBroken as broken:
            if broken.rest is not None:
                values[each.name] = broken.rest
            faults += [Fault(f"{setting.name} ({key})", wrong, right) for key, wrong, right in broken.faults]
    return values, faults


def _sandboxed(values: dict[str, Any]) -> dict[str, Any]:
    base = values["stripe_api_base"] or SANDBOX_BASE
    return {
        **values,
        "stripe_key": SANDBOX_KEY,
        "stripe_api_base": base,
        "stripe_files_base": values["stripe_files_base"] or base,
        "stripe_webhook_secrets": values["stripe_webhook_secrets"] or (SANDBOX_SIGNER,),
        "secret_key": values["secret_key"] or DEVELOPMENT_SIGNER,
    }


def _key_faults(settings: Settings) -> Iterator[Fault]:
    key = settings.stripe_key
    if not key:
        yield Fault(
            "STRIPE_SECRET_KEY", "it is missing, and production never uses the sandbox", "a key (sk_live_…)"
        )
    elif key.startswith("pk_"):
        yield Fault("STRIPE_SECRET_KEY", "this is the publishable key", "the secret key (sk_…) beside it")
    elif not re.fullmatch(r"(sk|rk)_(live|test)_[A-Za-z0-9_]+", key):
        yield Fault("STRIPE_SECRET_KEY", "this is not a Stripe key", "a key that starts with sk_ or rk_")
    elif settings.production and settings.sandbox:
        yield Fault("STRIPE_SECRET_KEY", "this is the sandbox's key", "a key of your own (sk_live_…)")


def _secret_faults(settings: Settings, guarded: bool) -> Iterator[Fault]:
    if guarded and settings.secret_key in ("", DEVELOPMENT_SIGNER):
        yield Fault("SECRET_KEY", "it is missing", "at least 32 random characters")
    elif len(settings.secret_key) < 32:
        yield Fault("SECRET_KEY", "it is too short", "at least 32 random characters")
    if any(len(old) < 32 for old in settings.secret_key_fallbacks):
        yield Fault("SECRET_KEY_FALLBACKS", "one of them is too short", "keys that were once SECRET_KEY")
    secrets = settings.stripe_webhook_secrets
    if not secrets:
        yield Fault("STRIPE_WEBHOOK_SECRET", "it is missing", "the endpoint's signing secret (whsec_…)")
    elif not all(secret.startswith("whsec_") for secret in secrets):
        yield Fault(
            "STRIPE_WEBHOOK_SECRET", "this is not a signing secret", "a secret that starts with whsec_"
        )
    elif guarded and SANDBOX_SIGNER in secrets:
        yield Fault(
            "STRIPE_WEBHOOK_SECRET", "this is the sandbox's", "the endpoint's own signing secret (whsec_…)"
        )


def _safety_faults(settings: Settings) -> Iterator[Fault]:
    if settings.production and not settings.secure:
        yield Fault("PUBLIC_URL", "sellers would not come by https", "an address that starts with https://")
    if settings.livemode and settings.environment == "development":
        wrong = "STRIPE_SECRET_KEY is live, and only production makes sure of https and safe cookies"
        yield Fault("ENVIRONMENT", wrong, "production, or a test key (sk_test_…)")
    if settings.livemode or settings.production:
        for name, base in (("API", settings.stripe_api_base), ("FILES", settings.stripe_files_base)):
            if base.startswith("http://"):
                yield Fault(
                    f"STRIPE_{name}_BASE", "a real key would be sent in the clear", "nothing, or https://"
                )
    if settings.tasks == "embedded" and settings.web_concurrency > 1:
        yield Fault(
            "TASKS",
            "embedded work needs WEB_CONCURRENCY=1, each process would start its own",
            "none or redis://…, and a worker process",
        )
    if settings.request_max_bytes < settings.upload_max_bytes:
        yield Fault(
            "REQUEST_MAX_BYTES", "it is smaller than UPLOAD_MAX_BYTES", "at least twice UPLOAD_MAX_BYTES"
        )
