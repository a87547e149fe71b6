"""What moderators did in the demo: texts changed with a reason, texts kept back by rule, appeals open, granted and denied."""

from datetime import timedelta

from shiliu.govern.cases import appeals, moderation, redacting
from shiliu.govern.cases.models import Case, CaseAttachment
from shiliu.platform.clock import at_time, now
from shiliu.platform.permissions import ANONYMOUS

CHANGED = 3
KEPT_BACK = (
    ("names", "文字里点名了一位邻居。请改成只写地点和事情，我们会再看一次。"),
    ("advert", "内容主要是推销服务，不是反映公共事务。"),
    ("home", "照片和文字能看出是哪一户人家。"),
    ("names", "写出了店主的姓名和手机号。"),
)
APPEALS = (
    ("我说的是店，不是人，为什么不能公开？", True, "申诉成立：店名属于公共信息，只去掉了手机号。"),
    ("我觉得没有点名，请再看看。", False, "文字里仍然有邻居的姓名，决定不变；诉求照常办理。"),
    ("公开的文字改得太多，看不出是哪里的问题。", None, ""),
)


def tell(cast):
    """A few decisions of the last two weeks, made through the same actions as on the pages."""
    moment = now()
    supervisor, moderator = cast["sun"], cast["chen"]
    before = moment - timedelta(days=8)
    known = Case.objects.filter(publication="public", language="zh-hans", merged_into=None, published_at__lt=before)
    shown = list(known.order_by("-published_at", "-pk")[: CHANGED + len(KEPT_BACK)])
    for days, case in enumerate(shown[:CHANGED], start=1):
        with at_time(moment - timedelta(days=days)):
            moderation.publish(
                by=moderator, case=case, title=case.public_title, text=f"{case.public_text}（门牌号已隐去）",
                photos=list(case.files.filter(public=True).values_list("pk", flat=True)), reason="去掉了门牌号。",
            )  # fmt: skip
    kept = shown[CHANGED:]
    for days, (case, (ground, reason)) in enumerate(zip(kept, KEPT_BACK, strict=False), start=3):
        with at_time(moment - timedelta(days=days)):
            moderation.withhold(by=moderator, case=case, reason=reason, ground=ground)
    for case, (said, granted, answer) in zip(kept, APPEALS, strict=False):
        with at_time(moment - timedelta(days=2)):
            appeals.appeal(by=ANONYMOUS.holding_secret(case.code_hash), case=case, said=said)
        if granted is not None:
            words = {"title": case.public_title, "text": case.public_text} if granted else {}
            with at_time(moment - timedelta(days=1)):
                appeals.decide(by=supervisor, case=case, granted=granted, reason=answer, **words)
    photo = CaseAttachment.objects.filter(case__publication="public", attachment__kind="jpeg").order_by("-pk").first()
    if photo:
        redacting.set_boxes(by=moderator, file=photo, boxes=[[0.05, 0.3, 0.24, 0.7]], reason="门牌号")
        case = photo.case
        moderation.publish(by=moderator, case=case, title=case.public_title, text=case.public_text, photos=[photo.pk])
