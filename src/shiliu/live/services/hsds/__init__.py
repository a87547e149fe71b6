"""The catalogue, its units and its windows in the Human Services Data Specification (HSDS) 3.1 of Open Referral, out and in.

What has a field in HSDS stands there, in simplified Chinese. What has none (levels and hand-offs, papers already held, other
languages) stands once more, exactly, in the object `shiliu` of each thing: the profile that `profile.py` tells field by field."""
