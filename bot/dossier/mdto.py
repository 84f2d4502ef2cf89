"""Writes what an archive has to know about a dossier and its files, in the form of MDTO.

Metagegevens voor Duurzaam Toegankelijke Overheidsinformatie is the standard of the Nationaal
Archief; the order of the elements and which of them are required follow from its schema,
MDTO-XML 1.0.1, whose documents 1.0.2 takes as well.
"""

import hashlib
from datetime import datetime
from xml.etree import ElementTree as ET

from bot.core.dossier.parts import Dossier, DossierFile
from bot.core.workdays import AMSTERDAM

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{NAMESPACE} {NAMESPACE}/MDTO-XML1.0.1.xsd"

FOREVER, FOR_A_TERM, UNDECIDED = (
    ("Blijvend te bewaren", "B"),
    ("Tijdelijk te bewaren", "V"),
    ("Nader te bepalen", "N"),
)
"""The terms of the closed list Waarderingen."""


def describe_dossier(dossier: Dossier) -> bytes:
    """Describe the whole as an `informatieobject`."""
    root, told = _document("informatieobject")
    _identified(told, dossier.id, dossier.source)
    _text(told, "naam", dossier.title)
    _concept(told, "aggregatieniveau", "Dossier", "Begrippenlijst Aggregatieniveaus MDTO")
    _text(told, "omschrijving", " ".join((_contents(dossier), *dossier.missing)))
    covered = ET.SubElement(told, "dekkingInTijd")
    _concept(covered, "dekkingInTijdType", "Overleg", dossier.source)
    _text(covered, "dekkingInTijdBegindatum", dossier.held_on.isoformat())
    _text(told, "taal", "nl")
    happened = ET.SubElement(told, "event")
    _concept(happened, "eventType", "Creatie", "Begrippenlijst EventTypeLijst MDTO")
    _text(happened, "eventTijd", _moment(dossier.closed_at))
    _valued(told, dossier)
    for file in dossier.files:
        _reference(told, "heeftRepresentatie", file.name, file_id(dossier, file), dossier.source)
    _reference(told, "archiefvormer", dossier.retention.creator)
    limited = ET.SubElement(told, "beperkingGebruik")
    _concept(limited, "beperkingGebruikType", "Nader te bepalen", dossier.source)
    return _written(root)


def describe_file(dossier: Dossier, file: DossierFile) -> bytes:
    """Describe one file of it as a `bestand`, with its checksum."""
    root, told = _document("bestand")
    _identified(told, file_id(dossier, file), dossier.source)
    _text(told, "naam", file.name)
    _text(told, "omvang", str(len(file.content)))
    _concept(told, "bestandsformaat", file.format.label, "PRONOM-register", file.format.puid)
    checked = ET.SubElement(told, "checksum")
    _concept(checked, "checksumAlgoritme", "SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO")
    _text(checked, "checksumWaarde", hashlib.sha256(file.content).hexdigest())
    _text(checked, "checksumDatum", _moment(dossier.closed_at))
    _reference(told, "isRepresentatieVan", dossier.title, dossier.id, dossier.source)
    return _written(root)


def file_id(dossier: Dossier, file: DossierFile) -> str:
    """Name a file for ever."""
    return f"{dossier.id}/{file.name}"


def _valued(told: ET.Element, dossier: Dossier) -> None:
    """How long it is to be kept, and until when where that has an end."""
    retention, end = dossier.retention, dossier.retention.ends_on(dossier.held_on)
    label, code = FOREVER if retention.is_forever else FOR_A_TERM if end else UNDECIDED
    _concept(told, "waardering", label, "Begrippenlijst Waarderingen MDTO", code)
    if end is not None:
        term = ET.SubElement(told, "bewaartermijn")
        _concept(term, "termijnTriggerStartLooptijd", "Overleg gehouden", dossier.source)
        _text(term, "termijnStartdatumLooptijd", dossier.held_on.isoformat())
        _text(term, "termijnLooptijd", f"P{retention.years}Y")
        _text(term, "termijnEinddatum", end.isoformat())


def _contents(dossier: Dossier) -> str:
    return f"Dossier van één overleg, met {len(dossier.files)} bestanden."


def _document(kind: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element(
        "MDTO",
        {"xmlns": NAMESPACE, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": _SCHEMA},
    )
    return root, ET.SubElement(root, kind)


def _identified(told: ET.Element, mark: str, source: str, name: str = "identificatie") -> None:
    inside = ET.SubElement(told, name)
    _text(inside, "identificatieKenmerk", mark)
    _text(inside, "identificatieBron", source)


def _reference(told: ET.Element, name: str, to: str, mark: str = "", source: str = "") -> None:
    inside = ET.SubElement(told, name)
    _text(inside, "verwijzingNaam", to)
    if mark:
        _identified(inside, mark, source, "verwijzingIdentificatie")


def _concept(told: ET.Element, name: str, label: str, of: str, code: str = "") -> None:
    inside = ET.SubElement(told, name)
    _text(inside, "begripLabel", label)
    if code:
        _text(inside, "begripCode", code)
    _reference(inside, "begripBegrippenlijst", of)


def _text(told: ET.Element, name: str, text: str) -> None:
    ET.SubElement(told, name).text = text


def _moment(instant: datetime) -> str:
    return instant.astimezone(AMSTERDAM).replace(microsecond=0).isoformat()


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"
