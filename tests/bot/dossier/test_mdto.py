"""The metadata of a dossier: what MDTO 1.0.1 requires, in the order of its schema."""

import hashlib
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest

from bot.core.dossier.parts import Dossier, DossierFile
from bot.core.dossier.retention import Retention
from bot.core.workdays import AMSTERDAM
from bot.dossier.mdto import NAMESPACE, describe_dossier, describe_file

# The elements of an object as the schema orders them (MDTO-XML 1.0.1, nationaalarchief.nl/mdto),
# and of these the ones that have to be there.
ORDER = {
    "informatieobject": (
        *("identificatie", "naam", "aggregatieniveau", "classificatie", "trefwoord"),
        *("omschrijving", "raadpleeglocatie", "dekkingInTijd", "dekkingInRuimte", "taal", "event"),
        *("waardering", "bewaartermijn", "informatiecategorie", "isOnderdeelVan"),
        *("bevatOnderdeel", "heeftRepresentatie", "aanvullendeMetagegevens"),
        *("gerelateerdInformatieobject", "archiefvormer", "betrokkene", "activiteit"),
        "beperkingGebruik",
    ),
    "bestand": (
        *("identificatie", "naam", "omvang", "bestandsformaat", "checksum", "URLBestand"),
        "isRepresentatieVan",
    ),
}
REQUIRED = {
    "informatieobject": {
        *("identificatie", "naam", "waardering", "archiefvormer", "beperkingGebruik"),
    },
    "bestand": {*ORDER["bestand"]} - {"URLBestand"},
}
LIST = DossierFile("lijst.csv", "één;twee\r\n".encode())


def dossier(retention: Retention) -> Dossier:
    held = datetime(2026, 11, 26, 10, tzinfo=AMSTERDAM)
    return Dossier(
        id="haarlemmermeer/lokale-driehoek/2026-11-26",
        title="Lokale driehoek van 26 november 2026",
        source="Driehoekbot",
        held_at=held,
        held_on=held.date(),
        closed_at=held,
        files=(LIST, DossierFile("overzicht-1/mail.html", b"<p>&amp;</p>")),
        missing=(),
        retention=retention,
    )


def told(xml: bytes) -> ET.Element:
    (found,) = ET.fromstring(xml)
    return found


def text(element: ET.Element, *way: str) -> str | None:
    return element.findtext("/".join(f"{{{NAMESPACE}}}{name}" for name in way))


def names(element: ET.Element) -> list[str]:
    return [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]


@pytest.mark.parametrize(
    "retention",
    [Retention("Gemeente"), Retention("Gemeente", 10), Retention("Gemeente", is_forever=True)],
)
def test_what_is_required_is_there_in_its_order(retention: Retention) -> None:
    whole = dossier(retention)
    for described in (describe_dossier(whole), describe_file(whole, LIST)):
        element = told(described)
        kind = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        found = names(element)
        assert {*found} >= REQUIRED[kind]
        assert found == sorted(found, key=ORDER[kind].index)


@pytest.mark.parametrize(
    ("retention", "label", "end"),
    [
        (Retention("Gemeente"), "Nader te bepalen", None),
        (Retention("Gemeente", 10), "Tijdelijk te bewaren", "2036-11-26"),
        (Retention("Gemeente", is_forever=True), "Blijvend te bewaren", None),
    ],
)
def test_the_term_is_that_of_the_agenda(retention: Retention, label: str, end: str | None) -> None:
    element = told(describe_dossier(dossier(retention)))
    assert text(element, "waardering", "begripLabel") == label
    assert text(element, "bewaartermijn", "termijnEinddatum") == end


def test_every_file_has_its_size_its_format_and_its_checksum() -> None:
    element = told(describe_file(dossier(Retention("Gemeente")), LIST))
    assert text(element, "omvang") == str(len(LIST.content))
    assert text(element, "bestandsformaat", "begripCode") == "x-fmt/18"
    assert text(element, "checksum", "checksumWaarde") == hashlib.sha256(LIST.content).hexdigest()


@pytest.mark.parametrize(
    ("held", "years", "end"),
    [
        (date(2026, 11, 26), 1, date(2027, 11, 26)),
        (date(2028, 2, 29), 7, date(2035, 2, 28)),
        (date(2028, 2, 29), 8, date(2036, 2, 29)),
        (date(2026, 11, 26), None, None),
    ],
)
def test_a_term_ends_on_the_day_of_the_meeting_years_later(
    held: date, years: int | None, end: date | None
) -> None:
    assert Retention("Gemeente", years).ends_on(held) == end
