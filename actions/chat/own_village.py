"""我是五星村的, said out of nothing: where somebody lives, kept as if the code of that village had been scanned."""

import re

from actions.chat.acting import Events, Say
from actions.chat.context import context
from actions.chat.places import Where, home
from actions.chat.turn import Turn
from actions.db.engine import begin
from actions.services import people
from content.normalize import bare
from content.villages import find_place

_LIVES = re.compile(r"(?:我们?|咱们?)(?:家|屋头)?(?:就|都)?(?:是|住在|住到|住|家在|屋头在)")
_END = re.compile(r"(?:的|人|嘛|哈|哦|呢|呀|哟)+$")
_LONGEST = 30


def kept(turn: Turn, say: Say) -> Events | None:
    """Keep the village of somebody who says where he lives and nothing else; None for all else."""
    place = _told(turn)
    if place is None:
        return None
    with begin(context().sessions) as session:
        people.set_village(session, turn.person_id, place.village_code, place.group_number)
    say("utter_place_kept", {"place": place.words})
    return [place.remembered()]


def _told(turn: Turn) -> Where | None:
    if turn.button or not turn.said or len(turn.said) > _LONGEST:
        return None
    words = bare(turn.said)
    lead = _LIVES.match(words)
    rest = _END.sub("", words[lead.end() :]) if lead is not None else ""
    found = find_place(rest, context().villages) if rest else None
    if found is None or len(bare(found.matched)) < len(rest):
        return None
    before = home(turn)
    same = before is not None and before.village_code == found.village_code
    group = before.group_number if same and before is not None and found.group_number is None else found.group_number
    return Where(found.village_code, group)
