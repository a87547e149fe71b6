from shiliu.live.services.catalogue.tests.conftest import clerk, ding, in_english, item, rows, started

__all__ = ["clerk", "ding", "in_english", "item", "rows", "started"]
