"""Search over what people wrote, in Chinese, Uyghur, Tibetan, Latin letters, on SQLite and PostgreSQL alike.

    from shiliu.platform import search

    search.index("case", case.pk, "楼道灯坏了 …", public=True, area_path=case.area_path)
    search.index_many("case", [search.Entry(1, "…", public=False), …])
    search.forget("case", case.pk)
    Case.objects.filter(pk__in=search.keys("case", "楼道灯", public_only=True))
    search.newest("case", "楼道灯", public_only=True, limit=20)
    search.tokens("3号楼")

The names are looked up on first use, because Django imports this package before its models may exist.
"""

from importlib import import_module

_HOMES = {
    "indexing": ("Entry", "forget", "forget_many", "index", "index_many"),
    "finding": ("keys",),
    "sifting": ("gathered", "holding"),
    "walking": ("Hit", "newest"),
    "words": ("normal", "tokens"),
    "health": ("check", "leave_no_trace", "rebuild"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"shiliu.platform.search has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
