"""Learning in talk: one step, one question, on from where one stopped."""

import pytest

from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction, PickArticle
from actions.chat.audio import PlayAloud
from actions.chat.emergency import EmergencyAction
from actions.chat.lessons import LearnLesson, Quiz
from actions.chat.smalltalk import Affirm, Stop
from actions.context import Context
from actions.db.engine import begin
from actions.services import lesson_results, lessons
from tests.actions.chat.conftest import Phone


def test_a_course_starts_with_its_first_step_and_question(phone: Phone, opened: Context) -> None:
    heard = phone.at("shiyi").to(LearnLesson(), "我要学安全用电", "learn_lesson")
    assert heard.names == ["utter_lesson_subscribed", "utter_lesson_step", "utter_lesson_quiz"]
    assert heard.buttons == ["A", "B", "C"]
    with begin(opened.sessions) as session:
        assert lessons.subscribers(session, "shiyi") == [phone.person_id]


def test_without_a_village_it_is_asked_once_and_then_kept(phone: Phone, opened: Context) -> None:
    heard = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    assert heard.names[-1] == "utter_lesson_village"
    answered = phone.with_slots(pending=heard.slot("pending")).to(AnswerAction(), "石椅村", message_id="m-2")
    assert answered.names == ["utter_lesson_village_kept"]
    with begin(opened.sessions) as session:
        assert lessons.subscribers(session, "shiyi") == [phone.person_id]


def test_right_and_wrong_in_the_words_of_the_course(phone: Phone) -> None:
    phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    wrong = phone.to(Quiz(), '/quiz{"choice": 1, "step": "kan"}', message_id="m-2")
    assert wrong.text.startswith("不对")
    again = phone.to(Quiz(), '/quiz{"choice": 1, "step": "kan"}', message_id="m-2")
    assert again.responses == wrong.responses


def test_an_old_button_does_not_answer_the_next_question(phone: Phone, opened: Context) -> None:
    phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    phone.to(Quiz(), '/quiz{"choice": 2, "step": "kan"}', message_id="m-2")
    heard = phone.to(Quiz(), '/quiz{"choice": 2, "step": "kan"}', message_id="m-3")
    assert heard.names == ["utter_lesson_step", "utter_lesson_quiz"]
    with begin(opened.sessions) as session:
        progress = lessons.current(session, phone.person_id)
    assert progress is not None
    assert (progress.number, progress.answered) == (2, 1)


def test_a_letter_answers_where_a_question_is_open(phone: Phone) -> None:
    shown = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    heard = phone.with_slots(offered=shown.slot("offered")).to(AnswerAction(), "选2", message_id="m-2")
    assert heard.followed_by == "action_quiz"
    kept = phone.with_slots(offered=shown.slot("offered"))
    assert kept.to(Quiz(), "选2", "quiz", message_id="m-2").text.startswith("对了")


@pytest.mark.parametrize("said", ["A", "选B", "2"])
def test_a_letter_after_the_answer_never_counts_for_a_question_not_shown(
    phone: Phone, opened: Context, said: str
) -> None:
    phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    wrong = phone.to(Quiz(), '/quiz{"choice": 1, "step": "kan"}', message_id="m-2")
    after = phone.with_slots(offered=wrong.slot("offered"))
    assert after.to(AnswerAction(), said, message_id="m-3").followed_by == "action_quiz"
    heard = after.to(Quiz(), said, "quiz", message_id="m-3")
    assert (heard.names, heard.followed_by) == (["utter_lesson_next"], "action_listen")
    with begin(opened.sessions) as session:
        progress = lessons.current(session, phone.person_id)
    assert progress is not None
    assert (progress.number, progress.answered) == (2, 1)


def test_a_letter_long_after_the_question_shows_the_open_one_first(phone: Phone) -> None:
    phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    heard = phone.to(Quiz(), "选2", "quiz", message_id="m-2")
    assert heard.names == ["utter_lesson_step", "utter_lesson_quiz"]


def test_without_a_question_a_letter_is_no_answer(phone: Phone) -> None:
    assert phone.to(Quiz(), "选A", "quiz").names == ["utter_lesson_no_question"]


def test_leaving_ends_the_course_and_the_subscription(phone: Phone, opened: Context) -> None:
    phone.at("shiyi").to(LearnLesson(), "我要学安全用电", "learn_lesson")
    assert phone.to(LearnLesson(), "退订", "learn_lesson", message_id="m-2").names == ["utter_lesson_unsubscribed"]
    with begin(opened.sessions) as session:
        assert lessons.subscribers(session, "shiyi") == []
        assert lessons.current(session, phone.person_id) is None


def test_leaving_ends_every_course_that_was_begun(phone: Phone, opened: Context) -> None:
    with begin(opened.sessions) as session:
        for course in lessons.courses(session)[:2]:
            lessons.enrol(session, phone.person_id, course.id)
    phone.at("shiyi").to(LearnLesson(), "退订", "learn_lesson")
    with begin(opened.sessions) as session:
        assert lessons.current(session, phone.person_id) is None
        assert [one.active for one in lesson_results.results(session)] == [0, 0]


@pytest.mark.parametrize(
    ("said", "course"),
    [
        ("我要学安全用电", "anquan-yongdian"),
        ("我想学用电安全", "anquan-yongdian"),
        ("学农忙用电", "nongmang-yongdian"),
        ("我想学山火的课", "shanhuo"),
        ("学防骗", "fangzha"),
        ("防诈骗课", "fangzha"),
        ("学生安全第一课", "xuesheng-diyike"),
        ("学电费和办电服务", "dianfei-fuwu"),
        # These fit several courses or none: people choose from the list.
        ("学点用电知识", None),
        ("学一课", None),
        ("我要上课", None),
        ("考考我", None),
    ],
)
def test_the_course_that_is_named_begins_and_otherwise_people_choose(
    phone: Phone, opened: Context, said: str, course: str | None
) -> None:
    heard = phone.at("shiyi").to(LearnLesson(), said, "learn_lesson")
    with begin(opened.sessions) as session:
        progress = lessons.current(session, phone.person_id)
        titles = [one.title for one in lessons.courses(session)]
    assert (progress.course_id if progress else None) == course
    if course is None:
        assert heard.names == ["utter_lesson_which"]
        assert heard.buttons == titles
        assert len(titles) == 8


@pytest.mark.parametrize("said", ["第二个", "2", "办电服务那门", "第2门"])
def test_a_course_is_chosen_from_the_list_in_words(phone: Phone, opened: Context, said: str) -> None:
    shown = phone.at("shiyi").to(LearnLesson(), "学一课", "learn_lesson")
    chooses = phone.at("shiyi").with_slots(offered=shown.slot("offered"))
    assert chooses.to(AnswerAction(), said, message_id="m-2").followed_by == "action_learn_lesson"
    if said == "第二个":
        assert chooses.to(PickArticle(), said, "pick_article", message_id="m-2").followed_by == "action_learn_lesson"
    heard = chooses.to(LearnLesson(), said, message_id="m-2")
    assert heard.responses[0]["course"] == "电费和办电服务课"
    assert heard.followed_by == "action_listen"


def test_a_word_of_a_title_is_the_course_and_not_a_question(phone: Phone) -> None:
    shown = phone.at("shiyi").to(LearnLesson(), "学一课", "learn_lesson")
    chooses = phone.at("shiyi").with_slots(offered=shown.slot("offered"))
    assert chooses.to(AnswerAction(), "防诈骗那个", message_id="m-2").followed_by == "action_learn_lesson"
    assert chooses.to(LearnLesson(), "防诈骗那个", message_id="m-2").responses[0]["course"] == "防电费诈骗课"


def test_the_whole_title_opens_its_course_whatever_rasa_takes_it_for(phone: Phone) -> None:
    assert phone.to(AnswerAction(), "学生安全第一课").followed_by == "action_learn_lesson"
    assert phone.to(EmergencyAction(), "山火与野外用火课", "emergency").followed_by == "action_learn_lesson"
    assert phone.to(LearnLesson(), "山火与野外用火课").responses[0]["course"] == "山火与野外用火课"


@pytest.mark.parametrize("said", ["要得", "好", "可以", "继续"])
def test_a_yes_to_going_on_shows_the_next_step(phone: Phone, said: str) -> None:
    someone = phone.at("shiyi")
    someone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    answered = someone.to(Quiz(), '/quiz{"choice": 2, "step": "kan"}', message_id="m-2")
    after = someone.with_slots(offered=answered.slot("offered"))
    action = AnswerAction() if said == "继续" else Affirm()
    assert after.to(action, said, "affirm", message_id="m-3").followed_by == "action_learn_lesson"
    assert after.to(LearnLesson(), said, "affirm", message_id="m-3").responses[0]["position"] == 2


@pytest.mark.parametrize("said", ["我选第二个", "选第二个", "第二个", "选B"])
@pytest.mark.parametrize("action", [PickArticle(), AnswerAction()])
def test_the_second_one_answers_the_question_that_is_open(phone: Phone, action: PickArticle, said: str) -> None:
    shown = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    learns = phone.with_slots(offered=shown.slot("offered"), quiz_open=shown.slot("quiz_open"))
    assert learns.to(action, said, "pick_article", message_id="m-2").followed_by == "action_quiz"
    assert learns.to(Quiz(), said, "pick_article", message_id="m-2").text.startswith("对了")


@pytest.mark.parametrize("said", ["选B", "B", "我选B"])
def test_a_letter_after_something_else_was_asked_still_answers(phone: Phone, opened: Context, said: str) -> None:
    shown = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    learns = phone.with_slots(quiz_open=shown.slot("quiz_open"))
    asked = learns.with_slots(offered=learns.to(AnswerAction(), "漏保跳了咋办", message_id="m-2").slot("offered"))
    assert asked.to(AnswerAction(), said, message_id="m-3").followed_by == "action_quiz"
    answered = asked.to(Quiz(), said, "quiz", message_id="m-3")
    assert answered.text.startswith("对了")
    with begin(opened.sessions) as session:
        progress = lessons.current(session, phone.person_id)
    assert progress is not None
    assert (progress.number, progress.answered, progress.correct) == (2, 1, 1)
    # The question is answered now: another letter does not count for the next one, which nobody has seen.
    assert answered.slot("quiz_open") is None
    again = asked.with_slots(quiz_open=None, offered=None).to(Quiz(), "选C", "quiz", message_id="m-4")
    assert again.names == ["utter_lesson_step", "utter_lesson_quiz"]


def test_the_second_of_the_articles_offered_meanwhile_is_an_article(phone: Phone) -> None:
    shown = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    learns = phone.with_slots(quiz_open=shown.slot("quiz_open"))
    articles = learns.to(AnswerAction(), "漏保跳了咋办", message_id="m-2").slot("offered")
    heard = learns.with_slots(offered=articles).to(PickArticle(), "第二个", "pick_article", message_id="m-3")
    assert heard.slot("last_article")["article_id"] == articles["ids"][1]


def test_a_bare_number_long_after_the_question_answers_nothing(phone: Phone) -> None:
    shown = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    later = phone.with_slots(quiz_open=shown.slot("quiz_open"), offered=None)
    assert later.to(AnswerAction(), "2", message_id="m-2").followed_by != "action_quiz"


@pytest.mark.parametrize("said", ["不晓得", "不知道", "忘了", "我不晓得选哪个", "这题不会"])
def test_who_does_not_know_sees_the_question_again(phone: Phone, said: str) -> None:
    shown = phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    learns = phone.with_slots(offered=shown.slot("offered"), quiz_open=shown.slot("quiz_open"))
    heard = learns.to(AnswerAction(), said, message_id="m-2")
    assert heard.names == ["utter_take_your_time", "utter_lesson_step", "utter_lesson_quiz"]
    assert heard.slot("offered") == shown.slot("offered")
    thanked = learns.with_slots(offered=None)
    assert thanked.to(AnswerAction(), said, message_id="m-3").names == heard.names
    assert "utter_lesson_quiz" not in phone.to(AnswerAction(), said, message_id="m-4").names


@pytest.mark.parametrize("said", ["再学一遍", "我想重新学一遍", "再学一哈嘛"])
def test_once_more_after_the_end_offers_the_courses_and_reads_nothing(phone: Phone, opened: Context, said: str) -> None:
    with begin(opened.sessions) as session:
        progress = lessons.enrol(session, phone.person_id, "anquan-yongdian")
        number = 0
        while progress is not None and progress.step is not None:
            number += 1
            if progress.step.quiz is not None:
                lessons.answer(session, phone.person_id, 1, f"quiz-{number}")
            else:
                lessons.advance(session, phone.person_id, progress.number)
            progress = lessons.current(session, phone.person_id)
    heard = phone.at("shiyi").to(PlayAloud(), said, "play_aloud")
    assert heard.names == ["utter_lesson_which"]
    assert heard.slot("offered")["what"] == "courses"
    assert phone.to(PlayAloud(), "再读一遍", "play_aloud").names == ["utter_nothing_to_read"]


@pytest.mark.parametrize("said", ["不想学了", "我不想学了", "退出学习", "不学了", "算了，不想上课了", "我不想再学了嘛"])
@pytest.mark.parametrize("action", [AnswerAction(), LearnLesson(), Stop()])
def test_who_does_not_want_to_learn_any_more_leaves_in_his_own_words(
    phone: Phone, opened: Context, action: ChatAction, said: str
) -> None:
    shown = phone.at("shiyi").to(LearnLesson(), "我要学安全用电", "learn_lesson")
    learns = phone.at("shiyi").with_slots(offered=shown.slot("offered"), quiz_open=shown.slot("quiz_open"))
    heard = learns.to(action, said, "nlu_fallback", confidence=0.4, message_id="m-2")
    assert (heard.names, heard.slot("quiz_open")) == (["utter_lesson_unsubscribed"], None)
    with begin(opened.sessions) as session:
        assert lessons.subscribers(session, "shiyi") == []
        assert lessons.current(session, phone.person_id) is None


@pytest.mark.parametrize("said", ["娃儿不想学习咋办", "娃儿不想学了", "退出村民小组要啥手续"])
def test_what_is_told_of_others_leaves_nothing(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said).names != ["utter_lesson_unsubscribed"]


def test_who_is_in_a_course_without_a_village_is_asked_with_the_next_wish(phone: Phone, opened: Context) -> None:
    phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    heard = phone.to(LearnLesson(), "我想学", "learn_lesson", message_id="m-2")
    assert heard.names[-1] == "utter_lesson_village"
    asked = phone.with_slots(pending=heard.slot("pending"))
    # Asked once: whoever leaves it out goes on learning.
    assert asked.to(LearnLesson(), "我想学", "learn_lesson", message_id="m-3").names[-1] == "utter_lesson_quiz"
    assert phone.to(LearnLesson(), "/learn_lesson", message_id="m-4").names[-1] == "utter_lesson_quiz"
    assert asked.to(AnswerAction(), "石椅村", message_id="m-5").names == ["utter_lesson_village_kept"]
    assert phone.to(LearnLesson(), "我想学", "learn_lesson", message_id="m-6").names[-1] == "utter_lesson_quiz"
    with begin(opened.sessions) as session:
        assert lessons.subscribers(session, "shiyi") == [phone.person_id]


def test_a_village_that_became_known_meanwhile_is_not_asked_for(phone: Phone, opened: Context) -> None:
    phone.to(LearnLesson(), "我要学安全用电", "learn_lesson")
    heard = phone.at("shiyi").to(LearnLesson(), "我想学", "learn_lesson", message_id="m-2")
    assert heard.names[-1] == "utter_lesson_quiz"
    with begin(opened.sessions) as session:
        assert lessons.subscribers(session, "shiyi") == [phone.person_id]
