"""What the pages say where the words depend on a value: states, standings, capabilities, roles."""

from __future__ import annotations

from forms.questions import Message
from onboarding.plan import State

STATES = {
    State.NOT_STARTED: Message("state.not_started", "Not yet started"),
    State.IN_PROGRESS: Message("state.in_progress", "In progress"),
    State.PROBLEM: Message("state.problem", "There is a problem"),
    State.CHECKING: Message("state.checking", "Checking"),
    State.COMPLETED: Message("state.completed", "Completed"),
    State.CANNOT_START: Message("state.cannot_start", "Cannot start yet"),
}

STATE_LOOKS = {
    State.NOT_STARTED: "",
    State.IN_PROGRESS: "now",
    State.PROBLEM: "bad",
    State.CHECKING: "wait",
    State.COMPLETED: "done",
    State.CANNOT_START: "",
}
"""Class of the tag that shows a state."""

OTHER_CAPABILITY = Message("capability.further", "A further service")
"""For a capability that has no words of its own; the set of them is open, and Stripe's code is no word."""
CAPABILITY_OFF = Message(
    "capability.off",
    "This service is off at the moment. Contact us to learn why, and what is needed to have it switched on.",
)
"""For a reason that has no words of its own; the set of them is open as well."""

CAPABILITY_STATES = {
    "active": (Message("capability_state.active", "On"), "done"),
    "pending": (Message("capability_state.pending", "Checking"), "wait"),
    "inactive": (Message("capability_state.inactive", "Off"), "now"),
    "unrequested": (Message("capability_state.unrequested", "Not asked for"), ""),
}
"""Words and look by Stripe's status of a capability."""

BUSINESS_TYPE_HINTS = {
    "individual": Message(
        "business_type.individual.hint", "You sell under your own name or as a sole trader"
    ),
    "company": Message("business_type.company.hint", "A registered company or partnership sells"),
    "non_profit": Message("business_type.non_profit.hint", "A charity, association or foundation sells"),
    "government_entity": Message(
        "business_type.government_entity.hint", "A public authority, school or agency sells"
    ),
}
"""Said below a business type that a seller can choose."""

NO_STRUCTURE = Message("structure.unsure", "I am not sure, or none of these")

ROLE_TITLES = {
    "owners": Message("role.owners", "Owners"),
    "directors": Message("role.directors", "Directors"),
    "executives": Message("role.executives", "Executives"),
}
ROLE_INTROS = {
    "owners": Message("role.owners.intro", "Add everybody who owns 25% or more of the company."),
    "directors": Message("role.directors.intro", "Add everybody on the board that governs the company."),
    "executives": Message(
        "role.executives.intro", "Add everybody who has significant responsibility to run the company."
    ),
}
ROLE_ADDS = {
    "owners": Message("role.owners.add", "Add an owner"),
    "directors": Message("role.directors.add", "Add a director"),
    "executives": Message("role.executives.add", "Add an executive"),
}
ROLE_TAKES = {
    "owners": Message("role.owners.take", "{name} is an owner too"),
    "directors": Message("role.directors.take", "{name} is a director too"),
    "executives": Message("role.executives.take", "{name} is an executive too"),
}
"""Button by which somebody who is there already is put on the list."""
ROLE_COMPLETES = {
    "owners": Message("role.owners.complete", "All owners are added"),
    "directors": Message("role.directors.complete", "All directors are added"),
    "executives": Message("role.executives.complete", "All executives are added"),
}
ROLE_NONE = {
    "owners": Message("role.owners.none", "Nobody owns 25% or more"),
    "directors": Message("role.directors.none", "There are no directors"),
    "executives": Message("role.executives.none", "There are no executives"),
}
"""Button by which the seller says that there is no such person."""

HELD_TITLES = {
    "representative": Message("held.representative", "Who represents the company"),
    "authorizers": Message("held.authorizers", "Who may act for the company alone"),
    "legal_guardian": Message("held.legal_guardian", "The legal guardian"),
}
HELD_INTROS = {
    "representative": Message(
        "held.representative.intro",
        "One person represents the company: somebody whom the register names as authorised to act for it. "
        "If you name somebody else, whoever did so before and has no other role in the company is deleted.",
    ),
    "authorizers": Message(
        "held.authorizers.intro",
        "Name everybody whom the register names as authorised to act for the company alone.",
    ),
    "legal_guardian": Message(
        "held.legal_guardian.intro", "A parent or guardian answers for somebody who is not of age."
    ),
}
HELD_ADDS = {
    "representative": Message("held.representative.add", "Enter the representative"),
    "authorizers": Message("held.authorizers.add", "Enter somebody else who may act for the company"),
    "legal_guardian": Message("held.legal_guardian.add", "Enter a legal guardian"),
}
HELD_TAKES = {
    "representative": Message("held.representative.take", "{name} represents the company"),
    "authorizers": Message("held.authorizers.take", "{name} may act for the company alone"),
    "legal_guardian": Message("held.legal_guardian.take", "{name} is the legal guardian"),
}
"""Button by which somebody who is there already is given the role."""
PEOPLE_TITLES = {**ROLE_TITLES, **HELD_TITLES}
PEOPLE_INTROS = {**ROLE_INTROS, **HELD_INTROS}
PEOPLE_ADDS = {**ROLE_ADDS, **HELD_ADDS}
PEOPLE_TAKES = {**ROLE_TAKES, **HELD_TAKES}
SOMEBODY_NEW = Message("held.replace", "Enter somebody new in place of {name}")
NOT_TAKEN = Message(
    "held.refused",
    "This person cannot have that role, and nothing was changed. Choose somebody else, or enter somebody new",
)

PERSON_ROLES = {
    "representative": Message("person_role.representative", "Representative"),
    "owner": Message("person_role.owner", "Owner"),
    "director": Message("person_role.director", "Director"),
    "executive": Message("person_role.executive", "Executive"),
    "authorizer": Message("person_role.authorizer", "Authoriser"),
    "legal_guardian": Message("person_role.legal_guardian", "Legal guardian"),
}
NEW_PERSONS = {
    "representative": Message("new_person.representative", "The representative of the company"),
    "owners": Message("new_person.owners", "A new owner"),
    "directors": Message("new_person.directors", "A new director"),
    "executives": Message("new_person.executives", "A new executive"),
    "authorizers": Message("new_person.authorizers", "A new authoriser"),
    "legal_guardian": Message("new_person.legal_guardian", "The legal guardian"),
}
"""What the pages about a person say above the heading while the person has no name."""
UNNAMED = Message("person.unnamed", "A person without a name yet")

ALL_SECTIONS = Message("page.all_sections", "All sections")
BACK_TO_CHECK = Message("page.back_to_check", "Back to your answers")
BACK_TO_PEOPLE = Message("page.back_to_people", "Back to the list")

CSRF_OLD = Message(
    "problem.page_too_old",
    "This page was open for too long, so we did not send your answers. Press the button again to send them",
)
TOO_LARGE = Message(
    "problem.request_too_large",
    "The files are larger than {megabytes} MB together, so nothing of this page was read. Choose smaller "
    "ones, or fewer, and fill in the rest of the page again",
)

CHAPTER_OWN = Message("chapter.own", "About you and your business")
CHAPTER_PEOPLE = Message("chapter.people", "People of the company")
CHAPTER_LAST = Message("chapter.last", "Finish")
HAND_OFF = Message("hand_off.title", "One thing to do with Stripe")
OTHER_DETAILS = Message("details.other", "Other details")
CAPABILITY_REFUSED = Message(
    "capability.refused",
    "This cannot be added to your account. Nothing has changed; contact us to learn why",
)

REMOVE = Message("remove.title", "Remove {name}?")
REMOVE_FROM_LIST = Message("remove.title_list", "Remove {name} from the list?")
# Translators: {roles} is a list such as “Representative and Director”.
STAYS = Message(
    "remove.stays",
    "{name} only leaves this list, and stays here as: {roles}. Nothing that you entered is deleted.",
)
# Translators: {roles} is a list such as “Owner and Director”.
STAYS_REPLACED = Message(
    "remove.stays_replaced", "{name} stays here as: {roles}. Nothing that you entered is deleted."
)
DELETED = Message(
    "remove.deleted",
    "{name} has no other role here, so this person is deleted with all that you entered about them, and "
    "cannot be brought back.",
)
ROLES_CHANGED = Message(
    "remove.changed",
    "The roles of this person changed while the page was open, and nothing was removed. Read what becomes of "
    "this person now, then press the button again",
)
LEFT = Message("left.title", "You have signed out")
LEFT_TEXT = Message(
    "left.text", "What you sent is kept safe by Stripe, and nothing of it stays in this browser."
)
RESUME = Message(
    "resume.text", "To go on, open the payment settings of the marketplace and ask for a fresh link there."
)
TO_MARKETPLACE = Message("left.onward", "Go to {brand}")

SESSION_OVER = Message("session_over.title", "Your session has ended")
SESSION_OVER_TEXT = Message(
    "session_over.text",
    "For your safety you are signed out when nothing happens for a while. "
    "Every section that you sent is kept.",
)
SESSION_OVER_KEPT = Message(
    "session_over.kept",
    "What you typed last is not lost yet. Leave this page open, open the fresh link in another tab of this "
    "browser, then load this page again: your browser sends what you typed once more.",
)
LINK_OVER = Message("link_over.title", "This link no longer works")
LINK_OVER_TEXT = Message(
    "link_over.text", "A link works once and only for some days, and it has to be whole, as it was sent."
)
TO_START = Message("page.to_start", "Go to the start")
BACK = Message("page.back", "Go back")
TRY_AGAIN = Message("page.try_again", "Try again")
NOT_FOUND = Message("not_found.title", "This page is not here")
NOT_FOUND_TEXT = Message(
    "not_found.text", "Look whether the whole address was copied, or go to the start and on from there."
)
NOT_FOUND_LIST = Message(
    "not_found.list",
    "It may have moved on with your answers. The list of sections shows what there is to do.",
)
TOO_OLD = Message("too_old.title", "This page was open for too long")
TOO_OLD_TEXT = Message(
    "too_old.text", "Nothing was sent. Go back, load the page again, and press the button once more."
)
TOO_MANY = Message("too_many.title", "There were too many tries")
TOO_MANY_TEXT = Message("too_many.text", "Wait a minute, then try again.")
TOO_LARGE_TITLE = Message("too_large.title", "The files are too large")
BUSY = Message("busy.title", "We cannot reach our payments partner")
BUSY_TEXT = Message(
    "busy.text",
    "Nothing that you sent is lost. Wait a moment, then try again: "
    "it is safe to send the same answers twice.",
)
PRESS_AGAIN = Message(
    "busy.press_again",
    "Our payments partner did not respond just now. Nothing is lost: "
    "wait a moment and press the button again",
)
MISCONFIGURED = Message("misconfigured.title", "Something is set up wrongly on our side")
MISCONFIGURED_TEXT = Message(
    "misconfigured.text",
    "You can do nothing about it, and nothing that you sent is lost. Tell {brand} what happened.",
)
ACCOUNT_GONE = Message("account_gone.title", "We cannot find your account")
ACCOUNT_GONE_TEXT = Message(
    "account_gone.text",
    "Our payments partner does not have the account that you began here any more, so nothing can be shown "
    "or sent. You have been signed out.",
)
ACCOUNT_GONE_AGAIN = Message(
    "account_gone.again",
    "Ask {brand} what happened to it, or start again: you then answer the questions once more.",
)
FAILED = Message("failed.title", "There is a fault on our side")
FAILED_TEXT = Message(
    "failed.text",
    "Nothing that you sent before is lost. Try again in a moment; if it happens again, tell {brand}.",
)
NOT_REMOVED = Message(
    "remove.refused", "This person cannot be removed while the company has nobody else in that role"
)

DECIDED = {
    "country": Message("account.country", "Country"),
    "business_type": Message("account.business_type", "How you sell"),
    "structure": Message("account.structure", "Kind of business"),
    "agreement": Message("account.agreement", "Agreement with Stripe"),
}
"""What decides requirements, by the name of its input."""
AGREEMENTS = {
    "full": Message("account.agreement.full", "Full: take payments from customers, and be paid"),
    "recipient": Message("account.agreement.recipient", "Recipient: be paid by the marketplace only"),
}
CHANGE_UNKNOWN = Message("change.unknown", "Choose one of the answers on this page")
CHANGE_REFUSED = Message(
    "change.refused",
    "Our payments partner does not offer this for your account, and nothing was changed. Choose another",
)

OVERTAKEN = Message(
    "seen.overtaken",
    "Somebody else changed this while this page was open, to: {value}. What you typed is still here; send "
    "it again to put it in place of theirs",
)
OVERTAKEN_UNSHOWN = Message(
    "seen.overtaken_unshown",
    "Somebody else changed this while this page was open. What you typed is still here; send it again to "
    "put it in place of theirs",
)
LIST_CHANGED = Message(
    "people.changed",
    "The list changed while this page was open. Look through it as it is now, then press the button again",
)
PERSON_GONE = Message("person_gone.title", "This person is not in the company any more")
PERSON_GONE_TEXT = Message(
    "person_gone.text",
    "Somebody removed this person while the page was open, so what you typed about them was not kept. "
    "The list of sections shows who is there; add the person again if they were removed by mistake.",
)
TO_SECTIONS = Message("person_gone.sections", "See all sections")

SECTION_OF = Message("check.section_of", "{name}: {title}")
NEXT_OPEN = Message("check.next_open", "Continue with what is open")
NEXT_TERMS = Message("check.next_terms", "Everything is right, continue to the terms")
NEXT_STATUS = Message("check.next_status", "See whether you can be paid")
