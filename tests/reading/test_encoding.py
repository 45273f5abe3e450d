"""Encodings: what a Windows user, a scraper or an old subtitle site leaves behind."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from translator.errors import InputError
from translator.reading.common_han import MOST_COMMON, TRADITIONAL
from translator.reading.encoding import decode, plain_text

SIMPLIFIED = [
    "你好。",
    "泛化\n",
    "主持人",
    "模型和数据",
    "谢谢大家！",
    "今天的讨论很有意思",
    "梯度下降，为什么总能找到好的解？",
    "仇老师：单先生，区先生，请讲。",
    "loss 曲线在第 3 个 epoch 就平了。",
    "联通主义\r\n",
    "“过参数化”不是浪费——至少不全是……",
]
TRADITIONAL_TEXTS = [
    "理論\n",
    "歡迎各位",
    "深度學習的理論研究很重要",
    "張老師：請問這個模型為什麼會收斂？",
    "臺灣大學的同學們，大家好。",
    "我們用 transformer 做了三次實驗。",
]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]
WITHOUT_MARK = ["utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("encoding", [*UNICODE, "gb18030", "gbk"])
def test_short_simplified_text_comes_out_right(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), where="x")[0] == text


@pytest.mark.parametrize("text", TRADITIONAL_TEXTS)
@pytest.mark.parametrize("encoding", [*UNICODE, "big5", "cp950", "big5hkscs", "gb18030"])
def test_short_traditional_text_comes_out_right(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), where="x")[0] == text


@pytest.mark.parametrize("text", [t + "\n" for t in SIMPLIFIED + TRADITIONAL_TEXTS])
@pytest.mark.parametrize("encoding", WITHOUT_MARK)
def test_utf16_without_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), where="x") == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("plain ASCII", "ascii", "utf-8"),
        ("café, naïve, Björk, élève", "utf-8", "utf-8"),
        ("café, naïve, Björk, élève", "cp1252", "windows-1252"),
        ("It’s “good” — isn’t it?", "cp1252", "windows-1252"),
        ("Große Straße", "cp1252", "windows-1252"),
        ("今天", "gb18030", "gb18030"),
        ("學習", "big5", "big5"),
        ("笑😀了", "gb18030", "gb18030"),
        ("今天", "utf-8-sig", "utf-8"),
        ("今天", "utf-16", "utf-16-le"),
    ],
)
def test_names_the_encoding(text: str, encoding: str, shown: str) -> None:
    assert decode(text.encode(encoding), where="x") == (text, shown)


def test_other_languages_are_left_to_the_library() -> None:
    text = "Привет, как дела? Сегодня мы говорим о том, почему нейронные сети обобщают. " * 3
    assert decode(text.encode("cp1251"), where="x")[0] == text


def test_a_declared_encoding_is_believed_if_it_fits() -> None:
    assert decode("理論".encode("big5"), where="x", declared="big5")[0] == "理論"
    assert decode("理论很重要".encode("gb18030"), where="x", declared="big5")[0] == "理论很重要"
    assert decode("理论".encode(), where="x", declared="no-such-codec")[0] == "理论"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), ["PNG picture", "text recognition"]),
        (b"%PDF-1.7\n%\xe2\xe3", ["a PDF", "DOCX"]),
        (b"{\\rtf1\\ansi", ["RTF"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), [".doc", "save it as DOCX"]),
        (bytes(4000), ["not a text file"]),
        (b"\xff\xfe\x00", ["UTF-16", "damaged"]),
        (b"\xef\xbb\xbfab\n\xff\xff", ["UTF-8", "line 2"]),
        ("好的理论能预测，不只是解释。\n".encode() * 200 + b"\xff\xff!", ["UTF-8", "line 201"]),
        ("好的理论能预测。\n".encode("gb18030") * 200 + b"\xff\xff!", ["GB18030", "line 201"]),
    ],
)
def test_what_is_no_text_says_what_to_do(data: bytes, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, where="talk.txt")
    message = str(caught.value)
    assert message.startswith("talk.txt: ")
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_a_list_of_rare_names() -> None:
    names = "滕佳烨 仇晓喆 单翀 区堃 马鉴昊 澹台镜明 褚楚 翟翊 覃弋 昝珺\n"
    for encoding in ("gb18030", "utf-8", "utf-16"):
        assert decode(names.encode(encoding), where="x")[0] == names


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_inside_a_character_is_not_taken_for_gb18030(cut: int) -> None:
    data = "好的理论能预测，不只是解释。".encode()[:-cut]
    with pytest.raises(InputError, match="UTF-8 from line 1"):
        decode(data, where="x")


def test_nothing_is_nothing() -> None:
    assert decode(b"", where="x") == ("", "utf-8")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d\x0ce", "a\nb\nc\nd\ne"),
        ("a\0b\ufeffc\u200bd\u00ade", "abcde"),
        ("ＡＢＣ，１２３：全形　空格", "ＡＢＣ，１２３：全形　空格"),
        ("表\t格", "表\t格"),
    ],
)
def test_plain_text(written: str, read: str) -> None:
    assert plain_text(written) == read


COMMON = st.text(st.sampled_from(MOST_COMMON[:1200] + "，。！？：“”\n"), min_size=8, max_size=80)
TRADITIONAL_FORMS = "".join(group[1] for group in TRADITIONAL.split())
COMMON_TRADITIONAL = st.text(
    st.sampled_from(TRADITIONAL_FORMS + "的一是人在我有他不中大來上國個到說們"),
    min_size=10,
    max_size=80,
)


@given(COMMON, st.sampled_from([*UNICODE, *WITHOUT_MARK, "gb18030"]))
def test_round_trip_simplified(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assume(any(byte >= 0x80 for byte in data))
    assert decode(data, where="x")[0] == text


@given(COMMON_TRADITIONAL, st.sampled_from([*UNICODE, *WITHOUT_MARK, "gb18030", "big5hkscs"]))
def test_round_trip_traditional(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    assert decode(data, where="x")[0] == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=300))
def test_long_unicode_text_in_utf8_is_never_taken_for_anything_else(text: str) -> None:
    whole = "好的理论能预测，不只是解释。这一点大家都同意，分歧在于怎么做。" + text
    assert decode(whole.encode(), where="x") == (whole, "utf-8")


@given(st.binary(max_size=400))
def test_random_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        text, name = decode(data, where="x")
    except InputError:
        return
    assert isinstance(text, str)
    assert name
