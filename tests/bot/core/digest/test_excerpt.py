"""What stands in the mail of a long list."""

from bot.core.digest.excerpt import by_kind, excerpt, spans, workload
from bot.core.digest.parts import ActionLine, ChangeLine


def change(kind: str, code: str) -> ChangeLine:
    return ChangeLine(code=code, title="Actie", kind=kind, old="Loopt", new="Gereed")


def test_a_long_list_ends_with_how_many_stand_elsewhere() -> None:
    cut = excerpt(range(10), 6)
    assert cut.lines == (0, 1, 2, 3, 4, 5)
    assert cut.rest == "De andere 4 staan in de bijlage Overzicht."


def test_one_line_too_many_stays() -> None:
    assert excerpt(range(7), 6).lines == tuple(range(7))
    assert excerpt(range(7), 6).rest == ""


def test_changes_are_grouped_in_the_order_in_which_they_come() -> None:
    changes = [
        *(change("Gestart", f"1.{number}") for number in range(1, 5)),
        change("Afgerond", "2.1"),
        change("Nieuw bericht", "2.2"),
    ]
    groups = by_kind(changes, 2)
    assert [(group.title, group.has_words) for group in groups] == [
        ("Gestart: 4 acties", False),
        ("Afgerond: 1 actie", False),
        ("Nieuw bericht: 1 actie", True),
    ]
    assert [line.code for line in groups[0].excerpt.lines] == ["1.1", "1.2"]
    assert groups[0].excerpt.rest == "De andere 2 staan in de bijlage Overzicht."


def test_codes_in_a_row_are_written_from_the_first_to_the_last() -> None:
    codes = ["1.7", "1.8", "1.9", "1.10", "1.12", "1.13", "2.1", "2.3", "3.4"]
    assert spans(codes) == "1.7 t/m 1.10, 1.12, 1.13, 2.1, 2.3, 3.4"
    assert spans([]) == ""


def test_an_owners_work_is_counted_in_words() -> None:
    line = ActionLine(
        code="1.1", title="A", owners="OOV", status="Loopt", due="2025", left="", is_late=True
    )
    assert workload([line] * 2, [line]) == "2 te laat, 1 komt eraan"
    assert workload([], [line] * 3) == "3 komen eraan"
    assert workload([line], []) == "1 te laat"
