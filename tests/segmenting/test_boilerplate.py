from __future__ import annotations

import pytest

from tests.segmenting.examples import outline, plain, reasons, segmented
from translator.document import SectionKind
from translator.segmenting import segment

TALK = (
    "林夏：我们先看数据，数据决定了上限。\n高远：同意，模型只是在逼近这个上限。\n林夏：那就先做清洗。\n"
    "高远：再谈模型。\n林夏：好。\n高远：一言为定。\n"
)
HEAD_LINES = [
    "点击蓝字", "点击上方蓝字关注我们", "点击上方“数据茶馆”，选择“设为星标”", "关注我们",
    "49cd9de4f8f9ff53ea2b15d2a1cb92ab.jpeg", "cover.png", "![](https://example.org/a.jpg)", "图片",
    "前沿茶馆欢迎每一位AI爱好者的加入!", "作者 | 小林", "作者：小林　编辑：小何", "来源：数据茶馆",
    "责编：小何", "文 | 小林", "原创", "原创 青石社区 青石社区 2024-03-11 20:15",
    "青石社区 2024-03-11 20:15 发表于浙江",
    "2023-05-06 10:20:11", "发布于 2023-05-06", "阅读量 1.2w",
    "1,024 人赞同了该文章", "收藏 3", "~", "▼▼▼", "🎉🎉", "本文约3000字，建议阅读8分钟",
    "转载请注明出处", "版权声明：本文为博主原创文章，转载请附上原文出处链接。", "首页", "登录",
    "文章标签： 深度学习", "本文转自数据茶馆", "展开全文", "关注问题", "写回答",
]  # fmt: skip
TAIL_LINES = [
    "往期精彩文章推荐", "推荐阅读", "相关阅读", "END", "- END -", "记得关注我们呀!每天都有新知识!",
    "点击 阅读原文 查看回放!", "阅读原文", "我知道你", "在看", "~", "• 0", "点赞", "收藏", "评论",
    "觉得还不错? 一键收藏", "添加红包", "红包个数最小为10个", "当前余额3.43前往充值 >", "扫码支付",
    "关于数据茶馆", "关于我们", "长按识别二维码关注", "扫码进群",
    "责编：小何", "分享 收藏 点赞 在看",
    "成就一亿技术人!", "赞同 1024", "32 条评论", "© 2023 数据茶馆 版权所有",
    "编辑于 2023-01-02 11:11",
    "举报", "下一篇", "申请转载", "喜欢就点个赞吧", "未经授权不得转载", "欢迎分享到朋友圈",
]  # fmt: skip


@pytest.mark.parametrize("line", HEAD_LINES)
def test_dropped_before_the_first_turn(line: str) -> None:
    document = segment(
        plain(f"一次关于数据的对谈\n{line}\n两位研究者聊了聊他们眼中的数据。\n{TALK}")
    )
    assert list(reasons(document)) == [line]
    assert document.title is not None
    assert document.title.source == "一次关于数据的对谈"


@pytest.mark.parametrize("line", TAIL_LINES)
def test_dropped_after_the_last_turn(line: str) -> None:
    document = segment(plain(f"一次关于数据的对谈\n{TALK}{line}"))
    assert list(reasons(document)) == [line]
    assert [s.kind for s in document.sections] == [SectionKind.BODY]


@pytest.mark.parametrize(
    "line",
    [
        "高远：大家可以点击蓝字关注我们，后面还有直播。",
        "林夏：关注我们。",
        "林夏：点赞！",
        "我也想说，记得关注我们的开源项目，里面有全部代码。",
        "往期的文章里我们推荐过这个办法。",
        "关于余额的问题，我们后来改了接口。",
        "作者：这个词我不太喜欢，我更愿意叫研究者。",
        "……",
        "扫码支付的场景里，延迟要低于100毫秒。",
        "添加红包这个功能，我们做了三个月。",
        "扫描二维码之后，用户会进入一个中间页。我们测的就是这一步。",
        "我建议大家扫描海报上的二维码，下载数据集",
        "广告点击率的模型，其实就是二分类。",
    ],
)
def test_kept_inside_the_discussion(line: str) -> None:
    document = segment(plain(f"林夏：我先说。\n高远：好。\n{line}\n林夏：嗯。\n高远：走。"))
    assert not document.dropped
    words = line.split("：", 1)[-1] if line.startswith(("林夏", "高远")) else line
    assert words in "".join(s.source for s in document.segments())


def test_speech_right_after_the_last_label_is_kept() -> None:
    document = segment(
        plain(
            "林夏：我先说。\n我们做了三年的数据清洗，踩过很多坑。\n高远：好。\n林夏：最后说一句。\n"
            "大家可以关注我们的公众号。\n往期推荐\n数据的十个坑"
        )
    )
    assert list(reasons(document)) == ["往期推荐", "数据的十个坑"]


@pytest.mark.parametrize(
    "line",
    [
        "关注我们",
        "点击蓝字",
        "3f0c9a7be1d24856a0b7c5d2e9f81346.png",
        "~",
        "阅读原文",
        "扫描下方二维码，加入读者群",
        "长按识别二维码，关注「数据茶馆」！",
        "扫码报名9月读书会，前30名免费",
        "关注公众号，回复“数据”领取讲义",
        "广告",
        "【本期赞助】茶叶铺“清河”，读者下单立减20元",
        "本期由清河茶铺独家赞助播出",
    ],
)
def test_buttons_calls_and_advertisements_between_turns_go(line: str) -> None:
    document = segment(plain(f"林夏：我先说。\n高远：好。\n{line}\n林夏：嗯。\n高远：走。"))
    assert list(reasons(document)) == [line]


def test_bare_words_that_somebody_says_stay() -> None:
    document = segment(plain("主持人\n说一个词。\n林夏\n关注我们\n主持人\n好。\n林夏\n点赞"))
    assert not document.dropped


def test_blurbs_after_the_end_go_and_closing_and_references_stay() -> None:
    text = (
        f"一次对谈\n{TALK}本次对谈吸引了约1.3万名观众在线观看。\n往期精彩文章推荐\n"
        "关于数据茶馆\n数据茶馆成立于2019年，是由几位研究生发起的公益社区，每月举办线上活动。\n"
        "参考文献\n[1] A. Author, A title, 2022.\n点赞"
    )
    document = segment(plain(text))
    assert outline(document).split("高远: 一言为定。\n")[1] == (
        "# closing\n- 本次对谈吸引了约1.3万名观众在线观看。\n"
        "# closing 参考文献\n- [1] A. Author, A title, 2022."
    )
    assert len(document.dropped) == 4


def test_keep_boilerplate_puts_it_into_a_section_about() -> None:
    article = plain(f"一次对谈\n点击蓝字\n{TALK}关于数据茶馆\n数据茶馆是一个社区。它成立于2019年。")
    document = segment(article, keep_boilerplate=True)
    assert not document.dropped
    about = document.sections[-1]
    assert about.kind is SectionKind.ABOUT
    assert [s.source for s in about.turns[0].segments] == [
        "点击蓝字", "关于数据茶馆", "数据茶馆是一个社区。", "它成立于2019年。",
    ]  # fmt: skip
    ids = [s.id for s in document.segments()]
    assert len(ids) == len(set(ids))


def test_article_of_boilerplate_alone_is_kept() -> None:
    assert "关注我们" in segmented("点赞\n关注我们\n在看")


def test_event_facts_with_a_call_are_kept() -> None:
    document = segment(plain(f"一次对谈\n6月12日19点开播，欢迎关注我们的直播间\n{TALK}"))
    assert not document.dropped


def test_nickname_between_credits_goes() -> None:
    text = f"一次对谈\n原创\n小鹿码农\n于 2022-11-03 18:30:21 发布\n两位研究者聊数据。\n{TALK}"
    assert list(reasons(segment(plain(text)))) == [
        "原创",
        "小鹿码农",
        "于 2022-11-03 18:30:21 发布",
    ]
