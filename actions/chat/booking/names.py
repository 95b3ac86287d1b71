"""A person's name as somebody says it, or nothing when the sentence is about something else."""

import re
import unicodedata

from actions.chat.booking.words import RELATION
from actions.chat.hearing import is_going_on, is_no, is_question, is_stop, is_unknown, is_wait, is_yes

_LEAD = re.compile(
    r"^(?:哦|嗯|呃|那个|就)*(?:我的?名字[叫是]?|名字[叫是就]*|姓名[叫是]?|户主[叫是]?|老人叫|"
    rf"(?:(?:户主|就|是|写|填|登记)*(?:我们?|他|她)?(?:屋头)?(?:{RELATION})的?(?:名字)?(?:叫|是)(?:做)?)|"
    r"(?:人家|别人|大家|他们|村[里头]人?|院坝头)*都?[喊叫]我(?:做)?|我?(?:的)?(?:本名|大名|真名|全名|学名|官名)(?:叫|是)?|"
    r"他叫|她叫|喊我|叫我|我叫|我是|叫做?|写|就写|就是|写成)?[:： ,，]*"
)
_LOOSE_LEAD = re.compile(
    r"^(?:我|就|是|那|名|登记|记|填|写|报|用|说|喊|叫|成|为|的|名字|户主|户名|[:： ,，])*"
    rf"(?:(?:我们?|他|她)?(?:屋头)?(?:{RELATION})的?(?:名字)?)?[:： ,，]*"
)
"""What stands before a name only where that begins as most names do: 登记李国富, 我老汉李国富, 我喊王大明."""
# Begins with none of the words beside it in _WHOSE and holds no 的, so that a text can be split in one way only.
_SOMEBODYS = r"(?![我就是那登记填写报用约户成给帮替他她屋们])[\u3400-\u7683\u7685-\u9fff]{2,3}的"
_WHOSE = re.compile(
    rf"(?:我|就|是|那|登记|记|填|写|报|用|约|户主|成|给|帮|替|他|她|屋头|们|的|{_SOMEBODYS})*(?:{RELATION})的?(?:名字?)?的?"
)
"""Who somebody is to somebody, before the name comes: 登记我老汉的，叫李国富; 我是他婆娘，姓陈."""
_CHILD_OF = re.compile(rf"^(?:我|就|是)*([\u3400-\u9fff]{{2,4}})(?:的|他|她|屋头的?)(?:{RELATION})$")
_GIVEN = re.compile(
    r"^(?:我|就|[,，])*(?:单名|双名|名字?|大名|叫做?)(?:叫做?|是)?(?:一个|个)?([\u3400-\u9fff]{1,2}?)字?(?:就[是行])?[嘛哈的]*$"
)
"""The part of a name that follows the family's: 单名一个凤, 名大明."""
_SPELT_OUT = re.compile(r"[\u3400-\u9fff](?:\s+[\u3400-\u9fff]{1,2}){1,3}")
_BEFORE_CALLED = re.compile(r"(?<=姓)([\u3400-\u9fff]{1,2})(?=(?:名字?|单名|大名)?(?:叫|是|一个))")
_TAIL = re.compile(r"(?:嘛|哈|的|哦|呀|(?:就是|就行|就可以|就好|就对)了?|[。.!！~ ])+$")
_PLACE = re.compile(r".{2}[坪坝沟湾寨垭坎沱塆院塘咀嘴]$|.家[岩坡桥梁河口岭场塝槽]$")
"""Hamlets end like this, people hardly ever: 任家坪, 黄家湾, 大水沟."""
_BESIDE = re.compile(r"[\s\d，,。.;；:：、!！+\-—()（）]+|(?:他|她|我)?的?(?:电话|号码|手机)(?:号码?)?(?:是|为)?")
_BREAK = re.compile(r"[,，。;；\s]+|(?=电话)")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")
_FAMILY = re.compile(r"(?:姓|免贵姓|我姓)([\u3400-\u9fff]{1,2})$")
# What two to four characters may also be: words people say when they are not giving a name.
_OTHER = re.compile(
    r"电|线|修|检查|[你您]|猜|预约|上午|下午|明天|后天|今天|停|闸|漏|插|灯|[村组社镇]$|跳过|谢谢|你好|您好|好的|可以|要得|不|没|人工|帮助|"
    r"师傅|救命|着火|是的|对的|啥|咋|哪|几|多少|怎|为什么|什么|哈哈|呵呵|电话|号码|随便|晓得|知道|投诉|取消|继续|儿子|女儿|老公|老婆|屋头|家里|我们|你们|"
    r"[他她它我]|人家|别[人个]|大家|想要|听|读|播放|念|菜单|测试(?:$|[一了下])|嗯|啊|哦|呃|再见|[收要多花]钱|的|接电|约|了|一[下哈]|[保困]户$|周[一二三四五六日]来"
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
    r"(?:我是|我叫|我系|^叫|姓[\u3400-\u9fff]{1,2}?叫|名字是?叫?|姓名是?|户主是?|[0-9一二三四五六七八九十][组社队]的?|我是.{1,10}的)([\u3400-\u9fff]{2,4})$"
)


def stated_name(said: str) -> str | None:
    """The name a part of a longer sentence ends with: 我是石椅村二组的王桂芳, 叫余德福; None where none is plain."""
    for words in (said, *(found.group(1) for found in [_STATED.search(said)] if found)):
        if (_is_short(words) or _is_double(words)) and parse_name(words) == words:
            return words
    return None


def _is_short(name: str) -> bool:
    return 2 <= len(name) <= 3 and is_family_name(name[0])


def _is_double(name: str) -> bool:
    return 3 <= len(name) <= 4 and name[:2] in _DOUBLE


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
    """The name in a short sentence: 张桂英, 我叫张桂英, 阿依·扎西; None for anything that is no name.

    A name told in pieces is put together: 我姓王，叫王大明 and 姓王，名大明 give 王大明, 姓王 alone gives 王.
    """
    text = unicodedata.normalize("NFC", said).replace("•", "·").replace("・", "·").strip()
    if any(hears(text) for hears in _NO_NAME):
        return None
    if _SPELT_OUT.fullmatch(text):
        whole = re.sub(r"\s", "", text)
        if is_like_name(whole) and _NAME.fullmatch(whole) and not _OTHER.search(whole):
            return whole  # 张 大 明, said slowly
    # Whatever follows the name (a phone, a wish) is another module's business.
    text = _BEFORE_CALLED.sub(r"\1，", text)
    pieces = [piece for piece in _BREAK.split(text) if piece]
    while len(pieces) > 1 and _WHOSE.fullmatch(pieces[0]):
        pieces = pieces[1:]
    first, more = (_TAIL.sub("", pieces[0]), pieces[1:]) if pieces else ("", [])
    family = _FAMILY.search(first)
    if family:
        return _with_family(family.group(1), more)
    return _name_in(first, beside=bool(_BESIDE.sub("", "，".join(more))))


def _with_family(family: str, more: list[str]) -> str:
    """The fullest name that what follows makes of the family's: 王大明 after 姓王, by 叫王大明 or by 名大明."""
    told = [name for name in map(_name_after_family, more) if name]
    fuller = next((name for name in told if is_fuller(name, family) or name in (f"老{family}", f"小{family}")), None)
    if fuller is not None:
        return fuller
    given = (_GIVEN.search(piece) for piece in more if len(family) == 1 or family in _DOUBLE)
    names = (found.group(1) for found in given if found and not _OTHER.search(found.group(1)))
    return next((family + name for name in names if not name.startswith(family)), family)


def _name_after_family(piece: str) -> str | None:
    alone = _BESIDE.sub("", _TAIL.sub("", piece))
    return _name_in(alone, beside=False) if alone else None


def _name_in(words: str, beside: bool) -> str | None:
    """The name these words are, without what stands before one; `beside` other words only where it is plainly told."""
    loose = _LOOSE_LEAD.sub("", words, count=1).strip()
    if loose != words and len(loose) > 1 and _begins_as_names_do(loose) and _is_name(loose) and not is_hamlet(loose):
        return loose
    child = _CHILD_OF.fullmatch(words)
    if child and _begins_as_names_do(child.group(1)) and _is_name(child.group(1)):
        return child.group(1)
    name = _LEAD.sub("", words, count=1).strip()
    told = name != words or name[:1] in _FAMILIES
    if beside and not told:
        return None  # 有个电话说是你们的: the first words of a story are nobody's name
    return name if _is_name(name) and (name != words or not is_hamlet(name.lstrip("就是在"))) else None


def _begins_as_names_do(name: str) -> bool:
    return name[0] in _FAMILIES or name[:2] in _DOUBLE or (name[0] in "老小阿" and name[1] in _FAMILIES)


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not _OTHER.search(name)


def is_hamlet(words: str) -> bool:
    """Whether these few words sound like a place: 任家坪, 黄家湾."""
    return len(words) <= _LONGEST_PLACE and _PLACE.fullmatch(words) is not None
