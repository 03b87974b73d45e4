"""What can be wrong with a source or a record, in plain words; the texts are in the tables of `kinds`.

The texts stay templates until someone reads them, so that an edge (a page, a mail, a
command) can translate the template first and fill in the values afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from ckanext.resilient.svrc.kinds import KINDS
from ckanext.resilient.svrc.kinds.base import N_, Severity
from ckanext.resilient.svrc.text import storable

__all__ = ["KINDS", "NOBODY", "N_", "Issue", "Owner"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record it is: a name, and an address that stands in the record itself; both empty where none does."""

    name: str = ""
    email: str = ""


NOBODY = Owner()


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: which record, which field, what is wrong and what helps.

    Args:
        code: a key of `KINDS`.
        record: what names the record for a person (title, else identifier); empty for the whole source.
        field: the field at the source (`dct:issued`, `extras.theme`), empty when none applies.
        params: values for the placeholders of the two texts.
        owner: whose record it is, as far as the record says.
    """

    code: str
    record: str = ""
    field: str = ""
    params: Mapping[str, str] = dataclass_field(default_factory=dict[str, str])
    # What is wrong is the same, whoever it concerns.
    owner: Owner = dataclass_field(default=NOBODY, compare=False)

    def __post_init__(self) -> None:
        # What a source sent is quoted in here, and it may have sent anything.
        object.__setattr__(self, "record", storable(self.record))
        object.__setattr__(self, "params", {name: storable(value) for name, value in self.params.items()})

    @property
    def severity(self) -> Severity:
        """`error` loses the record, `warning` loses or doubts a value, `info` only tells."""
        return KINDS[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return KINDS[self.code].message.format(**self.params)

    @property
    def remedy(self) -> str:
        """What to do about it, in English."""
        return KINDS[self.code].remedy.format(**self.params)

    def as_dict(self) -> dict[str, str]:
        """The form that `ckan resilient harvest rehearse --json` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "record": self.record,
            "field": self.field,
            "message": self.message,
            "remedy": self.remedy,
        }
