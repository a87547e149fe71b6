"""Bringing in cases from another system's export: read as a stream, validated first, written in chunks, undone by one command.

mapping.load(path)                       → Mapping            what each column means (YAML)
staging.stage(file, …, rejects, spool)    → Staged             every row checked; nothing written yet
writing.write(by=…, staged=…)            → ImportRun          resumable: rows already there are skipped
writing.undo(by=…, run=…)                → number of cases taken out again
by_page                                  the same from a page: checked in the request, written by the worker
"""
