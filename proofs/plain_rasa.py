"""What a county would install instead: plain Rasa with DIET and a ResponseSelector over the same library."""

import hashlib
import json
import os
import shutil
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import yaml

from content.model import Article
from proofs.stack import ROOT, free_ports, peak_memory, status, wait_for

# What `rasa init` suggests for a new project (3.6.21), pipeline and policies, with the tokenizer that Chinese needs.
CONFIG = """
recipe: default.v1
assistant_id: plain
language: zh
pipeline:
- name: JiebaTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 100
- name: EntitySynonymMapper
- name: ResponseSelector
  epochs: 100
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies:
- name: MemoizationPolicy
- name: TEDPolicy
  max_history: 5
  epochs: 100
- name: RulePolicy
"""
SMALL_TALK = {
    "greet": ["你好", "您好", "在吗", "早上好", "有人吗", "喂", "下午好", "晚上好"],
    "goodbye": ["再见", "拜拜", "走了", "回头说", "不聊了", "下次再说"],
    "thank": ["谢谢", "多谢", "谢谢你", "感谢", "麻烦你了", "谢了"],
}
# As `rasa init` has some: how a conversation goes from greeting to goodbye. The questions themselves are rules.
STORIES = [["greet", "faq", "thank", "goodbye"], ["faq", "faq", "thank"], ["greet", "thank", "goodbye"]]
REFUSAL = "对不起，我不明白您的意思。"
KEPT = ROOT / ".cache" / "plain-rasa"
MODEL = "plain.tar.gz"


@dataclass(frozen=True)
class Parsed:
    """What plain Rasa understands of a message: the intent, and the articles with their shares, best first."""

    intent: str
    responses: tuple[tuple[str, float], ...]


class PlainRasa:
    """A Rasa project made from the library's own questions, with its SQL tracker store so that it is durable too."""

    def __init__(self, folder: Path, articles: list[Article]) -> None:
        """Take an empty folder and the articles."""
        self.folder = folder
        self.articles = {article.id: article for article in articles}
        self.port = free_ports(1)[0]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def write(self) -> None:
        """Write the project's files as the library is now."""
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        (self.folder / "config.yml").write_text(CONFIG, encoding="utf-8")
        (self.folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
        (self.folder / "endpoints.yml").write_text(
            "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: tracker.db\n", encoding="utf-8"
        )
        responses = {f"utter_{name}": [{"text": f"{name}"}] for name in SMALL_TALK}
        responses["utter_default"] = [{"text": REFUSAL}]
        for article in self.articles.values():
            responses[f"utter_faq/{article.id}"] = [{"text": article.short}]
        _dump(self.folder / "domain.yml", {"version": "3.1", "intents": [*SMALL_TALK, "faq"], "responses": responses})
        nlu = [{"intent": name, "examples": _examples(lines)} for name, lines in SMALL_TALK.items()]
        nlu += [{"intent": f"faq/{one.id}", "examples": _examples(one.questions)} for one in self.articles.values()]
        rules = [
            {"rule": name, "steps": [{"intent": name}, {"action": f"utter_{name}"}]} for name in [*SMALL_TALK, "faq"]
        ]
        rules.append({"rule": "fallback", "steps": [{"intent": "nlu_fallback"}, {"action": "utter_default"}]})
        stories = [
            {"story": " ".join(path), "steps": [step for name in path for step in ({"intent": name}, _said(name))]}
            for path in STORIES
        ]
        _dump(self.folder / "data" / "all.yml", {"version": "3.1", "nlu": nlu, "rules": rules, "stories": stories})

    def train(self, at_most: float | None = None) -> float:
        """Train; return the seconds it took. TimeoutError where it takes more seconds than that, and it is ended."""
        began = time.monotonic()
        try:
            self._rasa("train", "--fixed-model-name", "plain", at_most=at_most).check_returncode()
        except subprocess.TimeoutExpired as expired:
            raise TimeoutError(f"not trained within {at_most} s") from expired
        return time.monotonic() - began

    def train_once(self) -> None:
        """Train, or take the model that was trained from the very same files before."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yml")):
            digest.update(path.read_bytes())
        known, made = KEPT / digest.hexdigest() / MODEL, self.folder / "models" / MODEL
        if known.is_file():
            made.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(known, made)
            return
        self.train()
        known.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, known.with_suffix(".new"))
        known.with_suffix(".new").rename(known)

    def parse(self, text: str) -> Parsed:
        """Ask the started server what it understands."""
        asked = urllib.request.Request(
            self.url + "/model/parse", json.dumps({"text": text}).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            found = json.loads(answer.read())
        selectors = [one for name, one in found["response_selector"].items() if name != "all_retrieval_intents"]
        ranking = selectors[0]["ranking"] if selectors else []
        return Parsed(
            found["intent"]["name"],
            tuple((one["intent_response_key"].removeprefix("faq/"), float(one["confidence"])) for one in ranking),
        )

    def start(self) -> float:
        """Start the server; return the seconds until it answers with a model."""
        began = time.monotonic()
        with (self.folder / "rasa.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(_python()), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(self.port), "--enable-api"],
                cwd=self.folder,
                env=_env(),
                stdout=log,
                stderr=log,
            )
        wait_for(lambda: status(self.url + "/status") == 200, 300, f"plain Rasa did not start, see {self.folder}")
        return time.monotonic() - began

    def stop(self) -> None:
        """End the server."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def pids(self) -> list[int]:
        """The server's process; none when it does not run."""
        return [self._process.pid] if self._process is not None and self._process.poll() is None else []

    def memory(self) -> float:
        """Return the most resident memory the server has had, in MB."""
        assert self._process is not None
        return peak_memory(self._process.pid)

    def _rasa(self, *arguments: str, at_most: float | None = None) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(_python()), "-m", "rasa", *arguments],
            cwd=self.folder,
            env=_env(),
            check=False,
            capture_output=True,
            text=True,
            timeout=at_most,
        )


def _python() -> Path:
    return ROOT / "bot" / ".venv" / "bin" / "python"


def _env() -> dict[str, str]:
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    return {**os.environ, **quiet}


def _said(intent: str) -> dict[str, str]:
    return {"action": f"utter_{intent}"}


def _examples(lines: object) -> str:
    assert isinstance(lines, list | tuple)
    # Square brackets and braces mark entities in Rasa's format.
    clean = [str(line).translate({ord(mark): " " for mark in "[](){}"}) for line in lines]
    return "".join(f"- {line}\n" for line in clean)


def _dump(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def remove(folder: Path) -> None:
    """Delete the project's folder."""
    shutil.rmtree(folder, ignore_errors=True)
