"""Registers, built once."""

from __future__ import annotations

from district.registers.models import Registers
from district.registers.reading import load_registers
from forms_backend.attachments.service import AttachmentService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.registers.calendar import CalendarService
from forms_backend.registers.drawing import SampleService
from forms_backend.registers.reading import RegisterReader
from forms_backend.registers.repository import RegisterRepository
from forms_backend.registers.service import RegisterService
from forms_backend.running.parts import Parts


def build_definitions(parts: Parts) -> None:
    """The registers that the district defines. Raises ConfigError when registers.yml is wrong."""
    parts.add(load_registers(parts.ground.config, parts.ground.directory))


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground, attachments = parts.ground, parts[AttachmentService]
    attachments.also_named_by(lambda work, name: work[RegisterRepository].is_named(name))
    service = RegisterService(
        ground.database,
        ground.cipher,
        ground.clock,
        parts[Registers],
        parts[CaseworkRules],
        ground.config,
        attachments,
    )
    parts.add(service)
    parts.add(RegisterReader(ground.database, ground.cipher, ground.clock, service, attachments))
    parts.add(CalendarService(ground.database, ground.cipher, ground.clock, parts[Registers]))
    parts.add(SampleService(ground.database, ground.clock, service))
