import pytest

from translator.subtitles.markup import Markup, convert, plain


@pytest.mark.parametrize(
    ("text", "markup", "shown"),
    [
        ("<i>斜</i> a<b> & {\\an8}x", Markup.HTML, "斜 a & x"),
        ("1 < 2 > 0 {brace}", Markup.HTML, "1 < 2 > 0 {brace}"),
        ("<v 张老师>a &amp; <c.yellow>b</c> <00:01.000>c", Markup.VTT, "a & b c"),
        ("{\\an8\\fs20}甲\\h乙{\\i1}丙{\\i0}", Markup.ASS, "甲\xa0乙丙"),
        ("{\\p1}m 0 0 l 10 10{\\p0}字", Markup.ASS, "字"),
        ("\\{x\\}", Markup.ASS, "{x}"),
    ],
)
def test_plain(text, markup, shown):
    assert plain(text, markup) == shown


@pytest.mark.parametrize(
    ("text", "source", "target", "result"),
    [
        ("<i>a</i> & <font color=red>b</font>", Markup.HTML, Markup.VTT, "<i>a</i> &amp; b"),
        ("<i>a</i> {x}", Markup.HTML, Markup.ASS, "{\\i1}a{\\i0} \\{x\\}"),
        ("{\\an8}a", Markup.HTML, Markup.ASS, "{\\an8}a"),
        ("{\\an8}a", Markup.HTML, Markup.VTT, "a"),
        ("{\\i1\\b1}a{\\i0}b", Markup.ASS, Markup.HTML, "<i><b>a</i>b</b>"),
        ("<v A>a &lt; <i>b</i>", Markup.VTT, Markup.HTML, "a < <i>b</i>"),
    ],
)
def test_convert(text, source, target, result):
    assert convert(text, source, target) == result
