"""`driehoek demo`: the whole chain on the real agenda, without a tenant.

Starts the sandbox and runs the real commands' parts against it, by environment alone: fill
Planner, let owners work there, bring their edits back, remind, mail the digest, and do it all once
more to show that nothing is doubled. The demo has a clock of its own that jumps to the moments
that matter; it writes in its own folder and nowhere else.
"""

import json
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.account import Account
from bot.agenda_import import plan_import, write_import
from bot.commands.rounds import progress_bar, short
from bot.commands.service import running_sandbox
from bot.commands.session import Session, session_of
from bot.core.dutch import moment
from bot.core.meetings import next_meeting
from bot.edits import save_edit
from bot.errors import UsageError
from bot.meetings import workdays_of
from bot.occasions import moment_of
from bot.wiring import House
from mappings.agenda import load_actions
from mappings.canonical import Action, DueKind, Status

if TYPE_CHECKING:
    from connectors.sandbox.control import Sandbox

_DATABASE = "driehoek.db"


def demo(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("--dir", help="De map waarin de demo werkt; wordt eerst geleegd.")
    ] = Path("driehoek-demo"),
    keep: Annotated[
        bool, typer.Option("--keep", help="Laat de proefomgeving daarna draaien tot Ctrl-C.")
    ] = False,
) -> None:
    """Laat de hele keten zien op een proefomgeving, zonder account.

    Voorbeeld: driehoek demo
    """
    session = session_of(context)
    _empty(folder)
    with running_sandbox(session) as sandbox:
        _Demo(sandbox, folder, Console(highlight=False), session.now()).play()
        if keep:
            _wait(session, sandbox)


def _empty(folder: Path) -> None:
    """Clear the traces of an earlier demo, and refuse to clear anything else."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _DATABASE).is_file():
        raise UsageError(f"De map {folder} bevat iets anders dan een demo. Kies een andere --dir.")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"De map {folder} is niet te maken: {error.strerror}.") from error


def _wait(session: Session, sandbox: "Sandbox") -> None:
    session.say("\nDe proefomgeving draait door. Gebruik haar met deze omgeving; stop met Ctrl-C.")
    for name, value in sandbox.environment().items():
        session.say(f"export {name}='{value}'")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        session.say("Gestopt.")


@dataclass(frozen=True)
class _Cast:
    """Which action gets which part, all different."""

    ticked: str
    moved: str
    noted: str
    deleted: str
    started: str


def _cast(actions: Mapping[str, Action]) -> _Cast:
    parts: dict[str, Callable[[Action], bool]] = {
        "ticked": lambda action: action.status is Status.RUNNING,
        "moved": lambda action: action.is_open and action.due.kind is DueKind.YEAR,
        "noted": lambda action: action.status is Status.RUNNING,
        "deleted": lambda action: action.status is Status.PLANNED,
        "started": lambda action: action.status is Status.PLANNED,
    }
    chosen: dict[str, str] = {}
    for part, fits in parts.items():
        free = (a.code for a in actions.values() if fits(a) and a.code not in chosen.values())
        chosen[part] = next(free)
    return _Cast(**chosen)


@dataclass
class _Demo:
    """One performance. now: the demo's clock, moved by hand."""

    sandbox: "Sandbox"
    folder: Path
    console: Console
    now: datetime
    runs: int = 0
    rows: list[tuple[str, str]] = field(default_factory=list)

    def play(self) -> None:
        """Play all scenes. Raises what the real commands raise."""
        self._fill()
        self._owners_work()
        self._bring_back()
        meeting = self._go_to_digest_morning()
        self._remind()
        self._mail()
        self._once_more()
        self._close(meeting)

    @property
    def house(self) -> House:
        """A new process, as it were: nothing is remembered but the database."""
        environ = {
            **self.sandbox.environment(),
            "DATABASE_URL": f"sqlite:///{self.folder / _DATABASE}",
        }
        session = Session(environ, fixed_now=self.now, talk=self.console)
        return session.house

    def _fill(self) -> None:
        self._scene("De agenda laden en Planner vullen")
        house = self.house
        actions = load_actions(house.settings.agenda_dir / "actions.yaml", house.agenda)
        with house.store.begin() as ledger:
            imported = plan_import({}, {}, actions, at=self.now, run=self._run("import"))
            write_import(ledger, imported, actions)
        self._say(f"{len(actions)} acties onder {len(house.agenda.goals)} doelen in de lijst.")
        account = self._sync(house)
        created = account.sides["planner"].created
        self._say(f"{created} taken in Planner gemaakt, met kolommen, labels en regiehouders.")
        self.rows.append(("Acties in Planner", str(created)))

    def _owners_work(self) -> None:
        self._scene("Regiehouders werken in Planner")
        self.now += timedelta(hours=2)
        house, act = self.house, self.sandbox.control.act
        with house.store.begin() as ledger:
            actions = ledger.actions.all()
            tasks = {code: link.remote_id for code, link in ledger.links.all("planner").items()}
            plan = ledger.places.all("planner")["plan"]
        cast = _cast(actions)
        day = self.now.date() + timedelta(days=120)
        act("tick", task=tasks[cast.ticked])
        act("due", task=tasks[cast.moved], date=day.isoformat(), stored="todo")
        act("note", task=tasks[cast.noted], text="Eerste gesprek is geweest; vervolg in januari.")
        act("create", plan=plan, title="Folder laten vertalen")
        act("delete", task=tasks[cast.deleted])
        self._say(f"{cast.ticked} wordt afgevinkt.")
        self._say(f"{cast.moved} krijgt een nieuwe datum: {day:%d-%m-%Y}.")
        self._say(f"{cast.noted} krijgt een bericht.")
        self._say("Iemand maakt een eigen taak: Folder laten vertalen.")
        self._say(f"{cast.deleted} wordt verwijderd.")
        started = actions[cast.started].model_copy(update={"status": Status.RUNNING})
        with house.store.begin() as ledger:
            save_edit(ledger, started, at=self.now, run=self._run("set"))
        self._say(f"De coördinator zet {cast.started} intussen in de lijst op Loopt.")

    def _bring_back(self) -> None:
        self._scene("Een ronde: wat er terugkomt")
        account = self._sync(self.house)
        table = Table("actie", "wat", "was", "wordt", box=None, header_style="bold")
        for step in account.steps:
            what = {"pull": "overgenomen", "update": "naar Planner", "park": step.reason}
            if step.kind in what:
                old, new = (short(value) for value in (step.old, step.new))
                table.add_row(step.code, f"{what[step.kind]} {step.field or ''}", old, new)
        self.console.print(table)
        with self.house.store.begin() as ledger:
            proposals = [proposal.title for proposal in ledger.proposals.all()]
        for title in proposals:
            self._say(f"Voorstel voor de coördinator: {title}")
        side = account.sides["planner"]
        self.rows.append(("Wijzigingen overgenomen uit Planner", str(side.pulled)))
        self.rows.append(("Wijzigingen naar Planner gebracht", str(side.updated)))
        self.rows.append(("Eigen taken als voorstel", str(len(proposals))))

    def _go_to_digest_morning(self) -> str:
        house = self.house
        series = house.agenda.driehoek
        meeting = next_meeting(house.calendar.read(self.now)[series.key], self.now)
        if meeting is None:
            raise UsageError("De proefomgeving heeft geen driehoek in de agenda.")
        self.now = moment_of(series, meeting.start, workdays_of(house.agenda))
        self._scene(f"De klok springt naar {moment(self.now)}")
        self._say(f"De eerstvolgende driehoek is {moment(meeting.start)}.")
        return moment(meeting.start)

    def _remind(self) -> None:
        notices = self.house.notifier.remind(self._run("remind"))
        sent = [notice for notice in notices if notice.outcome == "accepted"]
        for notice in notices:
            self._say(f"Herinnering aan {notice.owner}: {', '.join(notice.codes)} {notice.reason}")
        for card in self.sandbox.control.state()["cards"]:
            self._write(
                f"kaart-{card['owner']}.json", json.dumps(card, indent=2, ensure_ascii=False)
            )
        self.rows.append(("Kaarten in Teams", str(len(sent))))

    def _mail(self) -> None:
        house = self.house
        delivery = house.postman.deliver(house.agenda.driehoek)
        self._say(f"{delivery.reason} Aan {len(delivery.recipients)} ontvangers.")
        for mail in self._sent_mails():
            self._write("overzicht.html", mail["body"]["content"])
        self.rows.append(("Overzichten gemaild", str(len(self._sent_mails()))))

    def _once_more(self) -> None:
        self._scene("Alles nog een keer: er gebeurt niets dubbel")
        control = self.sandbox.control
        control.forget()
        self._sync(self.house)
        self.house.notifier.remind(self._run("remind"))
        self.house.postman.deliver(self.house.agenda.driehoek)
        writes = [
            entry
            for entry in control.journal()
            if entry["method"] != "GET" and not entry["path"].endswith("/$batch")
        ]
        self._say(f"{len(writes)} schrijfacties naar Microsoft 365.")
        self.rows.append(("Schrijfacties in de tweede keer", str(len(writes))))

    def _close(self, meeting: str) -> None:
        self.console.print()
        table = Table("Demo", "", box=None, header_style="bold")
        table.add_row("Driehoek", meeting)
        for name, value in self.rows:
            table.add_row(name, value)
        self.console.print(table)
        self._say(f"Bekijk {self.folder / 'overzicht.html'} in een browser; dat is de mail.")
        self._say(f"De kaarten staan in {self.folder}/kaart-*.json, de lijst in {_DATABASE}.")

    def _sync(self, house: House) -> Account:
        session = Session({}, talk=self.console)
        with progress_bar(session, "Bezig met Planner") as bar:
            return house.engine(bar).round(self._run("sync"))

    def _sent_mails(self) -> list[dict[str, Any]]:
        return [mail for mail in self.sandbox.control.state()["mails"] if not mail["isDraft"]]

    def _run(self, command: str) -> str:
        self.runs += 1
        return f"{command}-demo-{self.runs}"

    def _write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content, encoding="utf-8")

    def _scene(self, title: str) -> None:
        self.console.print(f"\n{title}", style="bold", markup=False)

    def _say(self, sentence: str) -> None:
        self.console.print(f"  {sentence}", markup=False)
