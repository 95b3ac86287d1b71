"""有照片咋个发给你: nothing but words can be sent here, and whoever has a picture is told so and what helps instead."""

import re

from actions.chat import hazards
from actions.chat.acting import Say
from actions.chat.booking.words import TROUBLE
from content.normalize import bare

_PICTURE = (
    r"(?:照片|相片|图片|截图|视频|录像|[张个]图|图(?=[发传给])|(?<!自)拍(?:了|得有|有|下来?|好|起)?(?:一?[张个段些])?(?:照片?|图)?|"
    r"照(?:了|得有|好)?(?:一?张)?相|照(?:了|得有)(?:一?张)?(?:照片|图)?)"
)
_SHOWS = r"(?:发|传|上传|甩|寄|递|给你们?|给您|给电管家|给师傅|上来)"
_HAS = re.compile(
    r"(?:有|(?:拍|照|录)(?:了|得有|起|好|下来)).{0,6}(?:照片|相片|图片|视频|录像|相(?!信|关|当|同))|(?:拍|照)了相"
)
_TO_US = re.compile(
    rf"{_PICTURE}[^，,。;；]{{0,8}}{_SHOWS}|{_SHOWS}[^，,。;；]{{0,6}}(?:照片|相片|图片|截图|视频|录像|[张个]图|图(?!书|案|纸))|"
    r"(?:要不要|需不需要|要|用不用).{0,3}(?:照片|相片|拍照|拍[张个]|图片)|(?:照片|图片|视频).{0,4}(?:要不要|要得不|行不行|可不可以)|"
    r"^\[?(?:图片|照片|视频|语音)\]?$|(?:哪里|哪儿|咋个?|怎么).{0,6}(?:照片|图片|拍照|视频)"
)
_OF_OTHERS = re.compile(
    r"有人|说是|自称|[喊叫让]我|他们?(?:让|喊|叫|要)|收到|发来|发给我|给我发|身份证|银行卡|户口|人脸|扫|裸|骗|冒充|偷拍|删|"
    r"群[里头]|朋友圈|抖音|快手|投稿|识别|比赛|参赛|娃|孩子|学生|你们的?(?:照片|视频)|电视|监控|摄像|好看|课|多少张|好多张|无人机|航拍"
)
"""Pictures that others ask for, send or take: swindles, children, articles of their own."""
_LONGEST = 30
_STORY = 14


def asks(said: str) -> bool:
    """Whether somebody has a picture to show us or asks how to send one; what others do with pictures is not meant."""
    words = said.strip()
    if not words or len(bare(words)) > _LONGEST or _OF_OTHERS.search(words):
        return False
    return (_TO_US.search(words) or _HAS.search(words)) is not None


def tells_more(said: str) -> bool:
    """Whether a message about a picture also tells what is wrong: 电杆歪了，我拍了照片发给你."""
    return hazards.sort_of(said) is not None or TROUBLE.search(said) is not None or len(bare(said)) > _STORY


def answer(said: str, say: Say, *, reporting: bool) -> bool:
    """Say that no picture can be sent here, and what to say instead; False where none is spoken of."""
    if not asks(said):
        return False
    say("utter_no_photos_go_on" if reporting else "utter_no_photos")
    return True
