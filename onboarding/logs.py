"""The log, by events and named values; nothing personal is ever put into it.

structlog takes longer to import than Flask does, and a process may live long without a word to say: so it
is imported with the first one.
"""

from __future__ import annotations

__all__ = ["log"]


class _Log:
    """Says one event with its values; `event` is a stable name, not a sentence."""

    def info(self, event: str, **values: object) -> None:
        self._say("info", event, values)

    def warning(self, event: str, **values: object) -> None:
        self._say("warning", event, values)

    def error(self, event: str, **values: object) -> None:
        self._say("error", event, values)

    def _say(self, level: str, event: str, values: dict[str, object]) -> None:
        import structlog

        getattr(structlog.get_logger(), level)(event, **values)


log = _Log()
"""The log of the app."""
