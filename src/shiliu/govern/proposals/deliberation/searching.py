"""What of a deliberation is found: its question and background."""

from shiliu.platform import search

KIND = "deliberation"


def index(topic):
    text = f"{topic.question}\n{topic.background}\n{topic.promise}"
    search.index(KIND, topic.pk, text, public=True, area_path=topic.area.path)
