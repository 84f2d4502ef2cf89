"""An address is one plain local@domain, or it is refused."""

import pytest

from connectors.addresses import NoAddress, domain_of, lies_in, read_address, read_domain

PLAIN = (
    "burgemeester@haarlemmermeer.example",
    "o'brien.team+driehoek@sub-1.politie.example",
    "a_b-c&d@xn--gemnte-9ya.example",
    "A.B@OM.EXAMPLE",
    f"{'a' * 64}@om.example",
)
STRANGE = (
    "", "@", "burgemeester", "@om.example", "x@", "x@om", "x@localhost", "x@127.0.0.1", "x@1.2.3.4",
    "x@[127.0.0.1]", "x@om..example", "x@.om.example", "x@om.example.", "x@-om.example",
    "x@om-.example", "x@om_.example", "x@*.example", "x@om.example@evil.example",
    ".x@om.example", "x.@om.example", "x..y@om.example", "x y@om.example", " x@om.example",
    "x@om.example ", "x@om.example\n", "x@om.example\r\nBcc: y@evil.example", "x\t@om.example",
    "x@om.example\x00", "x\x7f@om.example", "x@om.example\u200b", "\ufeffx@om.example",
    "x@om.example; y@evil.example", "y@evil.example,x@om.example", "<x@om.example>",
    "X <x@om.example>", "‹x@om.example›", '"x"@om.example', '"y@evil.example" x@om.example',
    "x(y@evil.example)@om.example", "x@om.example (", "(x@om.example", "groep: x@om.example;",
    "groep:x@om.example", "@evil.example:x@om.example", "evil.example!x@om.example",
    "x%evil.example@om.example", "=?utf-8?q?y=40evil.example?=@om.example", "x\\@om.example",
    "х@om.example", "x@оm.example", "é@om.example", "x@gemeënte.example", "x＠om.example",
    "x@om。example", "x@om.e", "x@om.123", f"{'a' * 65}@om.example",
    f"x@{'a' * 64}.example", f"x@{'.'.join(['abcdefgh'] * 30)}.example",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_address_is_given_back_as_it_stands(text: str) -> None:
    assert read_address(text) == text
    assert domain_of(text) == text.partition("@")[2].lower()


@pytest.mark.parametrize("text", STRANGE)
def test_anything_else_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(NoAddress) as refused:
        read_address(text)
    assert str(refused.value) == "not one plain mail address"
    assert not lies_in(text, {"om.example", "evil.example"})


def test_a_domain_is_exactly_one_of_those_allowed() -> None:
    allowed = {"om.example"}
    assert lies_in("x@OM.example", allowed)
    assert not lies_in("x@sub.om.example", allowed)
    assert not lies_in("x@om.example.evil.example", allowed)


@pytest.mark.parametrize(
    "text", ["", "@om.example", "*.example", "om", "om.example/", "gemeënte.example", "om example"]
)
def test_a_mail_domain_is_what_stands_behind_the_at_sign(text: str) -> None:
    assert read_domain("OM.Example") == "om.example"
    with pytest.raises(NoAddress):
        read_domain(text)
