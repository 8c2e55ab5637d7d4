"""Database triggers of the ballot box: the last word for whoever goes round the models.

SQLite drops a table's triggers when a later migration rebuilds it: that migration must add them again (a test checks).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

# Columns of a poll that its life itself changes; everything else stands still from opening on.
LIFE = ("status", "opened_at", "closed_at", "certified_at", "follow_up", "followed_up_at", "latest_revision_id")

_POLL = "SELECT status FROM polls_poll WHERE id = {row}.poll_id"
_OF_QUESTION = (
    "SELECT status FROM polls_poll WHERE id = (SELECT poll_id FROM polls_question WHERE id = {row}.question_id)"
)
_OF_BALLOT = "SELECT status FROM polls_poll WHERE id = (SELECT poll_id FROM polls_ballot WHERE id = {row}.ballot_id)"

# table -> (how to get the poll's status from a row, verb -> status in which it is allowed, or "" for never)
PARTS = {
    "polls_question": (_POLL, {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_option": (_OF_QUESTION, {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_pollarea": (_POLL, {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_polllink": (_POLL, {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_participation": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_ballot": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_ballotchoice": (_OF_BALLOT, {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_receipt": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_textanswer": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_result": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": ""}),
    "polls_tally": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": ""}),
    "polls_turnout": (_POLL, {"INSERT": "open", "UPDATE": "", "DELETE": ""}),
    "polls_signature": (_OF_BALLOT, {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
}
SEVERAL_VERBS = ("INSERT", "UPDATE", "DELETE")
MESSAGE = "a poll that is open or counted is not changed this way"
_FITS = (
    "SELECT 1 FROM polls_option o JOIN polls_question q ON q.id = o.question_id JOIN polls_ballot b ON "
    "b.poll_id = q.poll_id WHERE o.id = NEW.option_id AND q.id = NEW.question_id AND b.id = NEW.ballot_id AND "
    "NEW.is_single = (q.kind IN ('single', 'scale')) AND (NEW.rank IS NOT NULL) = (q.kind = 'ranked')"
)
MISFIT = "this choice does not belong to its ballot and question"


def names(table: str) -> list[str]:
    return [f"{table}_frozen_{verb.lower()}" for verb in SEVERAL_VERBS]


def all_names() -> dict[str, list[str]]:
    """Table -> its triggers, for whoever has to check or rebuild them."""
    listed = {table: names(table) for table in PARTS}
    listed["polls_ballotchoice"].append("polls_ballotchoice_fits")
    return listed | {"polls_poll": ["polls_poll_frozen_update", "polls_poll_frozen_delete"]}


def _condition(query: str, verb: str, allowed: str, unlike: str) -> str:
    row = "OLD" if verb == "DELETE" else "NEW"
    found = f"({query.format(row=row)})"
    return f"{found} {unlike} '{allowed}'" if allowed else "TRUE"


def _poll_condition(columns: list[str], unlike: str) -> str:
    changed = " OR ".join(f'NEW."{name}" {unlike} OLD."{name}"' for name in columns)
    onward = "(OLD.status = 'draft' AND NEW.status = 'open') OR (OLD.status = 'open' AND NEW.status = 'closed')"
    onward += " OR (OLD.status = 'closed' AND NEW.status = 'certified')"
    return (
        f"(OLD.status <> 'draft' AND ({changed})) OR (NEW.status <> OLD.status AND NOT ({onward})) "
        f"OR (OLD.status <> 'draft' AND NEW.opened_at {unlike} OLD.opened_at)"
    )


def _statements(columns: list[str], vendor: str):
    """(trigger, table, verb, condition, message) of every trigger."""
    unlike = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    for table, (query, verbs) in PARTS.items():
        for verb, allowed in verbs.items():
            yield f"{table}_frozen_{verb.lower()}", table, verb, _condition(query, verb, allowed, unlike), MESSAGE
    yield "polls_ballotchoice_fits", "polls_ballotchoice", "INSERT", f"NOT EXISTS ({_FITS})", MISFIT
    yield "polls_poll_frozen_update", "polls_poll", "UPDATE", _poll_condition(columns, unlike), MESSAGE
    yield "polls_poll_frozen_delete", "polls_poll", "DELETE", "OLD.status <> 'draft'", MESSAGE


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    fields = apps.get_model("polls", "Poll")._meta.local_concrete_fields
    columns = [field.column for field in fields if field.column not in LIFE]
    vendor = editor.connection.vendor
    for trigger, table, verb, condition, message in _statements(columns, vendor):
        if vendor == "postgresql":
            back = "OLD" if verb == "DELETE" else "NEW"
            editor.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {back}; END $$",
                params=None,
            )
            editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


def _drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table, triggers in all_names().items():
        for trigger in triggers:
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
                editor.execute(f"DROP FUNCTION IF EXISTS {trigger}()")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def guard_ballot_box() -> RunPython:
    return RunPython(_create, _drop)
