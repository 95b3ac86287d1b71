"""Somebody at the console, and the villagers whose visits he works through."""

import re
from datetime import timedelta
from typing import Any

import httpx

from actions.clock import local_day, utc_now
from actions.db.engine import begin
from actions.services import bookings, people
from tests.once import TLS
from tests.web.serving import PASSWORD, Installation


class Desk:
    """Somebody at the console: logs in, fills in forms as a browser would."""

    def __init__(self, url: str, login: str) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=30, verify=TLS)
        self.login(login)

    def login(self, login: str, password: str = PASSWORD) -> httpx.Response:
        page = self.http.get("/console/login")
        form = {"csrf": hidden(page.text, "csrf"), "login": login, "password": password}
        return self.http.post("/console/login", data=form)

    def submit(self, page: str, action: str, **fields: Any) -> httpx.Response:
        """Fill in the form of this action on this page, with its hidden fields, and send it."""
        shown = self.http.get(page).text
        form = next(f for f in re.findall(r"<form.*?</form>", shown, re.S) if f'action="{action}"' in f)
        given = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.http.post(action, data={**given, **fields})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def villager(house: Installation) -> int:
    with begin(house.sessions) as session:
        return people.find_or_create(session, "web", "a-villager")


def book(house: Installation, village: str, name: str, phone: str, result_to: str = "本人") -> bookings.Booking:
    person, now = villager(house), utc_now()
    with begin(house.sessions) as session:
        slot = bookings.free_slots(session, village, local_day(now) + timedelta(days=1))[0]
        request = bookings.BookingRequest(
            f"book-{name}", person, village, 1, name, phone, result_to, "灯一闪一闪的", slot.day, slot.half
        )
        return bookings.book(session, request, now)
