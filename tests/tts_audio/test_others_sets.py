"""Reading measured on test sets of others, where they lie beside the repository; they are not part of it."""

import csv
import re
from pathlib import Path

import pytest

from tts_audio.normalize import spoken_text

SETS = Path(__file__).parents[2] / ".." / "shared" / "eval"


def same_to_the_ear(text: str) -> str:
    """Marks aside, 幺 and 一, 两百 and 二百, 到 and 至 are one reading."""
    text = re.sub(r"[^\w]|_", "", text.lower()).replace("幺", "一").replace("至", "到")
    return re.sub(r"二(?=[百千万])", "两", text)


def pairs(folder: str, pattern: str) -> list[tuple[str, str]]:
    if not (SETS / folder).is_dir():
        pytest.skip("没有 ../shared/eval 测试集")
    found: list[tuple[str, str]] = []
    for file in sorted((SETS / folder).glob(pattern)):
        if file.suffix == ".csv":
            with file.open(encoding="utf-8-sig", newline="") as rows:
                found += [(row[0], row[1]) for row in list(csv.reader(rows))[1:] if len(row) > 1]
        else:
            lines = file.read_text(encoding="utf-8").splitlines()
            mark = "~" if folder == "tn_nemo_zh" else "=>"
            split = (line.partition(mark) for line in lines)
            found += [(left.strip(), right.strip()) for left, arrow, right in split if arrow]
    return found


@pytest.mark.parametrize(
    ("folder", "pattern", "least"),
    [
        ("tn_shengwang", "TTS_AP_zh_digital_processing.csv", 0.95),
        ("tn_shengwang", "TTS_AP_zh_composite_combination.csv", 0.7),
        ("tn_shengwang", "TTS_AP_zh_punctuation_formatting.csv", 0.85),
        ("tn_shengwang", "TTS_AP_zh_abbreviations_technical_terms.csv", 0.85),
        ("tn_wetextprocessing", "tn_chinese_test_data_*.txt", 0.83),
        ("tn_nemo_zh", "*_data_text_normalization_test_cases_*.txt", 0.85),
    ],
)
def test_most_readings_of_others_are_ours(folder: str, pattern: str, least: float) -> None:
    rows = pairs(folder, pattern)
    right = sum(same_to_the_ear(spoken_text(text)) == same_to_the_ear(expected) for text, expected in rows)
    rate = right / len(rows)
    assert rate >= least, f"{folder} {pattern}: {right}/{len(rows)} = {rate:.3f}"
