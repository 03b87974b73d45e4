"""What a licence allows."""

from __future__ import annotations

import pytest

from ckanext.resilient.display.rights import Rights, rights_of
from ckanext.resilient.svrc.vocabularies import authority

FREE = Rights()
WITHOUT_NAME = Rights(name_source=False)


@pytest.mark.parametrize("code", ["CC0", "CC_PDM_1_0", "ODC_PDDL", "cc-zero", "DLDE_ZERO_2_0"])
def test_public_domain_asks_for_nothing(code: str) -> None:
    assert rights_of(code) == WITHOUT_NAME


@pytest.mark.parametrize(
    "code",
    ["CC_BY_4_0", "CC_BY", "CC_BY_3_0_AT", "cc-by", "IODL_2_0", "ETALAB_2_0", "OGL_3_0", "ODC_BY", "HROD"],
)
def test_attribution_asks_for_the_source_only(code: str) -> None:
    assert rights_of(code) == FREE


@pytest.mark.parametrize("code", ["CC_BYSA_4_0", "cc-by-sa", "ODC_BL", "odc-odbl", "IODL_1_0"])
def test_share_alike_asks_for_the_same_licence(code: str) -> None:
    assert rights_of(code) == Rights(same_terms=True)


def test_terms_of_creative_commons_add_up() -> None:
    assert rights_of("CC_BYNC_4_0") == Rights(sell=False)
    assert rights_of("CC_BYND_3_0") == Rights(change=False)
    assert rights_of("CC_BYNCSA_4_0") == Rights(sell=False, same_terms=True)
    assert rights_of("CC_BYNCND_2_5") == Rights(change=False, sell=False)


def test_a_licence_is_known_by_its_authority_address() -> None:
    assert rights_of("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0") == FREE


@pytest.mark.parametrize(
    "code", ["", "notspecified", "other-closed", "AGPL_3_0", "MIT", "OP_DATPRO", "anything"]
)
def test_what_is_not_stated_or_not_about_data_gets_no_answer(code: str) -> None:
    assert rights_of(code) is None


def test_every_creative_commons_licence_of_the_eu_table_has_an_answer() -> None:
    silent = [
        term.code for term in authority("licence") if term.code.startswith("CC") and not rights_of(term.code)
    ]
    assert silent == []


def test_free_is_what_allows_everything_but_other_terms() -> None:
    assert FREE.free
    assert WITHOUT_NAME.free
    assert not Rights(same_terms=True).free
    assert not Rights(sell=False).free
