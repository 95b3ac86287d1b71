"""Errors that people may see; everything else is a fault of ours and goes to the log."""


class UserFacingError(Exception):
    """Something a person can act on: the key of a text that web and chat own, and an HTTP status."""

    def __init__(self, user_text_key: str, status: int = 400, detail: str = "") -> None:
        super().__init__(f"{user_text_key}: {detail}" if detail else user_text_key)
        self.user_text_key = user_text_key
        self.status = status
        self.detail = detail


class OperatorError(Exception):
    """The operator's problem in one Chinese sentence: what is wrong and what to do; the commands print it and exit."""
