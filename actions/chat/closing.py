"""没事了, 就这些, 拜拜 in the middle of a form: none of them takes back what was told."""

from actions.chat import danger
from actions.chat.acting import Events, Say
from actions.chat.form_steps import Form, leave, stay
from actions.chat.going_on import waits
from actions.chat.hearing import is_all_well, is_bye, is_enough
from actions.chat.turn import Turn

_MEAN_MORE = ("confirm", "problem", "report_text")
"""Questions that 就这些 answers: what each of them makes of it, its form decides."""


def nothing_lost(turn: Turn, say: Say, form: Form) -> Events | None:
    """没事了, 就这些, 拜拜 throw away nothing that was told: the question comes again, or the form waits."""
    tries = int(turn.slot("tries") or 0)
    if is_all_well(turn.said) or danger.is_over_now(turn):
        danger.keep_with_it(turn)
        say("utter_form_all_well")
        return stay(turn, tries=tries)
    if is_bye(turn.said) and form.waits:
        say(form.waits)
        return leave(waits(turn, form.name))
    if not is_enough(turn.said) or turn.requested in _MEAN_MORE:
        return None
    say("utter_form_one_more")
    return stay(turn, tries=tries)
