"""Whatever stands in a file, reading it ends in values or in Dutch sentences, never a traceback."""

import json
import os
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import mappings
from mappings.agenda import load_actions, load_agenda
from mappings.agenda_file import AgendaErrors, read_yaml

FOLDER = Path(mappings.__file__).parent / "haarlemmermeer"
AGENDA = load_agenda(FOLDER)

ADVICE = "kijk naar het inspringen (spaties, geen tabs), de dubbele punten en de aanhalingstekens"


def refused(path: Path, content: str | bytes) -> list[str]:
    """The lines of the report about a file with this content that cannot be read."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(AgendaErrors) as caught:
        read_yaml(path)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("a: 1\n\tb: 2\n", ", regel 2: dit is geen geldige YAML vanaf kolom 1"),
        ("a: 1\nb: twee: drie\n", ", regel 2: dit is geen geldige YAML vanaf kolom 8"),
        ('a: 1\nb: "twee\n', ", regel 3: dit is geen geldige YAML vanaf kolom 1"),
        ("a: 1\n---\nb: 2\n", ", regel 2: dit is geen geldige YAML vanaf kolom 1"),
        ("a: 1\nb: \x07\n", ", regel 2: dit is geen geldige YAML"),
        ("[" * 50_000 + "]" * 50_000, ": dit is geen geldige YAML, want het is te diep genest"),
        ("[" * 5000, ": dit is geen geldige YAML, want het is te diep genest"),
    ],
)
def test_what_is_no_yaml_is_refused_with_line_and_column(
    tmp_path: Path, content: str, where: str
) -> None:
    assert refused(tmp_path / "x.yaml", content) == [f"x.yaml{where}; {ADVICE}."]


def test_a_file_reads_the_same_with_and_without_libyaml(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The real agenda, with its lists, its quotes, its long texts and the line of each value."""
    assert yaml.__with_libyaml__, "PyYAML was built without libyaml, so this compares nothing"
    for file in ("agenda.yaml", "actions.yaml"):
        quick = read_yaml(FOLDER / file)
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
        slow = read_yaml(FOLDER / file)
        monkeypatch.undo()
        assert (quick.data, quick.flaws) == (slow.data, slow.flaws)
        assert rows(quick.root) == rows(slow.root)


def rows(node: yaml.Node) -> list[int]:
    """The line of every node."""
    parts = node.value if isinstance(node, yaml.CollectionNode) else []
    flat = [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]
    return [node.start_mark.line, *(row for part in flat for row in rows(part))]


@pytest.mark.parametrize("indent", [None, 1, "\t"])
def test_json_is_read_however_a_program_writes_it(tmp_path: Path, indent: int | str | None) -> None:
    """Tabs, and signs in two escaped halves; what only looks like those halves stays."""
    data = [{"code": "1.1", "note": '\U0001f600 \\ud83d\\ude00 \\\U0001f600\té "/'}, {"note": ""}]
    file = tmp_path / "lijst.json"
    file.write_text(json.dumps(data, indent=indent), encoding="utf-8")
    assert read_yaml(file).data == data


def test_what_is_no_json_is_told_with_its_line(tmp_path: Path) -> None:
    (line,) = refused(tmp_path / "x.json", '[\n {"code": "1.1",}\n]')
    assert line.startswith("x.json, regel 2: dit is geen geldige JSON vanaf kolom ")
    (line,) = refused(tmp_path / "x.json", "[" * 200_000)
    assert "te diep genest" in line


@pytest.mark.parametrize("content", ["", "\n\n", "# alleen uitleg\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert refused(tmp_path / "x.yaml", content) == [
        "x.yaml: dit bestand is leeg; haal het opnieuw op of kies een ander."
    ]


def test_a_file_in_another_encoding_is_refused_at_its_first_strange_sign(tmp_path: Path) -> None:
    (line,) = refused(tmp_path / "x.yaml", "a: 1\nb: geëvalueerd\n".encode("latin-1"))
    assert line.startswith("x.yaml, regel 2: hier staat een teken dat geen UTF-8 is;")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AgendaErrors) as caught:
        load_agenda(tmp_path)
    assert str(caught.value) == f"agenda.yaml: dit bestand bestaat niet in {tmp_path}."
    with pytest.raises(AgendaErrors, match=f"^{tmp_path.name}: dit is geen bestand, maar een map"):
        read_yaml(tmp_path)
    with pytest.raises(AgendaErrors, match=r"^\.: dit is geen bestand"):
        read_yaml(Path())


def test_what_never_ends_or_waits_for_a_writer_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pijp.yaml"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe):
        with pytest.raises(AgendaErrors, match="dit is geen bestand, maar een map of een apparaat"):
            read_yaml(path)


def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "groot.yaml"
    with file.open("wb") as stream:
        stream.truncate(20_000_000_000)  # takes no room on the disk
    with pytest.raises(AgendaErrors, match=r"groot\.yaml: dit bestand is groter dan 4 MB"):
        read_yaml(file)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (
            "a: 1\na: 2\n",
            "x.yaml, regel 2, veld 'a': dit veld staat er twee keer; haal er één weg.",
        ),
        ("a: 1\n? [b]\n: 2\n", "x.yaml, regel 2: de naam van een veld is één woord."),
    ],
)
def test_what_yaml_allows_and_we_do_not_is_noted(tmp_path: Path, content: str, flaw: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content)
    file = read_yaml(path)
    assert [str(found) for found in file.flaws] == [flaw]
    assert file.data == {"a": "1"}


@pytest.mark.parametrize("content", ["a: &x [1]\nb: *x\n", "- &x [*x]\n"])
def test_references_are_noted_also_those_to_themselves(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content)
    (flaw,) = read_yaml(path).flaws
    assert flaw.sentence == "verwijzingen met & en * werken hier niet; schrijf de waarde uit."


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: b\n", encoding="utf-8-sig")
    assert read_yaml(path).data == {"a": "b"}


def test_only_an_unquoted_null_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: null\nb: 'null'\nc:\nd: ''\ne: NO\n")
    assert read_yaml(path).data == {"b": "null", "d": "", "e": "NO"}


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("# kop\na:\n  - b: 1\n    c: |\n      veel\n      tekst\n")
    file = read_yaml(path)
    assert [file.row(place) for place in [("a", 0, "c"), ("a", 0, "d"), ("a", 1), ("z",)]] == [
        *(4, 3, 2, 2),
    ]


PIECES = st.sampled_from(
    [
        *('- code: "1.1"\n', "  title: Titel\n", "  text: Tekst\n", "  status: Loopt\n"),
        *("  due: 2026\n", "  owners: [MOz]\n", "  vng: {plateau: 1}\n"),
        *("- ", "  ", ": ", "[", "]", "{", "}", "&a ", "*a", "'", "|", "\n"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_actions_or_a_report_in_full_sentences(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "actions.yaml")
        path.write_bytes(content.encode("utf-8", "surrogatepass"))
        report = ""
        try:
            read = len(load_actions(path, AGENDA))
        except AgendaErrors as refusal:
            read, report = 0, str(refusal)
    assert bool(read) != bool(report)
    assert all(line.startswith("actions.yaml") for line in report.splitlines())
    assert "is niet goed ingevuld" not in report
