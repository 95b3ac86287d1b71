"""Hearing small words: yes, no, stop, wait, skip, "I was wrong", a question. Whole sentences, never parts of one.

Inside a form these decide before any classifier does: a form must behave the same way every time.
"""

import re

from content.normalize import bare
from content.villages import numeral

_TAIL = r"(?:了|嘛|哈|哦|啊|呀|吧|嘞|咯|噻|喽|哒|的|哟|呢|谢谢|谢了|您|你(?!们)|师傅)*"


_LONGEST = 40


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){_TAIL}")


_STOP_WORD = (
    r"(?:算|不约|莫约|别约|莫预约|不搞|不弄|不办|不填|不整|不报|不改|莫搞|莫办|停|停止|取消|退出|结束|不要|不需要|不想约|不想办|不想弄|不想说|"
    r"取消预约|不预约|改天再说|以后再说|下次再说|(?:不想|不要|不用|不需要|不)(?:再)?(?:预?约)(?:上门|检查|师傅|人)+)"
)
_STOP = re.compile(rf"(?:那|还是|我|就|先|哎呀?|哎哟|唉)*(?:{_STOP_WORD}{_TAIL})+(?:(?:拜拜|再见){_TAIL})*")
_NO_VISIT = re.compile(
    rf"(?:(?:那|还是|我|就|先|哎呀?|哎哟|唉|算了?|你们|师傅)*(?:不|莫|别|不想|不要|不用|不需要|不消)(?:再)?(?:预?约|(?<=[用要莫别消])(?:你们|师傅|再|喊人|派人)*来)"
    rf"(?:上门|检查|师傅|人)*+{_TAIL}+)+"
)
_NO_NEED = re.compile(r"电来了|来电了|好了|修好|弄好|整好|自己|不用|不消|莫来|用不着|不需要|不看了|[喊找]别人|不麻烦")
_STILL = re.compile(r"改|换|还是(?:想|要)?约|接着|接到|接倒|继续|再约|约[到在]|提前|推")
_ON_A_DAY = re.compile(r"[今明后那]天|(?:周|星期|礼拜)[一二三四五六日天]|\d号|不在|[不没莫]得?空")
_AS_IT_IS = _whole(r"(?:算了?|那|就|还是|哦|嗯|先)*(?:不|莫|别|不用|不消|不要)(?:再)?(?:改|换|变)")
_WAIT = _whole(
    r"(?:你|您|我|让|先|嗯|哦|那|稍|请|麻烦)*(?:等一?哈|等一?下|等会儿?|等我|等等|等到起|莫慌|莫忙|别急|莫急|想一?哈|想一?下|想想|"
    r"慢点|看一?哈|看看|问一?哈|问一?下|问问|找一?哈|找一?下|找找|查一?哈|等一?哈儿|等一?下下|我去|嗯+|呃+|额+|这个|那个)"
    r"(?:我|再|去|先|屋头人|家里人|娃儿|老汉儿?|号码|电话|时间|等我)*(?:想一?哈|想一?下|想想|看一?哈|看看|问一?哈|问一?下|问问|"
    r"找一?哈|找一?下|找找|查一?哈|商量一?哈|商量一?下|说)?"
)
_WAIT_FOR = re.compile(
    r"(?!.*[0-9一二三四五六七八九十两][组社队])"
    r"(?:你|您|麻烦|请|先)*(?:等一?哈|等一?下|等会儿?|等我)(?:我|让我|去|屋头|家里|娃|老|问|找|看|查|喊|翻|儿|女|媳妇|男人|婆娘|妈|爸|孙|哥|弟|姐|妹)[^0-9]{0,12}"
)
_GOING_ON = _whole(r"(?:好|要得|那|就|我|想|还是)*(?:继续|接着|接倒|接到|往下)(?:预约|约|说|办|来|填|报|改|学|搞|弄)?")
_BREAKS = re.compile(r"[\s,，。.!！、~]+")
_SKIP = _whole(
    r"跳过|没得|没有|莫得|无|都要得|都行|都可以|都得行|啥子?都行|无所谓|不说|不填|不写|没啥|没啥子|没得啥子?|没什么|就看看|随便|随便看看|随便看哈|都看看|检查一?下就行|不想说|不想留|不留|没"
)
_UNKNOWN = _whole(
    r"(?:我|也)*(?:不晓得|不知道|不清楚|搞不清楚?|记不到|记不得|忘|忘记|搞忘|弄不清楚?|说不清楚?)(?:是?几组|几社|哪个组|哪组|几队)?"
)
_ENOUGH = _whole(
    r"(?:好|嗯|哦|行|对|要得|可以|那|就|也|我|大概|暂时|目前|反正|一共|其他|别的)*"
    r"(?:就?(?:是)?这些|就(?:是)?(?:这么|恁个|恁么|那么)多|就(?:是)?这(?:点|么点|一?件|一?个|一?样)(?:事|情况|毛病|问题)?|"
    r"就(?:是)?(?:这样|这么|恁个|恁样)(?:子|起)?|先(?:就)?(?:这样|恁个|到这里)|就到这里|到此为止|"
    r"(?:没得?|没有|莫得)(?:别的|其[他它]|另外|哪样|啥子?|什么)+(?:的|事|毛病|问题|情况|东西|要说|说|要报|补充|要补充)*|"
    r"(?:再)?(?:没得?|没有|莫得)(?:要)?(?:说|讲|补充|报)(?:的)?|(?:都|全|我)?(?:说|讲|报|交代)(?:完|清楚|到这里)|(?:没得?|没有|莫得|完)(?=了))"
    r"(?:好|行|可以|要得|哈|谢谢|拜拜|再见)*"
)
_BYE = _whole(
    r"(?:好|那|嗯|行|嘛|我|先|就|要|去|不说|不聊|谢谢)*(?:拜拜|再见|再会|晚安|改天见|回头(?:聊|说)|(?:挂|走|忙|下线|睡|去忙|做活路去)(?=了))"
    r"(?:了|哈|拜拜|再见)*"
)
_NOT_MEANT = r"哄你|逗你|骗你|耍你|诓你|日白|开玩笑|说起耍|打起耍|虚惊一场"
_MISTAKEN = r"看错|闻错|听错|认错|(?:是)?假的"
_SUBJECT = (
    r"(?:好|哦|嗯|对|现在|这阵|这哈儿?|刚刚|刚才|哎呀?|人|他|她|它|娃儿?|老人|大家|我|我们|"
    r"都|已经|是|也|又|应该|反正|火|烟|血|味道?|了)*"
)
_ALL_WELL = _whole(
    rf"{_SUBJECT}(?:(?:没得?|没有|莫得?|不得)(?:啥子?|什么|大|好大|好多|关)*(?:事|事情|危险|大碍|大问题)|不要紧|不碍事|不妨事|{_NOT_MEANT})"
    rf"(?:了|的|嘛)*(?:{_SUBJECT}(?:(?:没得?|没有|莫得?)事|{_NOT_MEANT}))?"
)
_OVER = _whole(
    rf"{_SUBJECT}(?:(?:没得?|没有|莫得?|不|莫)(?:再)?(?:闻到|冒烟|冒火|冒|燃|烧|流血|流|痛|响|漏|味道|糊味|烟|火|火花|打火)(?:起|味道|糊味|烟|火|血)*"
    r"|(?:火|烟|血|遭|已经|自己)*(?:扑|打|浇|熄|救|踩)?(?:灭|熄|止|散)(?:住|完|下来)?|醒(?:过来)?|缓过来|救下来"
    # 烟没得了, 味道散了 tell of a thing; of a person only 没得了 would say that he is dead.
    r"|(?:火|烟子?|烟雾|火花|火星|明火|糊味|糊臭|焦味|臭味|味道?|气味|声音|响声)(?:都|也|又|已经|现在|自己|全|完全|一点)*(?:没得?|没有|莫得|不见|散|消|停|小)(?=了)"
    r"|(?:停|好)(?=了)|好(?:些|多|点|一点)(?=了))"
    # 人没得了 says that somebody has died: without a word before it, or none but 现在, it is the danger that is gone.
    rf"|(?:现在|这阵|刚刚|刚才|好|哦|嗯)*(?:没有|没得|莫得)(?=了)|(?:我|是|刚才)*(?:{_MISTAKEN})"
)
_THANKS = _whole(r"谢谢|谢|多谢|感谢|麻烦|辛苦")
_HOAX = re.compile(rf"{_NOT_MEANT}|{_MISTAKEN}")
_VISIT = r"(?:预约|检查|上门)"
_CANCEL_VISIT = _whole(
    rf"(?:那|还是|我|就|先|要|想|请|麻烦|给我|帮我|直接|干脆|不改了?|算了?|哎呀?|唉)*"
    rf"(?:(?:取消|退)掉?了?(?:我的|这个|那个|这次|那次)?{_VISIT}"
    rf"|[把将]?(?:我的|这个|那个|这次|那次)?{_VISIT}(?:给我|都|也|就)?(?:取消|退)掉?)"
)
_KEEPS_VISIT = _whole(rf"(?:那|还是|我|就|先|哎呀?|唉|算了?|又)*(?:不|莫|别|不要|不用|不想|不消)取消{_VISIT}?")
_ONLY_ASKS = _whole(r"(?:我|我们)?(?:就|只|只是|就是|随便|不过)(?:是)?(?:想)?(?:来)?(?:问一?[哈下]|问问)(?:而已)?")
_NOT_HERE = _whole(
    r"不|不是|没得|没有|莫得|没|(?:不是|没有)?我们?(?:这边|这里|家|屋头)?(?:有电|没有停|没停|没得停)|不是我们?(?:这边|这里|家|屋头)"
    r"|(?:是)?(?:别个|别人|人家|隔壁|其他|他们)(?:那边|那里|那儿|村|屋头|家|的)?(?:停|停电|没得电|没电)"
)
_YES = _whole(
    r"(?:嗯|好|对|是)*(?:对|对头|是|是嘞|好|好嘛|要得|可以|行|得行|没问题|确认|确定|同意|没错|正确|就是|中|OK|ok|嗯+|"
    r"就这样约?|就这么定|就这样定|对的就这样约?|约|定|[没莫]得问题|[没莫]得错|就恁个|就恁样|没意见|巴适|都对|要)"
)
_NO = _whole(r"不|不是|不对|不行|不得行|要不得|不好|不对头|错|没对|(?:不|莫|不要|不用|不想|别)取消|不要|不用|莫|否")
_CORRECTION = re.compile(
    r"^(?:哎|唉|哦豁?|哟|呃|额|那个|等一?下|等一?哈|我)*(?:不对|错了|错咯|说错|搞错|弄错|写错|打错|讲错|记错|改一?下|改一?哈|更正|不是|"
    r"莫是|改成|换成|应该是|刚才|前面|要改|我要改)"
)
_FIELD_WRONG = re.compile(
    r"(?:电话|号码|名字|姓名|名儿|时间|日子|村子|村|组|社|地方|地址|毛病|问题)(?:是)?(?:都|也)?(?:不对|不是|错了|错咯|写错|说错|打错|搞错|要改|改一?下|改一?哈|改成|改到|换成|应该是)"
)
_QUESTION = re.compile(
    r"[?？]|吗|么$|啥|咋|怎么|怎样|为什么|为何|哪|几点|几天|几时|多少|多久|多长|好多(?!(?:家|户|人|个人|地方|院子)(?:人家|人)?(?:都|也|全))|好久|(?<!没得)(?<!没有)好远"
    r"|好大|能不能|可不可以|可以不|要不要|"
    r"([\u4e00-\u9fff])不\1|会不会|是不是|有没有|有没得|啷个|如何|要得不|得行不|得不得|算不算|犯不犯|行不行|谁|不$|没$|没得$|收不收|准不准|晓不晓得"
)
_MINOR = re.compile(
    r"我(?:今年|才|还|只|现在|刚|满|有|快|马上)*(?:[1-9]|1[0-3]|[一二两三四五六七八九十]|十[一二三])岁|"
    r"我(?:现在|还|才|今年)?(?:是|在|读|上|念)?(?:读|上|念)?(?:小学(?!老师|校长|门口|旁边)|幼儿园(?!老师|园长)|[一二三四五六]年级(?!老师))|"
    r"我(?:还)?是(?:一?个)?(?:小朋友|小孩子?|小娃儿?|娃娃)"
)
_ORDINALS = (
    (re.compile(r"最后(?:一|那)?(?:个|条|项|样)"), -1),
    (re.compile(r"(?:第?[1一]|头一?)(?:个|条|项|样)|上面那?(?:个|条)"), 0),
    (re.compile(r"(?:第[2二]|中间那?|[二2])(?:个|条|项|样)"), 1),
    (re.compile(r"(?:第[3三]|[三3])(?:个|条|项|样)|下面那?(?:个|条)"), 2),
)
_LISTED = re.compile(r"(?:我)?(?:选|点|看|要)?第?([0-9]{1,2}|[一二三四五六七八九十两])(?:号|嘛|哈|吧)?")
_TAKEN_BACK = _whole(
    r"(?:我|那|哎呀?|算了?|前面|前头|刚才|刚刚|才将|将才|先前|上面|这些|全部|跟你|给你|跟您|给您)*(?:说|讲|写|打|发|摆)的?"
    r"(?:话|那些|那个|那句|这些|东西|都|全|全部|就|通通)*(?:不算数?|不作数|作废|不要|当没说|莫当真)|"
    r"(?:那|我|就)*(?:刚才|刚刚|前面|前头|先前)的(?:都|全|全部)*(?:不算数?|不作数|作废)|"
    r"(?:我|那|你|您|就|刚才)*当我?(?:刚才)?没(?:有)?(?:说|讲)(?:过)?"
)
_WITHOUT_NUMBER = _whole(
    r"(?:我|我们|屋头|家里|也|都|就|但是?|那|算了?)*(?:(?:没得|没有|莫得|没)(?:电话|手机|号码)|"
    r"(?:不|不想|不愿意?|不得|不用|莫|就不)(?:再)?(?:留|给|说|打)(?:我|你们?|我的)?(?:电话|手机|号码))"
)


def _says(words: re.Pattern[str], said: str) -> bool:
    """Whether the sentence says just this; a long one never does, and costs nothing."""
    return len(said) <= _LONGEST and words.fullmatch(bare(said)) is not None


def is_stop(said: str) -> bool:
    """Whether the sentence only says to stop: 算了, 不约了, 取消."""
    return _says(_STOP, said)


def calls_off(said: str) -> bool:
    """Whether a sentence of several parts gives a visit up: 算了 电来了 不用来了, 不约了不约了 我喊我侄儿子看."""
    if len(said) > _LONGEST or _STILL.search(said) or is_question(said):
        return False
    parts = [bare(part) for part in _BREAKS.split(said) if bare(part)]
    if _ON_A_DAY.search(said) and "约" not in said:
        return False  # 明天我不在 不用来了: another day may do
    return any(_NO_VISIT.fullmatch(part) for part in parts) or (
        len(parts) > 1 and is_stop(parts[0]) and _NO_NEED.search(said) is not None
    )


def leaves_as_it_is(said: str) -> bool:
    """Whether the sentence only takes a wish for a change back: 算了不改了, 莫改了."""
    return _says(_AS_IT_IS, said)


def cancels_visit(said: str) -> bool:
    """Whether the sentence only says that the visit is cancelled, and names it: 取消预约, 把预约取消了."""
    return _says(_CANCEL_VISIT, said)


def keeps_visit(said: str) -> bool:
    """Whether the sentence only says that nothing is cancelled: 不取消了, 我不取消了."""
    return _says(_KEEPS_VISIT, said)


def only_asks(said: str) -> bool:
    """Whether the sentence says that nothing is to be reported: 没有，别个那边停了，我就问哈."""
    parts = [part for part in _BREAKS.split(said) if bare(part)]
    asks = [part for part in parts if _says(_ONLY_ASKS, part)]
    return bool(asks) and all(part in asks or _says(_NOT_HERE, part) for part in parts)


def is_enough(said: str) -> bool:
    """Whether the sentence only says that all is told: 就这些了, 好，就这样, 没得别的了. What was told stays."""
    return _says(_ENOUGH, said)


def without_end(said: str) -> str:
    """The sentence without the words at its end that only say that it is all: 插座松 of 插座松，就这些."""
    parts = re.split(r"([\s,，。.!！、~]+)", said.strip())
    while len(parts) > 2 and (not parts[-1] or is_enough(parts[-1])):
        parts = parts[:-2]
    return "".join(parts).rstrip("，,、 ")


def is_bye(said: str) -> bool:
    """Whether the sentence only takes leave: 拜拜, 我先忙了. It takes nothing back."""
    return _says(_BYE, said)


def is_all_well(said: str) -> bool:
    """Whether the sentence only says that nothing is the matter: 没事了, 虚惊一场, 哄你的. It takes no wish back."""
    return _says(_ALL_WELL, said)


def is_over(said: str) -> bool:
    """Whether the sentence, right after a danger, only says that it is over: 火灭了, 没闻到了, 不流血了."""
    parts = [part for part in _BREAKS.split(said) if part]
    return bool(parts) and all(_says(_OVER, part) or _says(_ALL_WELL, part) for part in parts)


def was_not_so(said: str) -> bool:
    """Whether the sentence says that what was told is not true: 哄你的, 看错了."""
    return len(said) <= _LONGEST and _HOAX.search(said) is not None


def is_wait(said: str) -> bool:
    """Whether the sentence only asks for time: 等一哈, 我想想, 等哈哦 我想一哈."""
    if _says(_WAIT, said) or _says(_WAIT_FOR, said):
        return True
    parts = [part for part in _BREAKS.split(said) if part]
    return len(parts) > 1 and all(_says(_WAIT, part) for part in parts)


def is_going_on(said: str) -> bool:
    """Whether the sentence only says to go on: 继续预约, 接着约, 那就接着说."""
    return _says(_GOING_ON, said)


def is_skip(said: str) -> bool:
    """Whether the sentence only leaves a question out: 跳过, 没得."""
    return _says(_SKIP, said)


def takes_all_back(said: str) -> bool:
    """Whether the sentence only says that nothing said before counts: 我刚才说的不算, 当我没说."""
    return _says(_TAKEN_BACK, said)


def has_no_number(said: str) -> bool:
    """Whether the sentence only says that there is no number to call, or that none is given: 没得电话, 不留电话."""
    return _says(_WITHOUT_NUMBER, said)


def is_unknown(said: str) -> bool:
    """Whether the sentence only says that somebody does not know."""
    return _says(_UNKNOWN, said)


def is_yes(said: str) -> bool:
    """Whether the sentence is only a yes."""
    parts = [part for part in _BREAKS.split(said) if part]
    return _says(_YES, said) or (len(parts) > 1 and all(_says(_YES, part) for part in parts))


def is_thanks(said: str) -> bool:
    """Whether the sentence only thanks."""
    return _says(_THANKS, said)


def agrees(said: str) -> bool:
    """Whether what was read back is found right: a yes, also beside 莫得事 or 就这些."""
    parts = [part for part in _BREAKS.split(said) if part]
    yes = any(is_yes(part) or is_enough(part) for part in parts)
    return yes and all(is_yes(part) or is_enough(part) or is_all_well(part) or is_thanks(part) for part in parts)


def is_no(said: str) -> bool:
    """Whether the sentence is only a no."""
    return _says(_NO, said)


def is_correction(said: str) -> bool:
    """Whether the sentence takes back something said before: 不对，是石椅村; 电话错了，36收尾."""
    return _CORRECTION.search(bare(said)) is not None or _FIELD_WRONG.search(bare(said)) is not None


def is_question(said: str) -> bool:
    """Whether the sentence asks something; 哪个都行 does not."""
    if re.search(r"都行|都可以|都要得|随便", said):
        return False
    return _QUESTION.search(said.strip().rstrip("。.!！~ ")) is not None


def is_minor(said: str) -> bool:
    """Whether somebody says of themselves that they are a child under fourteen."""
    return _MINOR.search(bare(said)) is not None


def ordinal(said: str) -> int | None:
    """The place in a list that is meant: 0 for 第一个, -1 for 最后一个."""
    words = bare(said)
    if len(words) > 10:
        return None
    return next((place for pattern, place in _ORDINALS if pattern.search(words)), None)


def listed(said: str) -> int | None:
    """The number of a list that a sentence consists of: 1 for 1, 1., 选1, 一, 第一; None when it says more."""
    match = _LISTED.fullmatch(bare(said))
    return numeral(match.group(1).replace("两", "二")) if match is not None else None
