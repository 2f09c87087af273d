"""What a GGUF file says of itself: read of good files, and of bad ones no more than an error of one line comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from gguf_files import gguf
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import MujazError, SettingsError, WeightsError
from mujaz.model.gguf import writes

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, bytes] = {
    "a_model": gguf(),
    "version_2": gguf(version=2),
    "says_that_it_is_a_model": gguf({"general.type": "model"}),
    "pools_nothing": gguf({"qwen2.pooling_type": 0}),
    "no_window_told": gguf({"qwen2.context_length": None}),
    "the_first_of_several": gguf({"split.count": 3}, tensors=0),
}


@pytest.mark.parametrize("raw", GOOD.values(), ids=GOOD)
def test_a_model_that_writes(raw: bytes, tmp_path: Path) -> None:
    """A model that writes text may be run with any window up to its own."""
    path = tmp_path / "own.gguf"
    path.write_bytes(raw)
    writes(path, 4096)


BAD: dict[str, tuple[bytes, str]] = {
    "embeds": (gguf({"general.architecture": "bert"}), "('bert') that measures texts and writes none"),
    "is_not_causal": (gguf({"qwen2.attention.causal": False}), "('qwen2') that measures texts"),
    "pools": (gguf({"qwen2.pooling_type": 3}), "('qwen2') that measures texts"),
    "an_adapter": (gguf({"general.type": "adapter"}), "it holds no model but 'adapter'"),
    "version_1": (gguf(version=1), "GGUF of version 1"),
    "big_endian": (gguf(version=3 << 24), "GGUF of version 50331648"),
    "cut_in_the_head": (gguf()[:60], "it is cut short at byte 60"),
    "cut_in_the_body": (gguf()[:-33], "it is cut short at byte"),
    "only_magic": (b"GGUF", "it is cut short at byte 4"),
    "no_gguf": (b"PK\x03\x04" + bytes(99), "not a GGUF file"),
    "unknown_type": (gguf({"x": 1}).replace(b"x\x05\x00", b"x\x63\x00"), "a value of an unknown type (99)"),
    "lists_of_lists": (
        gguf({"x": [1]}).replace(b"x\x09\x00\x00\x00\x05", b"x\x09\x00\x00\x00\x09"),
        "a list of an unknown type (9)",
    ),
    "aligned_to_nothing": (gguf({"general.alignment": 0}), "aligned to 0 bytes"),
    "endless": (b"GGUF\x03\x00\x00\x00" + b"\xff" * 16, "it is cut short at byte 24"),
}


@pytest.mark.parametrize(("raw", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_run(raw: bytes, said: str, tmp_path: Path) -> None:
    """A file that llama.cpp cannot run, or that would end the process in it, is one line with its name before it is opened."""
    path = tmp_path / "own.gguf"
    path.write_bytes(raw)
    with pytest.raises(WeightsError) as caught:
        writes(path, 2048)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_window_that_is_too_large(tmp_path: Path) -> None:
    """A window larger than the one the model was trained with is told with the largest that it has."""
    path = tmp_path / "own.gguf"
    path.write_bytes(gguf())
    with pytest.raises(SettingsError, match=r"--context 4097: own.gguf reads at most 4096"):
        writes(path, 4097)


@given(st.binary(max_size=200), st.integers(0, 200), st.binary(max_size=8))
def test_no_bytes_are_more_than_an_error(tmp_path_factory: Any, raw: bytes, at: int, other: bytes) -> None:
    """Whatever the bytes are, noise or a good file with some of them changed, nothing but an error of ours comes of it."""
    path = tmp_path_factory.mktemp("gguf") / "own.gguf"
    good = gguf()
    for content in (b"GGUF\x03\x00\x00\x00" + raw, good[:at] + other + good[at + len(other) :], good[:at]):
        path.write_bytes(content)
        try:
            writes(path, 2048)
        except MujazError as error:
            assert "\n" not in str(error)  # noqa: PT017  (most of these bytes are an error, not all)
