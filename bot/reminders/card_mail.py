"""Renders a reminder card as a mail, for an owner whom Teams cannot reach."""

from bot.documents.mails import RenderedMail, templates_of
from connectors.wire import JsonObject

_WHY_BY_MAIL = (
    "U krijgt dit per mail, omdat niet zeker is dat u het in Teams kunt zien. "
    "Staat het daar ook? Dan is het dezelfde herinnering."
)


def render_card_mail(card: JsonObject) -> RenderedMail:
    """Render a reminder card as a mail: the same blocks, words and links, in their order.

    card: an Adaptive Card as `mappings.teams` makes it; its first block is the heading.
    """
    heading = card["body"][0]["text"].rstrip(".")
    subject = f"Herinnering: {heading[:1].lower()}{heading[1:]}"
    words = {"card": card, "subject": subject, "why": _WHY_BY_MAIL}
    templates = templates_of("bot.reminders")
    html = templates.get_template("reminder.html.j2").render(words)
    text = templates.get_template("reminder.txt.j2").render(words)
    return RenderedMail(subject=subject, html=html, text=text)
