"""Hearing that a short question leaves out what it is about: 好多钱嘛, 为啥子, 那晚上呢. Whole sentences only."""

import re

from content.courtesy import without_courtesy
from content.normalize import bare

_LONGEST, _WORD, _OF_ITS_OWN = 14, 2, 4
_LEAD = (
    r"(?:那么?|哦|嗯|噢|好|哎|诶|再|还|请|就是|我们?|这个|这种|这样|想问|问一?[哈下]?|它|他们?|又|到底|"
    r"具体|一般|大概|总共|一共|应?该|要|得|需要|等|最多|最少)*"
)
_TAIL = r"(?:呢|嘛|哦|啊|呀|哈|吗|噻|喃|咧|的|了|来|去|耶|哟|你|您|嗦)*"
_WHAT = r"(?:啥子?|什么|哪些|哪样|哪几样)"
_WHO = rf"(?:哪个|谁|{_WHAT})"
_WHERE = r"(?:哪儿|哪里|哪点|哪个地方|哪头|啥子?地方|什么地方|哪)"
_WHEN = r"(?:好久|多久|好长时间|多长时间|几天|好多天|几个(?:小时|月|钟头)|啥子?时候|什么时候)"
_HOW = r"(?:咋个?|怎么|啷个|如何)"
_CAN = r"(?:要得|得行|可以|能行|能|行|得)"
_DO = r"(?:办|弄|整|搞|做|交|领|报|申请|处理|买|查|登记|操作|说|算)"
_OPEN = (
    # what it costs
    r"(?:一次|一回|一个月|每个?月|一年|每年|每次)?(?:要|收|花|给|是)*(?:好多|多少|几多|几块|几个)(?:钱|块钱?|费用)",
    r"(?:要不要|收不收|用不用|需不需要)(?:给|交|花)?(?:钱|费)|(?:收费|要钱|花钱|给钱|收钱|免费)[不吗]|贵不贵|(?:啥子?|什么)价钱?",
    # why
    rf"为(?:啥子?|什么|何)|凭(?:啥子?|什么)|{_HOW}(?:不得行|不行|不能|要不得|不可以)|(?:啥子?|什么)(?:原因|道理)|(?:咋|怎么)回事",
    # how, how long, with what
    rf"{_HOW}(?:去|来)?{_DO}?|会{_HOW}样?",
    rf"{_WHEN}(?:才|就)?(?:能|可以|得行|会)?(?:{_DO}得?[好到完成]|下来|有结果|有回音|回复)?",
    rf"(?:{_DO}|带|准备|拿|提供)?(?:些|点)?{_WHAT}(?:东西|材料|资料|证件|手续|条件|要求)|(?:带|准备)(?:些|点)?{_WHAT}",
    # where, by whom
    rf"(?:在|到|去|上|往|朝){_WHERE}(?:去)?{_DO}?|{_WHERE}{_DO}",
    rf"(?:找|问|打|联系){_WHO}(?:电话|号码|人|部门|单位)?|电话(?:号码)?(?:是)?(?:好多|多少)|{_WHO}(?:来)?(?:管|负责)|归{_WHO}管",
    # what more
    rf"还有(?:(?:没得|没有|别的|其他|{_WHAT})+|(?=呢|嘛|喃))|(?:然后|接下来|别的|其他的?|后头|后面)(?=呢|嘛|喃|咋)",
    r"(?:说|讲)?(?:细|详细|具体)(?:一?点|些)?(?:说|讲)?",
    # whether
    rf"{_CAN}{_DO}?[不吗]|(?:可不可以|能不能|得不得行|行不行|要不要得){_DO}?|不?要不?要紧|(?:危险|安全|严重|犯法|违法|罚款|坐牢)[不吗]",
    r"有没[得有](?:危险|用|效果|影响|关系|限制|要求|条件)|(?:会)?(?:罚|赔)(?:好多|多少)钱?",
    rf"(?:网上|手机上|微信上)(?:{_CAN}|{_HOW})?{_DO}?(?:要得|可以|[能行得不吗]|可不可以)*|(?:必须|非要)?本人(?:去|来)?[不吗]?",
)
_ASKS = re.compile(rf"{_LEAD}(?:{'|'.join(_OPEN)}){_TAIL}")
_IF = r"(?:要是|如果|假如|万一|换成?|比如|对于?|遇到)"
_CIRCUMSTANCE = re.compile(
    r"(?:晚上|夜晚|半夜|黑了|天黑|白天|早上|中午|下午|今天|明天|冬天|夏天|热天|冷天|平时|过年|周末|下雨|落雨|打雷|刮风|停电|涨水|老人家?|老年人|"
    r"娃儿|娃娃|小孩|大人|租房子?)(?:的|的话|的人|时候|的时候)?"
)
"""When, in which weather, for whom: nothing that can be put in place of what was asked."""
_CASE = r"[\u3400-\u9fff0-9]{1,9}?(?:的|了|的话|时候|的时候)?"
_OTHER_CASE = (
    re.compile(rf"{_LEAD}{_IF}?{_CASE}(?:呢|喃)(?:嘛|哦|啊)?"),
    re.compile(rf"(?:那|{_IF})+{_CASE}又?(?:{_HOW}{_DO}?|咋)(?:嘛|哦|啊|呢)?"),
    re.compile(
        rf"(?:那|{_IF})+{_CASE}(?:(?:也|又|还)?(?:是)?(?:一样|{_CAN}|算|管|要)[不吗]|可不可以|能不能{_DO}?|行不行|得不得行|算不算)(?:嘛|哦|啊|呢)?"
    ),
)
_UNSEEN = r"(?:我|刚才|将才|麻烦|请|你|您|字太小)*(?:没|莫)看(?:清楚?|到)(?:了|哦|嘛|呢)*"
_PLAINER = r"(?:再|你|您|麻烦)*(?:说|讲)(?:简单|明白|清楚|直白|慢)(?:一?点儿?|些)(?:嘛|哈|噻)*"
_NOT_TAKEN_IN = r"(?:我|还是)*(?:没|莫|没有)听(?:懂|明白)(?:了|哦|嘛)*|(?:我|还是)*听不(?:懂|明白)(?:了|哦|嘛)*"
_AGAIN = re.compile(
    rf"{_UNSEEN}|(?:{_NOT_TAKEN_IN})(?:{_PLAINER})?|{_PLAINER}|(?:{_UNSEEN})?"
    r"(?:(?:我没看清楚?|麻烦|请|你|您|能不能|可不可以|再)*(?:再(?:说|讲|发|写|来)一?(?:遍|次|[哈下])|重复一?(?:遍|次|[哈下])?|重新?(?:说|发)一?(?:遍|次|[哈下]))(?:嘛|吗|哈|不|呢|噻)*)"
)
_OWN_MATTER = re.compile(r"预约|约[的了好]|[我们]报的|师傅|电管家|上课|那门课|来电|停电|有电|没得?电|密码|验证码")
"""What is asked of one's own visit, report or power leaves nothing of an article out."""
_MAY = re.compile(rf"能不能|可不可以|得不得行|能否|(?:可以|准|允许|许)(?!{_CAN}?[不吗])")
_BREAKS = re.compile(r"[,，。.;；!！?？\s]+")
_AROUND = re.compile(r"^(?:那么?|哦|嗯|哎|诶)+(?=..)|(?:呢|喃|嘛|哦|啊|呀|哈|噻)+$")


def leaves_out(said: str) -> bool:
    """Whether a message asks further about what was said before it, and cannot be understood without it."""
    plain = without_courtesy(said)
    words = bare(plain)
    if (
        len(words) > _LONGEST
        or _OWN_MATTER.search(words)
        or sum(len(bare(one)) > _WORD for one in _BREAKS.split(plain)) > 1
    ):
        return False
    return _ASKS.fullmatch(words) is not None or any(case.fullmatch(words) for case in _OTHER_CASE)


def names_a_case(said: str) -> bool:
    """Whether such a message names what it asks of (那晚上呢, 老人家呢) and is no mere 好多钱 or 为啥子."""
    return _ASKS.fullmatch(bare(without_courtesy(said))) is None


def names_much(said: str) -> bool:
    """Whether what it names is a matter of its own, which needs no question before it: 那阶梯电价呢."""
    return names_a_case(said) and len(core(said)) >= _OF_ITS_OWN


def put_into(question: str, said: str) -> str | None:
    """The question before, with what is named now in place of what it asked: 高压线底下能不能放风筝; else None."""
    may = _MAY.search(question)
    fits = may is not None and names_a_case(said) and _CIRCUMSTANCE.fullmatch(core(said)) is None
    return question[: may.end()] + core(said) if may is not None and fits else None


def wants_it_again(said: str) -> bool:
    """Whether somebody asks to read once more what was just said: 没看清, 再说一遍."""
    return _AGAIN.fullmatch(bare(said)) is not None


def core(said: str) -> str:
    """What a short question adds to the one before it: 晚上 of 那晚上呢."""
    words = bare(without_courtesy(said))
    return _AROUND.sub("", words) or words
