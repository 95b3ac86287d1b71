"""The words a booking is told with: what is wrong in a home, and who belongs to it. Only words, so anybody may look."""

import re

TROUBLE = re.compile(
    r"跳闸|漏电|漏保|打火|冒火|起火|着火|燃起|火花|火星|糊味|焦味|咬|发烫|烫手|(?:有点|有些|好|很|滚|太)烫|烫得|烫人|烧|糊|闪|老化|麻手|麻人|遭麻|麻了|遭电|触电|坏|断|裂|松|接触不良|电压|没电|冒烟|响|露|短路|不亮|"
    r"推不上|合不上|破皮|爆|进水|受潮|打不开|煮不熟|红彤彤|(?:一.{1,4}就|老是?|又|总是?|一直|成天)跳|不对头"
)
"""What is wrong with the electricity of a home."""
HOME = re.compile(r"灯|插座|插板|开关|电表|空开|闸|线路|电线|屋头|家里|屋里|的电(?!话)|电器|漏保|看[哈下]?电")
"""What a visit is about where no trouble is told."""
_INSTALLS = re.compile(
    r"(?:安装|装|安|移|拆|清洗)(?:一?[个台下哈])?(?:空调|热水器|洗衣机|抽?油烟机|冰箱|电视|净水器|监控|宽带)"
)
_OF_THE_LINES = re.compile(r"线|查|看|电表|插[座孔]|插板|开关|空开|闸|漏保")
RELATION = (
    r"儿子|女儿|女子|女娃儿?|儿娃子|娃儿|妹儿|幺儿|幺女|幺妹儿?|媳妇儿?|儿媳妇?|女婿|老公|老婆|婆娘|男人|爱人|老头子?|老伴儿?|"
    r"妈妈?|爸爸?|老汉儿?|老者|爷爷|婆婆|奶奶|外公|外婆|孙子|孙女|孙儿|哥哥?|弟弟?|姐姐?|妹妹?|嫂子|嫂嫂|姐夫|舅舅|舅妈|姑姑?|姨妈?|"
    r"侄儿子?|侄女|邻居|隔壁|房东|组长|社长|村长|支书|网协员|亲戚|朋友|老表"
)
DAUGHTER = frozenset(("女子", "女娃", "女娃儿"))
"""女子 is a daughter here; read back as 女儿, nobody takes it for some woman."""


def installs(said: str) -> bool:
    """Whether somebody is wanted to fit an appliance (装空调), and nothing of the electricity of the home is wrong."""
    return _INSTALLS.search(said) is not None and not TROUBLE.search(said) and not _OF_THE_LINES.search(said)
