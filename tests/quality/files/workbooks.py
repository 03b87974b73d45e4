"""XLSX workbooks as spreadsheet programs write them, made by hand so that they can also be broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Cell = str | float | None


def sheet(rows: Sequence[Sequence[Cell]], strings: list[str], namespace: str = MAIN) -> str:
    """A sheet: texts by their number among the strings, nothing where a cell is None, a formatted cell where it is ""."""
    written = "".join(
        f'<row r="{number}">{"".join(_cell(place, number, value, strings) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return f'{XML}<worksheet xmlns="{namespace}"><sheetData>{written}</sheetData></worksheet>'


def _cell(place: int, number: int, value: Cell, strings: list[str]) -> str:
    reference = f"{chr(ord('A') + place)}{number}"
    if value is None:
        return ""
    if value == "":
        return f'<c r="{reference}" s="1"/>'
    if isinstance(value, str):
        strings.append(value)
        return f'<c r="{reference}" t="s"><v>{len(strings) - 1}</v></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def workbook(
    rows: Sequence[Sequence[Cell]], parts: Mapping[str, str | bytes] | None = None, namespace: str = MAIN
) -> bytes:
    """A workbook with one sheet after a hidden one; `parts` replace parts of it."""
    strings: list[str] = []
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f"{XML}<Types/>",
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{namespace}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="Lists" sheetId="1" state="hidden" r:id="rId1"/>'
            '<sheet name="Posti" sheetId="2" r:id="rId2"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="{PACKAGE}">'
            '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet([["hidden"]], strings, namespace),
        "xl/worksheets/sheet2.xml": sheet(rows, strings, namespace),
    }
    items = "".join(
        f"<si><r><t>{escape(text[:2])}</t></r><r><t>{escape(text[2:])}</t></r></si>" for text in strings
    )
    content["xl/sharedStrings.xml"] = f'{XML}<sst xmlns="{namespace}">{items}</sst>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**content, **(parts or {})}.items():
            archive.writestr(name, text)
    return buffer.getvalue()
