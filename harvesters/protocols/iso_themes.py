"""Keywords of ISO 19139 and the lists (thesauri) that they come from: INSPIRE themes, EuroVoc, HVD."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_rights import keep
from ckanext.resilient.harvesters.protocols.iso_values import Speech, first_code, href_of, text_of, texts
from ckanext.resilient.svrc.record import Keywords, Place, SourceDataset
from ckanext.resilient.svrc.text import fold

INSPIRE = "http://inspire.ec.europa.eu/theme/"
"""Addresses of INSPIRE themes (https://inspire.ec.europa.eu/theme) begin like this."""

_KEYWORDS = "identificationInfo/*/descriptiveKeywords/MD_Keywords"
_TOPICS = "identificationInfo/*/topicCategory"

_NAMES = {
    "ac": "Conditions atmosphériques|Condizioni atmosferiche|Condiciones atmosféricas|Condições atmosféricas"
    "|Atmosferski uvjeti|Atmosferske razmere|Ατμοσφαιρικές συνθήκες",
    "ad": "Adresses|Indirizzi|Direcciones|Endereços|Adrese|Naslovi|Διευθύνσεις",
    "af": "Installations agricoles et aquacoles|Impianti agricoli e di acquacoltura"
    "|Instalaciones agrícolas y de acuicultura|Instalações agrícolas e aquícolas"
    "|Poljoprivredni i akvakulturni objekti",
    "am": "Zones de gestion, de restriction ou de réglementation et unités de déclaration"
    "|Zone sottoposte a gestione/limitazioni/regolamentazione e unità con obbligo di comunicare dati",
    "au": "Unités administratives|Unità amministrative|Unidades administrativas|Upravne jedinice|Upravne enote"
    "|Διοικητικές ενότητες|Διοικητικές μονάδες",
    "br": "Régions biogéographiques|Regioni biogeografiche|Regiones biogeográficas|Regiões biogeográficas"
    "|Biogeografske regije|Βιογεωγραφικές περιοχές",
    "bu": "Bâtiments|Edifici|Edificios|Edifícios|Zgrade|Stavbe|Κτίρια",
    "cp": "Parcelles cadastrales|Parcelle catastali|Parcelas catastrales|Parcelas cadastrais"
    "|Katastarske čestice|Katastrske parcele|Γεωτεμάχια κτηματολογίου",
    "ef": "Installations de suivi environnemental|Impianti di monitoraggio ambientale"
    "|Instalaciones de observación del medio ambiente|Instalações de monitorização do ambiente",
    "el": "Altitude|Elevazione|Elevaciones|Digitalni model višin|Υψομετρία",
    "er": "Sources d'énergie|Risorse energetiche|Recursos energéticos|Izvori energije|Ενεργειακοί πόροι",
    "ge": "Géologie|Geologia|Geología|Geologija|Γεωλογία",
    "gg": "Systèmes de maillage géographique|Sistemi di griglie geografiche",
    "gn": "Dénominations géographiques|Nomi geografici|Nombres geográficos|Toponímia|Geografska imena"
    "|Zemljepisna imena|Τοπωνύμια",
    "hb": "Habitats et biotopes|Habitat e biotopi|Hábitats y biotopos|Habitats e biótopos|Staništa i biotopi"
    "|Habitati in biotopi",
    "hh": "Santé et sécurité des personnes|Salute umana e sicurezza|Salud y seguridad humanas"
    "|Saúde humana e segurança|Zdravlje i sigurnost ljudi|Zdravje in varnost prebivalstva"
    "|Ανθρώπινη υγεία και ασφάλεια",
    "hy": "Hydrographie|Idrografia|Hidrografía|Hidrografia|Hidrografija|Υδρογραφία",
    "lc": "Occupation des terres|Copertura del suolo|Cubierta terrestre|Ocupação do solo|Pokrovnost tal"
    "|Κάλυψη γης",
    "lu": "Usage des sols|Utilizzo del territorio|Uso del suelo|Uso do solo|Korištenje zemljišta"
    "|Namenska raba tal|Χρήσεις γης",
    "mf": "Caractéristiques géographiques météorologiques|Elementi geografici meteorologici",
    "mr": "Ressources minérales|Risorse minerarie|Recursos minerales|Recursos minerais|Mineralni viri"
    "|Ορυκτοί πόροι",
    "nz": "Zones à risque naturel|Zone a rischio naturale|Zonas de riesgos naturales|Zonas de risco natural"
    "|Ζώνες φυσικών κινδύνων",
    "of": "Caractéristiques géographiques océanographiques|Elementi geografici oceanografici",
    "oi": "Ortho-imagerie|Orto immagini|Ortoimágenes|Ortoimagens",
    "pd": "Répartition de la population — démographie|Distribuzione della popolazione — demografia"
    "|Distribución de la población — demografía|Distribuição da população — demografia"
    "|Κατανομή πληθυσμού — δημογραφία",
    "pf": "Lieux de production et sites industriels|Produzione e impianti industriali"
    "|Instalaciones de producción e industriales",
    "ps": "Sites protégés|Siti protetti|Lugares protegidos|Sítios protegidos|Zaštićena područja"
    "|Zavarovana območja|Προστατευόμενες τοποθεσίες",
    "rs": "Référentiels de coordonnées|Sistemi di coordinate|Sistemas de coordenadas de referencia",
    "sd": "Répartition des espèces|Distribuzione delle specie|Distribución de las especies"
    "|Distribuição das espécies|Κατανομή ειδών",
    "so": "Sols|Suolo|Suelo|Solo|Tlo|Tla|Έδαφος",
    "sr": "Régions maritimes|Regioni marine|Regiones marinas|Regiões marinhas|Morske regije",
    "su": "Unités statistiques|Unità statistiche|Unidades estadísticas|Unidades estatísticas"
    "|Statističke jedinice|Statistične enote|Στατιστικές μονάδες",
    "tn": "Réseaux de transport|Reti di trasporto|Redes de transporte|Prometne mreže|Prometna omrežja"
    "|Δίκτυα μεταφορών",
    "us": "Services d'utilité publique et services publics|Servizi di pubblica utilità e servizi amministrativi"
    "|Servicios de utilidad pública y estatales|Serviços de utilidade pública e do Estado",
}
"""Code of an INSPIRE theme to its names in our languages; the English ones are in our crosswalk of themes."""


@cache
def _code_by_name() -> dict[str, str]:
    return {fold(name): code for code, names in _NAMES.items() for name in names.split("|")}


def read_keywords(record: Node, speech: Speech, dataset: SourceDataset) -> None:
    """Put the keywords of a record where they belong: all as keywords, those of known lists as themes too."""
    listed: Keywords = {}
    for group in record.find(_KEYWORDS):
        nodes = group.find("keyword")
        for language, words in speech.keywords(nodes).items():
            known = listed.setdefault(language, [])
            known += [word for word in words if word not in known]
        thesaurus = group.find("thesaurusName/CI_Citation/title")
        name = " ".join([*map(href_of, thesaurus), *texts(thesaurus)]).casefold()
        kind = first_code(group.find("type"))
        for node in nodes:
            _classify(node, name, dataset)
            if kind == "place":
                _add_place(node, speech, dataset)
    dataset.keywords = listed
    add(dataset.themes, texts(record.find(_TOPICS)))


def add(found: list[str], values: Iterable[str]) -> None:
    """Add values that are not there yet."""
    found += [value for value in dict.fromkeys(values) if value and value not in found]


def _classify(node: Node, thesaurus: str, dataset: SourceDataset) -> None:
    href, text = href_of(node), " ".join(text_of(node).split())
    for mark, put in _BY_ADDRESS:
        if mark in href:
            put(dataset, href)
            return
    if "inspire" in thesaurus and "theme" in thesaurus and text:
        code = _code_by_name().get(fold(text), "")
        add(dataset.themes, [INSPIRE + code if code else text])
    elif href:
        add(dataset.subjects, [href])


def _add_place(node: Node, speech: Speech, dataset: SourceDataset) -> None:
    href = href_of(node)
    place = Place(uri=href if href.startswith("http") else "", label=speech.text([node]))
    if place != Place() and place not in dataset.places:
        dataset.places.append(place)


_BY_ADDRESS: tuple[tuple[str, Callable[[SourceDataset, str], None]], ...] = (
    ("inspire.ec.europa.eu/theme/", lambda dataset, href: add(dataset.themes, [href])),
    ("/authority/data-theme/", lambda dataset, href: add(dataset.themes, [href])),
    ("data.europa.eu/bna/", lambda dataset, href: add(dataset.hvd_categories, [href])),
    ("/metadata-codelist/SpatialScope/", lambda dataset, href: keep(dataset, "spatialScope", [href])),
    ("/metadata-codelist/PriorityDataset/", lambda dataset, href: keep(dataset, "priorityDataset", [href])),
)
"""What an address says about the list that a keyword comes from."""
