from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseRedirect


@login_required
def go_home(request: HttpRequest) -> HttpResponseRedirect:
    """After logging in everybody lands where their work is."""
    if request.user.memberships.exists():
        return HttpResponseRedirect("/petugas/")
    if request.user.has_perm("wagtailadmin.access_admin"):
        return HttpResponseRedirect("/kelola/")
    return HttpResponseRedirect("/")
