"""Small GGUF files, written as the format says, for what is read of them before llama.cpp opens them."""

from __future__ import annotations

import struct
from typing import Any


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(value: Any) -> bytes:
    """A value with its type before it: a text, a truth, a whole number, or a list of one of them."""
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<Ii", 5, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    inner = [_value(item) for item in value]
    return struct.pack("<I", 9) + inner[0][:4] + struct.pack("<Q", len(inner)) + b"".join(item[4:] for item in inner)


def gguf(facts: dict[str, Any] | None = None, *, tensors: int = 2, version: int = 3) -> bytes:
    """A file with these facts beside those of a model that writes, and so many tensors of 32 bytes."""
    told = {
        "general.architecture": "qwen2",
        "qwen2.context_length": 4096,
        "tokenizer.ggml.tokens": ["ا", "b"],
        "tokenizer.ggml.token_type": [1, 1],
        **(facts or {}),
    }
    told = {key: value for key, value in told.items() if value is not None}
    head = struct.pack("<4sIQQ", b"GGUF", version, tensors, len(told))
    head += b"".join(_text(key) + _value(value) for key, value in told.items())
    for number in range(tensors):
        head += _text(f"blk.{number}.weight") + struct.pack("<IQIQ", 1, 8, 0, 32 * number)
    return head + bytes(-len(head) % 32) + bytes(32 * tensors)
