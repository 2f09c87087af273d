"""What a GGUF file says of itself, read before llama.cpp opens it: some files end the whole process instead of in an error.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. The package `gguf` reads it too, but brings numpy and
requests along for it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, BinaryIO

from mujaz.errors import SettingsError, WeightsError

if TYPE_CHECKING:
    from pathlib import Path

# How numbers are written, by the type's number in the file; 8 is a string, 9 a list.
_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _LIST = 8, 9
_VERSIONS = {2, 3}  # 1 was replaced within weeks, and llama.cpp refuses it, too
# Architectures that write no text, where the file does not say so itself.
_NO_WRITERS = {"t5encoder", "gemma-embedding", "clip", "wavtokenizer-dec"}


def writes(path: Path, context: int) -> None:
    """Make sure that a file holds a whole model that writes text, with at least so large a window.

    Args:
        path: The file.
        context: Tokens of the window that is asked for.

    Raises:
        WeightsError: It holds something else, or is cut short.
        SettingsError: The model was trained with a smaller window.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            facts, begins = _Reader(file, size).all()
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror}).") from None
    except _Broken as broken:
        raise WeightsError(f"{path}: {broken}; give another GGUF file, or fetch this one again.") from None
    made = str(facts.get("general.architecture"))
    kind = facts.get("general.type", "model")
    if kind != "model":
        raise WeightsError(f"{path}: it holds no model but {kind!r}; give the GGUF file of a model.")
    embeds = facts.get(f"{made}.attention.causal") is False or facts.get(f"{made}.pooling_type", 0) not in {0, -1}
    if embeds or "bert" in made or made in _NO_WRITERS:
        raise WeightsError(f"{path}: a model ({made!r}) that measures texts and writes none; give one that answers.")
    if begins >= size:
        raise WeightsError(f"{path}: it is cut short at byte {size}; fetch it again, whole.")
    trained = facts.get(f"{made}.context_length")
    if isinstance(trained, int) and 0 < trained < context:
        raise SettingsError(f"--context {context}: {path.name} reads at most {trained}; give that or less.")


class _Broken(Exception):  # noqa: N818  (becomes a WeightsError where the file's name is known)
    """The bytes are not what the format says."""


class _Reader:
    """Reads a file from its beginning; nothing is taken for granted of it."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size

    def all(self) -> tuple[dict[str, Any], int]:
        """The facts that are one number or a short text, and the byte at which the last tensor begins."""
        if self._bytes(4) != b"GGUF":
            raise _Broken("not a GGUF file")
        version = self._number("<I")
        if version not in _VERSIONS:
            raise _Broken(f"GGUF of version {version}, which llama.cpp does not read")
        tensors, count = self._number("<Q"), self._number("<Q")
        facts: dict[str, Any] = {}
        for _ in range(count):
            key = self._text()
            facts[key] = self._value(self._number("<I"))
        last = max((self._tensor() for _ in range(tensors)), default=0)
        grain = facts.get("general.alignment", 32)
        if not isinstance(grain, int) or grain < 1:
            raise _Broken(f"its tensors are aligned to {grain!r} bytes")
        if not tensors:  # the first file of several may hold none
            return facts, 0
        return facts, -(-self._file.tell() // grain) * grain + last

    def _tensor(self) -> int:
        """Pass by the description of one tensor; where it begins, counted from the first."""
        self._text()
        self._skip(8 * self._number("<I") + 4)  # its dimensions and its type
        begin: int = self._number("<Q")
        return begin

    def _value(self, kind: int) -> Any:  # noqa: ANN401  (a number, a text, or nothing)
        if kind in _NUMBERS:
            return self._number(_NUMBERS[kind])
        if kind == _STRING:
            return self._text()
        if kind != _LIST:
            raise _Broken(f"it holds a value of an unknown type ({kind})")
        inner, count = self._number("<I"), self._number("<Q")
        if inner in _NUMBERS:
            self._skip(count * struct.calcsize(_NUMBERS[inner]))
        elif inner == _STRING:
            for _ in range(count):
                self._skip(self._number("<Q"))
        else:
            raise _Broken(f"it holds a list of an unknown type ({inner})")
        return None

    def _text(self) -> str:
        return self._bytes(self._number("<Q")).decode("utf-8", "replace")

    def _number(self, form: str) -> Any:  # noqa: ANN401  (int, float or bool)
        return struct.unpack(form, self._bytes(struct.calcsize(form)))[0]

    def _bytes(self, count: int) -> bytes:
        if count > self._size - self._file.tell():
            raise _Broken(f"it is cut short at byte {self._size}")
        return self._file.read(count)

    def _skip(self, count: int) -> None:
        if count > self._size - self._file.tell():
            raise _Broken(f"it is cut short at byte {self._size}")
        self._file.seek(count, 1)
