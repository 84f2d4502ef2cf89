"""Every Dutch sentence that the program can say, made from its code.

Read it whole with `python -m tests.docs.sentences`; `test_sentences.py` checks what a machine can.
A sentence is a string in the code, with its parts in braces, or a line of a template. The sandbox
speaks English to programs and is left out; so are the agenda's own words, which are data.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "mappings", "connectors")
DUTCH = frozenset(
    """
    aan al alle alleen als bestaat bij dag dan dat de deze die dit door driehoek een en er geef geen
    gelezen gewijzigd haal het hier hoe ik iets is kan kies kijk klopt komt maak maar met mag meer
    moet naar na nee niet niets nieuw nieuwe nog nu om omdat onbekend ook op over overgenomen regel
    schrijf staat sinds tot te toon uit uw van vanaf veranderd vervang voor vul wacht waar waarom
    wat weg wel welke wie wordt wijzig zet zie zijn zo zonder zou vandaag uur laatste herinnering
    actie acties taak lijst
    """.split()  # noqa: SIM905 - a word list is read better as a text
)
"""Words that make a string Dutch. Some are English too, which the next set settles."""
ENGLISH = frozenset(
    "a and are be by from has it no not nothing null out the this to with".split()  # noqa: SIM905
)
SAYING = frozenset({"say", "remark", "UsageError", "NotDecidable", "SideMisset", "Check"})
"""What is called with sentences that people read as they are."""
NOT_OURS = frozenset({"kies een item."})
"""What Word writes in an empty control: read by us, never said."""
_WORD = re.compile(r"[a-zà-ÿ]+", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """What is said, and where it stands.

    text: with `{expression}` for what is filled in. kind: "said" when it is shown as it is,
    "code" when something is made of it first, "help" of a command, or "template".
    """

    file: str
    line: int
    text: str
    kind: str

    @property
    def place(self) -> str:
        """Where it stands: "bot/cli.py:12"."""
        return f"{self.file}:{self.line}"


def all_sentences() -> list[Sentence]:
    """Every Dutch string of more than one word, by file and line."""
    files = [file for floor in FLOORS for file in sorted((ROOT / floor).rglob("*"))]
    return [sentence for file in files for sentence in _of_file(file) if is_dutch(sentence.text)]


def is_dutch(text: str) -> bool:
    """Whether a string is Dutch of more than one word, told by its small words."""
    if "(?" in text or text in NOT_OURS:  # a pattern, or another program's words
        return False
    words = {word.lower() for word in _WORD.findall(bare(text))}
    return " " in text.strip() and bool(words & DUTCH) and not words & ENGLISH


def bare(text: str) -> str:
    """A sentence without what is filled in, what has to be typed as it is, and addresses."""
    text = re.sub(r"\{[^{}]*\}", "…", text)
    text = re.sub(r"driehoek(?: (?:--)?[a-z]+)? (?=--|[A-Z]{2}|…)\S*", "…", text)
    return re.sub(r"--[a-z-]+|https?://\S+|[A-Z]+(?:_[A-Z]+)+|\S+\.(?:yaml|csv|env)\b", "…", text)


def _of_file(file: Path) -> Iterator[Sentence]:
    name = str(file.relative_to(ROOT))
    if "sandbox" in file.relative_to(ROOT).parts:
        return
    if file.suffix == ".py":
        yield from _of_code(ast.parse(file.read_text(encoding="utf-8")), name)
    elif file.suffix == ".j2":
        yield from _of_template(file.read_text(encoding="utf-8"), name)


def _of_code(tree: ast.Module, name: str) -> Iterator[Sentence]:
    told = {id(part) for call in ast.walk(tree) for part in _told_by(call)}
    for part in _strings(tree):
        yield Sentence(name, part.lineno, _text(part), "said" if id(part) in told else "code")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _is_command(node):
            for text in (ast.get_docstring(node) or "").split("\n\n"):
                yield Sentence(name, node.lineno, " ".join(text.split()), "help")


def _told_by(node: ast.AST) -> Iterator[ast.expr]:
    """The strings that a piece of code shows to a person as they are."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in SAYING:
            yield from filter(_is_string, node.args)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(ast.unparse(target) in ("advice", "self.advice") for target in targets):
            yield from filter(_is_string, [node.value])


def _strings(node: ast.AST) -> Iterator[ast.expr]:
    """The strings in a piece of code, outermost first and joined; no docstrings."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.expr) and _is_string(child):
            yield child
            for part in ast.walk(child):
                if isinstance(part, ast.FormattedValue):
                    yield from _strings(ast.Expression(part.value))
        else:
            yield from _strings(child)


def _is_string(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()):
            return True
        case ast.BinOp(op=ast.Add()):
            return _is_string(node.left) or _is_string(node.right)
    return False


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(map(_text, parts))
        case ast.FormattedValue(value=value, conversion=conversion):
            return (
                "{" + ast.unparse(value) + (f"!{chr(conversion)}" if conversion > 0 else "") + "}"
            )
        case ast.BinOp(left=left, right=right):
            return _text(left) + _text(right)
    return "{" + ast.unparse(node) + "}"


def _is_command(node: ast.FunctionDef) -> bool:
    named = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
    return bool(named & {"looks", "acts", "app.callback", "group.callback"})


def _of_template(source: str, name: str) -> Iterator[Sentence]:
    """The lines of a template that people read, with `{…}` for what is filled in."""
    source = re.sub(r"<style.*?</style>|\{#.*?#\}", _same_lines, source, flags=re.DOTALL)
    for number, line in enumerate(source.splitlines(), 1):
        text = re.sub(r"\{%.*?%\}|<[^>]*>", "\0", line)
        text = re.sub(r"\{\{\s*(.*?)\s*\}\}", r"{\1}", text)
        for piece in text.split("\0"):
            if piece.strip():
                yield Sentence(name, number, piece.strip(), "template")


def _same_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for said in all_sentences():
        if not wanted or said.file.startswith(tuple(wanted)):
            print(f"{said.place}\t{said.text!r}")  # noqa: T201 - the list is the purpose
