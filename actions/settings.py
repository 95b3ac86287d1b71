"""Every setting, read once from the environment into one frozen value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from content.document import trouble_of


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default as written in .env.example, and what it is for (Chinese)."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("BABAHUI_DATA_DIR", "data", "数据目录：数据库、密钥、音频、文章里的图都放这里，备份就备份它"),
    Setting(
        "BABAHUI_DATABASE_URL", "", "业务数据库；空着用数据目录里的 SQLite，也可写 postgresql://用户@主机:5432/库名"
    ),
    Setting("BABAHUI_DBOS_URL", "", "后台任务的数据库；空着用数据目录里的 SQLite，也可写 postgresql:// 地址"),
    Setting("BABAHUI_CONVERSATIONS_URL", "", "对话记录的数据库（Rasa 用）；空着用数据目录里的 SQLite"),
    Setting("BABAHUI_SECRETS_DIR", "", "密钥目录；空着用数据目录里的 secrets，不要放进数据库备份的同一份拷贝里"),
    Setting("BABAHUI_CLIPS_DIR", "", "音频目录；空着用数据目录里的 clips"),
    Setting("BABAHUI_MEDIA_DIR", "", "文章里的图、声音、视频的目录；空着用数据目录里的 media"),
    Setting("BABAHUI_TTS_MODEL_DIR", "tts_audio/models", "语音模型目录"),
    Setting(
        "BABAHUI_TTS_ENGINE",
        "kokoro",
        "语音引擎：kokoro 本机合成；gtts 要联网；folder 用自己录好的音频；tone 只响提示音，测试用",
    ),
    Setting("BABAHUI_ALLOW_GTTS", "false", "允许 gTTS 吗；true 会把已发布的文字发到境外服务器，默认不允许"),
    Setting("BABAHUI_HOST", "127.0.0.1", "网页监听的地址；要让别的机器访问，写 0.0.0.0"),
    Setting("BABAHUI_PORT", "8000", "网页端口"),
    Setting("BABAHUI_ACTIONS_PORT", "5055", "动作服务端口，只在本机"),
    Setting("BABAHUI_ACTIONS_HOST", "127.0.0.1", "动作服务监听的地址；只有装在容器里才改"),
    Setting("BABAHUI_BOT_PORT", "5005", "对话引擎（Rasa）端口，只在本机"),
    Setting("BABAHUI_BOT_URL", "", "对话引擎的地址；空着就是本机加上面的端口"),
    Setting("BABAHUI_ACTIONS_URL", "", "动作服务的地址；空着就是本机加上面的端口"),
    Setting("BABAHUI_PUBLIC_URL", "", "村民看到的网址，印在二维码里；空着就是本机网页地址"),
    Setting("BABAHUI_COMPANY", "供电公司", "单位名称，出现在网页和海报上"),
    Setting("BABAHUI_WORKER_ID", "worker-1", "后台任务进程的名字；开几个就各取一个，停了再开要用原来的名字"),
    Setting("BABAHUI_RATE_LIMIT", "true", "限制一个人发消息的快慢吗；只有压力测试时才写 false"),
    Setting("BABAHUI_CONTENT_DIR", "content", "内容目录：文章、课程、村组登记"),
)

_ENGINES = ("kokoro", "gtts", "folder", "tone")


class SettingsError(ValueError):
    """A setting cannot be used; the message says in Chinese which one and what must hold."""


@dataclass(frozen=True)
class Settings:
    """Where everything lies and listens; paths are absolute, URLs complete."""

    data_dir: Path
    database_url: str
    dbos_url: str
    conversations_url: str
    secrets_dir: Path
    clips_dir: Path
    media_dir: Path
    tts_model_dir: Path
    tts_engine: str
    allow_gtts: bool
    host: str
    port: int
    actions_host: str
    actions_port: int
    bot_port: int
    bot_url: str
    actions_url: str
    public_url: str
    company: str
    content_dir: Path
    worker_id: str
    rate_limit: bool = True


def load_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raise SettingsError naming the one that cannot be used."""
    values = {one.name: env.get(one.name, "").strip() or one.default for one in SETTINGS}
    data = _path(values["BABAHUI_DATA_DIR"])
    ports = {name: _port(name, values[name]) for name in values if name.endswith("_PORT")}

    def under_data(name: str, folder: str) -> Path:
        return _path(values[name]) if values[name] else data / folder

    def database(name: str, file: str) -> str:
        return values[name] or f"sqlite:///{data / file}"

    engine = values["BABAHUI_TTS_ENGINE"]
    if engine not in _ENGINES:
        raise SettingsError(f"BABAHUI_TTS_ENGINE 只能是 {'、'.join(_ENGINES)}，现在是 {engine}")
    allow_gtts = _yes("BABAHUI_ALLOW_GTTS", values["BABAHUI_ALLOW_GTTS"])
    if engine == "gtts" and not allow_gtts:
        raise SettingsError(
            "BABAHUI_TTS_ENGINE 是 gtts，会把文字发到境外服务器：同意就再写 BABAHUI_ALLOW_GTTS=true，"
            "不同意就改成 kokoro。"
        )

    def address(name: str, port: str) -> str:
        return _address(name, values[name]) if values[name] else f"http://127.0.0.1:{ports[port]}"

    return Settings(
        data_dir=data,
        database_url=database("BABAHUI_DATABASE_URL", "babahui.sqlite3"),
        dbos_url=database("BABAHUI_DBOS_URL", "dbos.sqlite3"),
        conversations_url=values["BABAHUI_CONVERSATIONS_URL"] or str(data / "conversations.sqlite3"),
        secrets_dir=under_data("BABAHUI_SECRETS_DIR", "secrets"),
        clips_dir=under_data("BABAHUI_CLIPS_DIR", "clips"),
        media_dir=under_data("BABAHUI_MEDIA_DIR", "media"),
        tts_model_dir=_path(values["BABAHUI_TTS_MODEL_DIR"]),
        tts_engine=engine,
        allow_gtts=allow_gtts,
        host=values["BABAHUI_HOST"],
        port=ports["BABAHUI_PORT"],
        actions_host=values["BABAHUI_ACTIONS_HOST"],
        actions_port=ports["BABAHUI_ACTIONS_PORT"],
        bot_port=ports["BABAHUI_BOT_PORT"],
        bot_url=address("BABAHUI_BOT_URL", "BABAHUI_BOT_PORT"),
        actions_url=address("BABAHUI_ACTIONS_URL", "BABAHUI_ACTIONS_PORT"),
        public_url=address("BABAHUI_PUBLIC_URL", "BABAHUI_PORT"),
        company=values["BABAHUI_COMPANY"],
        content_dir=_path(values["BABAHUI_CONTENT_DIR"]),
        rate_limit=_yes("BABAHUI_RATE_LIMIT", values["BABAHUI_RATE_LIMIT"]),
        worker_id=values["BABAHUI_WORKER_ID"],
    )


def make_folder(name: str, folder: Path, mode: int = 0o777) -> None:
    """Make the folder a setting names; raise SettingsError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        why = "这里建不了文件夹" if isinstance(error, FileNotFoundError) else trouble_of(error)
        raise SettingsError(f"{name} 写的文件夹 {folder} 用不了：{why}。请改成一个能写的文件夹。") from error


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or any(letter.isspace() for letter in value) or parts.query or parts.fragment:
        raise SettingsError(f"{name} 要写完整的网址，像 http://192.168.1.8:8000，现在是 {value}")
    return value.rstrip("/")


def _path(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _port(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name} 要写 1 到 65535 的端口号，现在是 {value}")
    return int(value)


def _yes(name: str, value: str) -> bool:
    if value.lower() in ("true", "1", "yes", "on"):
        return True
    if value.lower() in ("false", "0", "no", "off", ""):
        return False
    raise SettingsError(f"{name} 只能写 true 或 false，现在是 {value}")
