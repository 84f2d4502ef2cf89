"""What matching 5,000 rows of a file with 5,000 actions costs, beside comparing all with all.

    python tests/bench/matching.py

No row has a code, and each text was edited a little: words left out, added, misspelt, put in
another order. The texts are made of the words of the real agenda, so that many are somewhat alike.
Beside it stands rapidfuzz's own comparison of every text with every other, on a part of the rows,
counted up to all. CPU is that of this process on one core. Target: under 5 s and 150 MB. It also
prints how many rows found their action, and fails when one was taken for another.
"""

import random
import resource
import sys
import time
from pathlib import Path

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.core.actions.likeness import ASKED, plain_text
from bot.core.actions.matching import Incoming, Kinship, match_rows
from bot.settings import OWN_AGENDA
from mappings.agenda import load_actions, load_agenda

COUNT = 5_000
SAMPLE = 100  # rows that are compared with all texts


def texts(count: int, chance: random.Random) -> dict[str, str]:
    """Texts by code, of 8 to 40 words of the agenda each."""
    agenda = load_actions(OWN_AGENDA / "actions.yaml", load_agenda(OWN_AGENDA))
    words = [word for action in agenda for word in action.text.split()]
    made = {}
    for number in range(count):
        start = chance.randrange(len(words) - 40)
        own = [f"{chance.choice(words)}{chance.randrange(99)}" for _ in range(3)]
        chosen = [*words[start : start + chance.randrange(4, 20)], *own]
        chosen += chance.sample(words, chance.randrange(2, 16))
        made[f"{number // 100 + 1}.{number % 100 + 1}"] = " ".join(chosen)
    return made


def edited(text: str, chance: random.Random) -> str:
    """A text as another edition has it."""
    words = text.split()
    match chance.randrange(4):
        case 0:
            words.pop(chance.randrange(len(words)))
        case 1:
            words.insert(chance.randrange(len(words)), "gezamenlijk")
        case 2:
            place = chance.randrange(len(words))
            words[place] = words[place][:-1] + "x"
        case _:
            words = [*words[2:], *words[:2]]
    return " ".join(words)


def main() -> None:
    """Print both costs, their ratio, and what was found."""
    chance = random.Random(7)
    known = texts(COUNT, chance)
    rows = [Incoming("", edited(text, chance)) for text in known.values()]
    before = time.process_time()
    matching = match_rows(known, rows)
    ours = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = [plain_text(text) for text in known.values()]
    before = time.process_time()
    for row in rows[:SAMPLE]:
        process.extract(
            plain_text(row.text), plain, scorer=fuzz.token_set_ratio, limit=2, score_cutoff=ASKED
        )
    theirs = (time.process_time() - before) * COUNT / SAMPLE
    found = list(zip(known, matching.rows, strict=True))
    right = sum(match.code == code and not match.is_asked for code, match in found)
    asked = sum(match.is_asked for match in matching.rows)
    wrong = [c for c, m in found if not m.is_asked and m.kinship is not Kinship.NEW and m.code != c]
    sys.stdout.write(
        f"{COUNT} rows against {COUNT} actions\n"
        f"  matching            {ours:8.2f} s CPU, {memory:.0f} MB at most in the process\n"
        f"  all against all     {theirs:8.2f} s CPU (from {SAMPLE} rows)\n"
        f"  ratio               {ours / theirs:8.3f}\n"
        f"  found {right}, asked {asked}, taken for another {len(wrong)}\n"
    )
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
