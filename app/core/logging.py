"""Structured logs: JSON in production, readable on a terminal; request id and actor bound by context, never words."""

import logging
import sys
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars

__all__ = ["bound_contextvars", "configure", "get_logger", "request_id"]


def get_logger(name: str) -> Any:
    """A logger whose events share names with the record of decisions, such as `paragraph.marked`."""
    return structlog.get_logger(name)


def request_id() -> str | None:
    """The id of the request being served, as also sent in X-Request-ID."""
    value: str | None = get_contextvars().get("request_id")
    return value


def configure(level: str, as_json: bool) -> None:
    """Set up logging of this process; library logs go through the same renderer, to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    # Rich tracebacks would print local variables, and with them words of texts.
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderer: Any = structlog.processors.JSONRenderer() if as_json else console
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatters: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        formatters.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*formatters, renderer])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
