"""The one tree of errors. Each tells staff in Japanese what happened, where, and what to do.

ShirubeError
├── UsageError            a command that cannot be understood              (exit 2)
└── RefusedError          input or state that was refused                  (exit 1)
    ├── UnreadableFile    missing, not a PDF, encrypted, broken, empty
    ├── LimitExceeded     too many pages, too much memory or time
    ├── UnknownDocument   no such document in the library, or more than one
    ├── LibraryLocked     another process is writing
    ├── LibraryBroken     half-written or damaged library
    ├── SettingsError     settings.toml cannot be understood
    ├── EncoderError      the model named in the settings cannot be used
    ├── OcrUnavailable    characters in pictures cannot be read: Tesseract or its Japanese data are missing
    ├── OcrFailed         the characters of one page could not be read from its picture
    └── DownloadError     an official document could not be fetched
"""

from __future__ import annotations


class ShirubeError(Exception):
    """Base of every error Shirube raises on purpose. `code` is stable; `str(error)` is for staff."""

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class UsageError(ShirubeError):
    """The command or question cannot be understood."""

    code = "usage"
    exit_code = 2


class RefusedError(ShirubeError):
    """Input or state that was refused."""

    code = "refused"


class UnreadableFile(RefusedError):
    """A file that cannot be read as PDF. Codes: missing, unreadable, not_pdf, encrypted, broken, empty."""

    code = "broken"


class LimitExceeded(RefusedError):
    """Reading was stopped at a limit. Codes: too_many_pages, too_much_memory, timeout."""

    code = "limit"


class UnknownDocument(RefusedError):
    """No document, or several, answer to the given id, prefix or file stem."""

    code = "unknown_document"


class LibraryLocked(RefusedError):
    """Another process is writing to the library."""

    code = "library_locked"


class LibraryBroken(RefusedError):
    """The library on disk is half-written or damaged."""

    code = "library_broken"


class SettingsError(RefusedError):
    """The settings file of a library cannot be understood."""

    code = "settings"


class EncoderError(RefusedError):
    """The embedding model named in the settings cannot be used."""

    code = "encoder"


class OcrUnavailable(RefusedError):
    """Characters in pictures cannot be read here. Codes: ocr_not_installed, ocr_language_missing."""

    code = "ocr_not_installed"


class OcrFailed(RefusedError):
    """One page could not be drawn or its characters not be read. Codes: ocr_failed, ocr_timeout."""

    code = "ocr_failed"


class EndpointError(RefusedError):
    """The language model named in the settings cannot be reached or says nothing that can be read."""

    code = "endpoint"


class DownloadError(RefusedError):
    """An official document could not be fetched."""

    code = "download"


class ManifestError(RefusedError):
    """The list of official documents (sources.toml) is not as it must be."""

    code = "manifest"
