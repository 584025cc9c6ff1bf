"""The start page: what it is about, what is needed, and the questions that come before all others."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import sha256

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from forms.kinds.choice import countries
from forms.questions import Choice, Message, Problem
from onboarding import i18n
from onboarding.gateway import Unavailable
from onboarding.i18n import translate
from onboarding.sellers import Application
from onboarding.web import words
from onboarding.web.access import current_seller, for_everybody, open_session
from onboarding.web.guards import page_is_ours
from onboarding.web.language import switched
from onboarding.web.pages import RETRY_AFTER, page
from onboarding.web.parts import parts

blueprint = Blueprint("start", __name__)

ATTEMPT = "attempt"
"""Key of the cookie's session that makes one seller of one start, however often it is sent."""

INVITED = "invited"
"""Key of the cookie's session for what an opened link said, where the seller says the rest; ids only."""

UNSURE = "unsure"
"""Key of the cookie's session for the nonce of a start that Stripe did not answer: it may have an account."""

_CHOSEN = ("country", "business_type")
_WRONG_COUNTRY = Message("start.country.wrong", "Choose one of the countries in the list")
_WRONG_TYPE = Message("start.business_type.missing", "Choose how you sell")
_BY_LINK = Message(
    "start.by_link", "Your link decides this. Look at what it says below, then press the button again"
)
_TYPE_NOT_THERE = Message(
    "start.business_type.not_there", "Choose another way to sell: this one is not offered in that country"
)
_TRY_AGAIN = Message(
    "start.try_again",
    "We could not start just now because our payments partner did not respond. What you chose is still on "
    "this page: wait a moment and press the button again",
)


@blueprint.get("/")
@for_everybody
def home() -> ResponseReturnValue:
    """The way in."""
    return redirect(url_for("tasks.tasks") if current_seller() else url_for("start.start"))


@blueprint.get("/start")
@for_everybody
def start() -> ResponseReturnValue:
    """What it is about, what is needed, and the questions before all others."""
    session.setdefault(ATTEMPT, secrets.token_urlsafe(16))
    chosen = {"country": parts().brand.default_country, "business_type": ""}
    return _page(chosen | _fixed(), {})


@blueprint.post("/start")
@for_everybody
def begin() -> ResponseReturnValue:
    """Creates the account, once, and signs the seller in."""
    chosen = {name: request.form.get(name, "") for name in _CHOSEN}
    session.setdefault(ATTEMPT, secrets.token_urlsafe(16))
    if not page_is_ours():
        return _page(chosen | _fixed(), {"": Problem("", translate(words.CSRF_OLD))}), 400
    if switched():
        return _as_it_was(chosen, {})
    i18n.choose(request.form.get("locale", ""))
    wrong = _otherwise(chosen) or _wrong(chosen)
    if wrong:
        return _page(chosen | _fixed(), wrong), 422
    structures = _structures(chosen)
    if structures and not _invited_structure(structures) and "structure" not in request.form:
        return _structure_page(chosen, structures, {})
    try:
        return _begin(chosen, structures)
    except Unavailable:
        return _as_it_was(chosen, {"": Problem("", translate(_TRY_AGAIN))}), 503, RETRY_AFTER


def _begin(chosen: Mapping[str, str], structures: tuple[tuple[str, Message], ...]) -> ResponseReturnValue:
    wanted = _invited_structure(structures) or request.form.get("structure", "")
    invited = session.get(INVITED, {})
    application = begin_with(
        country=chosen["country"],
        business_type=chosen["business_type"],
        structure=wanted if wanted in dict(structures) else "",
        agreement=invited.get("agreement", ""),
        reference=invited.get("reference", ""),
    )
    seller = begin_once(application, _nonce(application, invited.get("nonce", "")))
    # Who goes back and starts again with the same choices finds the same account.
    kept = {name: session[name] for name in (ATTEMPT, INVITED) if name in session}
    open_session(seller)
    session.update(kept)
    return redirect(url_for("tasks.tasks"), 303)


def begin_once(application: Application, nonce: str) -> str:
    """Begins a seller; a start whose end is not known is undone first where this one is another."""
    unsure = session.get(UNSURE, "")
    if unsure and unsure != nonce:
        parts().sellers.give_up(unsure)
    session[UNSURE] = nonce
    seller = parts().sellers.begin(application, nonce=nonce)
    del session[UNSURE]
    return seller


def begin_with(
    *, country: str, business_type: str, structure: str, agreement: str, reference: str
) -> Application:
    """What a new account is made from, by the brand where nothing else was said.

    An agreement that the country does not have gives way to the first one that it has.
    """
    known = parts().maps.country(country)
    agreement = agreement or parts().brand.agreement
    if known and agreement not in known.agreements:
        agreement = known.agreements[0]
    return Application(
        country=country,
        business_type=business_type,
        locale=i18n.locale(),
        agreement=agreement,
        structure=structure,
        reference=reference,
        prefill=parts().brand.prefilled,
    )


def _fixed() -> dict[str, str]:
    """What the opened link decides, as far as it can be had here; the seller cannot say otherwise."""
    invited = session.get(INVITED, {})
    code, business_type = invited.get("country", ""), invited.get("business_type", "")
    country = parts().maps.country(code) if code in parts().brand.countries else None
    offered = {choice.value for choice in (country.business_types if country else _business_types())}
    fixed = {"country": code if country else "", "business_type": business_type}
    return {name: value for name, value in fixed.items() if value and (name == "country" or value in offered)}


def _otherwise(chosen: Mapping[str, str]) -> dict[str, Problem]:
    """What was chosen against the link, in a page that was made before the link was opened."""
    return {
        name: Problem(name, translate(_BY_LINK)) for name, value in _fixed().items() if chosen[name] != value
    }


def _invited_structure(structures: tuple[tuple[str, Message], ...]) -> str:
    invited = str(session.get(INVITED, {}).get("structure", ""))
    return invited if invited in dict(structures) else ""


def _nonce(application: Application, invited: str) -> str:
    """The same for the same start: sent twice it makes one seller, sent again with other choices another."""
    told = (
        invited or session[ATTEMPT],
        application.country,
        application.business_type,
        application.structure,
    )
    return sha256(":".join(told).encode()).hexdigest()


def _as_it_was(chosen: dict[str, str], wrong: Mapping[str, Problem]) -> str:
    """The page that was sent, with what was chosen there."""
    if "structure" in request.form:
        return _structure_page(chosen, _structures(chosen), wrong)
    return _page(chosen | _fixed(), wrong)


def _structure_page(
    chosen: Mapping[str, str], structures: tuple[tuple[str, Message], ...], wrong: Mapping[str, Problem]
) -> str:
    return page(
        "structure",
        failed=bool(wrong),
        problems=_summary(wrong),
        chosen=chosen,
        structures=structures,
        structure=request.form.get("structure", ""),
    )


def _summary(wrong: Mapping[str, Problem]) -> tuple[SummaryLine, ...]:
    return tuple(SummaryLine(problem.requirement, problem.text) for problem in wrong.values())


def _page(chosen: Mapping[str, str], wrong: Mapping[str, Problem]) -> str:
    return page(
        "start",
        failed=bool(wrong),
        problems=_summary(wrong),
        wrong=wrong,
        chosen=chosen,
        fixed=_fixed(),
        countries=countries_offered(),
        business_types=_business_types(),
        hints=words.BUSINESS_TYPE_HINTS,
        begun=current_seller() is not None,
    )


def _wrong(chosen: Mapping[str, str]) -> dict[str, Problem]:
    country = parts().maps.country(chosen["country"])
    if country is None or chosen["country"] not in parts().brand.countries:
        return {"country": Problem("country", translate(_WRONG_COUNTRY))}
    offered = {choice.value for choice in country.business_types}
    if chosen["business_type"] in offered:
        return {}
    known = chosen["business_type"] in {choice.value for choice in _business_types()}
    text = translate(_TYPE_NOT_THERE if known else _WRONG_TYPE)
    return {"business_type": Problem("business_type", text)}


def countries_offered() -> tuple[tuple[str, str], ...]:
    """Countries that both the brand and the maps have, by name in the seller's language."""
    offered = tuple(code for code in parts().brand.countries if parts().maps.country(code))
    return countries(i18n.locale(), offered) if offered else ()


def _business_types() -> tuple[Choice, ...]:
    """Every business type offered in any of the countries, in the maps' order."""
    countries = filter(None, (parts().maps.country(code) for code in parts().brand.countries))
    return tuple(
        {choice.value: choice for country in countries for choice in country.business_types}.values()
    )


def _structures(chosen: Mapping[str, str]) -> tuple[tuple[str, Message], ...]:
    country = parts().maps.country(chosen["country"])
    offered = country.structures(chosen["business_type"]) if country else ()
    if not offered:
        return ()
    return (*((choice.value, choice.label) for choice in offered), ("", words.NO_STRUCTURE))
