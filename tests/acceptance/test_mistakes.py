"""A user's mistake gives a clear sentence and the contract's exit code, never a traceback."""

import json
import os
import shutil
import signal
import time
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from support.program import Program

from bot.settings import OWN_AGENDA
from connectors.sandbox.control import Sandbox


def refused(done: CompletedProcess[str], code: int, *words: str) -> None:
    """The command ended with this code and a sentence that holds these words."""
    assert done.returncode == code, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    for word in words:
        assert word in done.stderr, done.stderr


def test_without_settings_sync_says_what_is_missing(bare: Program) -> None:
    """Every missing setting at once, each with its reason."""
    bare("import")
    refused(bare("sync"), 2, "PLANNER_GROUP_ID ontbreekt", "AZURE_TENANT_ID ontbreekt")


def test_half_the_settings_are_not_enough(driehoek: Program) -> None:
    """What is there is used, what is not is named."""
    driehoek("import")
    refused(driehoek("sync", PLANNER_GROUP_ID=""), 2, "PLANNER_GROUP_ID ontbreekt")
    refused(driehoek("digest", DIGEST_RECIPIENTS=""), 2, "DIGEST_RECIPIENTS ontbreekt")


def test_a_bad_address_stops_what_it_is_for_and_nothing_else(
    driehoek: Program, sandbox: Sandbox
) -> None:
    """The digest does not go, the owner is not mailed, and everything else is done."""
    reader = "journalist@krant.example; burgemeester@haarlemmermeer.example"
    bad = {"DIGEST_RECIPIENTS": reader, "OWNER_G_R_MAIL": "iemand@haarlemmermeer.example\x07"}
    for command in ("import", "list", "sync", "remind"):
        done = driehoek(command, **bad)
        assert done.returncode == 0, done.stderr
    refused(driehoek("digest", **bad), 2, "Een adres in DIGEST_RECIPIENTS ligt buiten")
    status = driehoek("status", **bad)
    refused(status, 0, "adres in DIGEST_RECIPIENTS", "adres in OWNER_G_R_MAIL is geen mailadres")
    doctor = driehoek("doctor", **bad)
    assert doctor.returncode == 2
    assert "krant" not in doctor.stdout + doctor.stderr + status.stderr
    told = [mail for mail in sandbox.control.state()["sent"] if "punt" in mail["subject"]]
    assert "OWNER_G_R_MAIL" in str(told)
    assert "krant" not in str(sandbox.control.state()["sent"])


@pytest.mark.parametrize(
    ("name", "contents", "place", "part"),
    [
        ("l.xlsx", b"PK\x03\x04 en dan niets meer", None, "beschadigd"),
        ("weg.docx", None, None, "bestaat niet"),
        ("l.yaml", b"a: 1\nb: twee: drie\n", {"row": 2}, "geen geldige YAML"),
        ("l.json", b"[{]", {"row": 1}, "geen geldige JSON"),
        ("l.csv", b"Iets;Anders\n1;2\n", None, "bijvoorbeeld Code, Titel, Doel"),
    ],
)
def test_a_file_that_is_refused_is_told_to_a_program_as_any_other(
    bare: Program,
    tmp_path: Path,
    name: str,
    contents: bytes | None,
    place: dict[str, int] | None,
    part: str,
) -> None:
    """In the shape of `import --json`, and to people as ever."""
    if contents is not None:
        (tmp_path / name).write_bytes(contents)
    done = bare("import", str(tmp_path / name), "--dry-run", "--json")
    refused(done, 2, name, part)
    data = json.loads(done.stdout)
    assert data["problems"] == [{"place": place, "sentence": done.stderr.rstrip()}]
    assert (data["file"], data["format"]) == (name, name.partition(".")[2])
    assert (data["rows"], data["changes"]) == ([], [])


def test_an_agenda_with_four_mistakes_names_all_four(driehoek: Program, tmp_path: Path) -> None:
    """File, line, code and field of each; nothing is imported."""
    file = tmp_path / "acties.yaml"
    file.write_text(
        "- {code: '1.1', title: Een, text: Een., status: Bijna}\n"
        "- {code: '1.1', title: Twee, text: Twee.}\n"
        "- {code: '1.3', title: Drie, text: Drie., owners: [Niemand]}\n"
        "- {code: '1.4', title: Vier, text: Vier., due: 31-31-2026}\n",
        encoding="utf-8",
    )
    done = driehoek("import", str(file))
    refused(done, 2, "acties.yaml, regel 1", "regel 2", "regel 3", "regel 4", "'Bijna'", "Niemand")
    assert driehoek.json("list") == []


def test_an_agenda_folder_that_is_not_there(driehoek: Program) -> None:
    """The folder is named."""
    refused(driehoek("import", AGENDA_DIR="nergens"), 2, "nergens")


def test_a_plan_that_does_not_exist(driehoek: Program) -> None:
    """Planner says 403; we say which setting is wrong."""
    driehoek("import")
    done = driehoek("sync", PLANNER_PLAN_ID="AAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    refused(done, 2, "PLANNER_PLAN_ID")


def test_a_mailbox_that_is_denied(driehoek: Program) -> None:
    """Somebody has to give the right; waiting gives it to nobody."""
    driehoek("import")
    done = driehoek("meetings", OUTLOOK_MAILBOX="burgemeester@haarlemmermeer.example")
    refused(done, 2, "OUTLOOK_MAILBOX")


def test_a_webhook_on_a_foreign_host(driehoek: Program) -> None:
    """It closes that channel and keeps no other act back; the address itself is not repeated."""
    wrong = {"TEAMS_WEBHOOK_OOV": "https://kwaad.example/geheim?sig=1"}
    for words in (("import",), ("remind",), ("status",)):
        done = driehoek(*words, **wrong)
        assert done.returncode == 0, done.stderr
    assert "TEAMS_WEBHOOK_OOV is niet te gebruiken" in done.stderr
    assert "geheim" not in done.stderr


def test_a_recipient_outside_the_allow_list(driehoek: Program) -> None:
    """The mail address is not repeated in the sentence."""
    done = driehoek("digest", DIGEST_RECIPIENTS="iemand@elders.example")
    refused(done, 2, "DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS")
    assert "elders.example" not in done.stderr


def test_a_read_only_database(driehoek: Program, tmp_path: Path) -> None:
    """Not written, and said so."""
    if os.geteuid() == 0:
        database = "sqlite:////proc/driehoek.db"
    else:
        locked = tmp_path / "slot"
        locked.mkdir(mode=0o500)
        database = f"sqlite:///{locked / 'driehoek.db'}"
    refused(driehoek("import", DATABASE_URL=database), 2, "database")


def test_a_full_disk_loses_nothing_that_was_said_to_be_done(driehoek: Program) -> None:
    """The import fails whole; with room again it goes through."""
    if not Path("/dev/full").exists():
        pytest.fail("this system has no /dev/full to play a full disk")
    refused(driehoek("import", DATABASE_URL="sqlite:////dev/full"), 5, "vol")
    assert driehoek("import").returncode == 0


def test_ctrl_c_in_the_first_sync_and_then_again(driehoek: Program, sandbox: Sandbox) -> None:
    """The next run goes on where it was: all actions once, none twice."""
    driehoek("import")
    sandbox.control.fault("latency", times=1000, ms=150)
    process = driehoek.start("sync")
    while not any(e["path"] == "/planner/tasks" for e in sandbox.control.journal()):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Afgebroken" in err
    assert "Traceback" not in err

    sandbox.control.mend()
    driehoek("sync")
    later = "2099-01-01T09:00+01:00"
    driehoek("--now", later, "sync")
    driehoek("--now", "2099-01-01T09:30+01:00", "sync")
    titles = [task["title"] for task in sandbox.control.state()["tasks"]]
    assert len(titles) == 70
    assert len(set(titles)) == 70


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("set", "2.4", "--status", "Bijna"), "Bijna"),
        (("set", "2.4", "--due", "31-31-2026"), "31-31-2026"),
        (("set", "2.4", "--owner", "Niemand"), "Niemand"),
        (("set", "2.4"), "--status"),
        (("set", "9.9", "--status", "Loopt"), "9.9"),
        (("history", "9.9"), "9.9"),
        (("--now", "gisteren", "list"), "gisteren"),
        (("--now", "2026-10-20T25:00", "list"), "2026-10-20T25:00"),
        (("resolve", "2.4", "due", "--take", "list"), "2.4"),
        (("accept", "nergens", "--goal", "9"), "9"),
        (("restore", "2.4"), "2.4"),
    ],
)
def test_a_wrong_word_is_named(loaded: Program, words: tuple[str, ...], word: str) -> None:
    """Usage mistakes are exit code 2 and repeat the word that was wrong."""
    refused(loaded(*words), 2, word)


def test_a_broken_agenda_yaml_is_named(driehoek: Program, tmp_path: Path) -> None:
    """The folder's own file is checked just as the actions are."""
    folder = tmp_path / "agenda"
    shutil.copytree(OWN_AGENDA, folder)
    with (folder / "agenda.yaml").open("a", encoding="utf-8") as file:
        file.write("\nowners: [\n")
    refused(driehoek("import", AGENDA_DIR=str(folder)), 2, "agenda.yaml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("OUTLOOK_MAILBOX=postbus@krant.example".encode("utf-16"), "UTF-16"),
        (b"LOG_LEVEL=INFO\n# co\xf6rdinator\n", "regel 2"),
    ],
)
def test_a_settings_file_in_another_coding(bare: Program, content: bytes, words: str) -> None:
    (bare.folder / ".env").write_bytes(content)
    refused(bare("list"), 2, "Het bestand .env", words, "UTF-8")


def test_a_line_of_the_settings_file_that_is_none_is_named(bare: Program) -> None:
    """A setting would silently be missing otherwise."""
    (bare.folder / ".env").write_text("LOG_FORMAT=json\ngeen regel 'x\nLOG_LEVEL=INFO\n")
    done = bare("list")
    refused(done, 2, "In .env is regel 2 niet te lezen")
    assert "geen regel" not in done.stderr


def test_a_settings_file_as_windows_writes_it(bare: Program) -> None:
    """With a byte order mark, that is no part of the first name."""
    (bare.folder / ".env").write_bytes(b"\xef\xbb\xbfLOG_LEVEL=luid\r\nLOG_FORMAT=json\r\n")
    refused(bare("list"), 2, "LOG_LEVEL")


def test_a_second_worker_on_one_database(driehoek: Program) -> None:
    """It says so and does nothing; the first one goes on."""
    driehoek("import")
    with driehoek.start("run", LOG_FORMAT="json") as first:
        assert first.stderr is not None
        assert any('"worker started"' in line for line in first.stderr)
        second = driehoek("run")
        alive = first.poll() is None
        first.terminate()
        first.communicate()
    refused(second, 5, "al een dienst")
    assert alive
