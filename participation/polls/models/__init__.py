from participation.polls.models.box import (
    Ballot,
    BallotBox,
    BallotChoice,
    Elector,
    Participation,
    Receipt,
    Signature,
    TextAnswer,
    VotingCode,
)
from participation.polls.models.desk import Follower, PaperBatch, PollEvent
from participation.polls.models.poll import Option, Poll, PollArea, PollFrozen, PollLink, Question
from participation.polls.models.result import Result, Tally, Turnout

__all__ = [
    "Ballot",
    "BallotBox",
    "BallotChoice",
    "Elector",
    "Follower",
    "Option",
    "PaperBatch",
    "Participation",
    "Poll",
    "PollArea",
    "PollEvent",
    "PollFrozen",
    "PollLink",
    "Question",
    "Receipt",
    "Result",
    "Signature",
    "Tally",
    "TextAnswer",
    "Turnout",
    "VotingCode",
]
