"""The speakable part of an article file, for the command line; the checking of articles is content's business."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from tts_audio.errors import SpeechError

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True)
class SpokenArticle:
    """A title, the words of one section, and whether the article is published."""

    title: str
    text: str
    published: bool


def read_article(path: Path, section: str) -> SpokenArticle:
    """Read one section (广播稿, 简答 …) of an article; a missing file or section is a ``SpeechError``."""
    try:
        whole = path.read_text(encoding="utf-8")
        front = _FRONT_MATTER.match(whole)
        facts = yaml.safe_load(front[1]) if front else {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SpeechError(f"文章读不出来：{path}。") from error
    found = re.search(rf"(?m)^## {re.escape(section)}[ \t]*\n(.*?)(?=^## |\Z)", whole, re.DOTALL)
    if found is None or not found[1].strip():
        raise SpeechError(f"文章 {path.name} 里没有“{section}”这一节。")
    facts = facts if isinstance(facts, dict) else {}
    title = str(facts.get("title") or path.stem)
    return SpokenArticle(title=title, text=found[1].strip(), published=facts.get("status") == "published")
