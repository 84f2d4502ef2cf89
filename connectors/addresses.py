"""One strict reading of a mail address, for whoever judges one and whoever writes one down.

A header of a mail may hold far more than addresses: names, remarks, groups, quotes (RFC 5322,
section 3.4), and whoever reads such a text in another way than we do, sends to another reader than
we judged. So an address is one plain `local@domain` here, or it is refused. Two readings can then
not differ.
"""

import re
from collections.abc import Collection

LONGEST, LONGEST_LOCAL = 254, 64  # characters: RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3

# The signs that addresses have in practice. Left out of what RFC 5322 calls atext: "%" and "!",
# by which mail was once routed on to another host, "=?", which begins an encoded word, and signs
# that a shell or a template gives a meaning.
_ATOM = r"[A-Za-z0-9'_+&#~^=-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,58}[A-Za-z0-9])"  # never a number: no IP
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_TOP}", re.ASCII)
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)


class NoAddress(ValueError):
    """The text is not one plain mail address. It is not repeated, as it may be somebody's."""


def read_address(text: str) -> str:
    """Give the address as it stands, when the text is one and nothing else. Raises NoAddress.

    A domain outside ASCII has to be in its `xn--` form, in which look-alikes show.
    """
    local, at, domain = text.partition("@")
    if (
        not at
        or len(text) > LONGEST
        or len(local) > LONGEST_LOCAL
        or not _LOCAL.fullmatch(local)
        or not _DOMAIN.fullmatch(domain)
    ):
        raise NoAddress("not one plain mail address")
    return text


def read_domain(text: str) -> str:
    """Give a mail domain in small letters, without "@" or wildcard. Raises NoAddress."""
    if len(text) > LONGEST or not _DOMAIN.fullmatch(text):
        raise NoAddress("not a mail domain")
    return text.lower()


def domain_of(address: str) -> str:
    """The domain of an address in small letters. Raises NoAddress."""
    return read_address(address).partition("@")[2].lower()


def lies_in(address: str, domains: Collection[str]) -> bool:
    """Whether an address is one, and its domain is exactly one of these (in small letters)."""
    try:
        return domain_of(address) in domains
    except NoAddress:
        return False
