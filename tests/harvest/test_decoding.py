"""Decompression that cannot explode, character sets that lie."""

import codecs
import gzip
import zlib
from collections.abc import Iterator

import pytest

from ckanext.resilient.harvest.decoding import (
    BrokenBodyError,
    UnknownEncodingError,
    declared_charset,
    decode,
    decompressed,
)

TEXT = "Asili nido per bambini – già attivi\n" * 500
DATA = TEXT.encode()


def split(data: bytes, size: int = 7) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", DATA),
        ("identity", DATA),
        ("gzip", gzip.compress(DATA)),
        ("x-gzip", gzip.compress(DATA)),
        ("deflate", zlib.compress(DATA)),
        ("deflate", raw_deflate(DATA)),
        ("gzip", gzip.compress(DATA[:100]) + gzip.compress(DATA[100:])),
        ("deflate, gzip", gzip.compress(zlib.compress(DATA))),
    ],
)
@pytest.mark.parametrize("size", [7, 100_000])
def test_each_encoding_gives_the_same_bytes(encoding: str, body: bytes, size: int):
    assert b"".join(decompressed(split(body, size), encoding)) == DATA


def test_a_bomb_comes_out_in_small_pieces():
    bomb = gzip.compress(bytes(50_000_000))
    pieces = decompressed([bomb], "gzip")
    assert max(len(next(pieces)) for _ in range(20)) <= 65536


def test_all_of_a_highly_compressed_body_comes_out():
    assert sum(map(len, decompressed([gzip.compress(bytes(3_000_001))], "gzip"))) == 3_000_001


def test_what_follows_the_compressed_body_is_ignored():
    assert b"".join(decompressed([gzip.compress(DATA) + b"\0" * 10], "gzip")) == DATA


@pytest.mark.parametrize("body", [gzip.compress(DATA)[:-12], b"no gzip at all", gzip.compress(DATA)[:20]])
def test_a_damaged_body_is_not_taken_for_a_short_one(body: bytes):
    with pytest.raises(BrokenBodyError):
        list(decompressed([body], "gzip"))


@pytest.mark.parametrize("encoding", ["br", "gzip, zstd", "gzip, gzip, gzip"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str):
    with pytest.raises(UnknownEncodingError):
        list(decompressed([gzip.compress(DATA)], encoding))


def test_an_empty_body_stays_empty_whatever_its_encoding_says():
    assert list(decompressed([], "gzip")) == []


@pytest.mark.parametrize(
    ("content", "header", "charset"),
    [
        ("Àrea".encode(), "", "utf-8"),
        (codecs.BOM_UTF8 + "Àrea".encode(), "text/csv; charset=iso-8859-1", "utf-8"),
        (codecs.BOM_UTF16_LE + "Àrea".encode("utf-16-le"), "", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "Àrea".encode("utf-16-be"), "", "utf-16-be"),
        ("Àrea".encode("utf-16-le"), "application/json; charset=utf-16-le", "utf-16-le"),
        ("Àrea".encode("cp1252"), "text/csv; charset=ISO-8859-1", "cp1252"),
        ("Àrea".encode(), 'text/csv; charset="ISO-8859-1"', "utf-8"),
        ("<?xml version='1.0' encoding='iso-8859-15'?><a>Àrea</a>".encode("iso-8859-15"), "", "iso-8859-15"),
        ('<html><meta charset="windows-1253"><p>Άνεργοι'.encode("cp1253"), "", "windows-1253"),
    ],
)
def test_the_character_set_is_found(content: bytes, header: str, charset: str):
    decoded = decode(content, header)
    assert decoded.charset == charset
    assert not decoded.replaced
    assert "Àrea" in decoded.text or "Άνεργοι" in decoded.text


def test_letters_that_no_set_explains_are_replaced_and_reported():
    decoded = decode(b"caf\xe9", "")
    assert decoded == type(decoded)("caf�", "utf-8", replaced=True)


@pytest.mark.parametrize("name", ["zlib", "idna", "punycode", "unicode_escape", "utf-7", "no-such-set"])
def test_codecs_that_are_no_character_sets_are_not_used(name: str):
    assert declared_charset(b"", f"text/plain; charset={name}") == ""
    assert decode(b"caf\xe9", f"text/plain; charset={name}").charset == "utf-8"


def test_a_set_that_python_does_not_know_does_not_stop_the_reading():
    assert decode(b"caf\xe9", "text/plain; charset=iso-8859-99").replaced
