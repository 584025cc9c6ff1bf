"""Tells staff what has changed in Stripe's vocabulary: parameters, codes, capabilities, structures, reasons.

`reading` takes the words out of an SDK's sources, `ledger` keeps what was accepted and decided, `comparing`
says what has no place, `stubs` drafts one, `unknown` finds what accounts really meet.
"""
