"""The words of a query as conditions of either database, over a table of documents named `d`."""

from dataclasses import dataclass

from django.db import connection

from shiliu.platform.search.finding import LONGEST_QUERY, within_punctuation
from shiliu.platform.search.words import needs_neighbours, normal, query_tokens


@dataclass(frozen=True)
class Words:
    """`wanted` are (token, as_prefix) that must all be there, `phrases` characters that must stand side by side. Without a
    letter or digit nothing is wanted, and nothing is to be found."""

    wanted: tuple
    phrases: tuple

    @classmethod
    def of(cls, query):
        terms = normal(query[:LONGEST_QUERY]).split()
        wanted = tuple(dict.fromkeys(token for term in terms for token in query_tokens(term)))
        return cls(wanted, tuple(within_punctuation(term) for term in terms if wanted and needs_neighbours(term)))

    def match(self):
        """For MATCH on SQLite, for `@@` on PostgreSQL."""
        if connection.vendor == "sqlite":
            return " AND ".join(f'"{token}"{" *" if prefix else ""}' for token, prefix in self.wanted)
        return " & ".join(f"'{token}'{':*' if prefix else ''}" for token, prefix in self.wanted)

    def held(self):
        """(condition, parameters) that the document holds the tokens, judged by the document alone and not by the index."""
        if connection.vendor == "postgresql":
            return "d.vector @@ %s::tsquery", [self.match()]
        conditions = ["INSTR(' ' || d.tokens || ' ', %s) > 0"] * len(self.wanted)
        return " AND ".join(conditions), [f" {token}{'' if prefix else ' '}" for token, prefix in self.wanted]

    def rest(self, kind, public_only):
        """(condition, parameters) besides the tokens: kind, who may find it, and characters that must stand side by side."""
        conditions, given = ["d.kind = %s"], [kind]
        if public_only:
            conditions.append("d.public")
        for phrase in self.phrases:
            conditions.append(f"{'INSTR' if connection.vendor == 'sqlite' else 'STRPOS'}(d.text, %s) > 0")
            given.append(phrase)
        return " AND ".join(conditions), given


def rows_of(statement, given):
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
