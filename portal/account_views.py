from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse


@login_required
def go_home(request: HttpRequest) -> HttpResponseRedirect:
    """After logging in: staff to their inbox, editors to the pages, residents to the front page."""
    if request.user.memberships.exists():
        return HttpResponseRedirect(_address("cases:inbox"))
    if request.user.has_perm("wagtailadmin.access_admin"):
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    return HttpResponseRedirect("/")


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"
