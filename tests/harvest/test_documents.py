"""Large answers in a file: received within limits, kept as far as they came, read as text from the front."""

import gzip
from collections.abc import Callable, Iterator

import pytest

from ckanext.resilient.harvest.documents import IN_MEMORY, Document
from ckanext.resilient.harvest.http import Validators
from tests.harvest.clients import Serve, client, code_of, one_answer
from tests.harvest.servers import Answer, Asked


def received(serve: Serve, answer: Answer, **settings: object) -> Document:
    server = serve(one_answer(answer))
    return client(server, **settings).document(server.url)


def test_a_document_larger_than_an_answer_may_be_is_received_and_read_twice(serve: Serve):
    body = b"abcdefgh" * (IN_MEMORY // 4)
    with received(serve, Answer(body=body), max_bytes=1000) as document:
        assert document.size == len(body)
        stream = document.stream()
        assert b"".join(iter(lambda: stream.read(9999), b"")) == body
        assert document.whole().content == body
        assert document.broken is None


def test_nothing_of_it_is_left_when_it_is_closed(serve: Serve):
    with received(serve, Answer(body=b"x")) as document:
        pass
    with pytest.raises(ValueError, match="closed"):
        document.whole()


def test_a_bomb_is_cut_after_decompression(serve: Serve):
    bomb = gzip.compress(bytes(9_000_000))
    answer = Answer(body=bomb, headers={"Content-Encoding": "gzip"})
    code = code_of(lambda: received(serve, answer, max_document_bytes=1_000_000))
    assert code == "document-too-large"


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_is_no_document(serve: Serve, status: int):
    assert code_of(lambda: received(serve, Answer(status, b"no"))) == "http-status"


def test_what_came_before_the_connection_was_cut_is_kept_and_said_to_be_broken(serve: Serve):
    def cut(asked: Asked) -> Answer:
        return Answer(stream=iter([b"first half"]), headers={"Content-Length": "20"})

    server = serve(cut)
    with client(server).document(server.url) as document:
        assert document.whole().content == b"first half"
        assert document.broken is not None
        assert document.broken.code == "answer-broken"
    assert len(server.asked) == 4  # it was tried again before


def test_a_second_try_that_succeeds_leaves_nothing_of_the_first(serve: Serve):
    cut = Answer(stream=iter([b"old old old"]), headers={"Content-Length": "20"})
    server = serve(one_answer(cut, Answer(body=b"new")))
    with client(server).document(server.url) as document:
        assert (document.whole().content, document.broken) == (b"new", None)


def test_an_unchanged_document_is_not_sent_again(serve: Serve):
    def respond(asked: Asked) -> Answer:
        return Answer(304 if asked.headers.get("if-none-match") == '"7"' else 200, headers={"ETag": '"7"'})

    server = serve(respond)
    with client(server).document(server.url) as first:
        known = first.answer.validators
    assert known == Validators('"7"')
    with client(server).document(server.url, validators=known) as second:
        assert second.answer.not_modified


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        ("Αθήνα".encode(), "", "utf-8"),
        ("Αθήνα".encode(), "text/xml; charset=iso-8859-1", "utf-8"),
        ("Αθήνα".encode("iso-8859-7"), "text/xml; charset=iso-8859-7", "iso-8859-7"),
        ("\ufeffΑθήνα".encode("utf-16-le"), "", "utf-16-le"),
        ("\ufeffΑθήνα".encode(), "", "utf-8"),
    ],
)
def test_its_text_arrives_whatever_character_set_it_is_in(
    serve: Serve, body: bytes, content_type: str, charset: str
):
    with received(serve, Answer(body=body, headers={"Content-Type": content_type})) as document:
        assert "".join(document.text()) == "Αθήνα"
        assert (document.charset(), document.text_issues()) == ((charset, True), ())


def test_letters_that_no_character_set_explains_are_replaced_and_told(serve: Serve):
    with received(serve, Answer(body=b"A\xffB")) as document:
        assert "".join(document.text()) == "A\ufffdB"
        assert [issue.code for issue in document.text_issues()] == ["letters-replaced"]


def test_a_letter_on_the_border_of_two_pieces_is_whole(serve: Serve):
    text = "x" * 65535 + "é" + "y" * 10
    with received(serve, Answer(body=text.encode())) as document:
        assert "".join(document.text()) == text


def test_the_text_can_be_mended_on_the_way(serve: Serve):
    def louder(pieces: Iterator[str]) -> Iterator[str]:
        return (piece.upper() for piece in pieces)

    mend: Callable[[Iterator[str]], Iterator[str]] = louder
    with received(serve, Answer(body=b"abc")) as document:
        assert document.stream(mend).read() == b"ABC"


def test_two_readers_of_one_document_do_not_disturb_each_other(serve: Serve):
    text = "abcdefghij" * 20_000
    with received(serve, Answer(body=text.encode())) as document:
        first, second = document.stream(), document.stream()
        halves = [first.read(100_000), second.read(100_000)]
        assert document.text_issues() == ()
        assert [half + rest.read() for half, rest in zip(halves, (first, second), strict=True)] == [
            text.encode()
        ] * 2
