"""What a client above a soft limit is asked: a short calculation by the device, or to wait a moment and press again.

    challenge.admit(request, "submit", form=f"cases.submit:{submission}")

returns when the request may go on; raises TooMany beyond the hard limit, and Asked when an answer is missing. The middleware
(pages) and the API turn both into an answer that loses nothing of what was sent. No account, no third party, no picture, no
question to puzzle over: nobody's eyes, ears or memory are tested (WCAG 2.2, 3.3.8).
"""

from shiliu.platform.challenge.asking import Asked, admit

__all__ = ["Asked", "admit"]
