from __future__ import annotations

import pytest

from tests.segmenting.examples import plain
from translator.segmenting import segment
from translator.segmenting.persons import introduced_persons, person_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "特别邀请了来自南山-远航研究院联培博士生高远舟、北方大学博士生林夏、东州分校博士生江一帆、"
            "西部大学交叉研究院博士生秦岭雪、州立大学博士生单若彤，与大家一起聊一聊。",
            "高远舟 林夏 江一帆 秦岭雪 单若彤",
        ),
        ("嘉宾：刘思源（南山大学）、何田（海滨大学）", "刘思源 何田"),
        ("主持人：苏一", "苏一"),
        ("我们请到了江南理工大学助理教授赵一鸣和独立开发者孙小北。", "赵一鸣 孙小北"),
        ("先请王博远老师谈谈，感谢李明教授！", "王博远 李明"),
        ("欧阳睿博士和尉迟安院士都来了。", "欧阳睿 尉迟安"),
        ("本期做客的是海岸公司CTO 周以安，", "周以安"),
    ],
)
def test_introduced(text: str, names: str) -> None:
    assert introduced_persons(text) == frozenset(names.split())


@pytest.mark.parametrize(
    "text",
    [
        "大家都很高兴，王者归来，张量分解，于是方向变了，马上打开白盒。",
        "这张老师的照片是谁拍的？一张老师的照片。",
        "班主任老师说，方向老师是谁？高兴同学就走了。",
        "研究生方向很多，博士生任务很重，工程师经验丰富，专家系统过时了。",
        "记者曾指出，教授应邀参加，老师常说，院长于近日，作者向大家致歉。",
        "嘉宾们和同学们都来了，老师和同学等都在。",
        "邀请专家马上到场，请教授方法，来自大学的老师简单介绍。",
        "主持人：于是老师您好，我们来谈谈高维。",
        "嘉宾都认为张量很重要，各位老师高度评价。",
        "采访对象：王者荣耀、张量网络",
        "谢谢邵老师。谢谢高教授！",
    ],
)
def test_common_words_are_no_names(text: str) -> None:
    assert introduced_persons(text) == frozenset()


def test_person_names_of_a_document() -> None:
    document = segment(
        plain(
            "对话仇明轩\n特别邀请了来自北方大学的博士生仇明轩、南方大学的博士生林夏。\n"
            "主持人：欢迎明轩。\n仇明轩：大家好，我很高兴。方向老师好。\n"
            "Alice：Hi.\nAlice：我也是。"
        )
    )
    assert person_names(document) == {
        "仇明轩": "Qiu Mingxuan",
        "林夏": "Lin Xia",
        "明轩": "Mingxuan",
    }


def test_traditional_names_are_keyed_as_written() -> None:
    document = segment(
        plain("座談\n邀請到北方大學教授盧曉嵐。\n張曉楓：好。\n張曉楓：謝謝。\n記者：好。")
    )
    assert person_names(document) == {"張曉楓": "Zhang Xiaofeng", "盧曉嵐": "Lu Xiaolan"}


def test_speakers_file_wins() -> None:
    article = plain("记者：好。\n吕一：好。\n吕一：再见。")
    document = segment(article, speakers={"吕一": "Lucy Lui"})
    assert person_names(document) == {"吕一": "Lucy Lui"}


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("刚才子墨提到了微调。", {"子墨": "Zimo"}),
        ("谢谢子墨老师，也谢谢若彤。", {"子墨": "Zimo", "若彤": "Ruotong"}),
        ("子墨，你怎么看？", {"子墨": "Zimo"}),
        ("区子墨说得对。", {}),
        ("文明是什么？", {}),
        ("刚才文明提到，人类文明很长。", {}),
        ("刚才文明提到了微调。", {"文明": "Wenming"}),
        ("学生问若彤的近况。", {"若彤": "Ruotong"}),
    ],
)
def test_given_names_are_names_where_they_only_call_persons(
    said: str, given: dict[str, str]
) -> None:
    turns = "区子墨：我先来。\n单若彤：好的。\n张文明：可以。\n"
    text = f"{turns}{turns}区子墨：{said}\n"
    full = {"区子墨": "Ou Zimo", "单若彤": "Shan Ruotong", "张文明": "Zhang Wenming"}
    assert person_names(segment(plain(text))) == full | given
