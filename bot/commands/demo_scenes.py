"""The scenes of `driehoek demo`: four months of an agenda in a few seconds.

Every scene runs the real commands' parts, as a new process would, by environment alone. People's
work is done for them in the sandbox. The clock is the demo's own and jumps to the moments that
matter; at the end everything is done once more, to show that nothing is doubled.
"""

import base64
import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from bot.actions.edits import save_edit
from bot.actions.imports import import_list
from bot.commands.progress import progress_line
from bot.commands.reminders import who
from bot.commands.session import Session
from bot.core.confirmations.asks import CONFIRMED
from bot.core.dutch import counted, field_word, moment
from bot.core.meetings.verdicts import next_meeting
from bot.core.sync.sides import side_name
from bot.core.values import cells
from bot.digest.standing import moment_of
from bot.documents.saving import put
from bot.errors import UsageError
from bot.sync.report import RoundReport
from bot.wiring import House
from mappings.agenda import load_actions
from mappings.canonical import Action, DueKind, Status

if TYPE_CHECKING:
    from connectors.sandbox.control import Sandbox

DATABASE = "driehoek.db"

_PARTS: Mapping[str, Callable[[Action], bool]] = {
    "ticked": lambda action: action.status is Status.RUNNING,
    "moved": lambda action: action.is_open and action.due.kind is DueKind.YEAR,
    "dragged": lambda action: action.is_open and action.due.kind is DueKind.YEAR,
    "noted": lambda action: action.status is Status.RUNNING,
    "deleted": lambda action: action.status is Status.PLANNED,
    "started": lambda action: action.status is Status.PLANNED,
}


@dataclass
class Performance:
    """One performance. now: the demo's clock, moved by hand. opened: closed at the end."""

    sandbox: "Sandbox"
    folder: Path
    console: Console
    now: datetime
    runs: int = 0
    rows: list[tuple[str, str]] = field(default_factory=list)
    opened: ExitStack = field(default_factory=ExitStack)

    def play(self) -> None:
        """Play all scenes. Raises what the real commands raise."""
        with self.opened:
            self._fill()
            self._people_work()
            self._bring_back()
            self._driehoek()
            self._weeks_later()
            self._confirm()
            self._driehoek()
            self._once_more()
            self._close()

    @property
    def house(self) -> House:
        """A new process, as it were: nothing is remembered but the database."""
        environ = {
            **self.sandbox.environment(),
            "DATABASE_URL": f"sqlite:///{self.folder / DATABASE}",
        }
        session = Session(environ, fixed_now=self.now, console=self.console)
        self.opened.callback(session.close)
        return session.house

    def _fill(self) -> None:
        self._scene("De agenda laden, Planner vullen en de deadlines in Outlook zetten")
        house = self.house
        actions = load_actions(house.settings.agenda_dir / "actions.yaml", house.agenda)
        with house.store.begin() as ledger:
            import_list(ledger, actions, at=self.now, run=self._run("import"))
        self._say(f"{len(actions)} acties onder {len(house.agenda.goals)} doelen in de lijst.")
        sides = self._sync(house).sides
        tasks, events = sides["planner"].created, sides["outlook"].created
        self._say(f"{tasks} taken in Planner gemaakt, met kolommen, labels en regiehouders.")
        self._say(f"{events} deadlines in een agenda van Outlook gezet.")
        self.rows += [("Acties in Planner", str(tasks)), ("Deadlines in Outlook", str(events))]

    def _people_work(self) -> None:
        self._scene("Regiehouders werken in Planner en in Outlook")
        self.now += timedelta(hours=2)
        house, act = self.house, self.sandbox.control.act
        tasks, events = self._links("planner"), self._links("outlook")
        with house.store.begin() as ledger:
            actions = ledger.actions.all()
            plan = ledger.places.all("planner")["plan"]
        cast = _cast(actions)
        day, other = (self.now.date() + timedelta(days=days) for days in (120, 150))
        act("tick", task=tasks[cast["ticked"]])
        act("due", task=tasks[cast["moved"]], date=day.isoformat(), stored="todo")
        act("move-event", event=events[cast["dragged"]], date=other.isoformat())
        text = "Eerste gesprek is geweest; vervolg in januari."
        act("note", task=tasks[cast["noted"]], text=text)
        act("create", plan=plan, title="Folder laten vertalen")
        act("delete", task=tasks[cast["deleted"]])
        self._say(f"{cast['ticked']} wordt afgevinkt.")
        self._say(f"{cast['moved']} krijgt in Planner een nieuwe datum: {day:%d-%m-%Y}.")
        self._say(f"{cast['dragged']} wordt in Outlook verplaatst naar {other:%d-%m-%Y}.")
        self._say(f"{cast['noted']} krijgt een bericht.")
        self._say("Iemand maakt een eigen taak: Folder laten vertalen.")
        self._say(f"{cast['deleted']} wordt verwijderd.")
        started = actions[cast["started"]].model_copy(update={"status": Status.RUNNING})
        with house.store.begin() as ledger:
            save_edit(ledger, started, at=self.now, run=self._run("set"))
        self._say(f"De coördinator zet {cast['started']} intussen in de lijst op Loopt.")

    def _bring_back(self) -> None:
        self._scene("Een ronde: wat er terugkomt")
        account = self._sync(self.house)
        table = Table("actie", "wat", "was", "wordt", box=None, header_style="bold")
        names = self.house.names((s.field, v) for s in account.steps for v in (s.old, s.new))
        for step in account.steps:
            side = side_name(step.side)
            what = {"pull": f"uit {side}:", "update": f"naar {side}:", "park": step.reason}
            if step.kind in what:
                old, new = cells(step.field, step.old, step.new, names)
                table.add_row(step.code, f"{what[step.kind]} {field_word(step.field)}", old, new)
        self.console.print(table)
        with self.house.store.begin() as ledger:
            proposals = [proposal.title for proposal in ledger.proposals.all()]
        for title in proposals:
            self._say(f"Voorstel voor de coördinator: {title}")
        sides = account.sides.values()
        self.rows.append(("Wijzigingen overgenomen", str(sum(side.pulled for side in sides))))
        self.rows.append(("Wijzigingen doorgegeven", str(sum(side.updated for side in sides))))
        self.rows.append(("Eigen taken als voorstel", str(len(proposals))))

    def _driehoek(self) -> None:
        """Go to the morning of the digest; remind and mail, as the worker does then."""
        house = self.house
        series = house.agenda.driehoek
        meeting = next_meeting(house.calendar.read(self.now)[series.key], self.now)
        if meeting is None:
            raise UsageError("De proefomgeving heeft geen driehoek in de agenda.")
        self.now = moment_of(series, meeting.start, house.workdays)
        self._scene(f"De klok springt naar {moment(self.now)}")
        self._say(f"De eerstvolgende driehoek is {moment(meeting.start)}.")
        self._sync(self.house)
        cards = self.house.reminders.remind(self._run("remind"))
        for card in cards:
            codes = ", ".join(card.codes)
            self._say(f"Herinnering aan {who(card.owner)}: {codes} {card.reason}".rstrip())
        report = self.house.digests.send(series)
        self._say(f"{report.reason} Aan {len(report.recipients)} ontvangers.")

    def _weeks_later(self) -> None:
        self.now += timedelta(weeks=5)
        self._scene(f"Vijf weken later, {moment(self.now)}: er is weer gewerkt")
        with self.house.store.begin() as ledger:
            actions = ledger.actions.all()
        tasks = self._links("planner")
        still = [action for action in actions.values() if action.code in tasks]
        done = [action.code for action in still if action.status is Status.RUNNING][:4]
        begun = [action.code for action in still if action.status is Status.PLANNED][:6]
        for code in done:
            self.sandbox.control.act("tick", task=tasks[code])
        for code in begun:
            self.sandbox.control.act("progress", task=tasks[code], percent=50)
        pulled = self._sync(self.house).sides["planner"].pulled
        self._say(f"{', '.join(done)} zijn afgevinkt; {', '.join(begun)} zijn begonnen.")
        self._say(f"De volgende ronde neemt {counted(pulled, 'wijziging', 'wijzigingen')} over.")

    def _confirm(self) -> None:
        """A week before the next driehoek, owners tick in the checklist that all is still true."""
        house, calendar = self.house, self.house.calendar
        findings = calendar.read(self.now)
        meeting = next_meeting(findings[house.agenda.driehoek.key], self.now)
        if meeting is None:
            return
        self.now = meeting.start - timedelta(days=7)
        self._scene(f"Een week voor de driehoek, {moment(self.now)}: klopt de lijst nog?")
        calendar.remember(findings, self.now)
        self._sync(self.house)
        with self.house.store.read() as ledger:
            asked = [row for row in ledger.asks.all() if row.kind == CONFIRMED]
        tasks, control = self._links("planner"), self.sandbox.control
        tenant_time = datetime.fromisoformat(control.state()["now"])
        control.advance((self.now - tenant_time).total_seconds())  # a tick tells its moment
        for row in asked[::3]:
            control.act("tick-item", task=tasks[row.code], key=row.key)
        self._sync(self.house)
        told = f"'{asked[0].title}' staat op {counted(len(asked), 'taak', 'taken')}"
        self._say(f"{told}. Eigenaren vinken er {len(asked[::3])} aan.")

    def _once_more(self) -> None:
        self._scene("Alles nog een keer: er gebeurt niets dubbel")
        control = self.sandbox.control
        control.forget()
        self._sync(self.house)
        self.house.reminders.remind(self._run("remind"))
        self.house.digests.send(self.house.agenda.driehoek)
        writes = [
            entry
            for entry in control.journal()
            if entry["method"] != "GET" and not entry["path"].endswith("/$batch")
        ]
        self._say(f"{len(writes)} schrijfacties naar Microsoft 365.")
        state = control.state()
        self.rows.append(("Kaarten in Teams", str(len(state["cards"]))))
        self.rows.append(("Overzichten gemaild", str(len(state["sent"]))))
        self.rows.append(("Schrijfacties in de tweede keer", str(len(writes))))

    def _close(self) -> None:
        state = self.sandbox.control.state()
        for number, card in enumerate(state["cards"], 1):
            text = json.dumps(card, indent=2, ensure_ascii=False)
            self._write(f"kaart-{number}-{card['owner']}.json", text.encode())
        mail: dict[str, Any] = state["sent"][-1]
        html = mail["body"]["content"]
        for file in mail["attachments"]:
            self._write(file["name"], base64.b64decode(file["contentBytes"]))
            if file["isInline"]:
                html = html.replace(f"cid:{file['contentId']}", file["name"])
        self._write("overzicht.html", html.encode())
        self.console.print()
        table = Table("Demo", "", box=None, header_style="bold")
        for name, value in self.rows:
            table.add_row(name, value)
        self.console.print(table)
        self._say(f"Bekijk {self.folder / 'overzicht.html'} in een browser; dat is de mail.")
        self._say("De bijlagen liggen ernaast: het overzicht in Word, de actielijst in Excel.")
        self._say(f"De kaarten staan in {self.folder}/kaart-*.json, de lijst in {DATABASE}.")

    def _sync(self, house: House) -> RoundReport:
        session = Session({}, console=self.console)
        with progress_line(session) as told:
            return house.engine(told).round(self._run("sync"))

    def _links(self, side: str) -> dict[str, str]:
        with self.house.store.begin() as ledger:
            links = ledger.links.all(side).values()
        return {link.code: link.remote_id for link in links if link.state == "live"}

    def _run(self, command: str) -> str:
        self.runs += 1
        return f"{command}-demo-{self.runs}"

    def _write(self, name: str, content: bytes) -> None:
        put(self.folder / name, content)

    def _scene(self, title: str) -> None:
        self.console.print(f"\n{title}", style="bold", markup=False)

    def _say(self, sentence: str) -> None:
        self.console.print(f"  {sentence}", markup=False)


def _cast(actions: Mapping[str, Action]) -> dict[str, str]:
    """Which action gets which part, all different."""
    chosen: dict[str, str] = {}
    for part, fits in _PARTS.items():
        free = (a.code for a in actions.values() if fits(a) and a.code not in chosen.values())
        chosen[part] = next(free)
    return chosen
