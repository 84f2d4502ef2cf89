"""Writes the card for one owner: what to tell, with the links that the ledger and agenda give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.dutch import deadline_sentence, due_words
from bot.core.reminders.due import COORDINATOR, Reminder
from bot.core.reminders.news import news_words
from bot.core.reminders.questions import asked
from bot.core.reminders.steps import step_words
from bot.core.workdays import local_date
from bot.settings import workdays_of
from bot.store.ledger import Ledger
from connectors.wire import JsonObject
from mappings.agenda import Agenda
from mappings.canonical import Action
from mappings.planner_links import plan_url, task_url
from mappings.teams import CardLine, render_card, render_test_card

_TO_COORDINATOR = (
    "U krijgt wat nog geen regiehouder heeft, en wat te laat blijft nadat de regiehouder "
    "bericht kreeg."
)


@dataclass(frozen=True)
class CardWriter:
    """What a card is made with. tenant_id: "" in the sandbox, which has no pages to open."""

    agenda: Agenda
    tenant_id: str
    now: Callable[[], datetime]

    def name(self, owner: str) -> str:
        """What an owner is called; an owner code, or `COORDINATOR`."""
        return "Coördinator" if owner == COORDINATOR else self.agenda.owner(owner).name

    def reminders(self, ledger: Ledger, owner: str, lines: Sequence[Reminder]) -> JsonObject:
        """Write the card with these reminders."""
        return self._card(ledger, owner, [self._reminder(owner, line) for line in lines])

    def again(
        self,
        ledger: Ledger,
        owner: str,
        told: Sequence[tuple[Action, str]],
        put: Sequence[Reminder] = (),
    ) -> JsonObject:
        """Write a card about these actions as they are today, each with the step it was told by.

        put: what meetings asked.
        """
        lines = [self._line(owner, *one) for one in told]
        return self._card(ledger, owner, [*lines, *(self._reminder(owner, one) for one in put)])

    def test(self, ledger: Ledger, owner: str) -> JsonObject:
        """Write a card that asks nothing of anybody."""
        return render_test_card(self.name(owner), plan_url=self._plan_page(_plan_id(ledger)))

    def _card(self, ledger: Ledger, owner: str, lines: Sequence[CardLine]) -> JsonObject:
        links = ledger.links.all("planner")
        tasks = {code: link.remote_id for code, link in links.items() if link.state != "gone"}
        plan_id = _plan_id(ledger)
        linked = [
            replace(line, url=self._task_page(plan_id, tasks[line.code]))
            if line.code in tasks
            else line
            for line in lines
        ]
        why = _TO_COORDINATOR if owner == COORDINATOR else ""
        return render_card(self.name(owner), linked, plan_url=self._plan_page(plan_id), why=why)

    def _lead(self, owner: str, leads: Sequence[str]) -> str:
        """Who leads an action, for the coordinator; owners know that they do."""
        if owner != COORDINATOR:
            return ""
        return " / ".join(self.name(lead) for lead in leads) or "nog niemand"

    def _reminder(self, owner: str, reminder: Reminder) -> CardLine:
        return CardLine(
            code=reminder.code,
            title=reminder.title,
            deadline=reminder.deadline,
            status=reminder.status,
            late=reminder.is_late,
            url=None,
            section=reminder.section,
            ask=reminder.ask,
            is_news=reminder.is_news,
            lead=self._lead(owner, reminder.leads) if reminder.code else "",
        )

    def _line(self, owner: str, action: Action, step: str) -> CardLine:
        today, due = local_date(self.now()), action.due
        sentence = f"Wanneer klaar: {due_words(due)}."
        if due.date is not None and action.is_open:
            sentence = deadline_sentence(due, today=today, workdays=workdays_of(self.agenda))
        news = news_words(step)
        put = news if news.is_news else asked(step)
        if news.is_news:
            sentence = f"{step_words(step, due=today, day=today).capitalize()}."
        is_late = not put.section and due.date is not None and due.date < today
        return CardLine(
            code=action.code,
            title=action.title,
            deadline=sentence,
            status=action.status,
            late=is_late,
            url=None,
            section=put.section,
            ask=put.ask,
            is_news=put.is_news,
            lead=self._lead(owner, action.owners),
        )

    def _task_page(self, plan_id: str, task_id: str) -> str:
        template = self.agenda.planner.task_url
        return task_url(template, plan_id=plan_id, task_id=task_id, tenant_id=self.tenant_id)

    def _plan_page(self, plan_id: str) -> str:
        template = self.agenda.planner.plan_url
        return plan_url(template, plan_id=plan_id, tenant_id=self.tenant_id)


def _plan_id(ledger: Ledger) -> str:
    return ledger.places.all("planner").get("plan", "")
