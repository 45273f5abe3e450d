"""Lines that platforms wrap around an article, told by place and shape.

Three places differ in what may go: the head (before the discussion), the body, and the tail (after
the last turn). A line is only taken if its whole shape says what it is, so that somebody who says
“记得点击蓝字关注我们” in a sentence of the discussion keeps it: inside the body only file names of
images, ornaments and the bare buttons of a platform go. In the tail a marker line such as
"往期精彩文章推荐" or "关于…" ends the article, and what follows it goes too.
"""

from __future__ import annotations

from enum import Enum, auto

import regex

from translator.document import BlockKind
from translator.segmenting.lines import Line


class Place(Enum):
    """Where in the article a line stands."""

    HEAD = auto()
    BODY = auto()
    TAIL = auto()


IMAGE = "image without a caption"
ORNAMENT = "ornament or emoji alone"
FOLLOW = "call to follow, scan or share"
BUTTON = "button, counter or navigation of the platform"
PAYMENT = "red-packet or payment block"
CREDIT = "credit or source line"
COPYRIGHT = "copyright or reprint notice"
RECOMMENDED = "recommendation of other articles"
AFTER_END = "advertisement or account blurb after the end"

_IMAGE_NAME = regex.compile(
    r"(?:!?\[[^\]]*\]\()?[\w\-./:%@=?&]*[\w\-]\.(?:jpe?g|png|gif|webp|bmp|svg"
    r"|heic)(?:[?#][\w=&%.-]*)?\)?"
    r"|[0-9a-f]{24,64}|!\[[^\]]{0,20}\]\([^)]*\)|\[?(?:图片|image|img|gif|动图|视频|音频)\]?|在这里插入图片描述",
    regex.IGNORECASE,
)
_ORNAMENT = regex.compile(r"(?:[\p{S}\p{P}\p{Zs}\uFE0F\u200D\p{Cf}]|(?![\d])\p{Emoji})+")
_SPOKEN_MARKS = regex.compile(r"[…。！？!?.]+")

_FOLLOW_WORDS = (
    r"点击(?:上方|下方|顶部|左上角|右上角|标题下)?\s*(?:[“「]?.{0,16}[”」]?\s*)?(?:蓝字|蓝色字|卡片|名片|公众号|头像)"
    r"|(?:记得|欢迎|快来|赶快|赶紧|请|点击|点个|持续|长按|扫码|长按扫码|扫一扫|扫描二维码|微信扫码|长按二维码|点此)?"
    r"(?:关注|订阅)(?:我们|我|公众号|本公众号|该公众号|一下|官方微信|官方账号|博主|up主)"
    r"|设为星标|加(?:个)?星标|星标(?:我们|公众号)|置顶公众号|(?:长按|扫描|扫码|识别).{0,10}二维码|二维码.{0,12}(?:关注|加入|进群|入群)"
    r"|扫码(?:关注|加入|进群|入群|加群|报名|添加|观看|查看|支付|领取|咨询)|(?:进|入|加)(?:交流|粉丝|读者|技术|微信)?群"
    r"|分享.{0,4}(?:收藏|点赞|在看)|点赞.{0,4}(?:收藏|在看|转发)|一键三连|点个?[“「]?(?:赞|在看)|喜欢(?:就|请|的话).{0,6}(?:点|关注)"
    r"|点击\s?[“「]?阅读原文|戳.{0,6}阅读原文|后台回复|回复关键词|公众号后台|添加(?:小助手|微信|客服)|转发(?:到)?朋友圈"
    r"|每天都有新知识|不错过.{0,8}(?:内容|精彩|更新|推送)"
)
_FOLLOW = regex.compile(rf".{{0,24}}(?:{_FOLLOW_WORDS}).{{0,24}}", regex.IGNORECASE)
_WELCOME = regex.compile(
    r".{0,24}欢迎(?:每一位|每位|各位|广大|所有|大家|您|你|更多).{0,16}(?:加入|关注|订阅|来稿|投稿)[我们到的]{0,3}[。！!～~]*"
)
_BUTTON_WORDS = (
    r"点赞(?:数)?|收藏(?:数)?|评论(?:区)?|分享(?:到.{0,6})?|转发|打赏|赞赏|喜欢(?:作者)?|在看|赞|踩|举报|投诉|关注(?:他|她|ta"
    r"|博主|作者)?|已关注"
    r"|取消关注|私信|订阅|登录|注册|登录后.{0,8}|立即登录|发送|发布|回复|展开(?:全文|更多|阅读全文)?|收起(?:全文)?|阅读全文|阅读原文|查看原文"
    r"|查看更多|查看全部(?:.{0,4}评论)?|加载更多|下一篇|上一篇|下一页|上一页|返回(?:首页|顶部)?|回到顶部|首页|目录|菜单|搜索|推荐|热门|最新|导航"
    r"|复制链接|复制|保存|下载(?:app|客户端)?|打开app|app内打开|写评论|写留言|留言|发表评论|添加评论|精选留言|热门评论|最新评论|全部评论|暂无评论"
    r"|还没有评论.{0,20}|快来.{0,8}评论.{0,4}|赞同(?:了?该(?:文章|回答))?|申请转载|编辑|弹幕|投币|三连|播放|稍后再看|缓存|听全文|听书"
    r"|倍速|字号|预览时标签不可点"
    r"|微信扫一扫.{0,12}|轻点两下.{0,12}|继续滑动看下一个|向上滑动看下一个|知道了|允许|取消|确定|关闭|我知道你|一键收藏|觉得还不错\?\s*一键收藏|小程序|视频"
    r"|like|share|comment|follow|subscribe|reply|login|sign\s?in|sign\s?up|next|previous"
    r"|read\s?more|copy\s?link|report"
)
_COUNT = r"[\d,.]+\s?[kKwW万亿]?\+?"
_BUTTON = regex.compile(
    rf"[•·\-*▲▼\s]*(?:(?:{_BUTTON_WORDS})[\s:：()（）|丨/·•、，]*(?:{_COUNT})?[\s条次人>＞»]*){{1,8}}"
    rf"|[•·\-*\s]+{_COUNT}"
    rf"|{_COUNT}\s*(?:次|人|条|个)?(?:(?:人)?(?:赞同|关注|点赞|收藏|评论|阅读|播放|浏览|观看|弹幕|分享|转发)(?:了?该(?:文章"
    rf"|回答|问题))?(?:数|量)?|粉丝)"
    rf"|(?:阅读|浏览|播放|观看|访问|点击|粉丝|获赞|文章)(?:数|量|次数)?\s*[:：]?\s*{_COUNT}.{{0,6}}"
    r"|(?:发布|编辑|更新|修改|首次发布|最后编辑)于\s*[:：]?\s*\d.{0,40}|于\s?\d{4}-\d\d-\d\d.{0,20}(?:发布|修改|更新)"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?.{0,16}|IP\s?属地.{0,8}"
    r"|(?:本文)?(?:已收录于|收录于|所属专栏|分类专栏|专栏收录|文章标签|标签|话题)\s*[:：]?.{0,40}|\#\S{1,16}(?:\s+\#\S{1,16})*"
    r"|(?:全文|本文)(?:共|约).{0,4}\d+\s*字.{0,20}|(?:预计)?阅读(?:时间|时长|约|需).{0,4}\d+.{0,8}|建议阅读.{0,10}分钟",
    regex.IGNORECASE,
)
_PAYMENT = regex.compile(
    r".{0,12}(?:红包|余额|充值|实付|需支付|扫码支付|虚拟货币|抵扣说明|付费(?:阅读|专栏|内容|文章)|点击重新获取|开通会员|会员专享|成就一亿技术人"
    r"|订阅专栏|解锁全文|试读|赞赏(?:支持|作者)|给作者(?:赞赏|打赏)|打赏).{0,40}"
)
_CREDIT_WORDS = (
    r"作者|来源|出处|编辑|责编|责任编辑|本文编辑|值班编辑|校对|排版|审核|审校|美编|监制|出品|供稿|投稿|撰文|撰稿|采访|采写|文字?|图|摄影"
    r"|整理|翻译|译者|编译|转自|转载自|原文链接|本文链接|版权声明|微信号|微信公众号|公众号|微博|责任校对|封面图?|题图|图源|图片来源|文章来源|素材来源"
)
_CREDIT = regex.compile(
    rf"[（(【\[]?(?:(?:{_CREDIT_WORDS})(?:\s?[/&、]\s?(?:{_CREDIT_WORDS}))*\s*[:："
    rf"|丨/·]\s*[^。！？]{{1,60}}[\s|丨]*){{1,6}}[）)】\]]?"
    r"|(?:机器之心|量子位|新智元|AI\s?科技评论|.{2,10})(?:报道|发布|出品|编译|原创|转载)|原创(?:作品)?|本文(?:转自|转载自|首发于|来自"
    r"|来源于).{1,40}"
    r"|(?:文|图|编|译)\s?[|丨/｜]\s?.{1,20}"
)
_COPYRIGHT = regex.compile(
    r".{0,60}(?:版权(?:归|所有|声明)|转载(?:请|须|需|时|声明|说明)|未经(?:授权|许可|允许).{0,8}(?:转载|使用)|禁止转载"
    r"|侵权.{0,8}删|侵删|CC\s?\d?\.?\d?\s?BY"
    r"|本文为.{0,12}原创|著作权|©|copyright|all rights reserved|ICP备|公网安备).{0,120}",
    regex.IGNORECASE,
)
_RECOMMENDED = regex.compile(
    r"[【\[（(—\-=~～◆●▼▶👇\s]*(?:往期(?:精彩|回顾|推荐|文章|内容|好文|热文|精选|活动)*|(?:相关|推荐|延伸|更多|精彩|热门|猜你|为你|大家)"
    r"(?:阅读|文章|推荐|内容|喜欢|都在看|回顾|资讯|精彩|好文|问题|视频|回答)+(?:推荐)?|推荐阅读|精选文章|猜你喜欢|你可能(?:还|也)(?:喜欢|感兴趣"
    r"|想看).{0,6})"
    r"[】\])）：:—\-=~～◆●▼▶👇\s]*"
)
_ABOUT = regex.compile(
    r"(?:关于|About)\s?[^，。！？,!?；;：:的]{1,24}|(?:公众号|平台|机构|公司|主办方|承办方|社区|我们|账号|活动|品牌"
    r"|AI\s?TIME)(?:简介|介绍)|加入我们|招聘(?:信息|启事)?|商务合作.{0,30}|合作(?:联系|咨询|投稿).{0,30}"
)
_END = regex.compile(
    r"[—\-=~～*\s·•【\[（(<《]*(?:END|THE END|完|全文完|正文完|本文完|正文结束|全文结束|FIN)[—\-=~～*\s·•】\])）>》]*",
    regex.IGNORECASE,
)
_RESUMES = regex.compile(
    r"(?:参考(?:文献|资料|链接)|References?|附录.{0,20}|更正|勘误|译者注|编者注)[：:]?",
    regex.IGNORECASE,
)


def reason_to_drop(line: Line, place: Place) -> str | None:
    """Returns why ``line`` is none of the author's words, None if it may be.

    For a line that starts a turn, belongs to a heading or follows a label on its own line the
    caller must not ask: those are kept, whatever they look like.
    """
    text = line.simple.strip()
    if line.kind is BlockKind.IMAGE and not _is_caption(text):
        return IMAGE
    if _IMAGE_NAME.fullmatch(text):
        return IMAGE
    if _ORNAMENT.fullmatch(text) and not (place is Place.BODY and _SPOKEN_MARKS.fullmatch(text)):
        return ORNAMENT
    if len(text) > 300:
        return None
    if place is Place.BODY:
        return _in_body(text)
    return _around(text, place)


def ends_article(line: Line) -> str | None:
    """Returns the reason for dropping ``line`` and what follows it in the tail, None if it stays."""
    text = line.simple.strip()
    for pattern, reason in (
        (_RECOMMENDED, RECOMMENDED),
        (_ABOUT, AFTER_END),
        (_END, ORNAMENT),
    ):
        if pattern.fullmatch(text):
            return reason
    if _PAYMENT.fullmatch(text) and len(text) < 24:
        return PAYMENT
    return BUTTON if _COUNTERS.fullmatch(text) else None


def resumes_article(line: Line) -> bool:
    """Whether ``line`` after the end heads something of the author's again, as references."""
    return _RESUMES.fullmatch(line.simple.strip()) is not None


_COUNTERS = regex.compile(
    rf"[•·\-*]\s*{_COUNT}|(?:热门|最新|精选|全部)?(?:评论|留言)(?:区)?\s*[(（]?\d*[)）]?|我知道你"
)


def _is_caption(text: str) -> bool:
    return len(regex.findall(r"\p{Han}", text)) >= 4 and not _IMAGE_NAME.fullmatch(text)


def _in_body(text: str) -> str | None:
    if len(text) > 24 or regex.search(r"[。，]", text):
        return None
    if _BUTTON_IN_BODY.fullmatch(text):
        return FOLLOW
    return None


_BUTTON_IN_BODY = regex.compile(
    r"点击(?:上方|下方|顶部)?(?:“[^”]{1,12}”)?(?:蓝字|卡片|名片)(?:关注(?:我们)?)?|关注我们|记得关注(?:我们)?|(?:长按|扫描"
    r"|识别)(?:上方|下方)?二维码(?:关注(?:我们)?)?"
    r"|扫码关注(?:我们)?|阅读原文|点击阅读原文|展开全文|展开阅读全文|一键三连|添加红包|发出的红包"
)


def _around(text: str, place: Place) -> str | None:
    long_sentence = len(text) > 48
    if not long_sentence and (_FOLLOW.fullmatch(text) or _WELCOME.fullmatch(text)):
        return FOLLOW
    if _BUTTON.fullmatch(text):
        return BUTTON
    if _COPYRIGHT.fullmatch(text) and (len(text) < 60 or not regex.search(r"。.+。", text)):
        return COPYRIGHT
    if _CREDIT.fullmatch(text):
        return CREDIT
    if place is Place.TAIL and _PAYMENT.fullmatch(text):
        return PAYMENT
    if _RECOMMENDED.fullmatch(text):
        return RECOMMENDED
    return ORNAMENT if _END.fullmatch(text) and place is Place.TAIL else None
