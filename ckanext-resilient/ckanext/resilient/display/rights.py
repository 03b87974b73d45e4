"""What a licence lets people do, as three answers: share, change, sell.

Codes are those of the EU licence authority table or CKAN's own licence ids. A licence that is
not listed here gets no answer: a page then says that the terms must be read at the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rights:
    """What others may do with a dataset, and on which terms."""

    change: bool = True
    sell: bool = True
    name_source: bool = True
    same_terms: bool = False

    @property
    def free(self) -> bool:
        """Whether everybody may do everything, at most naming the source."""
        return self.change and self.sell and not self.same_terms


_PUBLIC_DOMAIN = Rights(name_source=False)
_ATTRIBUTION = Rights()
_SHARE_ALIKE = Rights(same_terms=True)

_BY_CODE: dict[str, Rights] = {
    "CC0": _PUBLIC_DOMAIN,
    "CC_ZERO": _PUBLIC_DOMAIN,
    "CC_PDM": _PUBLIC_DOMAIN,
    "ODC_PDDL": _PUBLIC_DOMAIN,
    "DLDE_ZERO": _PUBLIC_DOMAIN,
    "OTHER_PD": _PUBLIC_DOMAIN,
    "ODC_BY": _ATTRIBUTION,
    "OTHER_AT": _ATTRIBUTION,
    "ETALAB": _ATTRIBUTION,
    "IODL_2_0": _ATTRIBUTION,
    "OGL": _ATTRIBUTION,
    "UK_OGL": _ATTRIBUTION,
    "NLOD": _ATTRIBUTION,
    "DLDE_BY": _ATTRIBUTION,
    "COM_REUSE": _ATTRIBUTION,
    "HROD": _ATTRIBUTION,
    "ISA_OML": _ATTRIBUTION,
    "IODL_1_0": _SHARE_ALIKE,
    "ODC_BL": _SHARE_ALIKE,
    "ODC_ODBL": _SHARE_ALIKE,
    "GNU_FDL": _SHARE_ALIKE,
    "GFDL": _SHARE_ALIKE,
    "OGL_NC": Rights(sell=False),
    "CC_NC": Rights(sell=False),
    "OTHER_NC": Rights(sell=False),
    "DLDE_BYNC": Rights(sell=False),
}

_VERSION = re.compile(r"(_\d[\dA-C]*)+(_[A-Z]{2,3})?$")
_CREATIVE_COMMONS = re.compile(r"CC_BY(NC|_NC)?(ND|_ND|SA|_SA)?$")


def rights_of(licence: str) -> Rights | None:
    """What the licence with this code or URI allows, None when it is not known or not stated."""
    code = licence.strip().rstrip("/").rsplit("/", 1)[-1].upper().replace("-", "_")
    if code in _BY_CODE:
        return _BY_CODE[code]
    family = _VERSION.sub("", code)
    if match := _CREATIVE_COMMONS.match(family):
        non_commercial, terms = match.groups()
        return Rights(
            change=not (terms or "").endswith("ND"),
            sell=not non_commercial,
            same_terms=(terms or "").endswith("SA"),
        )
    return _BY_CODE.get(family)
