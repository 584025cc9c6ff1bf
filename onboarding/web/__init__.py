"""The pages: what sellers see, and the addresses that others call. Views ask the use cases."""

from __future__ import annotations

from flask import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Every blueprint there is; imported late, so that commands which need no pages start fast."""
    from onboarding.web import (
        account,
        arrival,
        assets,
        capabilities,
        groups,
        health,
        language,
        people,
        review,
        start,
        status,
        tasks,
        webhooks,
    )

    sellers = (start, arrival, tasks, account, groups, people, capabilities, review, status)
    return tuple(room.blueprint for room in (*sellers, language, assets, health, webhooks))
