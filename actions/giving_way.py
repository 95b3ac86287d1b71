"""How the threads of one process take turns."""

import sys

# With Python's own 5 ms a thread that comes back from the database waits that long behind each thread that computes: a
# request's hundred looks into it cost half a second beside a big library that is read, and with eight people asking at
# once the action server answered some 37 instead of 42 a second (both measured).
_GIVE_WAY_SECONDS = 0.0005


def give_way_often() -> None:
    """Let whoever computes in this process give way soon to whoever waits for something small."""
    sys.setswitchinterval(_GIVE_WAY_SECONDS)
