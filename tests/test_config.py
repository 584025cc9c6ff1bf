"""Settings: what is read, what is refused, what is never shown."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from onboarding.app import create_app
from onboarding.brand import BrandBroken, contrast, make_brand
from onboarding.config import SETTINGS, SettingsBroken, read_settings

REAL = {
    "STRIPE_SECRET_KEY": "sk_live_51abc",
    "STRIPE_WEBHOOK_SECRET": "whsec_real",
    "SECRET_KEY": "k" * 32,
    "PUBLIC_URL": "https://onboard.example",
    "ENVIRONMENT": "production",
}


def faults(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsBroken) as broken:
        read_settings(environ)
    return {fault.name: fault.right for fault in broken.value.faults}


def test_nothing_said_means_the_sandbox() -> None:
    settings = read_settings({})
    assert (settings.sandbox, settings.livemode, settings.secure) == (True, False, False)
    assert settings.stripe_api_base == settings.stripe_files_base == "http://127.0.0.1:12111"
    assert settings.stripe_webhook_secrets


def test_sandbox_at_another_address_takes_files_there_too() -> None:
    settings = read_settings({"STRIPE_API_BASE": "http://127.0.0.1:9999/"})
    assert settings.stripe_api_base == settings.stripe_files_base == "http://127.0.0.1:9999"


def test_real_key_speaks_to_stripe_itself() -> None:
    settings = read_settings(REAL)
    assert (settings.sandbox, settings.livemode, settings.secure) == (False, True, True)
    assert settings.stripe_api_base == settings.stripe_files_base == ""


@pytest.mark.parametrize(
    "missing", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "SECRET_KEY", "PUBLIC_URL"]
)
def test_production_refuses_to_start_without(missing: str) -> None:
    assert missing in faults({name: value for name, value in REAL.items() if name != missing})


def test_real_key_needs_real_secrets_whatever_the_environment() -> None:
    assert set(faults({"STRIPE_SECRET_KEY": "sk_test_51abc"})) == {"SECRET_KEY", "STRIPE_WEBHOOK_SECRET"}


@pytest.mark.parametrize("key", ["sk_live_51abc", "rk_live_51abc"])
def test_a_live_key_is_not_taken_in_development(key: str) -> None:
    environ = {**REAL, "STRIPE_SECRET_KEY": key, "ENVIRONMENT": ""}
    assert set(faults(environ)) == {"ENVIRONMENT"}
    assert read_settings({**environ, "STRIPE_SECRET_KEY": "sk_test_51abc"}).environment == "development"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_SECRET_KEY", "pk_live_51abc"),
        ("STRIPE_SECRET_KEY", "sk_test_sandbox"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_sandbox"),
        ("STRIPE_WEBHOOK_SECRET", "secret"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("STRIPE_API_BASE", "http://elsewhere.example"),
        ("STRIPE_FILES_BASE", "http://elsewhere.example"),
        ("STRIPE_API_BASE", "https://user:password@elsewhere.example"),
        ("STRIPE_READ_TIMEOUT", "soon"),
        ("DATABASE_URL", "mysql://host/name"),
        ("TASKS", "celery"),
        ("TASKS", "amqp://127.0.0.1"),
        ("TASKS", "redis://"),
        ("TASKS", "redis://:6379"),
        ("TASKS", "redis://host:66379"),
        ("TASKS", "redis://host:port"),
        ("TASKS", "redis://host/queue"),
        ("WEB_CONCURRENCY", "2"),
        ("PROXIES", "-1"),
        ("REQUIREMENT_MAPS", "/no/such/folder"),
        ("BRAND_FILE", "/no/such/file.toml"),
        ("DATABASE_URL", "sqlite:////nonexist/folder/x.sqlite3"),
        ("RATE_LIMIT_STORAGE", "foo://u:pw@x"),
        ("RATE_LIMIT_START", "often"),
        ("REQUEST_MAX_BYTES", "300000"),
        ("STRIPE_LOG", "debug"),
    ],
)
def test_broken_setting_is_named(name: str, value: str) -> None:
    found = faults({**REAL, name: value})
    right_name = "TASKS" if name == "WEB_CONCURRENCY" else name
    assert all(key.partition(" ")[0] == right_name for key in found)
    assert all(found.values())


@pytest.mark.parametrize(
    "right",
    ["none", "redis://host", "redis://user:word@host:6380/2", "rediss://host/", "redis://[::1]:6379/0"],
)
def test_brokers_that_can_be_used(right: str) -> None:
    assert read_settings({"TASKS": right}).tasks == right


def test_every_fault_is_told_at_once() -> None:
    assert set(faults({"PROXIES": "x", "LOG_LEVEL": "loud", "SESSION_MINUTES": "0"})) == {
        "PROXIES",
        "LOG_LEVEL",
        "SESSION_MINUTES",
    }


def test_secrets_are_never_shown() -> None:
    environ = {**REAL, "DATABASE_URL": "postgresql://u:hunter2@db/x", "TASKS": "redis://:hunter2@q"}
    shown = repr(read_settings(environ))
    assert all(secret not in shown for secret in ("sk_live", "whsec_real", "k" * 32, "hunter2"))
    with pytest.raises(SettingsBroken) as broken:
        read_settings({**environ, "STRIPE_SECRET_KEY": "pk_hunter2", "DATABASE_URL": "mysql://hunter2"})
    assert "hunter2" not in str(broken.value)
    with pytest.raises(SettingsBroken) as broken:
        read_settings({"RATE_LIMIT_STORAGE": "foo://u:hunter2@x"})
    assert "hunter2" not in str(broken.value)


def test_postgresql_addresses_get_their_driver() -> None:
    settings = read_settings({"DATABASE_URL": "postgres://u@h/x"})
    assert settings.database_url == "postgresql+psycopg://u@h/x"


def test_every_setting_says_what_it_is_for() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert all(setting.help.endswith(".") for setting in SETTINGS)


def test_brand_file_keeps_defaults_for_what_it_leaves_out(tmp_path: Path) -> None:
    file = tmp_path / "brand.toml"
    file.write_text(
        'name = "Souk"\ncollection = "upfront"\n[colours]\naccent = "#004400"\n', encoding="utf-8"
    )
    brand = read_settings({"BRAND_FILE": str(file)}).brand
    assert (brand.name, brand.upfront, brand.colours["accent"]) == ("Souk", True, "#004400")
    assert brand.colours["paper"] == "#ffffff"
    assert brand.countries


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"nmae": "Souk"}, "nmae"),
        ({"name": 3}, "name"),
        ({"name": " "}, "name"),
        ({"countries": "US"}, "countries"),
        ({"countries": []}, "countries"),
        ({"countries": ["usa"]}, "countries"),
        ({"default_country": "JP"}, "default_country"),
        ({"collection": "later"}, "collection"),
        ({"terms_url": "javascript:alert(1)"}, "terms_url"),
        ({"colours": {"accent": "red;}"}}, "colours"),
        ({"colours": {"accent": "#ffff00"}}, "colours"),
        ({"colours": {"shadow": "#000000"}}, "colours"),
    ],
)
def test_broken_brand_is_refused(table: dict[str, object], key: str) -> None:
    with pytest.raises(BrandBroken) as broken:
        make_brand(table)
    assert {name for name, _, _ in broken.value.faults} >= {key}


@pytest.mark.parametrize(
    ("table", "key", "right"),
    [
        ({"capabilities": ["card_payment"]}, "capabilities", "card_payments"),
        ({"further_capabilities": ["zzz"]}, "further_capabilities", "capabilities.yaml"),
        ({"countries": ["US", "ZZ"]}, "countries", "countries.yaml"),
        ({"locales": ["en", "ja"]}, "locales", "en, fr, fr_CA"),
        ({"prefill": {"business_profile.mc": "1"}}, "prefill", "business_profile.mcc"),
        ({"logo": "no-such.svg"}, "logo", "static/"),
        ({"logo": "../README.md"}, "logo", "static/"),
    ],
)
def test_a_brand_that_does_not_fit_stops_the_start(
    table: dict[str, object], key: str, right: str, tmp_path: Path
) -> None:
    settings = replace(read_settings({"TASKS": "none"}), brand=make_brand(table))
    with pytest.raises(SettingsBroken) as broken:
        create_app(settings)
    (fault,) = broken.value.faults
    assert (fault.name, right in fault.right) == (f"BRAND_FILE ({key})", True)


def test_a_brands_faults_are_told_in_one_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "brand.toml"
    lines = 'nmae = "Souk"', 'countries = ["US", "ZZ"]', "locales = 3", "[colours]", 'accent = "#ffff00"'
    file.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("BRAND_FILE", str(file))
    monkeypatch.setenv("SESSION_MINUTES", "forever")
    with pytest.raises(SettingsBroken) as broken:
        create_app()
    keys = {fault.name: fault.wrong for fault in broken.value.faults}
    told = {f"BRAND_FILE ({key})" for key in ("nmae", "countries", "locales", "colours")}
    assert keys.keys() == {"SESSION_MINUTES", *told}
    assert "'ZZ'" in keys["BRAND_FILE (countries)"]


def test_countries_that_cannot_be_read_are_no_fault_of_the_default_country() -> None:
    with pytest.raises(BrandBroken) as broken:
        make_brand({"countries": "GE", "default_country": "GE"})
    assert [key for key, _, _ in broken.value.faults] == ["countries"]


@pytest.mark.parametrize(
    "command", [("flask", "--app", "wsgi", "routes"), ("gunicorn", "wsgi:app", "-b", "127.0.0.1:0")]
)
def test_a_broken_setting_ends_with_words_alone(command: tuple[str, ...], repository: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(repository), "SESSION_MINUTES": "forever"}
    done = subprocess.run(
        (sys.executable, "-m", *command),
        env=environ,
        check=False,
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode
    assert "SESSION_MINUTES: 'forever' cannot be used. Right would be: a whole number" in done.stderr
    assert "Traceback" not in done.stderr


def test_prefill_is_nested_as_the_api_takes_it() -> None:
    brand = make_brand(
        {"prefill": {"business_profile.mcc": "5734", "business_profile.url": "https://a.example"}}
    )
    assert brand.prefilled == {"business_profile": {"mcc": "5734", "url": "https://a.example"}}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
