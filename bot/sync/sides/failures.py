"""What a failed call means for the one push it was made for, the same on every side."""

from bot.sync.side import ChangedMeanwhile, OutcomeUnknown, Parked, Postponed, Verdict
from connectors import errors


def failed(code: str, error: errors.GraphError, *, creating: bool = False) -> Verdict:
    """Judge one failure. Raises it again when it concerns the whole side: no sign-in, no way.

    creating: something was to be made, so that an unknown outcome must not be repeated.
    """
    match error:
        case errors.SignInFailed() | errors.Fenced():
            raise error
        case errors.Stale():
            return ChangedMeanwhile(code=code)
        case errors.LimitReached():
            return Parked(code=code, reason=error.advice, may_have_happened=creating)
        case errors.Refused() | errors.Denied():
            return Parked(code=code, reason=error.advice)
        case _ if creating and error.outcome_unknown:
            return OutcomeUnknown(code=code, reason=error.advice)
        case _:
            return Postponed(code=code, reason=error.advice)
