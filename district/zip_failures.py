"""What `zipfile` raises when a file that somebody brought is damaged, locked or packed in a way that it
does not know: no class of its own, so that readers who name them one by one forget one."""

from __future__ import annotations

import zipfile
import zlib

ZIP_FAILURES = (
    zipfile.BadZipFile,
    NotImplementedError,  # a method of packing that it does not know
    RuntimeError,  # a password
    EOFError,  # cut short
    zlib.error,  # damaged data
    KeyError,  # a part that is not there
    ValueError,
    OSError,
)
"""For `except`: all of them mean that the file gives no content."""
