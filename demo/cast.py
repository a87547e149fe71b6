"""The cast of the demo district: invented, the same in demo, documentation and screenshots. One password for all."""

from dataclasses import dataclass

PASSWORD = "shiliu-demo"


@dataclass(frozen=True)
class Member:
    """`roles` are (role, "area" or "organisation", code)."""

    key: str
    pseudonym: str
    language: str
    what: str
    roles: tuple[tuple[str, str, str], ...] = ()

    @property
    def email(self):
        return f"{self.key}@demo.example"


CAST = (
    Member("zhao", "三号窗口", "zh-hans", "window worker 窗口人员", (("window_worker", "area", "SL"),)),
    Member("guli", "石榴籽", "ug", "resident, reads Uyghur 居民", (("resident", "area", "SL-05-01"),)),
    Member("lin", "梧桐", "zh-hans", "resident 居民", (("resident", "area", "SL-02-01"),)),
    Member("anna", "Plane tree", "en", "newcomer, reads English 新居民", (("resident", "area", "SL-01-01"),)),
    Member("ma", "07网格", "zh-hans", "grid worker of Ziyou Road 网格员", (("grid_worker", "area", "SL-01-01"),)),
    Member("li", "城管工单", "zh-hans", "handler, urban management 办理人（城管）", (("handler", "organisation", "SL-URBAN"),)),
    Member("wang", "物业工单", "zh-hans", "handler, a property company 办理人（物业）", (("handler", "organisation", "WY-02"),)),
    Member("fang", "消防工单", "zh-hans", "handler, fire brigade 办理人（消防）", (("handler", "organisation", "SL-FIRE"),)),
    Member("chen", "派单台", "zh-hans", "dispatcher of the district 派单员", (("dispatcher", "area", "SL"),)),
    Member("sun", "督办台", "zh-hans", "supervisor of the district 督办", (("supervisor", "area", "SL"),)),
    Member("ding", "管理台", "zh-hans", "administrator 管理员", (("administrator", "area", "SL"),)),
    Member("bai", "审计台", "zh-hans", "auditor 审计员", (("auditor", "area", "SL"),)),
)  # fmt: skip


def sign_ins():
    """One line a person, for the terminal."""
    for member in CAST:
        yield f"{member.email:<22} {member.what}"
