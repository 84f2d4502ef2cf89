"""What `doctor` says of the certificate, before it ends rather than after."""

from datetime import timedelta
from pathlib import Path

import pytest
from support.certificates import certificate_of, certificate_pem, key_pem, rsa_key
from support.installation import Office

from bot.service.doctor.certificate import certificate_check
from bot.service.doctor.report import PROBES, examine

SIGN_IN = {"AZURE_TENANT_ID": "gemeente", "AZURE_CLIENT_ID": "app"}


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (31, "ok", "geldt tot donderdag 3 december 2026."),
        (30, "let op", "verloopt over 30 dagen, op woensdag 2 december 2026."),
        (1, "let op", "verloopt over 1 dag, op dinsdag 3 november 2026."),
        (1.8, "let op", "verloopt over 2 dagen, op woensdag 4 november 2026."),
        (0.1, "let op", "verloopt vandaag, maandag 2 november 2026."),
        (0, "fout", "is verlopen op maandag 2 november 2026; aanmelden lukt er niet mee."),
        (-40, "fout", "is verlopen op woensdag 23 september 2026;"),
    ],
)
def test_the_end_is_told_a_month_ahead(
    office: Office, tmp_path: Path, days: float, level: str, words: str
) -> None:
    check = certificate_check(office.house(**signed(office, tmp_path, days)))
    assert check is not None
    assert (check.level, words in check.sentence) == (level, True), check.sentence
    assert ("AZURE_CLIENT_CERTIFICATE_PATH" in check.advice) == (level != "ok")


def test_one_that_is_not_valid_yet_points_at_the_clock(office: Office, tmp_path: Path) -> None:
    settings = signed(office, tmp_path, 90, first=3)
    check = certificate_check(office.house(**settings))
    assert check is not None
    assert (check.level, "klok" in check.advice) == ("fout", True)


def test_without_a_certificate_nothing_is_said(office: Office) -> None:
    assert certificate_check(office.house()) is None


def test_a_file_that_cannot_be_used_is_told_with_its_setting(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "app.pem"
    file.write_bytes(b"")
    house = office.house(**SIGN_IN, AZURE_CLIENT_CERTIFICATE_PATH=str(file))
    (probe,) = [probe for probe in PROBES if probe.name == "certificaat"]
    (check,) = examine(house, [probe])
    assert check.level == "fout"
    assert "AZURE_CLIENT_CERTIFICATE_PATH" in check.sentence


def signed(office: Office, folder: Path, days: float, first: float = -365) -> dict[str, str]:
    """Settings with a certificate that ends in so many days; first: the day it begins."""
    now, file = office.clock.now(), folder / "app.pem"
    begin, end = now + timedelta(days=first), now + timedelta(days=days)
    file.write_bytes(key_pem(rsa_key()) + certificate_pem(certificate_of(rsa_key(), begin, end)))
    return {**SIGN_IN, "AZURE_CLIENT_CERTIFICATE_PATH": str(file)}
