from __future__ import annotations

import pytest

from translator.segmenting.names import romanise, split_name

NAMES = {
    "毛海涛": "Mao Haitao", "张博航": "Zhang Bohang", "王五": "Wang Wu",
    "欧阳修": "Ouyang Xiu", "诸葛亮": "Zhuge Liang", "尉迟恭": "Yuchi Gong", "万俟雪": "Moqi Xue",
    "长孙皓": "Zhangsun Hao", "令狐冲": "Linghu Chong", "司徒雪": "Situ Xue",
    "皇甫嵩": "Huangfu Song", "上官云": "Shangguan Yun", "夏侯惇": "Xiahou Dun",
    "慕容复": "Murong Fu", "端木赐": "Duanmu Ci", "东方朔": "Dongfang Shuo",
    "仇英": "Qiu Ying", "单田芳": "Shan Tianfang", "区志航": "Ou Zhihang", "解晓东": "Xie Xiaodong",
    "查文渊": "Zha Wenyuan", "曾国庆": "Zeng Guoqing", "任嘉禾": "Ren Jiahe", "盖聂": "Ge Nie",
    "朴树": "Piao Shu", "缪昌文": "Miao Changwen", "翟天": "Zhai Tian", "乐嘉": "Yue Jia",
    "种师道": "Chong Shidao", "繁钦": "Po Qin", "秘琳": "Bi Lin", "折可求": "She Keqiu",
    "逄小威": "Pang Xiaowei", "覃海洋": "Qin Haiyang", "冼星海": "Xian Xinghai",
    "洗夫人": "Xian Furen", "晁盖": "Chao Gai", "员半千": "Yun Banqian",
    "吕布": "Lyu Bu", "吕绿": "Lyu Lyu", "李女": "Li Nyu",
    "李西安": "Li Xi'an", "王雅安": "Wang Ya'an", "周以恩": "Zhou Yi'en", "张恩": "Zhang En",
    "王晟": "Wang Sheng", "孙行": "Sun Xing", "陈曾": "Chen Zeng", "常乐": "Chang Le",
    "張曉楓": "Zhang Xiaofeng", "盧曉嵐": "Lu Xiaolan", "區子墨": "Ou Zimo",
    "约翰·史密斯": "Yuehan Shimisi", "老王": "Lao Wang", "小李": "Xiao Li", "小明": "Xiaoming",
    "阿杰": "Ajie", "机器之心": "Jiqizhixin", "AI科技评论": "AI Kejipinglun",
}  # fmt: skip
ROLES = {
    "主持人": "Host", "主持": "Host", "嘉宾": "Guest", "嘉宾A": "Guest A", "嘉宾一": "Guest 1",
    "嘉宾2": "Guest 2", "观众": "Audience", "觀眾": "Audience",
    "记者": "Reporter", "記者": "Reporter",
    "问": "Q", "答": "A", "问1": "Q1", "Q": "Q", "A": "A", "说话人 1": "Speaker 1",
    "学生甲": "Student A", "网友": "Online viewer",
}  # fmt: skip
TITLED = {
    "毛海涛教授": "Prof. Mao Haitao", "李明博士": "Dr. Li Ming", "张老师": "Prof. Zhang",
    "欧阳老师": "Prof. Ouyang", "单老师": "Prof. Shan", "王院士": "Academician Wang",
    "陈女士": "Ms. Chen", "王同学": "Wang", "周副教授": "Prof. Zhou",
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), (NAMES | ROLES | TITLED).items())
def test_romanise(name: str, expected: str) -> None:
    assert romanise(name) == expected


@pytest.mark.parametrize("name", ["Alice", "Jean-Luc Picard", "hope_wisdom", "", "123", "O’Neil"])
def test_latin_names_stay(name: str) -> None:
    assert romanise(name) == name


@pytest.mark.parametrize("name", ["毛海涛", "欧阳修", "李西安", "陈方安生"])
def test_never_a_hyphen(name: str) -> None:
    assert "-" not in romanise(name)


def test_split_name() -> None:
    parts = split_name("欧阳修")
    assert parts is not None
    assert (parts.surname, parts.given) == ("欧阳", "修")
    assert split_name("的话") is None
