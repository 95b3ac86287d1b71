"""Small talk a machine can answer plainly: who is there, when somebody reads, heard, no hurry, the weather."""

import re

from content.normalize import bare

_TALK: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "utter_who_am_i",
        re.compile(
            r"(?:喂|哎|请问|那)?(?:你|您|你们)(?:到底)?(?:是不?是?|叫)(?:哪个|谁|啥子?人|什么人|啥名字|真人|机器|活人|人|哪个村|哪里人?|哪儿)(?:的|还是|机器|真人|活?人|是|哦|嘛|啊|吗|呢|不)*"
        ),
    ),
    (
        "utter_hours",
        re.compile(
            r"(?:你们?|您|电管家|这里|一般|平时|都|是|早上|下午)*(?:几点钟?|好久|啥子?时候|什么时候)(?:才)?(?:上班|下班|开门)(?:哦|嘛|啊|呢|的)*"
        ),
    ),
    (
        "utter_heard",
        re.compile(
            r"(?:好|嗯|哦|那|要得|我|都|行|嘛|的|哈)*(?:晓得|知道|明白|懂|记住|记到起?|清楚)(?:了|咯|嘛|哈|啦|哦)+"
        ),
    ),
    (
        "utter_no_hurry",
        re.compile(
            r"(?:对不起|不好意思|抱歉|莫怪)(?:哈|嘛|哦|了|我|有点|太|就是|心头|很)*(?:着急|急|慌|心慌|不会打字|打字慢|不会用)?(?:了|得很|嘛|哈)*|我?(?:有点|好|太)?着急(?:了|得很|嘛)*"
        ),
    ),
    (
        "utter_chat",
        re.compile(
            r"(?:今天|今儿|外头|这)*(?:天气|太阳|天)(?:好|真|太|才|硬是|巴适|安逸|冷|热|不错|得很|大|凉快)+(?:哦|啊|嘛|哈|呀)*|(?:给我|你)?(?:讲|说|摆)个?(?:笑话|故事|龙门阵).{0,3}|(?:你|您)?吃(?:饭)?(?:了)?(?:没得?|没有)(?:哦|嘛)*"
        ),
    ),
)


def talk(said: str) -> str | None:
    """The response to a sentence that is small talk and nothing else."""
    words = bare(said)
    return next((response for response, pattern in _TALK if pattern.fullmatch(words)), None)
