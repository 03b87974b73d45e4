"""Which pages are visited, at which widths, and what is read there."""

from __future__ import annotations

from typing import Any

DESKTOP, PHONE = 1280, 390
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
LOCALES = ("it", "el")

PAGES = {
    "home": "/",
    "search": "/dataset",
    "filtered": "/dataset?vocab_social_need=elderly-isolation",
    "nothing": "/dataset?q=xyzzyqqq",
    "italian-dataset": "/dataset/posti-letto",
    "greek-dataset": "/dataset/kapi",
    "unlicensed-dataset": "/dataset/paro",
    "series": "/dataset_series/assistenza-anziani",
    "clusters": "/cluster",
    "cluster": "/cluster/centro-istria",
    "sources": "/organization",
    "source": "/organization/dimos-paradeigma",
    "about": "/about",
    "login": "/user/login",
    "missing": "/nothing-here",
}

READ = {
    "h1": "h1, h1 [lang]",
    "facet-values": "#search-facets li a > span:first-child",
    "filters": ".rs-active a",
    "titles": ".rs-card__title a span",
    "marks": ".rs-language",
    "notice": ".rs-notice--language",
    "answers": ".rs-tick",
    "files": ".rs-file__kind",
    "languages": "#resilient-languages a",
    "area": "#resilient-area option:checked",
    "area-frame": ".rs-map__frame",
    "area-map": ".rs-map a",
}

FACET = "#vocab_social_need-elderly-isolation"


AREA, OPEN_AREA = "#resilient-area", ".rs-area > summary"
VENETO = (AREA, "10.655,44.793,13.099,46.68")

Step = str | tuple[str, str] | dict[str, Any]
"""A selector to click, one with the value to choose, or one of the things that visit.mjs names."""


def visit(name: str, path: str, width: int, *clicks: Step, javascript: bool = True) -> dict[str, Any]:
    """One entry of the plan."""
    return {
        "name": name,
        "path": path,
        "width": width,
        "javascript": javascript,
        "click": clicks,
        "read": READ,
    }


def visits() -> list[dict[str, Any]]:
    """All pages in both languages and at both widths, then some journeys."""
    pages = [
        visit(f"{page} {locale} {width}", f"/{locale}{path}", WIDTHS[width])
        for page, path in PAGES.items()
        for locale in LOCALES
        for width in WIDTHS
    ]
    return [
        *pages,
        visit("choose a facet", "/el/dataset", DESKTOP, FACET),
        visit("choose a facet on a phone", "/el/dataset", PHONE, ".rs-filters > summary", FACET),
        visit("choose a facet without scripts", "/el/dataset", DESKTOP, FACET, javascript=False),
        visit("take a filter back", PAGES["filtered"], DESKTOP, ".rs-active a"),
        visit("change the language", "/it/dataset", DESKTOP, FACET, *change_language("el")),
        visit("change the language on a phone", "/el/dataset/posti-letto", PHONE, *change_language("it")),
        *area_visits(),
    ]


def area_visits() -> list[dict[str, Any]]:
    """The search by place: from the list and on the map, with the mouse, with keys, on a phone, without scripts."""
    map_dot = '.rs-map a:has-text("Veneto")'
    find = "#dataset-search-form .rs-searchbox button"
    return [
        visit("choose an area", "/it/dataset", DESKTOP, OPEN_AREA, VENETO),
        visit("choose an area in Greek", "/el/dataset", DESKTOP, OPEN_AREA, VENETO),
        visit(
            "choose an area on a phone",
            "/el/dataset",
            PHONE,
            OPEN_AREA,
            VENETO,
            ".rs-filters > summary",
            FACET,
        ),
        visit("choose an area, then a facet", "/it/dataset", DESKTOP, OPEN_AREA, VENETO, FACET),
        visit(
            "choose an area after a facet with keys",
            "/it/dataset",
            DESKTOP,
            FACET,
            {"press": "Enter", "on": OPEN_AREA},
            {"press": "Enter", "on": map_dot},
        ),
        visit(
            "choose an area without scripts",
            "/it/dataset",
            DESKTOP,
            OPEN_AREA,
            VENETO,
            ".rs-area__choice button",
            javascript=False,
        ),
        visit("take an area back", f"/it/dataset?ext_bbox={VENETO[1]}", DESKTOP, ".rs-active a", find),
        visit("a box of one's own", "/it/dataset?ext_bbox=11,45,12,46", DESKTOP, find),
        visit("a box that is none", "/it/dataset?ext_bbox=here", DESKTOP),
    ]


def change_language(lang: str) -> tuple[str, str]:
    """Clicks that choose another language in the header."""
    return ".rs-header .rs-menu > summary", f"#resilient-languages a[lang={lang}]"
