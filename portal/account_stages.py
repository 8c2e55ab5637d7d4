from allauth.account import stages
from django.http import HttpResponse


class EmailVerificationStage(stages.EmailVerificationStage):
    """Who has no e-mail address is not asked to verify one: the phone's code came before this stage.

    A sign-up with somebody else's number has no user here, and must not be led to another page than a real one.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        has_phone_only = (not user.email and user.phone_hash) if user else (self.login.phone and not self.login.email)
        return (None, True) if has_phone_only else super().handle()
