"""Numbers and dates: what must be repeated, in whatever form, and what counts nothing."""

import pytest

from translator.checks.numbers import check_numbers
from translator.document import Segment


def rules(source: str, target: str) -> list[str]:
    return [finding.rule for finding in check_numbers(Segment("s1", source, target))]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("有2.4万人。", "There are 24,000 people."),
        ("有2.4万人。", "There are 24 thousand people."),
        ("有２．４萬人。", "There are 24k people."),
        ("用户超过3亿。", "It has more than 300 million users."),
        ("模型有70亿参数。", "The model has 7B parameters."),
        ("一千三百万人", "13 million people"),
        ("一万三千块", "thirteen thousand yuan"),
        ("三分之一的人", "a third of the people"),
        ("三分之二的人", "two-thirds of the people"),
        ("三分之二的人", "67 percent of the people"),
        ("百分之五", "5%"),
        ("百分之五", "five percent"),
        ("万分之五", "0.0005"),
        ("千分之三", "three per thousand"),
        ("百万分之一", "one in a million"),
        ("第四个问题", "the fourth question"),
        ("第21届大会", "the 21st conference"),
        ("2022年10月20日", "October 20, 2022"),
        ("2022年10月20日", "20 October 2022"),
        ("2022年10月20日", "2022-10-20"),
        ("二〇二二年十月二十日", "on 20 Oct 2022"),
        ("2022 年 10 月 20 日", "Oct. 20th, 2022"),
        ("上世纪80年代", "the 1980s"),
        ("二十世纪七十年代", "the 1970s"),
        ("20 世纪 30 年代", "the thirties"),
        ("上世纪五六十年代", "the 1950s and '60s"),
        ("98年毕业", "graduated in 1998"),
        ("早上七点四十", "at 7:40 in the morning"),
        ("下午三点半", "at 15:30"),
        ("下午三点半", "half past three"),
        ("14时28分", "at 2:28 p.m."),
        ("八点一刻", "a quarter past eight"),
        ("差一刻九点", "a quarter to nine"),
        ("三到五倍", "three to five times"),
        ("涨了两倍", "tripled"),
        ("翻了三番", "increased eightfold"),
        ("二十年", "two decades"),
        ("一百年", "a century"),
        ("十二个", "a dozen"),
        ("两年半", "two and a half years"),
        ("一年半", "18 months"),
        ("三四十个人", "thirty or forty people"),
        ("五六百块", "five or six hundred yuan"),
        ("一百五六十篇", "150 or 160 papers"),
        ("七块一毛八", "7.18 yuan"),
        ("一米八七", "1.87 meters"),
        ("三十九度五", "39.5 degrees"),
        ("三成", "30%"),
        ("七八成", "seventy or eighty percent"),
        ("打八折", "20% off"),
        ("三比零", "three–nil"),
        ("GPT-4比GPT-3好", "GPT-4 is better than GPT-3"),
        ("L2正则", "L2 regularization"),
        ("学习率1e-3", "a learning rate of 0.001"),
        ("学习率1e-3", "a learning rate of 1e-3"),
        ("分机号8-0-6-3", "extension 8063"),
        ("七十二亿千瓦时", "7.2 billion kilowatt-hours"),
        ("九个亿", "900 million"),
        ("三万多米", "more than 30 kilometers"),
        ("延迟三十秒", "a thirty-second delay"),
        ("第七十二次飞行", "the seventy-second flight"),
        ("十几个", "a dozen or so"),
        ("几十万条", "hundreds of thousands"),
        ("上千万个", "tens of millions"),
        ("第二次世界大战", "World War II"),
        ("90后", "the post-90s generation"),
        ("每三个人里有一个", "one in every three people"),
    ],
)
def test_the_same_number_in_another_form(source: str, target: str) -> None:
    assert rules(source, target) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("一个好的理论", "A good theory"),
        ("还有一些问题", "There are still some issues"),
        ("等一下，一起走", "Wait, let's go together"),
        ("第一，要简单；第二，要有用。", "It should be simple, and it should be useful."),
        ("千万不要急着发论文", "Don't rush to publish"),
        ("万一错了呢", "What if it is wrong?"),
        ("三言两语说不清", "It can't be explained in a few words"),
        ("十分重要", "Very important"),
        ("一方面省钱", "It saves money"),
        ("两者一样", "They are the same"),
        ("我说过八成会输", "I said we would probably lose"),
        ("五花八门的方法", "All kinds of methods"),
        ("再三强调", "Stress again and again"),
        ("下周四见", "See you next Thursday"),
        ("二十四小时营业", "Open around the clock"),
        ("这三个字很难写", "These characters are hard to write"),
        ("三次函数", "a cubic function"),
        ("老三来了", "Lao San is here"),
        ("双十一那天", "on Singles' Day"),
        ("走了三百里", "walked 150 kilometers"),
    ],
)
def test_idioms_and_vague_numerals_are_left_alone(source: str, target: str) -> None:
    assert rules(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("有2.4万人。", "There are 2.4 million people.", "number-mismatch"),
        ("用户超过3亿。", "It has more than 3 million users.", "number-mismatch"),
        ("2022年10月20日", "October 21, 2022", "date-mismatch"),
        ("2022年10月20日", "November 20, 2022", "date-mismatch"),
        ("2022年10月20日", "October 20, 2012", "date-mismatch"),
        ("百分之五", "fifteen percent", "number-mismatch"),
        ("三分之二的人", "three quarters of the people", "number-mismatch"),
        ("一共十七个人", "seventy people in all", "number-mismatch"),
        ("上世纪80年代", "the 1890s", "date-mismatch"),
        ("晚上八点半", "at 9:30 in the evening", "date-mismatch"),
        ("涨到三十五块", "rose to fifty-three yuan", "number-mismatch"),
        ("有很多人。", "There are 3,000 people.", "number-added"),
        ("他花了很久。", "It took him twenty-seven years.", "number-added"),
    ],
)
def test_wrong_numbers_are_found(source: str, target: str, rule: str) -> None:
    assert rule in rules(source, target)


def test_a_finding_names_the_number_and_its_value() -> None:
    (finding,) = check_numbers(Segment("s7", "约2.4万人观看。", "Many watched.", start_ms=40))
    assert (finding.segment, finding.start_ms, finding.limit) == ("s7", 40, "24,000")
    assert "2.4万 (24,000)" in finding.message
