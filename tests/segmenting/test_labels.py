from __future__ import annotations

import pytest

from translator.segmenting.labels import LabelKind, is_person, parse_label


@pytest.mark.parametrize(
    ("text", "name", "title", "kind"),
    [
        ("毛海涛", "毛海涛", "", LabelKind.PERSON),
        ("毛海涛教授", "毛海涛", "教授", LabelKind.PERSON),
        ("林夏（中部大学）", "林夏", "中部大学", LabelKind.PERSON),
        ("林夏 中部大学教授", "林夏", "中部大学教授", LabelKind.PERSON),
        ("中部大学教授林夏", "林夏", "中部大学教授", LabelKind.PERSON),
        ("中部大学 林夏", "林夏", "中部大学", LabelKind.PERSON),
        ("张老师", "张老师", "老师", LabelKind.PERSON),
        ("欧阳老师", "欧阳老师", "老师", LabelKind.PERSON),
        ("張曉楓教授", "張曉楓", "教授", LabelKind.PERSON),
        ("主持人", "主持人", "", LabelKind.ROLE),
        ("主持人林夏", "林夏", "主持人", LabelKind.PERSON),
        ("主持人（林夏）", "林夏", "主持人", LabelKind.PERSON),
        ("主持人·林夏", "林夏", "主持人", LabelKind.PERSON),
        ("【主持人】", "主持人", "", LabelKind.ROLE),
        ("嘉宾A", "嘉宾A", "", LabelKind.ROLE),
        ("观众2", "观众2", "", LabelKind.ROLE),
        ("Q", "Q", "", LabelKind.ROLE),
        ("A1", "A1", "", LabelKind.ROLE),
        ("问", "问", "", LabelKind.ROLE),
        ("Speaker 1", "Speaker 1", "", LabelKind.ROLE),
        ("Alice", "Alice", "", LabelKind.LATIN),
        ("Alice Smith", "Alice Smith", "", LabelKind.LATIN),
        ("Dr. Smith", "Dr. Smith", "", LabelKind.LATIN),
        ("约翰·史密斯", "约翰·史密斯", "", LabelKind.PERSON),
        ("小明", "小明", "", LabelKind.PERSON),
        ("老王", "老王", "", LabelKind.PERSON),
        ("机器之心", "机器之心", "", LabelKind.OTHER),
        ("SGD", "SGD", "", LabelKind.OTHER),
    ],
)
def test_parts(text: str, name: str, title: str, kind: LabelKind) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.name, label.title, label.kind) == (name, title, kind)


@pytest.mark.parametrize(
    ("text", "start_ms"),
    [
        ("林夏 00:12:03", 723_000),
        ("林夏（01:05）", 65_000),
        ("[00:07] 林夏", 7_000),
        ("说话人 1 00:00:05", 5_000),
        ("林夏", None),
    ],
)
def test_time_next_to_the_name(text: str, start_ms: int | None) -> None:
    label = parse_label(text)
    assert label is not None
    assert label.start_ms == start_ms


@pytest.mark.parametrize(
    "text",
    [
        "我的观点是", "举个例子", "注意", "第一", "第一点", "时间", "地点", "10", "10:30", "https",
        "他说", "林夏认为", "首先", "总结", "方法", "结论", "优点",
        "参考文献", "于是", "图1", "Note",
        "", "   ", "这个问题的答案", "作者", "链接", "他后来在会上非常详细地讲了整整一个小时的问题",
    ],
)  # fmt: skip
def test_words_before_a_colon_that_are_nobody(text: str) -> None:
    label = parse_label(text)
    assert label is None


@pytest.mark.parametrize(
    "word",
    [
        "高兴",
        "王者",
        "张量",
        "于是",
        "方向",
        "马上",
        "白盒",
        "池化层",
        "方差项",
        "高斯核",
        "王老师",
    ],
)
def test_words_that_only_look_like_names(word: str) -> None:
    assert not is_person(word)


@pytest.mark.parametrize("name", ["王国栋", "方向东", "安静怡", "高远", "于洋", "成立群", "乐正绫"])
def test_names_that_begin_like_words(name: str) -> None:
    assert is_person(name)
