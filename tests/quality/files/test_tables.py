"""Tables: delimiters, headers, empty cells and columns; and texts that only pretend to be one."""

from __future__ import annotations

import time

import pytest

from ckanext.resilient.quality.files.tables import delimiter_of, read_table


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2\n2,5;3\n", ";"),
        ("a,b\n1,2\n", ","),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"x;y";"b"\n"1";"2"\n', ";"),
        ("Una frase, con una virgola.\nSenza.\nAnche qui no.\nE qui no.\n", ""),
        ("comune\nBologna\n", ""),
        ("a;b\n", ""),
    ],
)
def test_the_delimiter_is_what_gives_regular_rows(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_empty_cells_and_columns_are_counted_without_the_header() -> None:
    text = "comune;posti;note\nBologna;12;\nModena;;\nParma; 3 ;\n"
    table = read_table(text, whole=True)
    assert table is not None
    assert (table.rows, table.columns, table.header) == (3, 3, True)
    assert table.names == ("comune", "posti", "note")
    assert table.empty_cells == pytest.approx(4 / 9, abs=1e-4)
    assert table.empty_columns == ("note",)


def test_a_table_without_a_header_numbers_its_columns() -> None:
    table = read_table("Bologna;12;\nModena;9;\n", whole=True)
    assert table is not None
    assert (table.rows, table.header, table.names, table.empty_columns) == (2, False, (), ("3",))


def test_cells_that_a_short_row_lacks_are_empty() -> None:
    table = read_table("a;b;c\n1;2;3\n1;2;3\n1\n1;2;3\n", whole=True)
    assert table is not None
    assert table.empty_cells == pytest.approx(2 / 12, abs=1e-4)


def test_the_last_line_of_a_part_does_not_count() -> None:
    part = read_table("a;b\n1;2\n3;4\n5", whole=False)
    assert part is not None
    assert (part.rows, part.empty_cells) == (2, 0)


def test_an_empty_table_has_no_empty_columns() -> None:
    table = read_table("a;b\nc;d\n", whole=True)
    assert table is not None
    assert (table.rows, table.empty_columns) == (1, ())


def test_a_huge_line_is_no_table_and_takes_no_time() -> None:
    begun = time.monotonic()
    assert read_table("a;b\n1;2\n" + "x" * 5_000_000 + ";1\n", whole=True) is None
    assert read_table("a;" * 2_000_000, whole=True) is None
    assert time.monotonic() - begun < 20


def test_very_many_columns_are_named_in_part() -> None:
    names = ";".join(f"c{number}" for number in range(5_000))
    table = read_table(names + "\n" + ";".join("1" * 5_000) + "\n", whole=True)
    assert table is not None
    assert (table.columns, len(table.names)) == (5_000, 200)
