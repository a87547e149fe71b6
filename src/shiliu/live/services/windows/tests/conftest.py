from shiliu.live.services.windows.tests.town_windows import counters

__all__ = ["counters"]
