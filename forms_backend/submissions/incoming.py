"""来件 ready to be written: all that can be worked out before the end of the ledger is locked. Pure.

Numbers have no gaps and events are chained, so submissions are written one after the other: what is
done before that wait costs nobody else any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from district.forms.fields import LedgerColumn, Value
from district.forms.models import FormDefinition
from forms_backend.submissions.blind_index import BlindIndex, searchable
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.payload import answers_of, column_values, encode_payload


@dataclass(frozen=True)
class Incoming:
    """One submission without its number."""

    form: FormDefinition
    channel: Channel
    digest: str
    """Keyed hash of the content, which tells a repeat from something new."""
    payload: bytes
    """The answers, not yet encrypted."""
    columns: Mapping[LedgerColumn, str]
    """What lists and reports show of the answers."""
    consents: tuple[tuple[str, str], ...]
    """Key and wording of each consent given."""
    trapdoors: frozenset[bytes]
    """The words it can be found by, see `blind_index`."""


def prepare(
    form: FormDefinition,
    values: Mapping[str, Value],
    channel: Channel,
    digest: str,
    index: BlindIndex,
) -> Incoming:
    """What the visitor sent, ready to be written."""
    answers = answers_of(form, values)
    return Incoming(
        form=form,
        channel=channel,
        digest=digest,
        payload=encode_payload(form, answers),
        columns=column_values(form, values),
        consents=tuple((c.key, c.text) for c in form.consents() if values.get(c.key) is True),
        trapdoors=index.trapdoors(searchable(answers)),
    )
