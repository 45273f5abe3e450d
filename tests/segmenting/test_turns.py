from __future__ import annotations

import pytest

from tests.segmenting.examples import markdown, outline, plain, segmented
from translator.segmenting import segment


def speakers(text: str) -> list[str]:
    """Returns the speaker of every turn, in order."""
    document = segment(plain(text))
    return [turn.speaker for section in document.sections for turn in section.turns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("林夏:好。\n高远:行。\n林夏:走。\n高远:嗯。", "林夏 高远 林夏 高远"),
        ("林夏：好。\n高远：行。\n林夏 ：走。\n高远： 嗯。", "林夏 高远 林夏 高远"),
        ("问：好吗？\n答：好。", "问 答"),
        ("Q：好吗？\nA：好。", "Q A"),
        ("Q1：好吗？\nA1：好。\nQ2：行吗？\nA2：行。", "Q1 A1 Q2 A2"),
        ("主持人：开始。\n嘉宾A：好。\n嘉宾B：行。\n观众：嗯？", "主持人 嘉宾A 嘉宾B 观众"),
        ("记者：开始。\n林夏教授：好。\n记者：完了？\n林夏：完了。", "记者 林夏 记者 林夏"),
        ("记者：开始。\n林夏（中部大学）：好。\n记者：完了？", "记者 林夏 记者"),
        ("Alice: Hi.\nBob: Hello.\nAlice: Bye.\nBob: Bye.", "Alice Bob Alice Bob"),
        ("主持人：谁先来？\n张老师：我先。\n李同学：好。", "主持人 张老师 李同学"),
        ("主持人：问一句。\n王五：好。", "主持人 王五"),
        ("小明：早。\n小红：早。\n小明：走。\n小红：走。", "小明 小红 小明 小红"),
        ("甲：早。\n乙：早。", "甲 乙"),
        ("主持人：早。\n前沿茶馆：早。\n主持人：嗯。\n前沿茶馆：嗯。\n主持人：走。\n前沿茶馆：走。",
         "主持人 前沿茶馆 主持人 前沿茶馆 主持人 前沿茶馆"),
        ("張曉楓：好。\n記者：行。\n張曉楓：走。", "張曉楓 記者 張曉楓"),
        ("林夏 00:01\n好。\n高远 00:05\n行。\n林夏 00:09\n走。\n高远 00:12\n嗯。",
         "林夏 高远 林夏 高远"),
        ("说话人1：好。\n说话人2：行。", "说话人1 说话人2"),
        ("主持人：请林夏说说。林夏：好，我来说。主持人：谢谢。林夏：不客气。",
         "主持人 林夏 主持人 林夏"),
        ("毛海涛:我先说。\n仇晓:我同意毛海涛的看法。\n毛海涛:谢谢。", "毛海涛 仇晓 毛海涛"),
        ("王 强：好。\n李　明：行。\n王 强：走。", "王强 李明 王强"),
        ("🎙️主持人：好。\n@李明：行。\n主持人：走。\n李明：嗯。", "主持人 李明 主持人 李明"),
        ("【主持人】好。\n【李明】行。\n【主持人】走。\n【李明】嗯。", "主持人 李明 主持人 李明"),
        ("李明丨北方大学：好。\n林夏丨南方大学：行。\n李明：走。", "李明 林夏 李明"),
        ("[00:01] 主持人：大家好。\n[00:05] 李明：行。\n00:09 主持人：走。", "主持人 李明 主持人"),
        ("主持人\n好。\n李明\n行。\n"
         "主持人\n嗯。\n李明\n走。\nAlice\nFine.", "主持人 李明 主持人 李明 Alice"),
        ("张三：我先说。\n李四：我后说。", "张三 李四"),
        ("李想：我先说。\n钱多：好。\n李想：完了。\n钱多：嗯。", "李想 钱多 李想 钱多"),
        ("Host: Hi.\nAlice: 好。\nBob: I disagree.\nAlice: 嗯。\nHost: Bye.",
         "Host Alice Bob Alice Host"),
    ],
)  # fmt: skip
def test_speakers(text: str, expected: str) -> None:
    assert speakers(text) == expected.split()


@pytest.mark.parametrize(
    "line",
    [
        "我的观点是：数据最重要。",
        "举个例子：先看数据。",
        "注意：不要调太大。",
        "第一：先看数据。",
        "时间：2023年3月。",
        "地点：线上。",
        "链接：https://example.org/a:b。",
        "https://example.org/a 是主页。",
        "10:30 开始，比例是3:1。",
        "高兴：这是第一感受。",
        "池化层：它没有参数。",
        "他说：“数据最重要。”",
        "王五说：数据最重要。",
        "Adam：最常用的优化器。",
        "总结：先看数据。",
    ],
)
def test_colon_inside_a_turn_starts_none(line: str) -> None:
    text = f"记者：怎么做？\n林夏：听我说。\n{line}\n记者：明白了。\n林夏：好。"
    assert speakers(text) == ["记者", "林夏", "记者", "林夏"]


def test_models_listed_in_a_turn_do_not_speak() -> None:
    text = "Host: 哪个？\nAlice: 两个。\nAdam: 快，要预热。\nLion: 省内存。\nHost: OK.\nAlice: 嗯。"
    assert speakers(text) == ["Host", "Alice", "Host", "Alice"]


def test_names_in_a_table_and_in_a_list_of_guests_are_no_turns() -> None:
    article = markdown(
        "# 对谈\n\n|姓名|单位|\n|-|-|\n|林夏|中部大学|\n|高远|南方大学|\n\n林夏：好。\n\n高远：行。"
    )
    assert outline(segment(article)) == (
        "= 对谈\n# introduction\n- 姓名\n  单位\n  林夏\n  中部大学\n  高远\n  南方大学\n"
        "# body\n林夏: 好。\n高远: 行。"
    )
    assert segmented(
        "一次对谈\n嘉宾：\n林夏 中部大学副教授\n高远 某公司首席科学家\n主持人\n两位好。\n"
        "林夏\n好。\n主持人\n请。\n高远\n行。"
    ).startswith(
        "= 一次对谈\n# introduction\n- 嘉宾：\n  林夏 中部大学副教授\n"
        "  高远 某公司首席科学家\n# body\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "优化器一览\n这里列出常用的优化器，没有绝对的好坏，都要看具体的任务，也要看数据的规模和质量。\n"
        "SGD：慢而稳。\nAdam：快。\nSGD：泛化好。\nAdam：要预热。",
        "优点：快。\n缺点：贵。\n优点：稳。\n缺点：难。\n优点：新。\n缺点：旧。",
        "池化层：降低分辨率。\n池化层：没有参数。",
    ],
)
def test_lists_of_facts_have_no_speakers(text: str) -> None:
    assert set(speakers(text)) == {""}


def test_facts_about_the_event_and_biographies_are_no_turns() -> None:
    assert (
        segmented(
            "表示学习沙龙\n时间：2023年3月4日 19:30\n嘉宾：刘思源（南山大学）、何田（海滨大学）\n"
            "主持人：苏一\n嘉宾介绍\n刘思源：南山大学博士生，研究方向为对比学习。\n"
            "何田：海滨大学助理教授，研究方向为因果推断。\n一、前途\n苏一：先聊聊？\n刘思源：有前途。\n"
            "何田：我同意。"
        )
        == "= 表示学习沙龙\n# introduction\n- 时间：2023年3月4日 19:30\n"
        "  嘉宾：刘思源（南山大学）、何田（海滨大学）\n  主持人：苏一\n# introduction 嘉宾介绍\n"
        "- 刘思源：南山大学博士生，研究方向为对比学习。\n"
        "  何田：海滨大学助理教授，研究方向为因果推断。\n# body 一 前途\n苏一: 先聊聊？\n"
        "刘思源: 有前途。\n何田: 我同意。"
    )


def test_bold_fact_is_no_turn() -> None:
    article = markdown("**受访者：**陈默（创始人）、赵一鸣\n\n**记者：**好？\n\n**陈默：**好。")
    assert outline(segment(article)) == (
        "# introduction\n- 受访者：陈默（创始人）、赵一鸣\n# body\n记者: 好？\n陈默: 好。"
    )


def test_paragraphs_of_a_turn_stay_together_and_narration_stands_apart() -> None:
    assert (
        segmented(
            "记者：难在哪里？\n林夏：难在数据。\n举个例子：医院的数据不能出院。\n"
            "我们试过联邦学习。\n（笑）\n高远：也难在算力。\n"
            "谈到未来的计划，两位嘉宾都分享了各自的打算。\n林夏：继续做。\n记者：好。"
        )
        == "# body\n记者: 难在哪里？\n林夏: 难在数据。\n  举个例子：医院的数据不能出院。\n"
        "  我们试过联邦学习。\n- （笑）\n高远: 也难在算力。\n"
        "- 谈到未来的计划，两位嘉宾都分享了各自的打算。\n林夏: 继续做。\n记者: 好。"
    )


def test_bold_names_and_names_on_their_own_line() -> None:
    bold = markdown("**林夏：** 好。\n\n**高远**：行。\n\n**林夏** 走。\n\n**高远：**嗯。")
    assert outline(segment(bold)) == "# body\n林夏: 好。\n高远: 行。\n林夏: 走。\n高远: 嗯。"
    alone = plain(
        "主持人\n开始吧。\n林夏（中部大学）\n好。\n我先说。\n主持人\n请。\n林夏（中部大学）\n嗯。"
    )
    assert outline(segment(alone)) == (
        "# body\n主持人: 开始吧。\n林夏: 好。\n  我先说。\n主持人: 请。\n林夏: 嗯。"
    )


def test_headings_of_markdown_that_are_speakers() -> None:
    article = markdown(
        "### 林夏\n\n好。\n\n### 高远\n\n行。\n\n### 林夏\n\n走。\n\n### 高远\n\n嗯。"
    )
    assert outline(segment(article)) == "# body\n林夏: 好。\n高远: 行。\n林夏: 走。\n高远: 嗯。"


def test_how_something_is_said_stays_in_the_speech() -> None:
    document = segment(plain("记者：难吗？\n林夏（笑）：难。\n林夏：很难。\n记者：好。"))
    assert outline(document).split("\n")[2] == "林夏: （笑）难。"
    assert document.speakers[1].title == ""


def test_speakers_are_collected_with_title_and_romanised_name() -> None:
    document = segment(
        plain("主持人：请。\n仇明教授：好。\n单丁（北方大学）：行。\n区子墨：嗯。\n仇明：走。"),
        speakers={"区子墨": "Zimo Ou"},
    )
    assert [(s.name, s.romanised, s.title) for s in document.speakers] == [
        ("主持人", "Host", ""),
        ("仇明", "Qiu Ming", "教授"),
        ("单丁", "Shan Ding", "北方大学"),
        ("区子墨", "Zimo Ou", ""),
    ]


def test_host_named_once_is_the_host_from_then_on() -> None:
    document = segment(plain("主持人（苏一）：请。\n林夏：好。\n主持人：谢谢。\n林夏：嗯。"))
    assert [turn.speaker for turn in document.sections[0].turns] == ["苏一", "林夏", "苏一", "林夏"]


def test_time_stamps_reach_the_first_sentence() -> None:
    document = segment(
        plain("林夏 00:01\n好。走。\n高远(00:00:05)：行。\n林夏 00:09\n走。\n高远 00:12\n嗯。")
    )
    starts = [s.start_ms for s in document.segments()]
    assert starts == [1000, None, 5000, 9000, 12000]
