"""INE's catalogue as it is sent, and a service that sends it in two languages."""

from __future__ import annotations

from tests.harvest.servers import Answer, Asked

END = "</catalog>"


def indicator(number: int, title: str = "Crianças em creches", more: str = "") -> str:
    return (
        f'  <indicator id="{number:07d}">\n    <title><![CDATA[ {title} ]]></title>\n{more}  </indicator>\n'
    )


def catalogue(*indicators: str, language: str = "PT", end: str = END) -> str:
    head = f"<catalog>\n  <extraction_date>Friday, 19 December 2025</extraction_date>\n  <language>{language}</language>\n"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{head}{''.join(indicators)}{end}"


def sent(text: str, charset: str = "utf-8") -> Answer:
    return Answer(body=text.encode(charset), headers={"Content-Type": "text/xml"})


def ine_pt_source(asked: Asked) -> Answer:
    """A whole, small source for the contract of all protocols."""
    if asked.path != "/ine/xml_indic.jsp":
        return Answer(404, b"no")
    language = asked.query["lang"][0]
    title = "Serviços" if language == "PT" else "Services"
    found = (indicator(number, f"Servizi {title} {number}") for number in range(3))
    return sent(catalogue(*found, language=language))
