"""A person's name as somebody says it, or nothing when the sentence is about something else."""

import re
import unicodedata

from actions.chat.booking.words import RELATION
from actions.chat.hearing import is_going_on, is_no, is_question, is_stop, is_unknown, is_wait, is_yes

_LEAD = re.compile(
    r"^(?:哦|嗯|呃|那个|就)*(?:我的?名字[叫是]?|名字[叫是就]*|姓名[叫是]?|户主[叫是]?|老人叫|"
    rf"(?:我们?|他|她)?(?:屋头)?(?:{RELATION})的?(?:名字)?(?:叫|是)(?:做)?|"
    r"他叫|她叫|喊我|叫我|我叫|我是|叫做?|写|就写|就是|写成)?[:： ,，]*"
)
_TAIL = re.compile(r"(?:嘛|哈|的|哦|呀|(?:就是|就行|就可以|就好|就对)了?|[。.!！~ ])+$")
_PLACE = re.compile(r".{2}[坪坝沟湾寨垭坎沱塆院塘咀嘴]$|.家[岩坡桥梁河口岭场塝槽]$")
"""Hamlets end like this, people hardly ever: 任家坪, 黄家湾, 大水沟."""
_BESIDE = re.compile(r"[\s\d，,。.;；:：、!！+\-—()（）]+|(?:他|她|我)?的?(?:电话|号码|手机)(?:号码?)?(?:是|为)?")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")
_FAMILY = re.compile(r"(?:姓|免贵姓|我姓)([\u3400-\u9fff]{1,2})$")
# What two to four characters may also be: words people say when they are not giving a name.
_OTHER = re.compile(
    r"电|线|修|检查|你|您|猜|预约|上午|下午|明天|后天|今天|停|闸|漏|插|灯|[村组社镇]$|跳过|谢谢|你好|您好|好的|可以|要得|不|没|人工|帮助|"
    r"师傅|救命|着火|是的|对的|啥|咋|哪|几|多少|怎|为什么|什么|哈哈|呵呵|电话|号码|随便|晓得|知道|投诉|取消|继续|儿子|女儿|老公|老婆|屋头|家里|我们|你们|"
    r"我想|我要|想要|听|读|播放|念|菜单|测试|嗯|啊|哦|呃|再见|[收要多花]钱|的|接电|约"
)
_LONGEST_PLACE = 4
# The hundred family names nine in ten people here bear, without those that are everyday words at a sentence's start.
_FAMILIES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱胡郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康"
    "毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文蹇"
)
# Family names beyond the hundred; some are everyday words too, so a name is only looked for where one is asked for.
_MORE_FAMILIES = frozenset(
    "白常武乔牟侯樊兰庄殷施洪翟安颜倪严牛温季俞章鲁葛韦毕聂丛焦齐左柳祝霍耿路詹管岳梅尤尚莫舒房鲍费岑雷狄米贝明臧计伏"
    "成盛林刁骆高田樊凌霍虞万支柯昝卢莫经裘缪干解应宗宣贲邓郁单杭包诸石吉钮嵇邢滑裴陆荣翁荀羊於惠甄曲封芮羿储靳汲邴糜松井富巫乌巴弓牧隗山谷"
    "车宓蓬全郗班仰仲伊宫宁仇栾甘厉戎祖符景束叶幸司韶郜黎薄印宿怀蒲台从鄂索咸籍赖卓蔺屠蒙池阴胥能苍双闻莘党谭劳逄姬申扶堵冉宰郦雍璩桑桂濮"
    "寿通边扈燕冀浦尚农别柴瞿阎充慕茹习宦艾鱼容向古易慎戈庾终暨居衡步都满弘匡国寇广禄阙东欧殳沃利蔚越夔隆师巩厍晁勾敖融冷訾辛阚那简饶空"
    "曾沙养鞠须丰巢关蒯相查后荆红游竺权盖益桓公苟代卿银补税青敬母淳鲜泽邬罕佘侬晏揭阳水刀屈祁卜米窦涂柏纪麻强缪项喻花云平和滕"
)
_DOUBLE = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "皇甫", "令狐", "东方", "西门", "端木", "慕容", "尉迟", "夏侯", "鲜于", "淳于")
)
# 对头, 要得: an answer to something else, whatever else its characters could be.
_NO_NAME = (is_stop, is_wait, is_question, is_yes, is_no, is_unknown, is_going_on)
_STATED = re.compile(
    r"(?:我是|我叫|我系|^叫|名字是?叫?|姓名是?|户主是?|[0-9一二三四五六七八九十][组社队]的?|我是.{1,10}的)([\u3400-\u9fff]{2,3})$"
)


def stated_name(said: str) -> str | None:
    """The name a part of a longer sentence ends with: 我是石椅村二组的王桂芳, 叫余德福; None where none is plain."""
    for words in (said, *(found.group(1) for found in [_STATED.search(said)] if found)):
        if 2 <= len(words) <= 3 and is_family_name(words[0]) and parse_name(words) == words:
            return words
    return None


def is_fuller(name: str, before: str) -> bool:
    """Whether a name says more than the one given before: 张大富 after 姓张."""
    return len(name) > len(before) > 0 and name.startswith(before)


def is_family_name(character: str) -> bool:
    """Whether a name may begin with this character."""
    return character in _FAMILIES


def is_like_name(name: str) -> bool:
    """Whether a name begins as most names in the country do, or is written with a dot: 邬小兰, 欧阳玉, 阿依·扎西."""
    return len(name) == 1 or "·" in name or name[0] in _FAMILIES or name[0] in _MORE_FAMILIES or name[:2] in _DOUBLE


def parse_name(said: str) -> str | None:
    """The name in a short sentence: 张桂英, 我叫张桂英, 阿依·扎西; 姓王 gives 王; None for anything that is no name."""
    text = unicodedata.normalize("NFC", said).replace("•", "·").replace("・", "·").strip()
    if any(hears(text) for hears in _NO_NAME):
        return None
    # Whatever follows the name (a phone, a wish) is another module's business.
    whole = text
    text = re.split(r"[,，。;；\s]|电话", text, maxsplit=1)[0] if not text.startswith(("，", ",")) else text
    more = whole[len(text) :]
    text = _TAIL.sub("", text)
    family = _FAMILY.search(text)
    if family:
        fuller = (word for word in _BESIDE.split(more) if is_fuller(word, family.group(1)) and stated_name(word))
        return next(fuller, family.group(1))
    name = _LEAD.sub("", text, count=1).strip()
    told = name != text or name[:1] in _FAMILIES
    if _BESIDE.sub("", more) and not told:
        return None  # 有个电话说是你们的: the first words of a story are nobody's name
    if _NAME.fullmatch(name) and not _OTHER.search(name) and (name != text or not is_hamlet(name)):
        return name
    return None


def is_hamlet(words: str) -> bool:
    """Whether these few words sound like a place: 任家坪, 黄家湾."""
    return len(words) <= _LONGEST_PLACE and _PLACE.fullmatch(words) is not None
