"""From whatever a caller gives to cleaned articles: the first two stations in one step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mujaz.errors import InputError
from mujaz.reading.read import Ways, is_address, read, read_all
from mujaz.result import Article
from mujaz.text.article import make_article
from mujaz.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator


def load(source: str | Path | Article, ways: Ways | None = None, item: int | None = None) -> Article:
    """The cleaned article of a `Path` (a file, or `-` for standard input), a `str` (an address, or the text), or an `Article`.

    Args:
        source: The article.
        ways: How to read it.
        item: Which article to take of a folder, table or feed, counted from 1.

    Raises:
        InputError: It cannot be read or used.
    """
    if isinstance(source, Article):
        return source
    if isinstance(source, Path) or is_address(source):
        return clean(read(source, ways, item))
    return clean(make_article(source))


def load_all(source: str | Path, ways: Ways | None = None) -> Iterator[Article | InputError]:
    """The cleaned articles of a file, folder, table, feed, page or text; what cannot be used is given as the error that says why.

    Raises:
        InputError: Nothing of it can be read.
    """
    whole = isinstance(source, str) and not is_address(source)
    for found in [make_article(str(source))] if whole else read_all(source, ways):
        try:
            yield found if isinstance(found, InputError) else clean(found)
        except InputError as error:
            yield error
