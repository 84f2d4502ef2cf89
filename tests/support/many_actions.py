"""Lists of any length, made of the real agenda: what is measured or bounded grows with them."""

from support.installation import own_actions

from mappings.canonical import Action, Status

ACTIVE = 3_000
"""Tasks that are not done in one plan (Microsoft, Planner limits)."""


def many_actions(count: int) -> list[Action]:
    """So many actions with codes of their own, in turn as the agenda has them.

    Beyond what a plan takes of active ones, the rest is done.
    """
    own = own_actions()
    made = []
    for number in range(count):
        action = own[number % len(own)]
        update = {"code": f"{action.goal}.{number + 1}"}
        if count > ACTIVE and number >= ACTIVE:
            made.append(action.model_copy(update={**update, "status": Status.DONE}))
        else:
            made.append(action.model_copy(update=update))
    return made
