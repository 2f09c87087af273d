"""Every error mujaz raises on purpose. The message is one line: what happened, with the value, and what mends it.

MujazError                  exit code 1
├── InputError              2   the article cannot be read or used
├── SettingsError           2   an option, variable or file of settings is wrong
├── ModelError              1   the model could not be reached or would not answer
│   ├── AuthError               no key, or one the server refuses
│   ├── EndpointError           no server answers there, it knows no such model, or only fails
│   ├── WeightsError            weights missing, or not the published file
│   ├── TooLongError            the article does not fit the model's context window
│   ├── RefusalError            the model declined to answer
│   └── AnswerError             no usable answer within the retry budget
│       └── ServerError             and the last time the server was to blame
└── RecordingError          1   a recording that does not fit, is missing or cannot be written
"""

from __future__ import annotations

from typing import ClassVar


class MujazError(Exception):
    """Base of all errors of this package.

    Attributes:
        exit_code: What the command line exits with.
    """

    exit_code: ClassVar[int] = 1


class InputError(MujazError):
    """The article cannot be read or used as it is."""

    exit_code = 2


class SettingsError(MujazError):
    """An option, an environment variable or the settings file holds a value that cannot be used."""

    exit_code = 2


class ModelError(MujazError):
    """The model could not be reached, or would not answer."""


class AuthError(ModelError):
    """There is no key, or the server refuses the one there is."""


class EndpointError(ModelError):
    """No server answers at the address, or the one that does knows no such model, or has failed many articles in a row."""


class WeightsError(ModelError):
    """The embedded model's weights are missing or are not the published file."""


class TooLongError(ModelError):
    """The article does not fit the model's context window."""


class RefusalError(ModelError):
    """The model declined to answer."""


class AnswerError(ModelError):
    """The retry budget was spent without a usable answer."""


class ServerError(AnswerError):
    """The same, and the last time the server was to blame: the connection broke, nothing came in time, or it said 429 or 5xx."""


class RecordingError(MujazError):
    """A recording does not fit the run, is missing, or cannot be written."""


FOR_ALL = (AuthError, EndpointError)
"""What one question fails on, every other to the same model would: it ends a run of many."""
