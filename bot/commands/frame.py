"""The frame of the command line in Dutch: what Typer itself says around our own words.

Typer has its headings and its errors in English only. A help page is translated as a text, so that
its lay-out stays Typer's; of an error the sentence is recognised and said anew. What a later Typer
says in words that are not known here is shown as it is, behind a Dutch sentence; a test meets every
error there is and would show it.
"""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_TYPES = {"str": "TEKST", "int": "GETAL", "int range": "GETAL", "float": "GETAL", "path": "PAD"}
_HELP = (
    (r"\[required\]", "[verplicht]"),
    (r"\[default:(\s)", r"[standaard:\1"),
    (r"(\d+)<=x<=(\d+)\]", r"\1 tot \2]"),
    (r"Show this message and exit\.", "Toon deze uitleg."),
    (r"^Options:$", "Opties:"),
    (r"^Arguments:$", "Woorden:"),
    (r"^Commands:$", "Opdrachten:"),
)
_USAGE = (
    (r"^Usage: ", "Gebruik: "),
    (r"\[OPTIONS\]", "[OPTIES]"),
    (r"COMMAND \[ARGS\]\.\.\.", "OPDRACHT ..."),
    (r"\[\[(\w+)\]\]", r"[\1]"),
    (r"\[\[(\w+)\.\.\.\]\]\.\.\.|\[(\w+)\.\.\.\]", r"[\1\2...]"),
    (r"\{(\w+)(?:\.\.\.)?\}(\.\.\.)?", r"\1\2"),
)
_ERRORS = (
    (r"Missing command\.", "Noem een opdracht."),
    (r"Missing argument '\[?(.*?)(?:\.\.\.)?\]?'\.", "Er ontbreekt nog iets: {0}."),
    (r"Missing (?:option|parameter) '(.*)'\.", "Er ontbreekt nog iets: {0}."),
    (r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?", "De opdracht '{0}' bestaat niet."),
    (r"No such option: (.*?)(?:\.? \(Possible options: (.*)\)| Did you mean (.*)\?|$)",
     "De optie {0} bestaat niet."),
    (r"Option '(.*)' requires an? (?:argument|value)\.", "Achter {0} hoort een waarde."),
    (r"Option '(.*)' requires \d+ arguments\.", "Achter {0} horen meer waarden."),
    (r"Option '(.*)' does not take a value\.", "Achter {0} hoort geen waarde."),
    (r"Got unexpected extra arguments? ?(?:\(s\) )?\((.*)\)", "Dit is te veel: {0}."),
    (r"Invalid value for (.*?): .*valid (?:integer|number).*", "Bij {0} hoort een getal."),
    (r"Invalid value for (.*?): .*greater than or equal to (\d+)", "{0} is minstens {1}."),
    (r"Invalid value for (.*?): .*less than or equal to (\d+)", "{0} is hoogstens {1}."),
    (r"Invalid value for (.*?): .*?'(.*)' is not one of (.*?)\.?", "{0} '{1}' bestaat niet."),
)  # fmt: skip
"""How Typer says what is wrong with the words typed, and how we do."""
_WHOLE_SENTENCE = 400
_CHOICES = re.compile(r"(?:Did you mean|Possible options:|is not one of) (.+?)[?).]*$")


class DutchCommand(TyperCommand):
    """A command whose help page is Dutch throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return dutch_page(super().get_help(ctx))

    def get_short_help_str(self, limit: int = _WHOLE_SENTENCE) -> str:
        """Its line in the help of a group: a whole sentence, which Typer would cut at 45 signs."""
        return super().get_short_help_str(max(limit, _WHOLE_SENTENCE))


class DutchGroup(TyperGroup):
    """A group of commands whose help page is Dutch throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return dutch_page(super().get_help(ctx))


def dutch_page(page: str) -> str:
    """Translate the frame of a help page; what the program says itself is Dutch already."""
    usage, blank, rest = page.partition("\n\n")
    for pattern, words in _HELP:
        rest = re.sub(pattern, words, rest, flags=re.MULTILINE)
    before, heading, after = rest.partition("Woorden:\n")
    if heading:
        words, gap, options = after.partition("\n\n")
        after = re.sub(r" <[^>\n]+>", lambda found: " " * len(found[0]), words) + gap + options
    rest = re.sub(r"<([^<>\n]+)>", _type_word, before + heading + after)
    return _dutch_usage(usage) + blank + rest


def refusal(error: Exception) -> str | None:
    """What to tell about words that Typer refuses; None for an error that is not about them.

    The help of the whole program, when nothing was typed at all.
    """
    if not hasattr(error, "format_message"):
        return None
    told, context = error.format_message(), getattr(error, "ctx", None)
    if context is None or "\n\n" in told:
        return told if "\n\n" in told else dutch_error(told)
    lines = (
        dutch_error(told),
        _dutch_usage(context.get_usage()),
        f"Uitleg: {context.command_path} --help",
    )
    return "\n".join(lines)


def dutch_error(told: str) -> str:
    """Say in Dutch what Typer finds wrong, with the words there are to choose from."""
    for pattern, sentence in _ERRORS:
        if found := re.fullmatch(pattern, told.strip(), re.DOTALL):
            parts = [
                (part or "").replace("'", "").replace(" / ", " of ") for part in found.groups()
            ]
            return sentence.format(*parts) + _choices(told)
    return f"Deze woorden zijn niet te begrijpen ({told})."


def _choices(told: str) -> str:
    found = _CHOICES.search(told)
    if not found:
        return ""
    *others, last = found[1].replace("'", "").split(", ")
    words = f"{', '.join(others)} of {last}" if others else last
    return f" Kies {words}." if "not one of" in told else f" Bedoelt u {words}?"


def _dutch_usage(usage: str) -> str:
    for pattern, words in _USAGE:
        usage = re.sub(pattern, words, usage)
    return usage.strip()


def _type_word(found: re.Match[str]) -> str:
    """A type as a word in capitals, as wide as it was so that the columns stay."""
    name = re.sub(r"list\[(.*)\]", r"\1", found[1])
    return _TYPES.get(name, name).ljust(len(found[0]))
