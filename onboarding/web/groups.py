"""The page of a group: shown with what is known, taken with what was typed."""

from __future__ import annotations

from hashlib import sha256

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from forms.base_form import SellerForm
from forms.form import build_form
from forms.questions import Answers, Problem
from onboarding import store
from onboarding.calls import Consent
from onboarding.generic import GROUP as OTHER_DETAILS
from onboarding.i18n import locale, translate
from onboarding.outcome import NotSaved, Outcome, TryAgain
from onboarding.plan import PlannedGroup, State, is_last
from onboarding.problems import tell
from onboarding.sellers import Opened
from onboarding.web import words
from onboarding.web.access import as_found, current_seller, for_seller
from onboarding.web.flow import ANOTHER, address_of
from onboarding.web.guards import page_is_ours
from onboarding.web.kept import keeper, opener
from onboarding.web.language import switched
from onboarding.web.mending import beside, other_ways
from onboarding.web.pages import Link, page
from onboarding.web.parts import asking, parts
from onboarding.web.rejected import close_to_rejected
from onboarding.web.seen import asked_ids, marks, overtaken
from onboarding.web.sent_files import remember_files, sent_before
from onboarding.web.ways import choices, lay, said_of

blueprint = Blueprint("groups", __name__)
close_to_rejected(blueprint)

RETRY_AFTER = "10"
"""Seconds after which the same answers may be sent again."""


@blueprint.get("/onboarding/<group>")
@blueprint.get("/onboarding/<group>/<subject>")
@for_seller
def group(seller: str, group: str, subject: str = "") -> ResponseReturnValue:
    """Shows a group, or goes on where it asks nothing any more."""
    opened = _open(seller, group, subject)
    if opened is None or opened.planned.state is State.CANNOT_START:
        return redirect(url_for("tasks.onward"))
    form = _form(seller, opened)
    return _page(seller, opened, form)


@blueprint.post("/onboarding/<group>")
@blueprint.post("/onboarding/<group>/<subject>")
@for_seller
def send(seller: str, group: str, subject: str = "") -> ResponseReturnValue:
    """Takes the answers of a group. Whatever goes wrong, the page comes back with all that was typed.

    The form checks its token itself, as one more thing that can be wrong with a page. Sent by the button
    of a country or of the language, the page comes back otherwise and nothing is checked or sent.
    """
    # The token is looked at once, before the form signs a new one; the form tells the seller.
    turned = page_is_ours() and switched()
    opened = _open_again(seller, group, subject)
    if opened is None:
        return redirect(url_for("tasks.onward"), 303)
    form = _form(seller, opened, sent=True)
    if turned or form.reshaped:
        return _unchecked(seller, opened, form)
    if not form.validate() or _sent_before(seller, opened, form):
        return _again(seller, opened, form), 422
    nonce, answers = str(form.nonce.data), form.answers()
    if told := _overtaken(seller, opened, nonce, answers):
        for problem in told:
            form.add_problem(problem)
        return _again(seller, opened, form, fresh=True), 422
    consent = Consent(parts().clock(), request.remote_addr or "", request.user_agent.string[:500])
    outcome = parts().sellers.submit(
        seller,
        opened,
        answers,
        nonce=nonce,
        consent=consent,
        translate=translate,
    )
    return _answer(seller, opened, form, outcome, consent)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The page anew, with what was wrong: a body over the limit is not read, so nothing else can be kept."""
    seller = current_seller()
    opened = _open(seller, **(request.view_args or {})) if seller else None
    if seller is None or opened is None:
        raise error
    form = _form(seller, opened)
    megabytes = parts().settings.request_max_bytes // 1_000_000
    form.add_problem(Problem("", translate(words.TOO_LARGE, megabytes=megabytes)))
    return _page(seller, opened, form, failed=True), 413


def _answer(
    seller: str, opened: Opened, form: SellerForm, outcome: Outcome, consent: Consent
) -> ResponseReturnValue:
    if isinstance(outcome, TryAgain):
        form.add_problem(outcome.problem)
        return _again(seller, opened, form), 503, {"Retry-After": RETRY_AFTER}
    if isinstance(outcome, NotSaved):
        for problem in outcome.problems:
            form.add_problem(problem)
        return _again(seller, opened, form), 422
    remember_files(seller, form.answers())
    if is_last(opened.planned):
        _keep_evidence(seller, consent)
    return redirect(_after(opened.planned, outcome.next), 303)


def _sent_before(seller: str, opened: Opened, form: SellerForm) -> bool:
    """Whether a file is sent again that was not accepted; the form says so then."""
    told = sent_before(seller, opened.planned, form.answers())
    for problem in told:
        form.add_problem(problem)
    return bool(told)


def _overtaken(seller: str, opened: Opened, nonce: str, answers: Answers) -> tuple[Problem, ...]:
    """What somebody else answered meanwhile. A second try meets what the first one left: that is no other."""
    shown = request.form.get("_seen", "")
    told = overtaken(seller, nonce, shown, opened.planned.questions, opened.known, answers)
    return told if told and not parts().sellers.was_sent(nonce) else ()


def _again(seller: str, opened: Opened, form: SellerForm, *, fresh: bool = False) -> str:
    """The page with what is wrong, everything typed and the good files kept."""
    form.keep_files(keeper(seller, str(form.nonce.data)))
    return _page(seller, opened, form, failed=True, fresh=fresh)


def _unchecked(seller: str, opened: Opened, form: SellerForm) -> str:
    """The page with everything typed and the good files kept, whatever may be wrong with it."""
    form.look_into_files()
    form.keep_files(keeper(seller, str(form.nonce.data)))
    return _page(seller, opened, form)


def _after(done: PlannedGroup, place: tuple[str, str] | None) -> str:
    if _from_check():
        return url_for("review.check")
    if is_last(done):
        return url_for("status.status")
    return address_of(place) if place and not _is_terms(place) else url_for("tasks.onward")


def _is_terms(place: tuple[str, str]) -> bool:
    group = next((group for group in parts().maps.groups if group.id == place[0]), None)
    return bool(group and any(question.wording.kind == "consent" for question in group.questions))


def _open(seller: str, group: str, subject: str = "") -> Opened | None:
    """The group as it applies now; 404 for a group that nobody has and a person whom the account has not."""
    if group not in {OTHER_DETAILS, *(known.id for known in parts().maps.groups)}:
        abort(404)
    opened = parts().sellers.open(seller, group, subject, found=as_found(), another=bool(_another()))
    if opened is None and subject.startswith("person_") and not _is_theirs(seller, subject):
        abort(404)
    return opened and lay(opened)


def _open_again(seller: str, group: str, subject: str) -> Opened | None:
    """The group that was sent: as its page asked it, should it be asked otherwise by now."""
    asked = request.form.get("_asked", "").split()
    opened = _open(seller, group, subject)
    if not asked or (opened and set(asked_ids(opened.planned.questions).split()) == set(asked)):
        return opened
    another = bool(_another())
    return parts().sellers.open(seller, group, subject, asked, as_found(), another=another) or opened


def _is_theirs(seller: str, person: str) -> bool:
    return parts().sellers.has_person(seller, person)


def _form(seller: str, opened: Opened, *, sent: bool = False) -> SellerForm:
    planned = opened.planned
    return build_form(
        planned.questions,
        asking(),
        rules=planned.rules,
        known=opened.known,
        formdata=request.form if sent else None,
        files=request.files if sent else None,
        kept=opener(seller) if sent else None,
        wanted=frozenset(problem.requirement for problem in planned.problems),
        problems=() if sent else tuple(tell(problem, translate) for problem in planned.problems),
    )


def _page(seller: str, opened: Opened, form: SellerForm, *, failed: bool = False, fresh: bool = False) -> str:
    """fresh: what Stripe holds was told just now, and need not be told again."""
    planned, last = opened.planned, is_last(opened.planned)
    return page(
        "group",
        heading=translate(planned.title),
        failed=failed or bool(planned.problems),
        problems=form.summary,
        planned=planned,
        form=form,
        asked=asked_ids(planned.questions),
        seen=request.form.get("_seen", "")
        if form.sent and not fresh
        else marks(seller, str(form.nonce.data), planned.questions, opened.known),
        about=_about(opened),
        terms=last,
        recipient=last and _agreement(seller) == "recipient",
        action=url_for(
            "groups.send",
            group=planned.id,
            subject=planned.subject or None,
            back=_from_check() or None,
            another=_another() or None,
            **said_of(planned),
        ),
        choices=tuple(choices(planned)),
        at_stripe=bool(planned.at_stripe),
        elsewhere=other_ways(parts().sellers.plan(seller), planned, {}) if planned.problems else (),
        back=_back(planned),
        **beside(planned.problems),
    )


def _about(opened: Opened) -> str:
    """Whom a page about a person is about: the name, else the role."""
    if opened.name or not opened.planned.subject:
        return opened.name
    return translate(words.NEW_PERSONS.get(opened.planned.subject, words.UNNAMED))


def _back(planned: PlannedGroup) -> Link:
    if _from_check():
        return Link(url_for("review.check"), translate(words.BACK_TO_CHECK))
    if planned.subject in words.ROLE_TITLES:
        return Link(url_for("people.people", subject=planned.subject), translate(words.BACK_TO_PEOPLE))
    return Link(url_for("tasks.tasks"), translate(words.ALL_SECTIONS))


def _from_check() -> str:
    """Whether the seller came from the check of all answers; nothing else is taken from the address."""
    return "check" if request.args.get("back") == "check" else ""


def _another() -> str:
    """Whether the seller asked to add one more person to a role that somebody holds already."""
    return ANOTHER if request.args.get("another") == ANOTHER else ""


def _agreement(seller: str) -> str:
    with parts().database.read() as tx:
        row = store.find_seller(tx, seller=seller)
    return row.agreement if row else ""


def _keep_evidence(seller: str, consent: Consent) -> None:
    """That these terms were accepted, then, in this language; the seller's address goes to Stripe alone."""
    brand, agreement = parts().brand, _agreement(seller)
    shown = render_template("parts/terms.html", recipient=agreement == "recipient")
    with parts().database.write() as tx:
        store.add_acceptance(
            tx,
            seller=seller,
            terms_version=brand.terms_version if brand.terms_url else "",
            agreement=agreement,
            language=locale(),
            page_hash=sha256(shown.encode()).hexdigest(),
            accepted=consent.moment,
        )
