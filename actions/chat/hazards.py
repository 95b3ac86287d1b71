"""Hazards told in plain words: a thing of the grid and the bad state it is in, beside whatever a classifier thinks.

What asks about such things (电杆歪了归哪个管) is the library's; what tells of one that stands there is a report.
"""

import re
from typing import Literal

from actions.chat.acting import Say
from actions.chat.booking.beside import wish_and_questions
from actions.chat.hearing import is_question
from actions.chat.outages import asks_of_damage
from actions.chat.turn import Turn
from actions.services.phones import parse_phone

Sort = Literal["wire", "pole", "transformer", "box", "works", "trap", "fishing"]

_OTHER_THINGS = re.compile(
    r"(?:网|电话|宽带|数据|充电|耳机|毛|毛衣的?|缝衣|缝纫机的?|针|钓鱼|鱼|风筝|天|热)线(?!杆|上)|光纤|(?:晾衣|晒衣|旗|菜|锄头|钓鱼|扁担)杆子?|"
    r"(?:插座|插头|插板|电饭煲|电饭锅|电热毯|电视|冰箱|洗衣机|手机|充电器|台灯|风扇|空调|电动车|热水器|水壶|电磁炉)(?:上|后头)?的?(?:电源|电)?线"
)
_WIRE = (
    r"(?:高压线|电线(?!杆)|电缆|线路|裸线|下户线|接户线|进户线|[根条股]线(?!索)|"
    r"(?<!路)线(?=.{0,3}(?:吊|耷|垂|掉|落到|断|拖|矮)))"
)
_WIRE_STATE = (
    r"(?:吊(?!车|顶|起灯)|耷|垂(?!直)|掉|落(?:到|在|下)|拖(?:到|在)|断(?!电|路)|松|矮|[好很太]低|低得|"
    r"(?:摸|够|挨|碰)得?到|挂(?:到|断|了)|"
    r"裸|露|皮.{0,4}(?:掉|烂|破|脱|没得)|烂|打火|冒火|火花|冒烟|遭.{0,6}(?:挂|撞|压|砸|咬|扯|剪|割)|绞|压(?:到|倒|断)|缠)"
)
_POLE = r"(?:电杆|电线杆|水泥杆|木杆|杆子|电桩|铁塔|电塔|拉线)"
_POLE_STATE = (
    r"(?:倒|歪|斜|断(?!电)|裂|朽|烂|垮|冲(?:空|走|垮|松|倒)|空了|松|撞|"
    r"靠(?:到|在|起)|晃|摇|偏|沉下|露(?:筋|出)|打火|冒)"
)
_TRANSFORMER = r"(?:变压器|变台|配变)"
_TRANSFORMER_STATE = r"(?:冒|漏|响得|嗡嗡嗡|嗡嗡.{0,6}(?:凶|很|大)|吵得|烧|炸|起火|燃|裂|打火|噼)"
_BOX = r"(?:电?表箱|配电箱|电箱|开关箱|电闸箱)"
_BOX_STATE = (
    r"(?:砸|[盖门锁].{0,4}(?:没得|没有|烂|掉|坏|敞|落)|没得.{0,2}[盖门]|烧|敞|漏雨|进水|裂|掉(?:下|到|了)|打火|冒|烂)"
)
_MACHINE = r"(?:吊车|挖机|挖掘机|塔吊|泵车|起重机|高车|脚手架|翻斗车|自卸车|打桩机|钩机|吊臂)"
_GRID = r"(?:高压线|电线|线路|变压器|电杆|电缆)"
_NEAR = r"(?:近|底下|下头|下面|边上|旁边|只有|挨|碰|[一两二三]米)"
_UNDER = r"(?:底下|下头|下面|边上|边边|旁边)"
_TOLD: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    (
        "fishing",
        re.compile(r"(?:有|几个|那个|伙|些)人.{0,8}(?:电鱼|电打鱼)|在.{0,3}电鱼|举报.{0,8}电鱼|电鱼.{0,4}举报"),
    ),
    (
        "trap",
        re.compile(
            r"(?:拉|架|安|牵|扯|搞|布|设|围)(?:了|起|得有|的有)?.{0,4}电(?:网|丝|围栏)|"
            r"电(?:网|丝).{0,6}(?:打|电|防|拦)(?:野|兔|獾|山猪)"
        ),
    ),
    (
        "works",
        re.compile(
            rf"{_MACHINE}.{{0,14}}{_GRID}.{{0,8}}{_NEAR}|{_MACHINE}.{{0,8}}(?:在|到|离|挨).{{0,4}}{_GRID}|"
            rf"{_GRID}{_UNDER}.{{0,10}}(?:{_MACHINE}|修房|起房|钓鱼|放风筝|烧|挖|打桩|堆)"
        ),
    ),
    ("pole", re.compile(rf"{_POLE}.{{0,40}}?{_POLE_STATE}|(?:倒|断|歪|撞)了?.{{0,3}}{_POLE}")),
    ("transformer", re.compile(rf"{_TRANSFORMER}.{{0,10}}?{_TRANSFORMER_STATE}")),
    ("box", re.compile(rf"{_BOX}.{{0,12}}?{_BOX_STATE}")),
    (
        "wire",
        re.compile(
            rf"{_WIRE}.{{0,14}}?{_WIRE_STATE}|(?:吊|垂|掉|断|耷).{{0,4}}(?:的|[一几两]?[根条股]).{{0,2}}(?:电线|高压线|线)|"
            rf"(?:树|竹|膜|篷布|风筝|广告布).{{0,8}}(?:倒|挂|缠|搭|压|挨|落)(?:到|在).{{0,3}}(?:电线|高压线|线)"
        ),
    ),
)
_BIG = re.compile(_MACHINE)
_FINE = re.compile(r"(?:没有?|不|莫|没得)(?:倒|歪|斜|断|裂|掉|垂|响|漏|矮|低|烂|松|垮|近)")
_OVER = re.compile(r"(?<![没不])(?:修|弄|搞|扶|接|处理|整)(?:好|正|起)了|换了新|没得事了|已经(?:修|弄|换|处理)")
_PAST = re.compile(r"(?:大?前年|去年|昨年|那年|往年|小时候|从前|早些年|好多年前|几年前|[几十]年前)")
_STILL = re.compile(r"现在|还|至今|一直|又|没(?:得)?人|没修|没管|越来越|今天|这[几两]天|昨天|刚")
_NOT_HERE = re.compile(r"^(?:如果|要是|假如|万一|比如|遇到|碰到|听说)|电视上|视频|新闻|短信|链接|验证码|转账|自称|推销")
_OWN_PLAN = re.compile(
    r"我们?.{0,2}(?:想|要|准备|打算|可不可以|能不能).{0,8}(?:拉|架|安|修|起|挖|钓|电鱼|烧|堆)|"
    r"我自?己?(?:去|来)?(?:取|挑|搬|扶|拿)|胶布"
)
_WORRY = re.compile(
    r"(?:要不要紧|要紧不|有没有事|得不得(?:出事|倒|垮|遭)?|危不危险|危险不|咋个?办|怎么办|咋个?整|啷个办|吓人不)[嘛哦哟啊呀?？。！!]*$"
)
_REAL = re.compile(
    r"遭|[这那]|我|隔壁|路[边上]|后头|门[口前]|坡上|屋|现在|刚才|今天|昨|前几天|有[根个点]|已经|[组社村]|[\s,，。；]"
)
_ABSTRACT = re.compile(r"什么危险|多远|多高|几米|归哪|规定|标准|要求|犯法|违法|举报电话|为啥|赔")
_DISTANCE = re.compile(
    r"(?:离|隔|距离?|间隔|相隔).{0,14}(?:好远|多远|几米|多少米|好多米|几公尺|好宽|多宽)|"
    r"(?:电线|高压线|变压器|电杆|线路|线).{0,8}(?:好远|多远|多少米|好多米)|(?:好远|多远|多少米|好多米).{0,3}(?:才|以外|安全|可以|要得)"
)
_LEAVE = re.compile(
    r"(?:得不得行|得行不|行不行|行不|要不要得|要得不|可不可以|可以不|能不能|准不准|允不允许|可以.{0,8}吗|能.{0,8}吗|行吗|得行吗)"
)
_MEASURED = re.compile(
    r"(?:只有|才|不到|没得|没有|顶多|最多|大概|差不多)(?:几|好多|多少)米|不晓得(?:隔|离)好远|(?:没得|没有|没|不)好远"
)
_VISIT = re.compile(r"约|上门|喊.{0,4}师傅|派.{0,3}(?:人|师傅)|来(?:看|修|检查)")
_AT_HOME = re.compile(r"屋头|屋里|家里|家头|灶屋|厨房|厕所|墙上|房间|插座|开关|漏保")
_GNAWED = re.compile(r"(?:老鼠|耗子).{0,8}(?:线|插|电).{0,4}(?:咬|啃)|(?:线|插座|电).{0,6}(?:遭|被).{0,4}(?:老鼠|耗子)")
_SPARKS_AT_HOME = re.compile(
    r"(?<!高压)(?:电线|电源线|线路|(?<![天热烫压])线).{0,6}(?:发烫|烫手|发热|滚烫|[好很]烫|烫得)|"
    r"(?:插座|插板|插排|插线板|接线板|插头|开关|闸刀|空开|漏保|电表|表箱|配电箱|电器|灯|线头|墙[上里]).{0,10}"
    r"(?:冒火|火花|火星|打火|冒烟|冒青烟|糊味|糊臭|焦味|滋滋|烧糊|烫手|发烫)|(?:冒|打|有).{0,2}(?:火花|火星).{0,6}(?:插座|插板|插头|开关)"
)
_OUTDOORS = re.compile(r"高压|电杆|变压器|路[边上]|田|坡上|外头|外面")
_LONG = 40
_END = 12


def sort_of(said: str) -> Sort | None:
    """Which hazard the words speak of, told or asked about."""
    words = _FINE.sub("", _OTHER_THINGS.sub("", said))
    return next((sort for sort, pattern in _TOLD if pattern.search(words)), None)


def tells(said: str) -> Sort | None:
    """Which hazard the words tell of as standing there now; None where they ask in general, plan, or say it is over."""
    found = sort_of(said)
    if found is None or _OVER.search(said) or _NOT_HERE.search(said) or _OWN_PLAN.search(said) or _is_past(said):
        return None
    if found == "box" and _VISIT.search(said):
        return None  # a fault of one's own box that somebody is to look at is what a visit is for
    rest = _WORRY.sub("", said.strip())
    if rest != said.strip() and not _REAL.search(rest.strip()):
        return None
    # A long story has question words in it that ask nothing; what it asks stands at its end.
    asked = rest[-_END:] if len(rest) > _LONG else rest
    return None if is_question(asked) or _ABSTRACT.search(asked) else found


def _is_past(said: str) -> bool:
    """Whether the words tell of years ago and of nothing that stands there still: 前年把电杆都冲倒了."""
    return _PAST.search(said) is not None and _STILL.search(said) is None


def tells_of_none(said: str) -> bool:
    """Whether the words tell of yarn, a net cable or of years ago, which a classifier may take for a hazard."""
    return _OTHER_THINGS.search(said) is not None if sort_of(said) is None else _is_past(said)


def asks_distance(said: str) -> bool:
    """Whether the words ask how far away something must be, which the library knows: 燃放烟花爆竹离电线好远."""
    return _DISTANCE.search(said) is not None and not _MEASURED.search(said) and tells(said) is None


def asks_leave(said: str) -> bool:
    """Whether the words ask if something may be done, which is no report of it: 高压线底下钓鱼得行不."""
    return _LEAVE.search(said) is not None and tells(said) is None


def told(turn: Turn) -> bool:
    """Whether this message tells of a hazard that is to be taken, whatever else Rasa made of it."""
    # A question beside the hazard and a wish for a visit takes nothing of it back.
    both = wish_and_questions(turn.said)
    said = both.told if both else turn.said
    return not turn.button and bool(said) and tells(said) is not None and not asks_of_damage(turn)


def told_meanwhile(turn: Turn) -> bool:
    """Whether a message to a booking tells of a hazard outdoors instead of answering the question that is open.

    What is wrong with one's own wires or box is what the visit is for.
    """
    if turn.requested == "problem" or not told(turn) or parse_phone(turn.said) is not None:
        return False
    return tells(turn.said) != "box" and not _AT_HOME.search(turn.said) and not gnawed_at_home(turn.said)


def sparks_at_home(said: str) -> bool:
    """Whether the words tell of sparks, smoke or heat at a socket or a switch: 插板老是冒火花."""
    return sort_of(said) is None and _SPARKS_AT_HOME.search(_FINE.sub("", said)) is not None


def gnawed_at_home(said: str) -> bool:
    """Whether the words tell of wires that mice have gnawed, and of none outdoors: 老鼠把线咬了."""
    return _GNAWED.search(said) is not None and not _OUTDOORS.search(said)


def warn_at_home(say: Say) -> None:
    """Say what to do about sparks at home before anything else is done with them."""
    say("utter_hazard_first_home", custom={"kind": "hazard", "dial": ["95598", "119"]})


def advice(said: str) -> str:
    """The safety advice that goes before everything else."""
    found = sort_of(said)
    if sparks_at_home(said):
        return "utter_hazard_first_home"
    if found == "works" and not _BIG.search(said):
        return "utter_hazard_first_near_lines"
    return f"utter_hazard_first_{found}" if found in ("fishing", "trap", "works") else "utter_hazard_first"


def dial(said: str) -> list[str]:
    """Whom to call at once."""
    found = sort_of(said)
    if found == "fishing":
        return ["110", "120"]
    if sparks_at_home(said):
        return ["95598", "119"]
    return ["95598", "110"] if found == "trap" else ["95598"]


def wants_visit_too(said: str) -> bool:
    """Whether a visit is wished for beside the hazard: 隔壁电杆歪了 顺便帮我约个检查."""
    return "约" in said and re.search(r"约.{0,6}(?:检查|上门|师傅|人)|预约", said) is not None
