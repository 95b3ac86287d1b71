"""The operator's .env, saved by whatever editor there was."""

from pathlib import Path

import pytest

from actions.env_file import read_env_file
from actions.settings import SettingsError

TEXT = "BABAHUI_COMPANY=曲山镇供电所（石椅村）\r\nBABAHUI_PORT=8100\r\n"


def written(folder: Path, data: bytes) -> Path:
    (folder / ".env").write_bytes(data)
    return folder / ".env"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_every_encoding_of_notepad_is_read(tmp_path: Path, encoding: str) -> None:
    found = read_env_file(written(tmp_path, TEXT.encode(encoding)))
    assert found.values == {"BABAHUI_COMPANY": "曲山镇供电所（石椅村）", "BABAHUI_PORT": "8100"}
    assert found.warnings == ()


@pytest.mark.parametrize(
    "data", [TEXT.encode("utf-16")[2:], b"\xff\xfeB", "BABAHUI_COMPANY=Société".encode("latin-1"), b"A=\xff\x80"]
)
def test_what_could_be_anything_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    with pytest.raises(SettingsError) as refused:
        read_env_file(path)
    assert str(path) in str(refused.value)
    assert "UTF-8" in str(refused.value)


def test_lines_that_set_nothing_are_told(tmp_path: Path) -> None:
    text = (
        "# BABAHUI_PROT=1\n\nBABAHUI_PROT=8100\nbabahui_host=0.0.0.0\nexport BABAHUI_COMPANY='供电所'\n"
        "BABAHUI_MODELS_DIR=models\nPATH_OF_OURS=x\nBABAHUI_PORT 8100\n"
    )
    found = read_env_file(written(tmp_path, text.encode()))
    assert found.values["BABAHUI_COMPANY"] == "供电所"
    assert found.warnings == (
        "提醒：.env 第 3 行的 BABAHUI_PROT 不是坝坝会的设置，不起作用。是不是想写 BABAHUI_PORT？",
        "提醒：.env 第 4 行的 babahui_host 不是坝坝会的设置，不起作用。是不是想写 BABAHUI_HOST？",
        "提醒：.env 第 8 行没有等号（=），这一行不起作用。",
    )


def test_there_need_not_be_one(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / ".env").values == {}
    (tmp_path / ".env").mkdir()
    with pytest.raises(SettingsError, match="它是一个文件夹，不是文件"):
        read_env_file(tmp_path / ".env")
