"""What a template calls by a name of its own never hides what a page hands it."""

from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.web.serving import ROOT

TEMPLATES = ROOT / "web" / "templates"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_macro_is_only_ever_called(path: Path) -> None:
    """`{{ text }}` beside a macro `text` would show people `<Macro 'text'>` instead of the text."""
    tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
    own = {macro.name for macro in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        own |= {name if isinstance(name, str) else name[1] for name in imported.names}
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    parameters = {id(name) for macro in tree.find_all(nodes.Macro) for name in macro.args}
    bare = [
        f"{path.name}, line {name.lineno}: {name.name}"
        for name in tree.find_all(nodes.Name)
        if name.name in own and id(name) not in called | parameters
    ]
    assert bare == []
