"""INE Portugal's catalogue: all indicators of a large document, and never a part taken for the whole."""

from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.ine_pt import PROTOCOL
from ckanext.resilient.svrc.dates import read_date
from ckanext.resilient.svrc.frequencies import frequency_code
from ckanext.resilient.svrc.record import Period, SourceDataset
from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.fake_ine_pt import catalogue, indicator, ine_pt_source, sent
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

PORTAL = Endpoint("https://ine.example/ine/xml_indic.jsp?opc=2&lang=PT")
SAVED = "/saved/catalogue.xml"


def read(respond: Any, path: str = SAVED, **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def read_text(text: str, charset: str = "utf-8", **more: Any) -> Listed:
    return read(lambda asked: sent(text, charset), **more)


def datasets(result: Listed) -> list[SourceDataset]:
    return [PROTOCOL.read_record(raw, PORTAL) for raw in result.records]


def made(more: str = "", title: str = "Crianças em creches") -> SourceDataset:
    (dataset,) = datasets(read_text(catalogue(indicator(1, title, more))))
    return dataset


@pytest.mark.parametrize("path", ["", "/", "/ine/xml_indic.jsp?opc=2&lang=PT", "/ine/xml_indic.jsp"])
def test_each_language_has_a_document_and_an_indicator_is_one_record(path: str):
    result = read(ine_pt_source, path)
    assert (result.guids, result.end.complete, result.codes) == (["0000000", "0000001", "0000002"], True, [])
    assert [asked.query["lang"] for asked in result.asked] == [["PT"], ["EN"]]
    first = datasets(result)[0]
    assert first.title == {"pt": "Servizi Serviços 0", "en": "Servizi Services 0"}
    assert first.languages == ["pt", "en"]


@pytest.mark.parametrize("wanted", [["pt"], "pt"])
def test_one_language_can_be_asked_for(wanted: Any):
    result = read(ine_pt_source, "", languages=wanted)
    assert [asked.query["lang"] for asked in result.asked] == [["PT"]]
    assert set(datasets(result)[0].title) == {"pt"}


def test_what_only_the_other_language_has_is_listed_too():
    def respond(asked: Asked) -> Answer:
        language = asked.query["lang"][0]
        return sent(catalogue(indicator(1), indicator(2 if language == "PT" else 3), language=language))

    result = read(respond, "")
    assert (result.guids, result.end.complete) == (["0000001", "0000002", "0000003"], True)
    assert set(datasets(result)[2].title) == {"en"}


def test_a_language_that_is_answered_with_another_one_brings_nothing_twice():
    result = read(lambda asked: sent(catalogue(indicator(1))), "")
    assert (result.guids, result.end.complete, result.codes) == (["0000001"], True, [])
    assert datasets(result)[0].title == {"pt": "Crianças em creches"}


@pytest.mark.parametrize(
    "answer", [Answer(500), Answer(200, b"<html>busy"), sent(catalogue(indicator(1), language="EN", end=""))]
)
def test_a_language_that_is_lost_makes_the_listing_incomplete(answer: Answer):
    def respond(asked: Asked) -> Answer:
        return answer if asked.query["lang"] == ["EN"] else sent(catalogue(indicator(1)))

    result = read(respond, "")
    assert (result.guids, result.end.complete) == (["0000001"], False)


def test_we_do_not_pretend_to_be_a_browser():
    result = read(ine_pt_source, "")
    assert all(asked.headers["user-agent"].startswith("ckanext-resilient") for asked in result.asked)


def test_a_large_document_comes_in_pages():
    result = read_text(catalogue(*(indicator(number) for number in range(250))))
    assert [len(page.records) for page in result.pages] == [100, 100, 50]
    assert result.end.complete


def test_a_limit_is_kept():
    result = read_text(catalogue(*(indicator(number) for number in range(9))), limit=4)
    assert (len(result.guids), result.end.complete, result.codes) == (4, False, [])


@pytest.mark.parametrize(
    "tail",
    [
        "",
        '  <indicator id="0000009">\n    <title><![CDATA[ half a ti',
        '  <indicator id="0000009">\n    <title>whole</title>\n    <dates>',
        '  <indicator id="00000',
        "  <indi",
        "</cata",
    ],
)
def test_a_transfer_that_was_cut_gives_what_is_whole_and_is_not_complete(tail: str):
    result = read_text(catalogue(indicator(1), indicator(2), end=tail))
    assert result.guids == ["0000001", "0000002"]
    assert (result.end.complete, result.codes) == (False, ["answer-broken"])


def test_a_cut_inside_a_letter_does_not_spoil_the_others():
    body = catalogue(indicator(1), '<indicator id="2"><title>Vende', end="").encode() + b"\xc3"
    result = read(lambda asked: Answer(body=body))
    assert datasets(result)[0].title == {"pt": "Crianças em creches"}
    assert result.codes == ["answer-broken"]


@pytest.mark.parametrize("damage", ["Lares & creches", "Lares < creches", "&nbsp;", "<b>", "</p>"])
def test_one_damaged_indicator_costs_only_itself_but_is_told(damage: str):
    bad = indicator(2, more=f"<keywords>{damage}</keywords>\n")
    result = read_text(catalogue(indicator(1), bad, indicator(3), bad, indicator(4)))
    assert result.guids == ["0000001", "0000003", "0000004"]
    assert (result.end.complete, result.codes) == (False, ["record-lost", "record-lost"])
    assert result.end.issues[0].record == "0000002"


def test_damage_before_the_cut_is_told_beside_it():
    bad = indicator(2, more="<keywords>A & B</keywords>\n")
    result = read_text(catalogue(indicator(1), bad, end='  <indicator id="0000003"><title>half'))
    assert (result.guids, result.codes) == (["0000001"], ["record-lost", "answer-broken"])


def test_a_damaged_start_tag_does_not_stop_the_reading():
    result = read_text(catalogue(indicator(1), "<indicator id=7><title>x</title></indicator>", indicator(3)))
    assert result.guids == ["0000001", "0000003"]
    assert not result.end.complete


def test_a_document_full_of_damage_is_left_after_so_many():
    bad = indicator(2, more="<keywords>A & B</keywords>\n")
    result = read_text(catalogue(*[bad] * 150, indicator(3)))
    assert (result.guids, result.end.complete) == ([], False)
    assert result.codes.count("record-lost") == 100
    assert result.codes[-1] == "answer-broken"


@pytest.mark.parametrize("before", ["Aviso: sistema em manutenção\n", "\n\n  ", "\ufeff", "<!-- nota -->"])
@pytest.mark.parametrize("after", ["", "\n", "\n<!-- 12 ms -->", "<p>"])
def test_a_stray_text_around_the_document_does_no_harm(before: str, after: str):
    result = read_text(before + catalogue(indicator(1)) + after)
    assert (result.guids, result.end.complete, result.codes) == (["0000001"], True, [])


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "latin-1"])
def test_letters_arrive_whatever_character_set_the_document_is_really_in(charset: str):
    (dataset,) = datasets(read_text(catalogue(indicator(1, "Árvores de fruto (N.º), ação")), charset))
    assert dataset.title == {"pt": "Árvores de fruto (N.º), ação"}


def test_letters_of_two_character_sets_in_one_document_arrive():
    good, bad = indicator(1, "Produção").encode(), indicator(2, "Educação").encode("latin-1")
    body = b"<catalog>" + good + bad + b"</catalog>"
    found = datasets(read(lambda asked: Answer(body=body)))
    assert [one.title for one in found] == [{"und": "Produção"}, {"und": "Educação"}]


def test_an_entity_bomb_is_not_lit():
    bomb = '<!DOCTYPE catalog [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = f"{bomb}<catalog>{indicator(1, more='<keywords>&b;&f;</keywords>')}{indicator(2)}</catalog>"
    result = read_text(text)
    assert (result.guids, result.codes) == (["0000002"], ["record-lost"])


def test_characters_that_xml_forbids_are_left_out_and_told():
    result = read_text(catalogue(indicator(1, "Cre\x01ches")))
    assert datasets(result)[0].title == {"pt": "Creches"}
    assert (result.codes, result.end.complete) == (["xml-control-characters"], True)


def test_an_indicator_that_comes_twice_counts_once():
    result = read_text(catalogue(indicator(1), indicator(1), indicator(2)))
    assert (result.guids, result.codes) == (["0000001", "0000002"], ["record-repeated"])


def test_an_empty_catalogue_is_whole():
    result = read_text(catalogue())
    assert (result.guids, result.end.complete) == ([], True)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "answer-empty"),
        (b"<!DOCTYPE html><html><body>busy</body></html>", "looks-like-html"),
        (b'{"catalog": {}}', "source-empty"),
        (b"<catalogue/>", "source-empty"),
        (b"<?xml version='1.0'?><error/>", "source-empty"),
    ],
)
def test_what_is_no_catalogue_is_said_to_be_none(body: bytes, code: str):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: Answer(body=body))
    assert caught.value.issue.code == code


def test_an_indicator_arrives():
    dataset = made(
        """<varcd><![CDATA[ 0009999 ]]></varcd>
        <theme><![CDATA[ População ]]></theme><subtheme> Famílias </subtheme>
        <description><![CDATA[ Crianças
            por idade ]]></description>
        <source><![CDATA[ INE, Censos ]]></source><geo_lastlevel>Freguesia</geo_lastlevel>
        <dates><last_period_available>2024</last_period_available><last_update>28-10-2025</last_update></dates>
        <periodicity><![CDATA[ Anual ]]></periodicity><update_type>Corrente</update_type>
        <html><bdd_url><![CDATA[ https://ine.example/1/PT ]]></bdd_url><metainfo_url>https://ine.example/m</metainfo_url></html>
        <json><json_dataset>https://ine.example/j?a=1&amp;lang=PT</json_dataset>
        <json_metainfo>https://ine.example/jm</json_metainfo></json>"""
    )
    assert dataset.title == {"pt": "Crianças em creches"}
    assert dataset.description == {"pt": "Crianças por idade"}
    assert (dataset.identifier, dataset.alternate_identifiers) == ("0000001", ["0009999"])
    assert (dataset.themes, dataset.subjects) == (["População"], ["Famílias"])
    assert (dataset.frequency, dataset.modified) == ("Anual", "28-10-2025")
    assert (dataset.provenance, dataset.periods) == ({"pt": "INE, Censos"}, [Period(end="2024")])
    assert dataset.landing_page == "https://ine.example/1/PT"
    assert dataset.documentation == ["https://ine.example/m", "https://ine.example/jm"]
    (file,) = dataset.distributions
    assert (file.access_url, file.download_url) == ("https://ine.example/j?a=1&lang=PT",) * 2
    assert (file.format, file.languages) == ("JSON", ["pt"])
    assert dataset.extras == {"geo_lastlevel": "Freguesia", "update_type": "Corrente"}
    assert dataset.licences == dataset.publishers == dataset.contacts == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("INE, Árvores, fruto", ["INE", "Árvores", "fruto"]),
        ("INE;Árvores ; fruto", ["INE", "Árvores", "fruto"]),
        ("INE / Árvores/fruto", ["INE", "Árvores", "fruto"]),
        ("INE - Bem-estar - fruto", ["INE", "Bem-estar", "fruto"]),
        ("INE | Árvores | INE", ["INE", "Árvores"]),
        ("INE, ; , ", ["INE"]),
    ],
)
def test_keywords_are_parted_by_any_of_the_separators(written: str, words: list[str]):
    assert made(f"<keywords><![CDATA[ {written} ]]></keywords>").keywords == {"pt": words}


@pytest.mark.parametrize(
    ("word", "code"),
    [("Anual", "ANNUAL"), ("Mensal", "MONTHLY"), ("Trimestral", "QUARTERLY"), ("Semestral", "ANNUAL_2")],
)
def test_the_portuguese_words_for_a_frequency_are_passed_on_and_understood(word: str, code: str):
    frequency = made(f"<periodicity><![CDATA[ {word} ]]></periodicity>").frequency
    assert (frequency, frequency_code(frequency)) == (word, code)


def test_a_date_with_the_day_first_is_passed_on_and_understood():
    modified = made("<dates><last_update><![CDATA[ 28-10-2025 ]]></last_update></dates>").modified
    assert (modified, read_date(modified)) == ("28-10-2025", "2025-10-28")


def test_a_last_period_that_is_no_year_is_kept_as_it_is():
    dataset = made("<dates><last_period_available>S5A20261</last_period_available></dates>")
    assert (dataset.periods, dataset.extras) == ([], {"last_period_available": "S5A20261"})


def test_an_indicator_without_any_text_is_rejected():
    with pytest.raises(RejectRecord) as caught:
        made(title=" ")
    assert caught.value.issue.code == "title-missing"


@pytest.mark.parametrize("payload", [None, [], "x", {"texts": {"pt": 1}}, {"texts": []}])
def test_what_is_no_record_is_rejected(payload: Any):
    with pytest.raises(RejectRecord):
        PROTOCOL.read_record(RawRecord("x", payload), PORTAL)


def test_the_real_sample_arrives():
    body = fixture_path("ine-pt/xml_indic-opc2-sample.xml").read_bytes()
    result = read(lambda asked: Answer(body=body))
    (dataset,) = datasets(result)
    assert (result.guids, result.end.complete, result.codes) == (["0001461"], True, [])
    assert dataset.title == {"pt": "Árvores de fruto e oliveiras vendidas (N.º) pelos viveiros"}
    assert dataset.keywords == {"pt": ["INE", "Árvores", "fruto", "oliveiras"]}
    assert (dataset.themes, dataset.subjects) == (["Agricultura, floresta e pescas"], ["Produção vegetal"])
    assert (dataset.modified, dataset.frequency) == ("28-10-2025", "Anual")
    assert dataset.landing_page == "https://www.ine.pt/xurl/indx/0001461/PT"


def test_the_real_cut_document_is_not_complete():
    body = fixture_path("ine-pt/xml_indic-truncated-RECONSTRUCTED.xml").read_bytes()
    result = read(lambda asked: Answer(body=body))
    assert (result.guids, result.end.complete, result.codes) == (["0001"], False, ["answer-broken"])
