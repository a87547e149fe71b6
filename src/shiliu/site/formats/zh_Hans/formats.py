"""Chinese dates: 5月1日, never 05月1日."""

MONTH_DAY_FORMAT = "n月j日"
