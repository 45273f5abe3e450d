"""Where a short Chinese term is only the seam between two common words.

Chinese writes no spaces, so 先验 (prior) stands in 首先验证 (first verify) and 内存 (memory) in
国内存在 (exists within the country). A full word segmenter is too slow and errs itself; lists of
common words that swallow the first or the last character of a term are enough to tell these apart:
the place is a seam when one listed word ends with the term's first character and another begins
with its last.
"""

from __future__ import annotations

_LONGEST_GUARDED = 3
"""Terms of more characters are hardly ever formed by accident."""

_ENDING = frozenset(
    """
    首先 然后 最先 事先 预先 优先 率先 领先 国内 室内 境内 以内 之内 年内 体内 校内 业内 圈内 组内
    学生 先生 医生 发生 产生 人生 新生 研究生 博士生
    硕士生 本科生 招生 考生 师生 卫生 男生 女生 陌生
    可能性 重要性 必要性 一致性 准确性 安全性 多样性 可行性 稳定性 有效性 复杂性 特性 个性 理性 感性
    这样 那样 怎样 一样 同样 这么样 各种各样 什么样 部分
    大部分 十分 充分 成分 身份 百分 得分 区分 积分
    全部 内部 外部 局部 干部 学部 总部 顶部 底部 头部 尾部 上部 下部
    方式 公式 形式 模式 格式 正式 样式 表达式 分布式 交互式 生成式
    科学 大学 数学 化学 文学 哲学 医学 同学 力学 中学 小学 教学 心理学 物理学 经济学 留学 入学 开学
    进一步 下一步 第一步 初步 逐步 同步 异步 地步 进步 让步
    以下 如下 之下 当下 地下 剩下 留下 一下 底下 上下 天下 余下 乡下 写下 坐下
    以上 之上 事实上 实际上 基本上 网上 路上 早上 晚上 加上 身上 马上 理论上 本质上 世上 线上 历史上
    不同 相同 共同 如同 合同 认同 等同 协同 一同
    有时 同时 当时 及时 随时 平时 这时 那时 小时 临时 暂时 实时 何时 按时 届时
    其中 当中 之中 集中 心中 文中 图中 手中 眼中 空中 过程中 高中 初中
    不对 面对 针对 相对 绝对 应对 反对 核对 配对
    变化 优化 强化 简化 文化 量化 深化 转化 进化 恶化 自动化 可视化 多样化 消化 退化
    重要 主要 需要 只要 必要 想要 还要 简要 摘要 就要 不要 快要 将要
    时间 空间 中间 期间 之间 房间 区间 夜间 瞬间
    问题 主题 话题 课题 标题 难题 命题 习题 试题 题目
    方法 办法 想法 做法 说法 看法 写法 无法 合法 语法 用法 手法 书法 立法
    能力 权力 动力 努力 压力 精力 人力 暴力 实力 潜力 电力 注意力 生产力
    国家 大家 专家 人家 作家 画家 厂家 商家 科学家
    使用 应用 利用 作用 采用 通用 专用 调用 引用 有用 不用 费用 常用 实用 适用 运用 试用 占用
    认为 因为 成为 作为 行为 以为 称为 视为 变为 分为 改为
    发现 出现 实现 表现 体现 呈现 涌现 重现 复现 再现
    以及 涉及 提及 普及 来不及 顾及
    关系 联系 体系 没关系 系列
    目前 之前 以前 当前 提前 眼前 先前 面前 此前 生前
    过程 工程 课程 流程 进程 编程 教程 日程 里程 全程 远程
    结果 如果 效果 后果 成果 苹果 若果
    数量 质量 大量 重量 尽量 能量 产量 力量 流量 容量 批量 存量 少量 总量 海量
    参数 函数 次数 多数 少数 人数 分数 总数 指数 倍数 系数 变量数 字数 无数 大多数
    没有 只有 所有 具有 拥有 还有 含有 带有 占有 持有 国有 私有 现有 特有 原有 如有
    """.split()  # noqa: SIM905
)
"""Words whose last character a term may begin with by accident."""

_BEGINNING = frozenset(
    """
    验证 验收 存在 存储 存放 存取 成为 成绩 成果 成功 成长 成立 成本 成员 成就 能够 能力 能否 能量
    本来 本身 本质 本文 本地 本节 本书 本次 布置 布局
    习惯 长期 长度 长大 长久 长远 界定 界面 限制 限于
    间接 间隔 示意 示例 会议 会计 会员 数据 数字 数学 数量 数目 据说 据此 说明 说法 量化 量子
    力量 力求 力图 法律 法则 法院 面对 面向 面临 面试 面积 题目 题材 家庭 家长 家里
    用户 用于 用来 用途 用法 为了 为何 为什么 为止
    现在 现场 现实 现象 现有 及其 及时 系统 系列 系数
    前面 前者 前后 前提 前景 程序 程度 程式 果然 果断 有时 有效 有关 有些 有的 有限 有用 有利 有着
    对于 对比 对象 对应 对方 对话 对齐 对称 中国 中心 中间 中央 中文 中等 时间 时候 时期 时代 时刻
    上面 上升 上下 上述 上海 上班 下面 下降 下来 下去 下一 下载 下班 同时 同样 同意 同一 同学 同事
    步骤 步伐 学习 学术 学校 学生 学者 学会 式子 部分
    部门 部署 分布 分析 分为 分别 分类 分享 分配 分成
    化学 化为 化合 要求 要么 要是 要素 性质 性能 性格 样本 样子 样式 生成 生活 生产 生命 生物
    内容 内部 内存 内在 先生 先进 先后 先验 后来 后面 后者 后续 后果 后台
    标准 标记 标签 标题 标注 权利 权力 权重 点击 点头 征求 征服 集中 集合 集成 集体
    络绎 络腮 型号 型材 度过 度假 度量 值得 值班 率先 率领 差异 差别 差距 差点
    归纳 归于 归属 归因 归来 合作 合适 合并 合理 合成 拟定 失去 失败 失望 失效 失真
    """.split()  # noqa: SIM905
)
"""Words whose first character a term may end with by accident."""

_BEFORE_ONE = frozenset(
    "个张种该此这那的在对从把将和与或是为有用给到向于以每各两一几某任无由让使比按当而且即如若等了，、"
)
_AFTER_ONE = frozenset("的是上中里和与或等在都也就有不会能可被把对到为而则之后前时间内外，、")


_ENDING_CHARS = frozenset(word[-1] for word in _ENDING)
_BEGINNING_CHARS = frozenset(word[0] for word in _BEGINNING)


def may_cross_words(source: str) -> bool:
    """Tells whether `crosses_words` could ever doubt a place of ``source``."""
    if len(source) > _LONGEST_GUARDED or not (is_han(source[0]) and is_han(source[-1])):
        return False
    return len(source) == 1 or (source[0] in _ENDING_CHARS and source[-1] in _BEGINNING_CHARS)


def crosses_words(text: str, start: int, end: int) -> bool:
    """Tells whether ``text[start:end]`` is likely no word of its own but parts of its neighbours.

    Only short all-Chinese stretches are doubted; one character is believed only between words or
    characters of grammar (这个图的, but not 图书馆).
    """
    length = end - start
    if length > _LONGEST_GUARDED or not (is_han(text[start]) and is_han(text[end - 1])):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if length == 1:
        return (is_han(before) and before not in _BEFORE_ONE) or (
            is_han(after) and after not in _AFTER_ONE
        )
    if not (is_han(before) and is_han(after)):
        return False
    left = any(text[max(0, start - k) : start + 1] in _ENDING for k in (1, 2))
    return left and any(text[end - 1 : end + k] in _BEGINNING for k in (1, 2))


def is_han(char: str) -> bool:
    """Tells whether ``char`` is a Chinese character; "" is none."""
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"
