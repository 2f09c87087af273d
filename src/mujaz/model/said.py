"""What servers say: what the model wrote, when to come again, what went wrong, how many tokens it reads, and what it took."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def written(message: Any) -> str:  # noqa: ANN401  (the SDK's own)
    """What the model wrote: its text, or what it wants a tool to be given."""
    called = [getattr(call, "function", None) for call in message.tool_calls or []]
    return message.content or next((function.arguments for function in called if function), "")


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


def cost_in(usage: Mapping[str, Any]) -> Decimal | None:
    """The dollars that a server says an answer took, as OpenRouter does; `None` when it does not, or in no number."""
    said = usage.get("cost")
    told = isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said < inf
    return Decimal(str(said)) if told else None


def context_in(model: Mapping[str, Any]) -> int | None:
    """How many tokens a model reads, by its entry in its server's list; `None` where that does not say, as OpenAI's does not."""
    told = {**model, **(model.get("meta") or {})}
    # vLLM, OpenRouter and Together, llama.cpp, LM Studio: no two name it alike.
    names = ("max_model_len", "context_length", "context_window", "n_ctx", "n_ctx_train", "max_context_length")
    return next((size for name in names if isinstance(size := told.get(name), int) and size > 0), None)


def one_error(error: Any) -> str:  # noqa: ANN401  (pydantic's own dict)
    """What pydantic says of one place of an answer, in one line."""
    where = ".".join(map(str, error["loc"])) or "answer"
    return f"{where}: {error['msg']}"
