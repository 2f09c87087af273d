"""What servers say in other places than the answer: when to come again, what went wrong, how many tokens it took."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks for, whichever way it writes them (RFC 9110 section 10.2.3); `None` when it does not."""
    raw = headers.get("retry-after", "")
    try:
        return max(0.0, float(raw))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(raw) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def said_in(body: object) -> str:
    """A server's own words for what went wrong."""
    if isinstance(body, dict):
        body = body.get("message") or body.get("error") or body
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, default=str)


def whole(number: object) -> int:
    """A number of tokens; what a server sends in its place counts as none."""
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else 0


def one_error(error: Any) -> str:  # noqa: ANN401  (pydantic's own dict)
    """What pydantic says of one place of an answer, in one line."""
    where = ".".join(map(str, error["loc"])) or "answer"
    return f"{where}: {error['msg']}"
