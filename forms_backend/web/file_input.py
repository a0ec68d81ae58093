"""What a page needs to draw the choosing of files."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from district.forms.fields import AttachmentField, ShowIf
from forms_backend.attachments import messages
from forms_backend.attachments.kinds import ACCEPTED_EXTENSIONS, MEGABYTE
from forms_backend.web.uploads import HOURS, KEPT_SUFFIX, Upload


@dataclass(frozen=True)
class FileInput:
    """One input for files, with those that were uploaded before."""

    definition: AttachmentField
    id: str
    uploads: tuple[Upload, ...] = ()

    @property
    def texts(self) -> ModuleType:
        return messages

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def kept_name(self) -> str:
        return self.key + KEPT_SUFFIX

    @property
    def condition(self) -> ShowIf | None:
        return self.definition.show_if

    @property
    def is_several(self) -> bool:
        return self.definition.max_files > 1

    @property
    def largest(self) -> int:
        """Bytes of one file."""
        return self.definition.max_mb * MEGABYTE

    @property
    def most(self) -> int:
        return self.definition.max_files

    @property
    def too_large(self) -> str:
        """Said by the script of the page, before anything is sent."""
        return messages.TOO_LARGE.format(megabytes=self.definition.max_mb)

    @property
    def too_many(self) -> str:
        """Said by the script, too."""
        return messages.TOO_MANY_CHOSEN.format(files=self.definition.max_files)

    @property
    def limits(self) -> str:
        """How many files of which size."""
        template = messages.LIMITS if self.is_several else messages.LIMITS_ONE
        return template.format(files=self.definition.max_files, megabytes=self.definition.max_mb)

    @property
    def accepted(self) -> str:
        """Which kinds, and what to hide first."""
        return messages.HINT.format(accepted=messages.ACCEPTED)

    @property
    def accept(self) -> str:
        return ",".join(ACCEPTED_EXTENSIONS)

    @property
    def kept_help(self) -> str:
        return messages.KEPT_HELP.format(hours=HOURS)
