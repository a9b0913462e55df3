"""Every exception Bedfellows raises on purpose.

BedfellowsError
├── InputError           a document, file or value given by the user cannot be used
│   ├── DocumentError    a document cannot be read (empty, binary, no text, too large)
│   ├── FetchError       an address cannot be fetched, or must not be
│   ├── DateError        a date is impossible or cannot be understood
│   └── RegistryError    an actors file is malformed
├── UnknownActorError    a name matches no actor of the case
├── CaseError            a case file cannot be used
│   ├── CaseMissingError it does not exist
│   ├── CaseLockedError  another process is writing to it
│   └── SchemaError      it was made by another version, or is not a case
└── ReaderError          a reader (language model, endpoint) is not available or answered nonsense

Each message says what was expected, what was found, where, and what to do next.
"""


class BedfellowsError(Exception):
    """Base of all errors raised on purpose."""


class InputError(BedfellowsError):
    """Something the user gave cannot be used."""


class DocumentError(InputError):
    """A document holds nothing that can be read."""


class FetchError(InputError):
    """An address could not be fetched, or is not allowed to be."""


class DateError(InputError):
    """A date is impossible or cannot be understood."""


class RegistryError(InputError):
    """A file of actors is malformed; the message names file, entry and field."""


class UnknownActorError(BedfellowsError):
    """A name matches no actor; the message lists the nearest ones."""


class CaseError(BedfellowsError):
    """A case file cannot be used."""


class CaseMissingError(CaseError):
    """The case file does not exist."""


class CaseLockedError(CaseError):
    """Another process is writing to the case."""


class SchemaError(CaseError):
    """The file is no case, or one of another version."""


class ReaderError(BedfellowsError):
    """A reader is not available, or its answer cannot be used."""
