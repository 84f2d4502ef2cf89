"""How the bot signs in, and where."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings.given import Given
from connectors.sign_in.clouds import AUTHORITY_HOST, cloud_complaint
from mappings.canonical import Frozen

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def is_on_loopback(url: str) -> bool:
    """Whether an address is on this machine; one that cannot be read is on none."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


class SignIn(Frozen):
    """How the bot identifies itself. All empty: the sandbox's own token, on loopback only.

    token_cache: the file where the app's token is kept for the next process; None to keep none.
    """

    tenant_id: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    certificate_path: str = ""
    certificate_password: SecretStr = SecretStr("")
    federated_token_file: str = ""
    authority_host: str = AUTHORITY_HOST
    token_cache: Path | None = None

    @property
    def by_machine(self) -> bool:
        """Whether the machine itself signs in: an app id without a tenant or a proof."""
        return bool(self.client_id) and not (self.tenant_id or self.proofs)

    @property
    def proofs(self) -> list[str]:
        """The settings that prove that we are the app, by name; there should be one."""
        given = {
            "AZURE_CLIENT_SECRET": self.client_secret.get_secret_value(),
            "AZURE_CLIENT_CERTIFICATE_PATH": self.certificate_path,
            "AZURE_FEDERATED_TOKEN_FILE": self.federated_token_file,
        }
        return [name for name, value in given.items() if value]


def read_sign_in(given: Given) -> SignIn:
    """The settings for signing in, unchecked."""
    return SignIn(
        tenant_id=given.get("AZURE_TENANT_ID", ""),
        client_id=given.get("AZURE_CLIENT_ID", ""),
        client_secret=SecretStr(given.get("AZURE_CLIENT_SECRET", "")),
        certificate_path=given.get("AZURE_CLIENT_CERTIFICATE_PATH", ""),
        certificate_password=SecretStr(given.get("AZURE_CLIENT_CERTIFICATE_PASSWORD", "")),
        federated_token_file=given.get("AZURE_FEDERATED_TOKEN_FILE", ""),
        authority_host=given.get("AZURE_AUTHORITY_HOST", AUTHORITY_HOST),
        token_cache=Path(cache) if (cache := given.get("AZURE_TOKEN_CACHE")) else None,
    )


def sign_in_problems(sign_in: SignIn, graph_base_url: str) -> Iterable[str]:
    """What is wrong with the addresses we sign in at and talk to, and with the proofs."""
    yield from _place_problems(sign_in, graph_base_url)
    if len(sign_in.proofs) > 1:
        yield f"Geef één bewijs dat de bot de app is, niet {' en '.join(sign_in.proofs)} samen."
    for name, file in (
        ("AZURE_CLIENT_CERTIFICATE_PATH", sign_in.certificate_path),
        ("AZURE_FEDERATED_TOKEN_FILE", sign_in.federated_token_file),
    ):
        if file and not _is_file(Path(file)):
            what = "een map" if _is_folder(Path(file)) else "een bestand dat er niet is"
            yield f"{name} wijst naar {what}."
    cache = sign_in.token_cache
    if cache and (_is_folder(cache) or not _is_folder(cache.parent)):
        yield (
            "AZURE_TOKEN_CACHE moet een bestand zijn, in een map die er al is. "
            "Laat het leeg om niets te bewaren."
        )


def _place_problems(sign_in: SignIn, graph_base_url: str) -> Iterable[str]:
    """Addresses that cannot be used, or that cannot be used together."""
    wrong = [
        *_address_problems("GRAPH_BASE_URL", graph_base_url),
        *_address_problems("AZURE_AUTHORITY_HOST", sign_in.authority_host),
    ]
    yield from wrong
    # Only an app registration, in a tenant, signs in at the authority host.
    authority_host = sign_in.authority_host if sign_in.tenant_id else None
    if not wrong and (complaint := cloud_complaint(graph_base_url, authority_host)):
        yield complaint


def _address_problems(name: str, address: str) -> Iterable[str]:
    try:
        parts = urlsplit(address)
    except ValueError:  # half an IPv6 address, for one
        parts = urlsplit("")
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return
    yield f"{name} moet met https:// beginnen; http mag alleen naar deze machine zelf (127.0.0.1)."


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be entered, a name that is too long
        return False
