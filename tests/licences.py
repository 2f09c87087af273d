"""Fails when a package that mujaz installs, with all extras, has a licence that is not on the list."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from typing import Any

ALLOWED = re.compile(
    r"\b(MIT|MIT-0|BSD|ISC|Apache|MPL|Mozilla Public|PSF|Python Software Foundation|Unlicense|0BSD)\b", re.IGNORECASE
)
REFUSED = re.compile(r"\b(A?GPL|LGPL|GNU)\b", re.IGNORECASE)
OWN = {"mujaz"}


def licence(package: Distribution) -> str:
    """What a package says of its licence: the SPDX expression, the classifiers, the first line of the free text or file."""
    meta: Any = package.metadata  # an email.message.Message, typed as less
    classified = [c.rsplit(" :: ", 1)[-1] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    free = (meta.get("License") or "").strip().splitlines()
    said = meta.get("License-Expression") or "; ".join(classified) or (free[0] if free else "")
    return str(said or _first_line_of_file(package) or "not said")


def _first_line_of_file(package: Distribution) -> str:
    """The first line of the licence that a package ships, which names it."""
    text = package.read_text(f"licenses/{package.metadata['License-File']}") if "License-File" in package.metadata else None
    return (text or "").strip().partition("\n")[0]


def main() -> int:
    """Print the packages that may not be used; 1 when there are any."""
    bad = [
        f"{package.metadata['Name']}: {said}"
        for package in distributions()
        if package.metadata["Name"] not in OWN
        and (not ALLOWED.search(said := licence(package)) or (REFUSED.search(said) and " OR " not in said))
    ]
    sys.stdout.write("".join(f"licence not allowed: {line}\n" for line in sorted(bad)) or "licences: all allowed\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
