"""Whether two records are one dataset: what is certain, what people must decide, and false friends."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.svrc.package import package_dict
from ckanext.resilient.svrc.profile import Facts, Profile, marks, profile_of
from ckanext.resilient.svrc.record import Agent, Dataset, Distribution
from ckanext.resilient.svrc.sameness import REASONS, compare, differences, nearer, rank

COMUNE = "Comune di Esempio"


def profile(
    title: str = "Asili nido", publisher: str = COMUNE, files: tuple[str, ...] = (), **fields: Any
) -> Profile:
    """The profile of a dataset whose files have these names at one host."""
    distributions = [Distribution(download_url=f"https://dati.example.org/{name}") for name in files]
    publishers = [Agent(name={"it": publisher})] if publisher else []
    dataset = Dataset(
        guid="g", title={"it": title}, publishers=publishers, distributions=distributions, **fields
    )
    return profile_of(package_dict(dataset))


URI = {"uri": "https://region.example.org/id/asili"}
LOCAL = {"identifier": "c_e999:asili"}
PAGE = {"landing_page": "https://region.example.org/dataset/asili"}
OTHER = "Regione Esempio"

CERTAIN = [
    ("same-identity", profile(**URI), profile("Nurseries", "Italian government", **URI)),
    ("same-identity", profile(identifier="10.5281/zenodo.42"), profile("X", OTHER, uri="https://doi.org/10.5281/zenodo.42")),
    ("same-number", profile(**LOCAL), profile("Asili nido comunali", **LOCAL)),
    ("same-number", profile(publisher="", **LOCAL), profile(**LOCAL)),
    ("same-page", profile(**PAGE), profile(**PAGE)),
    ("same-page", profile(**PAGE), profile(publisher="", uri=PAGE["landing_page"])),
    ("same-files", profile(files=("a.csv",)), profile(publisher=OTHER, files=("a.csv",))),
    ("same-files", profile(files=("a.csv", "a.json")), profile(publisher=OTHER, files=("a.csv", "a.json", "a.xml"))),
    ("same-files", profile("Asili nido 2023", files=("a.csv",)), profile("Asili nido – 2023", OTHER, ("a.csv",))),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "one", "other"), CERTAIN)
def test_two_records_are_certainly_one_dataset(reason: str, one: Profile, other: Profile) -> None:
    assert compare(one, other).grade == compare(other, one).grade == "certain"
    assert reason in compare(one, other).reasons


LIKELY = [
    ("same-name", profile(), profile("ASILI NIDO")),
    ("same-number", profile(**LOCAL), profile(publisher=OTHER, **LOCAL)),
    ("same-page", profile(**PAGE), profile(publisher=OTHER, **PAGE)),
    ("some-files", profile(files=("a.csv",)), profile(publisher=OTHER, files=("a.csv", "b.csv", "c.csv"))),
    ("some-files", profile(files=("a", "b", "c", "d")), profile(publisher=OTHER, files=("a", "b", "x", "y"))),
    ("same-files", profile(files=("a.csv", "a.json")), profile("Nurseries", OTHER, ("a.csv", "a.json"))),
    ("other-years", profile("Bilancio 2022", **URI), profile("Bilancio 2023", **URI)),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "one", "other"), LIKELY)
def test_people_decide_where_it_is_not_certain(reason: str, one: Profile, other: Profile) -> None:
    assert compare(one, other).grade == compare(other, one).grade == "likely"
    assert reason in compare(one, other).reasons


FALSE_FRIENDS = {
    "the same title of two publishers": (profile("Bilancio 2023"), profile("Bilancio 2023", OTHER)),
    "yearly editions": (profile("Bilancio 2022"), profile("Bilancio 2023")),
    "yearly editions on one page": (profile("Bilancio 2022", **PAGE), profile("Bilancio 2023", **PAGE)),
    "yearly editions that share a guide to reading": (
        profile("Bilancio 2022", files=("2022.csv", "guida.pdf")),
        profile("Bilancio 2023", files=("2023.csv", "guida.pdf")),
    ),
    "yearly editions that lead to one application": (
        profile("Bilancio 2022", files=("app",)),
        profile("Bilancio 2023", files=("app",)),
    ),
    "one number given by two portals": (profile("Asili", **LOCAL), profile("Farmacie", OTHER, **LOCAL)),
    "a page with many datasets": (profile("Asili", **PAGE), profile("Farmacie comunali", **PAGE)),
    "the home page as the page": (
        profile("Asili", landing_page="https://dati.example.org/"),
        profile("Farmacie", landing_page="https://dati.example.org/"),
    ),
    "no identifier": (profile("Asili", identifier="N/A"), profile("Farmacie", identifier="N/A")),
    "two layers of one item": (
        profile("Confini: comuni", identifier="https://maps.example.org/item?id=7f&sublayer=0"),
        profile("Confini: province", identifier="https://maps.example.org/item?id=7f&sublayer=1"),
    ),
    "two layers of one service": (
        profile("Confini: comuni", files=("FeatureServer/0",)),
        profile("Confini: province", files=("FeatureServer/1",)),
    ),
    "a common list of places": (
        profile("Asili", OTHER, ("asili.csv", "comuni.csv")),
        profile("Farmacie", OTHER, ("farmacie.csv", "comuni.csv")),
    ),
    "no publisher": (profile("Bilancio", ""), profile("Bilancio", "")),
}


@pytest.mark.parametrize("friends", list(FALSE_FRIENDS))
def test_a_false_friend_is_told_apart(friends: str) -> None:
    one, other = FALSE_FRIENDS[friends]
    assert compare(one, other).grade == compare(other, one).grade == "different"


@pytest.mark.parametrize(("reason", "one", "other"), [case for case in CERTAIN if case[0] != "same-files"])
def test_a_mark_that_too_many_carry_tells_nothing(reason: str, one: Profile, other: Profile) -> None:
    common = marks(one).keys() & marks(other).keys()
    assert compare(one, other, common).grade == "different"


def test_every_reason_can_come_up_and_has_a_sentence() -> None:
    found = {reason for _, one, other in CERTAIN + LIKELY for reason in compare(one, other).reasons}
    assert found == REASONS.keys()


def facts(files: int = 1, length: int = 10) -> Profile:
    return Profile(facts=Facts(files=files, length=length))


def test_the_record_nearest_to_its_publisher_stays_then_the_fuller_one() -> None:
    assert rank(facts(), "") > rank(facts(files=9), "region") > rank(facts(files=9), "nation")
    assert rank(facts(files=9), "nation") > rank(facts(files=9), "world")
    assert rank(facts(files=2), "") > rank(facts(files=1, length=900), "")
    assert rank(facts(length=900), "") > rank(facts(length=10), "")


def test_nearer_is_only_who_is_nearer() -> None:
    assert nearer("", "nation")
    assert not nearer("nation", "nation")
    assert not nearer("world", "region")


def test_differences_name_what_people_would_want_to_know() -> None:
    stays = Profile(facts=Facts("Asili", "", "CC_BY_4_0", "2024-05-01", 3, 10))
    other = Profile(facts=Facts("Asili", "", "CC0", "2023-01-01", 1, 99))
    assert differences(stays, other) == {
        "licence": ["CC_BY_4_0", "CC0"],
        "modified": ["2024-05-01", "2023-01-01"],
        "files": [3, 1],
    }
    assert differences(stays, stays) == {}
