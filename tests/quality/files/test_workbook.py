"""Workbooks: rows, columns, empty cells as of a text file; and files that only pretend, or are bombs."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from ckanext.resilient.quality.files import workbook as reader
from ckanext.resilient.quality.files.profile import profile_of
from ckanext.resilient.quality.files.tables import Table, read_table
from ckanext.resilient.quality.files.workbook import read_workbook
from tests.quality.files.workbooks import MAIN, STRICT, XML, Cell, workbook

ROWS: list[list[Cell]] = [
    ["comune", "posti", "note"],
    ["Bologna", 12, None],
    ["Modena", "", "  "],
    [None, None, None],
    ["Parma", 3, None],
]
SHEET = "xl/worksheets/sheet2.xml"


def table_of(content: bytes) -> Table:
    found = read_workbook(content)
    assert found.table is not None
    assert found.whole
    return found.table


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_a_sheet_is_measured_as_a_text_file_with_the_same_cells(namespace: str) -> None:
    text = "comune;posti;note\nBologna;12;\nModena;;\n\nParma;3;\n"
    table = table_of(workbook(ROWS, namespace=namespace))
    assert table == read_table(text, whole=True)
    assert (table.rows, table.names, table.empty_columns) == (3, ("comune", "posti", "note"), ("note",))
    assert table.empty_cells == pytest.approx(4 / 9, abs=1e-4)


def test_cells_without_addresses_and_with_texts_of_their_own_are_read() -> None:
    cells = [
        '<row><c t="inlineStr"><is><t>comune</t></is></c><c t="str"><f>A1</f><v>posti</v></c></row>',
        '<row><c t="inlineStr"><is><t>Bologna</t></is></c><c t="b"><v>0</v></c></row>',
    ]
    content = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{"".join(cells)}</sheetData></worksheet>'
    table = table_of(workbook(ROWS, {SHEET: content}))
    assert (table.rows, table.columns, table.names, table.empty_cells) == (1, 2, ("comune", "posti"), 0)


def test_the_profile_of_a_whole_file_has_the_table_and_that_of_a_part_has_none() -> None:
    content = workbook(ROWS)
    found = profile_of(content, whole=True)
    assert (found.format, found.whole) == ("XLSX", True)
    assert found.table
    part = profile_of(content, whole=False)
    assert (part.format, part.table, part.whole) == ("XLSX", None, False)


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: "<worksheet><sheetData><row>"},
        {SHEET: "no XML at all"},
        {
            SHEET: f'<!DOCTYPE w [<!ENTITY a "x">]><worksheet xmlns="{MAIN}"><sheetData>&a;</sheetData></worksheet>'
        },
        {"xl/_rels/workbook.xml.rels": f"{XML}<Relationships/>"},
        {"xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}"><sheets/></workbook>'},
        {SHEET: f'{XML}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'},
    ],
)
def test_what_is_no_table_gives_none(parts: dict[str, str]) -> None:
    assert read_workbook(workbook(ROWS, parts)).table is None


def test_a_member_with_a_name_that_is_no_text_costs_only_this_file() -> None:
    content = workbook(ROWS, {"xl/träge.xml": ""}).replace("xl/träge.xml".encode(), b"xl/tr\xff\xffge.xml")
    assert read_workbook(content).table is None


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 and no more", b"", workbook(ROWS)[:-40], workbook([["alone"]])]
)
def test_a_broken_file_or_a_single_cell_gives_none(content: bytes) -> None:
    assert read_workbook(content).table is None


def test_a_damaged_part_gives_none() -> None:
    content = bytearray(workbook(ROWS))
    begin = content.index(b"xl/worksheets/sheet2.xml") + len(SHEET)
    content[begin : begin + 60] = bytes(60)
    assert read_workbook(bytes(content)).table is None


BOMBS = {
    "elements": lambda: f'<worksheet xmlns="{MAIN}"><sheetData><row>{"<c/>" * 12_000_000}',
    "far cells": lambda: (
        f'<worksheet xmlns="{MAIN}"><sheetData>' + '<row><c r="XFD1"><v>1</v></c></row>' * 1_000_000
    ),
    "blanks": lambda: f'<worksheet xmlns="{MAIN}">{" " * 200_000_000}',
    "a long text": lambda: f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>{"1" * 100_000_000}',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_put_down_soon(bomb: str) -> None:
    content = workbook(ROWS, {SHEET: BOMBS[bomb]()})
    assert len(content) < 2_000_000
    begun = time.monotonic()
    assert not read_workbook(content).whole
    assert time.monotonic() - begun < 40


@pytest.mark.parametrize("bomb", ["far cells", "blanks", "a long text"])
def test_a_bomb_takes_little_memory(bomb: str) -> None:
    content = workbook(ROWS, {SHEET: BOMBS[bomb]()})
    tracemalloc.start()
    read_workbook(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


def test_of_a_very_long_sheet_the_beginning_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_CELLS", 200)
    found = read_workbook(workbook([["comune", "posti"], *[["Bologna", 1.0]] * 500]))
    assert found.table is not None
    assert (found.whole, found.table.rows, found.table.empty_cells) == (False, 99, 0)
