"""Each case is a paragraph in which ‖ stands where it must be split, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.segmenting.sentences import split

STOPS = [
    "网络越深越难训练。‖残差连接解决了这个问题。",
    "这样做对吗？‖我看不对。",
    "太慢了！‖换一个优化器试试。",
    "真的收敛了？！‖我不敢相信。",
    "不可能！！！‖再跑一遍。",
    "你说什么??‖再说一遍!!",
    "先归一化。‖ 再训练。",
    "损失降到零。。‖可是测试集上不行。",
    "这就是全部的证明。",
    "没有标点的一句话",
    "。",
    "什么？……‖你再说一遍。",
    "他沉默了……。‖会场也安静了。",
    "半角句点也算｡‖第二句｡",
]
HALF_WIDTH = [
    "深度学习很火,他说.‖然后大家开始讨论",
    "模型能用吗?‖能用!",
    "我们先看数据.‖数据决定上限.",
    "准确率到了95.‖然后就上不去了.",
    "框架用的是PyTorch.‖后来换成了JAX.",
    "这里有一个问题;不过不大.",
    "结果如下:精度高,速度慢.",
    "他问:“收敛吗?”‖没人回答.",
    "(详见附录.)‖下面是实验.",
    "你怎么看? ‖我觉得还行.",
]
NUMBERS = [
    "学习率设为3.14也行。",
    "损失从0.5降到0.05。‖不错。",
    "圆周率是3．14。",
    "升级到v1.2.3。‖老版本停用。",
    "Python 3.11.4 以后才有。",
    "比例是3:1，时间是10:30。",
    "一共1,000,000个样本。",
    "范围是3~5天。",
    "增长了2.4%。‖还可以。",
    "价格是¥9.9。",
    "2022.10.20那天开会。",
    "第1.5节讲的是动量。",
    "IP是192.168.0.1，端口8080。",
    "误差在±0.1以内！",
    "5!等于120。‖很大。",
    "n!种排列，太多了。",
    "如果x != y，就返回。",
    "在A.3节里有证明。",
]
ABBREVIATIONS = [
    "e.g. 残差网络就是一例。",
    "有的模型，e.g.卷积网络，参数很少。",
    "i.e. 泛化误差。",
    "Zhang et al. 提出了新方法。",
    "LeCun et al.提出的卷积网络很早。",
    "见Fig. 3和Eq. (2)。",
    "参考Sec. 4的讨论。",
    "CNN vs. RNN 的比较。",
    "No. 5号样本有问题。",
    "Dr. Wang 也来了。",
    "他读了Ph.D.之后去了工业界。",
    "J. Smith 写了这本书。",
    "cf. 附录B。",
    "时间是9 a.m. 到11 a.m. 之间。",
    "Prof. Li said so. ‖We agreed.",
    "The U.S. team won. ‖It was close.",
    "It runs on GPUs, TPUs, etc. ‖The rest is slow.",
    "大约approx. 30次迭代。",
]
ADDRESSES = [
    "代码在https://example.org/a.b?c=d。‖欢迎试用。",
    "请看 https://example.org/path/. ‖这是主页。",
    "网址是www.example.com，请收藏。",
    "发信到li.hua@example.edu.cn。‖我会回。",
    "发信到a.b@example.com吧！",
    "打开train.py看看。",
    "文件名是model_v2.final.tar.gz。",
    "用Node.js和Vue.js写的。",
    "调用torch.nn.Linear就行。",
    "ftp://example.org/x.zip 可以下载。",
    "见（https://example.org/?q=1!2）。‖下一句。",
    ".NET也可以。",
    "配置写在.env里。",
    "命令是pip install numpy。‖很简单。",
]
LISTS = [
    "1. 泛化。‖2. 优化。‖3. 逼近。",
    "1.先看数据。‖2.再看模型。",
    "有三点：1.数据；2.模型；3.算力。",
    "（1）数据。‖（2）模型。",
    "① 数据。‖② 模型。",
    "一、数据。‖二、模型。",
    "第一，数据要干净。‖第二，模型要简单。",
    "a. 预训练。‖b. 微调。",
    "(1) 数据清洗。‖(2) 模型训练。",
    "步骤是：1) 采样；2) 标注；3) 训练。",
    "1、数据。‖2、模型。",
    "10. 最后一条。",
]
QUOTES = [
    "他说：“我不同意。”",
    "他说：“我不同意。”‖然后走了。",
    "他说：“数据不够。再采一些。”‖大家都点头。",
    "“真的吗？”他问。",
    "“真的吗？”她笑着问道。‖没人回答。",
    "“收敛了！”小王喊道。‖我们都围过去。",
    "“什么是好的理论？”这个问题很难。",
    "他总问“为什么？”，大家都烦了。",
    "他说“数据不够。”就走了。",
    "所谓“过拟合”就是记住了噪声。",
    "他问：“为什么？”‖我说：“不知道。”",
    "「這樣可以嗎？」他問。",
    "他說：「可以。」‖大家就散了。",
    "他引用了『學而時習之。』這句話。",
    '他说："可以。"‖大家就散了。',
    '他说"可以",大家就散了。',
    "“不知道。”的回答让人失望。",
    "“大道至简。”——某位老师",
    "他回答：“好！”‖接着就动手了。",
    "“行。”‖“那就这么定了。”",
    "论文叫“注意力就够了吗？”，很有意思。",
    "她说：“第一，数据；第二，模型。”‖我记下了。",
    "这就是“没有免费的午餐”。‖它说的是平均。",
    "“为什么？为什么？”他连着问了两遍。",
    "don’t stop here. ‖It’s fine.",
    "他只说了两个字：“放弃。”",
    "“怎么办？”、“谁来办？”都没人提。",
    "他写道：“理论……帮助我们理解。”‖这句话我一直记得。",
    "有人说：“是炼金术。”‖有人说：“是化学。”‖都对。",
    "一句“算了吧……”让讨论停了下来。",
    (
        "他讲：“我先说数据的问题，很多人以为数据越多越好。‖其实不是这样，脏数据会把模型带偏，"
        "而且很难发现。‖最后只能从头再来，时间和算力都浪费了，所以一定要先看数据。”‖大家都同意。"
    ),
]
TITLES = [
    "我读过《什么是泛化？》这本书。",
    "《真理！与谬误》是好书。‖推荐。",
    "请看《深度学习。第二版》。",
    "他写了《为什么？》和《怎么办？》。",
    "“我喜欢《为什么？》这本书。”他说。",
    "〈附錄。二〉有说明。",
    "书名叫《1.0时代》。‖很薄。",
]
BRACKETS = [
    "结果更好（见图3。）了。",
    "结果更好（真的？）吗？",
    "这是结论。（笑）‖下一个问题。",
    "这是结论。（掌声）",
    "（以上内容由编辑整理，未经本人审阅。）‖下面开始。",
    "方法有效[3]。‖它也很快。",
    "方法有效。[3]‖它也很快。",
    "方法有效。[1,2]‖它也很快。",
    "方法很好（Li et al., 2020）。‖代码已公开。",
    "【注意！】这里会溢出。",
    "a) 数据。‖b) 模型。",
    "（他停了一下。然后继续。）",
    "用了两种损失（交叉熵；均方误差）来训练，效果相差很大，但是原因还没有弄清楚。",
    "集合{x; y}没有顺序。",
]
ELLIPSES = [
    "我觉得……可能不对。",
    "这个嘛……我再想想。",
    "数据、算力、人力……都不够。",
    "我们需要更多的数据和算力……‖但是我们没有。",
    "结果怎么样……？‖还行。",
    "他想了很久……",
    "等等...我再算一遍。",
    "That is all... ‖We stop here.",
    "我……我不知道。",
    "先做学习率预热再做余弦衰减……‖“就这样？”他问。",
]
SEMICOLONS = [
    "快；准。",
    "训练集用来学习；测试集用来评估。",
    (
        "如果数据太少，模型就会记住每一个样本的细节；‖如果数据太多，训练的时间和成本又会让人难以承受。"
    ),
    "A组用大批量；B组用小批量；C组不变。",
    "“训练集用来让模型学习参数的取值；测试集用来评估模型的泛化能力如何”是课本上的话。",
    "第一种方法需要很多标注好的数据才行;‖第二种方法只需要少量样本就可以开始训练。",
]
TILDES_DASHES_EMOJI = [
    "大家好~‖今天我们聊聊泛化。",
    "谢谢大家～‖下次见～",
    "好的~~‖开始吧。",
    "三月~五月是旺季。",
    "A～B之间都可以。",
    "这就是答案——数据。",
    "一个问题——也是最后一个——是算力。",
    "太好了！😀‖下一个问题。",
    "跑通了！🎉🎉 ‖继续。",
    "我❤️深度学习。",
    "收敛了👍。‖真快。",
    "嗯~ ‖让我想想。",
]
ENGLISH = [
    "We train it twice. ‖It works.",
    "Does it converge? ‖Yes! ‖Good.",
    "这个assumption很强。‖It rarely holds. ‖所以要小心。",
    "他说it works. ‖我不信。",
    "We use AdamW. ‖学习率是0.1。",
    "Yahoo! is a company.",
    "The loss is 0.5. ‖The accuracy is 90%.",
    "See model.py for details. ‖Then run it.",
    "用了attention（see Sec. 3）之后好多了。",
    "“It works.” ‖He smiled.",
    "Is it general?‖还是只对图像有效？",
    "GNN很general.‖它能处理图。",
    "我是小林，来自MIT CSAIL.‖今天讲NeRF (Neural Radiance Fields). ‖它很火。",
    "时间是2023.5.18.‖地点是上海.",
    "第一步：安装Python 3.11.‖第二步：运行它.",
]
LINES = [
    "第一行没有句号\n‖第二行也没有",
    "第一行。\n‖第二行。",
    "空行分开\n\n‖两段",
    "这一行被编辑器在固定的宽度处硬折断了，所以它没有\n结束，应该接到下一行。‖第二句。",
    "要点如下：\n‖- 数据\n‖- 模型",
    "第一行\r\n‖第二行",
    "  前后有空格。  ‖　全角空格也算。　",
]
TABLE = {
    "stops": STOPS,
    "half width": HALF_WIDTH,
    "numbers": NUMBERS,
    "abbreviations": ABBREVIATIONS,
    "addresses": ADDRESSES,
    "lists": LISTS,
    "quotes": QUOTES,
    "titles": TITLES,
    "brackets": BRACKETS,
    "ellipses": ELLIPSES,
    "semicolons": SEMICOLONS,
    "tildes, dashes, emoji": TILDES_DASHES_EMOJI,
    "English": ENGLISH,
    "lines": LINES,
}
CASES = [
    pytest.param(case, id=f"{group}: {case}") for group, cases in TABLE.items() for case in cases
]


def sentences(text: str, limit: int = 120) -> list[str]:
    return [text[start:end] for start, end in split(text, limit)]


@pytest.mark.parametrize("case", CASES)
def test_hard_case(case: str) -> None:
    assert sentences(case.replace("‖", "")) == [part.strip() for part in case.split("‖")]


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 140


@pytest.mark.parametrize(
    ("case", "limit"),
    [
        ("我们先看数据有没有问题，‖因此训练之前要做清洗，结果才可靠。", 20),
        ("模型在训练集上的表现非常好，‖但是在测试集上的表现却很差。", 20),
        (
            "他推荐了《数据、模型、算力，以及它们背后的历史与未来》这本书，‖我们都觉得应该读一读。",
            30,
        ),
        ("数据量从1,000,000条增加到了2,000,000条以后，‖效果才慢慢地变好。", 20),
        ("这里说的generalization能力不是指模型的容量，‖而是指它在新数据上的表现。", 24),
        ("先做实验再谈理论的人很多，‖而先有理论再做实验的人，现在越来越少了。", 22),
        ("如果只看训练误差，模型越大越好，‖如果看测试误差，就要看数据够不够。", 22),
        ("今天的结论是这样的：‖大模型需要大数据并且需要更大的算力来支撑。", 20),
        ("我们试过很多办法——‖每一种办法都在某个数据集上失败过一次。", 20),
    ],
)
def test_long_sentence_is_cut_at_its_best_clause_break(case: str, limit: int) -> None:
    assert sentences(case.replace("‖", ""), limit) == case.split("‖")


def test_no_piece_of_a_long_sentence_exceeds_the_limit() -> None:
    text = "，".join(["我们再看下一个例子"] * 100) + "。"
    assert max(len(piece) for piece in sentences(text)) <= 130
    assert min(len(piece) for piece in sentences(text)) >= 50


def test_speech_without_any_punctuation_is_cut_between_words_of_chinese() -> None:
    text = "我们今天来聊一聊深度学习的理论然后看看它能做什么" * 40
    pieces = sentences(text)
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 240


def test_enumeration_is_not_cut_while_a_comma_serves() -> None:
    text = (
        "本次活动由数据科学学会主办，特别邀请了来自北方大学的博士生高小冬、南方大学的博士生林夏、"
        "西部大学的博士生秦岭、东部大学的博士生江海，与大家一起聊一聊数据。"
    )
    assert not any(piece.endswith("、") for piece in sentences(text, 60))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "　\t"])
def test_nothing_in_nothing_out(text: str) -> None:
    assert split(text) == ()


ALPHABET = st.sampled_from(
    '深度学习我说。！？!?.…；;，,、：:“”‘’"「」『』（）()《》[]~～—-1234aZ \n　①😀%@/一了'
)


@given(st.text(ALPHABET, max_size=120), st.integers(5, 120))
def test_spans_are_ordered_trimmed_and_cover_everything_but_white_space(
    text: str, limit: int
) -> None:
    end_before = 0
    for start, end in split(text, limit):
        assert end_before <= start < end
        assert not text[end_before:start].strip()
        assert text[start:end] == text[start:end].strip()
        end_before = end
    assert not text[end_before:].strip()


@given(st.text(max_size=60))
def test_any_text_is_covered(text: str) -> None:
    joined = "".join(text[start:end] for start, end in split(text))
    assert "".join(joined.split()) == "".join(text.split())
