"""What somebody typed into a form that could not be taken, so that it can be shown again whole and nothing is lost."""

from sanic import Request

_WORTH_KEEPING = 4


def typed(request: Request) -> list[str]:
    """The longer texts of a form that came without a login, or with too much in it."""
    if request.method != "POST" or not request.form or not request.path.startswith("/console/"):
        return []
    names = [name for name in request.form if name not in ("csrf", "password", "request_id", "base", "do")]
    values = [str(value).strip() for name in names for value in request.form.getlist(name, [])]
    return [value for value in values if len(value) >= _WORTH_KEEPING]
