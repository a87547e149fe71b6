"""A picture of a report: each index beside what random mixing gives."""

from pathlib import Path

from shiliu.methods import plots
from shiliu.methods.embedding.report import Report

SHOWN = {
    "dissimilarity": "dissimilarity D",
    "gini": "Gini G",
    "information": "information theory H",
    "relative_diversity": "relative diversity R",
    "information_between": "H between larger areas",
    "information_within": "H within larger areas",
}


def draw(report: Report, path: str | Path, title: str) -> None:
    """Write the picture. Raises plots.Unavailable without matplotlib, BadInput for a name that is no picture's."""
    shown = [index for index in report.indices if index.name in SHOWN and not index.of]
    drawn = plots.figure(8, 1.4 + 0.5 * len(shown))
    axes = drawn.add_subplot()
    for y, index in enumerate(reversed(shown)):
        if index.chance:
            axes.plot(
                [index.chance.low, index.chance.high],
                [y, y],
                color=plots.COLOURS[5],
                linewidth=9,
                solid_capstyle="butt",
            )
            axes.plot(index.chance.mean, y, "|", color=plots.COLOURS[6], markersize=13)
        if index.interval:
            axes.plot([index.interval.low, index.interval.high], [y, y], color=plots.COLOURS[0], linewidth=2)
        axes.plot(index.value, y, "o", color=plots.COLOURS[0])
    axes.set_yticks(range(len(shown)), [SHOWN[index.name] for index in reversed(shown)])
    axes.set_xlim(min(0.0, *axes.get_xlim()), 1)
    axes.set_xlabel(
        f"point: this table, with its {report.confidence:.0%} interval; bar: where {report.confidence:.0%} of random mixings lie"
    )
    axes.set_title(title)
    plots.save(drawn, path)
