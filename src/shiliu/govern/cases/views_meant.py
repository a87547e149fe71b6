"""Which matter is meant, as a piece of the page for the script of the first step."""

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shiliu.govern.cases import meaning
from shiliu.platform.permissions import needs


@csrf_exempt
@require_POST
@needs("cases.submit")
def meant(request):
    """POST keeps words out of logs; as it changes nothing it needs no token."""
    return render(request, "cases/submit/meant.html", {"meant": meaning.matters_for(request.POST.get("seek", ""))})
