"""HTML: saved pages of the platforms people paste from, and markup by all kinds of editors."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.document import Block, BlockKind
from translator.errors import InputError
from translator.reading import read_bytes

P, H, L, Q, I = (  # noqa: E741
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTE,
    BlockKind.IMAGE,
)


def blocks(markup: str, name: str = "a.html") -> tuple[Block, ...]:
    return read_bytes(markup.encode(), origin=name).blocks


def texts(markup: str) -> list[str]:
    return [block.text for block in blocks(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一。</p><p>二。</p>", ["一。", "二。"]),
        ("<p>一。<br>二。<br/><br/>三。</p>", ["一。", "二。", "三。"]),
        ("<div>散<div>内</div>尾</div>", ["散", "内", "尾"]),
        ("<p>换\n   行</p>", ["换行"]),
        ("<p>good\n  theory</p>", ["good theory"]),
        ("<p>这个\n assumption</p>", ["这个 assumption"]),
        ("<p>a&nbsp;&lt;b&gt;&#20320;&hellip;</p>", ["a <b>你…"]),
        ("<p>留<span style='display: none'>藏</span>下</p>", ["留下"]),
        ("<p hidden>藏</p><p>显</p>", ["显"]),
        ("<script>var p='<p>不要</p>'</script><style>p{}</style><p>要</p>", ["要"]),
        ("<nav>首页 登录</nav><p>正文。</p><footer>版权所有</footer>", ["正文。"]),
        ("<table><tr><th>名</th><td>值</td></tr></table>", ["名", "值"]),
        ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
        ("<p><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字</p>", ["汉字"]),
        ("<p>没有收尾<p>的标签<b>粗", ["没有收尾", "的标签粗"]),
        ("<section><section><p><span><span>深</span></span></p></section></section>", ["深"]),
        ("<?xml version='1.0' encoding='gbk'?><html><body><p>声明</p></body></html>", ["声明"]),
        ("纯文字而已", ["纯文字而已"]),
        ("<p>零\u200b宽\ufeff</p>", ["零宽"]),
    ],
)
def test_text(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h3>题</h3>", Block("题", 1, H, 3)),
        ("<h1><span><b>题</b></span></h1>", Block("题", 1, H, 1, ((0, 1),))),
        ("<ul><li>项</li></ul>", Block("项", 1, L, marker="•")),
        ("<ol start='4'><li><p>项</p></li></ol>", Block("项", 1, L, marker="4.")),
        ("<blockquote><p>引</p></blockquote>", Block("引", 1, Q)),
        ("<p><b>周</b><strong>明：</strong>好</p>", Block("周明：好", 1, bold=((0, 3),))),
        (
            "<p><span style='font-weight:700'>粗</span><b style='font-weight:normal'>细</b></p>",
            Block("粗细", 1, bold=((0, 1),)),
        ),
    ],
)
def test_markup(markup: str, expected: Block) -> None:
    assert blocks(markup) == (expected,)


def test_images_follow_their_paragraph() -> None:
    markup = (
        '<p>甲<img src="x/emoji/1.png" alt="笑"><img data-src="https://h/图1.png">乙</p>'
        '<p><img alt="曲线" src="data:image/png;base64,AAAA"></p>'
    )
    assert [(b.text, b.kind) for b in blocks(markup)] == [("甲乙", P), ("图1.png", I), ("曲线", I)]


ARTICLE = "".join(
    f"<p>第{n}段：理论的价值在于解释，也在于预测，这两点缺一不可。</p>" for n in "一二三四五六"
)
ARTICLE_TEXTS = texts(ARTICLE)
MENU = "<ul><li><a href='/'>首页</a></li><li><a href='/l'>登录</a></li></ul>"
COMMENTS = "".join(
    f"<p>网友{n}：说得很好，我完全同意，学到了很多，谢谢分享。</p>" for n in "甲乙丙"
)


@pytest.mark.parametrize(
    "page",
    [
        f'<div id="page-content">{MENU}<div id="js_content" class="rich_media_content"'
        f' style="visibility: hidden; opacity: 0;">{ARTICLE}</div><div>赞 在看</div></div>',
        f'<header>{MENU}</header><div id="content_views" class="markdown_views">{ARTICLE}</div>'
        f'<div class="recommend-box"><p>相关推荐，点击查看。</p></div>',
        f'<div class="Post-RichTextContainer"><div class="RichText Post-RichText">{ARTICLE}</div>'
        f'</div><div class="Comments-container">{COMMENTS}</div>',
        f"<main><article>{ARTICLE}</article></main><aside>{COMMENTS}</aside>",
        f'<div class="wrap with-sidebar"><div class="top">{MENU}</div><div class="c"><div>{ARTICLE}'
        f'</div></div><div class="comment-list">{COMMENTS}</div></div>',
        f'<table><tr><td>{MENU}</td><td class="main">{ARTICLE}</td></tr></table>',
    ],
    ids=["wechat", "csdn", "zhihu", "article", "generic", "table layout"],
)
def test_the_article_is_found_in_its_page(page: str) -> None:
    found = texts(f"<html><head><title>t</title></head><body>{page}</body></html>")
    assert [text for text in found if text not in ("首页", "登录")] == ARTICLE_TEXTS
    assert len(found) - len(ARTICLE_TEXTS) in ((2,) if page.startswith("<table") else (0,))


def test_a_short_article_tag_does_not_hide_the_page() -> None:
    markup = (
        f"<div>{ARTICLE}</div><article>广告：限时优惠，点击进入，先到先得，机不可失。</article>"
    )
    assert ARTICLE_TEXTS[0] in texts(markup)


def test_title_and_encoding() -> None:
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        "<title>圆桌 - 某网站</title><meta property='og:title' content='圆桌'></head>"
        "<body><p>镕基、堃、喆：人名里的字。</p></body></html>"
    )
    article = read_bytes(page.encode("gb18030"), origin="a.htm")
    assert (article.title, article.encoding) == ("圆桌", "gb18030")
    assert article.blocks[0].text == "镕基、堃、喆：人名里的字。"


def test_a_declared_title_ends_where_the_heading_of_the_page_does() -> None:
    page = (
        "<title>理论有什么用？_泛化 界-CSDN博客</title><body><h1> 理论有什么用？</h1>"
        "<div id='content_views'><p>林夏：理论告诉我们，什么时候可以相信实验。这句话要说两遍。</p>"
        "<p>高远：我再说一遍，理论告诉我们，什么时候可以相信实验。</p></div></body>"
    )
    assert read_bytes(page.encode(), origin="a.html").title == "理论有什么用？"


def test_a_page_that_lies_about_its_encoding() -> None:
    page = "<meta charset='{}'><p>今天我们来聊一聊深度学习的理论。</p>"
    for declared, actual in [("utf-8", "gb18030"), ("gbk", "utf-8"), ("big5", "gb18030")]:
        read = read_bytes(page.format(declared).encode(actual), origin="a.html")
        assert read.blocks[0].text == "今天我们来聊一聊深度学习的理论。"


def test_html_called_txt_and_from_standard_input() -> None:
    page = f"<!DOCTYPE html><html><body>{ARTICLE}</body></html>"
    for name in ("a.txt", "-", "saved"):
        assert [block.text for block in blocks(page, name)] == ARTICLE_TEXTS
    assert blocks("a < b，而且 <好>。", "a.txt")[0].text == "a < b，而且 <好>。"


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p> </p>", "<script>x</script>", "<img src=a.png>", "<!-- c -->"]
)
def test_nothing_to_read(page: str) -> None:
    with pytest.raises(InputError, match="no text"):
        blocks(page)


def test_markup_thousands_deep_neither_crashes_nor_hangs() -> None:
    assert "底" in "".join(texts("<p>顶。</p>" + "<div>" * 200 + "底" + "</div>" * 200))
    texts("<p>顶。</p>" + "<div>" * 50_000 + "底")
    texts("<p>顶。</p>" + "<b>" * 50_000 + "底")


@given(st.text(max_size=300))
def test_any_text_in_a_paragraph_arrives_unmarked(text: str) -> None:
    import html

    try:
        read = texts(f"<p>始{html.escape(text)}终</p>")
    except InputError:
        return
    assert read[0].startswith("始")
    assert read[-1].endswith("终")


@given(st.text("<>/!-pdivbr \"'=a中&;", max_size=200))
def test_broken_markup_gives_text_or_an_input_error(markup: str) -> None:
    with contextlib.suppress(InputError):
        blocks(markup)
