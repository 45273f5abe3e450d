"""Chinese surnames, their readings, and common words that only look like names. Plain data.

Readings are the ones of the surname where they differ from the character's usual reading
(仇 Qiu, 单 Shan, 区 Ou), after Xinhua Zidian and Xiandai Hanyu Cidian. 覃 is read Qin, as most of
its bearers (Guangxi) do; Tan is the rarer reading, for the speakers file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁"
    "仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟"
    "谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈"
    "廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾母沙乜养鞠"
    "须丰巢关蒯相查后荆红游竺权逯盖益桓公付肖涂佟仝宗岳帅商覃冼洗佘闫种繁秘折朴区员揭代敬臧苟樓楼植展"
    "信冒亓初栗撒但续冶苑隋斯么赫衣战邸戢迟撖伦释皇邝邬仉言粟盘卿钭操寸线由布邾青海淳历令密仆"
)
"""Single-character surnames (simplified), from the Hundred Family Surnames and later lists."""

FREQUENT = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫"
    "孔向常汤康易乔赖施洪滕温颜倪俞章鲁葛伍柯翟梅庄季樊殷齐左焦包柳霍卞凌聂翁"
)
"""Surnames so frequent that a nickname such as 小李 or 老王 surely contains one."""

COMPOUND = {
    "欧阳": "ouyang", "太史": "taishi", "端木": "duanmu", "上官": "shangguan", "司马": "sima",
    "东方": "dongfang", "独孤": "dugu", "南宫": "nangong", "万俟": "moqi", "闻人": "wenren",
    "夏侯": "xiahou", "诸葛": "zhuge", "尉迟": "yuchi", "公羊": "gongyang", "赫连": "helian",
    "澹台": "tantai", "皇甫": "huangfu", "宗政": "zongzheng", "濮阳": "puyang", "公冶": "gongye",
    "太叔": "taishu", "申屠": "shentu", "公孙": "gongsun", "慕容": "murong", "仲孙": "zhongsun",
    "钟离": "zhongli", "长孙": "zhangsun", "宇文": "yuwen", "司徒": "situ", "鲜于": "xianyu",
    "司空": "sikong", "闾丘": "lüqiu", "子车": "ziju", "亓官": "qiguan", "司寇": "sikou",
    "巫马": "wuma", "公西": "gongxi", "颛孙": "zhuansun", "壤驷": "rangsi", "公良": "gongliang",
    "漆雕": "qidiao", "乐正": "yuezheng", "宰父": "zaifu", "谷梁": "guliang", "拓跋": "tuoba",
    "夹谷": "jiagu", "轩辕": "xuanyuan", "令狐": "linghu", "段干": "duangan", "百里": "baili",
    "呼延": "huyan", "东郭": "dongguo", "南门": "nanmen", "羊舌": "yangshe", "微生": "weisheng",
    "梁丘": "liangqiu", "左丘": "zuoqiu", "东门": "dongmen", "西门": "ximen", "第五": "diwu",
    "纳兰": "nalan", "完颜": "wanyan", "耶律": "yelü", "叶赫": "yehe", "爱新": "aixin",
}  # fmt: skip
"""Compound surnames with their readings."""

READINGS = {
    "仇": "qiu", "单": "shan", "区": "ou", "解": "xie", "查": "zha", "曾": "zeng", "任": "ren",
    "盖": "ge", "朴": "piao", "缪": "miao", "翟": "zhai", "乐": "yue", "种": "chong", "繁": "po",
    "秘": "bi", "折": "she", "逄": "pang", "覃": "qin", "冼": "xian", "洗": "xian", "员": "yun",
    "尉": "wei", "宁": "ning", "牟": "mu", "纪": "ji", "葛": "ge", "华": "hua",
    "应": "ying", "隗": "wei", "郇": "xun", "句": "gou", "过": "guo", "哈": "ha", "召": "shao",
    "车": "che", "晁": "chao", "谌": "chen", "乜": "nie", "厘": "xi", "幺": "yao", "么": "yao",
    "祭": "zhai", "那": "na", "佴": "nai", "行": "xing", "长": "chang", "訾": "zi", "石": "shi",
    "都": "du", "南": "nan", "卜": "bu", "臧": "zang", "占": "zhan", "柏": "bai", "薄": "bo",
    "燕": "yan", "令": "ling", "重": "chong", "阚": "kan", "郗": "xi", "宓": "mi", "庹": "tuo",
    "撒": "sa", "瞿": "qu", "藏": "zang", "哥": "ge", "莘": "shen", "洪": "hong", "粘": "nian",
    "俞": "yu", "喻": "yu", "郝": "hao", "褚": "chu", "尹": "yin", "盛": "sheng", "适": "kuo",
    "贲": "ben", "郄": "qie", "鲍": "bao", "降": "xiang", "能": "nai", "教": "jiao", "参": "shen",
    "便": "pian", "相": "xiang", "亓": "qi", "宿": "su", "弗": "fu", "曲": "qu", "吕": "lü",
    "闾": "lü", "麻": "ma", "观": "guan", "和": "he", "藉": "ji", "角": "jue", "会": "gui",
    "载": "dai", "呙": "guo", "晟": "cheng", "斗": "dou", "仉": "zhang", "笪": "da", "沈": "shen",
}  # fmt: skip
"""Readings of single-character surnames that a dictionary of characters may give otherwise."""

GIVEN_READINGS = {
    "晟": "sheng", "曾": "zeng", "乐": "le", "行": "xing", "长": "chang", "单": "dan",
    "重": "chong", "参": "shen", "藏": "cang", "盖": "gai", "解": "jie", "茜": "qian",
    "朝": "chao", "柏": "bo", "都": "du", "还": "huan", "盛": "sheng", "石": "shi", "为": "wei",
    "娜": "na", "莎": "sha", "什": "shi", "蔚": "wei", "召": "zhao", "俞": "yu", "沈": "shen",
    "祎": "yi", "燊": "shen", "喆": "zhe", "堃": "kun", "淼": "miao", "颉": "jie", "霓": "ni",
    "倩": "qian", "劲": "jin", "强": "qiang", "琢": "zhuo", "炅": "jiong", "艾": "ai",
}  # fmt: skip
"""Readings in given names where a dictionary's first reading is not the usual one there."""


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Returns the words of ``not_names.txt``: they look like names (王者, 张量) and are none."""
    text = Path(__file__).with_name("not_names.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
