"""Keeps the catalogues under i18n/: `python tools/translations.py update | check`.

`update` reads every translatable text of ours, and every message of CKAN's own catalogues that
people meet on public pages but that CKAN does not translate itself, into one catalogue a language.
`check` fails when a catalogue has a gap, or a text is not in the catalogues.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import ckan
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "i18n"
DOMAIN = "ckanext-resilient"
LOCALES = ("en", "pt_PT", "es", "fr", "it", "el", "hr", "sl", "sq")
"""Languages of the interface: no catalogue has a gap; a change that adds a text translates it in all of them."""

UNDATED = datetime(2000, 1, 1, tzinfo=timezone.utc)
SOURCES = ("ckanext-resilient", "harvesters", "schemas", "templates")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "ungettext": (1, 2),
    "P_": ((1, "c"), 2),
}
CORE = Path(ckan.__file__).parent / "i18n"
CORE_PLACES = (
    "ckan/templates/",
    "ckan/views/",
    "ckan/lib/",
    "ckan/logic/",
    "ckan/authz.py",
    "ckanext/activity/templates/",
)
CORE_LEFT_OUT = (
    "ckan/templates/admin/",
    "ckan/templates/tests/",
    "ckan/views/admin.py",
    "ckan/lib/cli",
    "ckanext/activity/templates/admin/",
    # Pages of ours stand in their place.
    "ckan/templates/home/",
    "ckan/templates/header.html",
    "ckan/templates/footer.html",
    "ckan/templates/page.html",
    "ckan/templates/error_document_template.html",
    "ckan/logic/auth/",
    "ckan/templates/package/snippets/package_basic_fields.html",
    "ckan/templates/package/snippets/package_metadata_fields.html",
    "ckan/templates/package/resource_read.html",
    "ckan/templates/snippets/package_item.html",
    "ckan/templates/snippets/social.html",
    "ckan/templates/snippets/facet_list.html",
    "ckan/templates/snippets/search_form.html",
    # Not in use on this portal: collaborators, groups, and fields that our types do not have.
    "ckan/templates/package/collaborators/",
    "ckan/templates/group/",
    "ckanext/activity/templates/snippets/changes/author",
    "ckanext/activity/templates/snippets/changes/maintainer",
    "ckanext/activity/templates/snippets/changes/extra_fields",
    "ckanext/activity/templates/snippets/changes/resource_extras",
    "ckanext/activity/templates/snippets/changes/tags",
    "ckanext/activity/templates/snippets/group_changes/",
    "ckanext/activity/templates/group/",
    "ckan/templates/package/snippets/resource_view",
    "ckan/templates/package/snippets/view_form",
    "ckan/templates/package/view_edit_base.html",
)


def our_messages() -> Catalog:
    """Every translatable text of the suite."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    catalog = Catalog(project=DOMAIN, fuzzy=False, charset="utf-8")
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[0] in SOURCES,
    )
    for name, _, message, comments, context in found:
        # Without line numbers: a moved line is no change of a text.
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def untranslated_core_messages(locale: str) -> Iterator[Message]:
    """CKAN's own messages that people meet and that its catalogue leaves in English."""
    path = CORE / locale / "LC_MESSAGES" / "ckan.po"
    if not path.is_file():
        return
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id and not is_translated(message) and met_by_people(message):
                yield message


def met_by_people(message: Message) -> bool:
    """Whether the message is used where someone without administrator's rights can see it."""
    places = [place for place, _ in message.locations]
    return any(place.startswith(CORE_PLACES) and not place.startswith(CORE_LEFT_OUT) for place in places)


def is_translated(message: Message) -> bool:
    """Whether the message has a text in every plural form."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms) and not message.fuzzy


def template_for(locale: str, ours: Catalog) -> Catalog:
    """What the catalogue of a language must hold."""
    template = Catalog(project=DOMAIN, fuzzy=False, charset="utf-8")
    for message in ours:
        if message.id:
            template.add(
                message.id,
                locations=message.locations,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    if locale != "en":
        for message in untranslated_core_messages(locale):
            template.add(message.id, locations=[("ckan", 0)], flags=message.flags, context=message.context)
    return template


def catalogue_path(locale: str) -> Path:
    """Where the catalogue of a language lies."""
    return FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(locale: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one if there is none yet."""
    path = catalogue_path(locale)
    if not path.is_file():
        return Catalog(locale=locale, project=DOMAIN, fuzzy=False, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def updated(locale: str, ours: Catalog) -> Catalog:
    """The catalogue of a language with every message it must hold; texts no longer used are dropped."""
    catalog = read_catalogue(locale)
    catalog.update(template_for(locale, ours), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if locale == "en":
        for message in catalog:
            if message.id:
                message.string = message.id
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as a .po file that only changes when a text does."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    plurals = catalog.plural_forms
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {plurals}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as CKAN loads it; the same for the same texts."""
    # Babel writes both dates into the file: with those of today, each run would make another one.
    catalog.creation_date = catalog.revision_date = UNDATED
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def gaps(catalog: Catalog) -> list[str]:
    """Messages without a translation."""
    return [str(message.id) for message in catalog if message.id and not is_translated(message)]


def update() -> int:
    """Write all catalogues anew; prints how far each language is."""
    ours = our_messages()
    for locale in LOCALES:
        catalog = updated(locale, ours)
        path = catalogue_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        print(f"{locale}: {len(catalog) - len(gaps(catalog))} of {len(catalog)}")
    return 0


def problems() -> list[str]:
    """What keeps the catalogues from being complete and up to date."""
    ours = our_messages()
    found: list[str] = []
    for locale in LOCALES:
        catalog = updated(locale, ours)
        path = catalogue_path(locale)
        if not path.is_file() or path.read_bytes() != as_po(catalog):
            found.append(f"{locale}: texts have changed; run “python tools/translations.py update”")
        elif path.with_suffix(".mo").read_bytes() != as_mo(catalog):
            found.append(f"{locale}: the .mo file is older than the .po file; run update")
        found += [f"{locale}: not translated: {text}" for text in gaps(catalog)]
    return found


def check() -> int:
    """Print what is missing; 1 when something is."""
    found = problems()
    print("\n".join(found) or "All catalogues are up to date.")
    return 1 if found else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("update", "check"))
    sys.exit({"update": update, "check": check}[parser.parse_args().command]())
