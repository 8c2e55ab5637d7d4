"""Database triggers of the ballot box: the last word for whoever goes round the models.

SQLite drops a table's triggers when a later migration rebuilds it: that migration must add them again (a test checks).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

# Columns of a poll that its life itself changes; everything else stands still from opening on.
LIFE = ("status", "opened_at", "closed_at", "certified_at", "follow_up", "followed_up_at", "latest_revision_id")

# table -> (how a row finds its poll, verb -> status of the poll in which it is allowed, or "" for never)
PARTS = {
    "polls_question": ("poll", {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_option": ("question", {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_pollarea": ("poll", {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_polllink": ("poll", {"INSERT": "draft", "UPDATE": "draft", "DELETE": "draft"}),
    "polls_participation": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_ballot": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_ballotchoice": ("ballot", {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_receipt": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_textanswer": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_signature": ("ballot", {"INSERT": "open", "UPDATE": "", "DELETE": "open"}),
    "polls_result": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": ""}),
    "polls_tally": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": ""}),
    "polls_turnout": ("poll", {"INSERT": "open", "UPDATE": "", "DELETE": ""}),
}
MESSAGE = "a poll that is open or counted is not changed this way"
MISFIT = "this choice does not belong to its ballot and question"

_STATUS = {
    "poll": "SELECT status FROM polls_poll WHERE id = {row}.poll_id",
    "question": "SELECT p.status FROM polls_poll p JOIN polls_question q ON q.poll_id = p.id "
    "WHERE q.id = {row}.question_id",
    "ballot": "SELECT p.status FROM polls_poll p JOIN polls_ballot b ON b.poll_id = p.id WHERE b.id = {row}.ballot_id",
}
_JOIN = {
    "poll": "JOIN polls_poll p ON p.id = r.poll_id",
    "question": "JOIN polls_question q ON q.id = r.question_id JOIN polls_poll p ON p.id = q.poll_id",
    "ballot": "JOIN polls_ballot b ON b.id = r.ballot_id JOIN polls_poll p ON p.id = b.poll_id",
}
_MISFITS = (
    "SELECT 1 FROM {rows} LEFT JOIN polls_option o ON o.id = r.option_id "
    "LEFT JOIN polls_question q ON q.id = r.question_id LEFT JOIN polls_ballot b ON b.id = r.ballot_id "
    "WHERE (o.question_id = q.id AND b.poll_id = q.poll_id AND r.is_single = (q.kind IN ('single', 'scale')) "
    "AND (r.rank IS NOT NULL) = (q.kind = 'ranked')) IS NOT TRUE"
)
_NEW = (
    "(SELECT NEW.option_id AS option_id, NEW.question_id AS question_id, NEW.ballot_id AS ballot_id, "
    "NEW.is_single AS is_single, NEW.rank AS rank) r"
)


def all_names() -> dict[str, list[str]]:
    """Table -> its triggers, for whoever has to check or rebuild them."""
    listed = {table: [_name(table, verb) for verb in verbs] for table, (_way, verbs) in PARTS.items()}
    listed["polls_ballotchoice"].append("polls_ballotchoice_fits")
    return listed | {"polls_poll": ["polls_poll_frozen_update", "polls_poll_frozen_delete"]}


def _name(table: str, verb: str) -> str:
    return f"{table}_frozen_{verb.lower()}"


def _row_condition(way: str, verb: str, allowed: str) -> str:
    """A row that moves to another poll counts for both."""
    if not allowed:
        return "TRUE"
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[verb]
    return " OR ".join(f"({_STATUS[way].format(row=row)}) <> '{allowed}'" for row in rows)


def _poll_condition(columns: list[str], unlike: str) -> str:
    changed = " OR ".join(f'NEW."{name}" {unlike} OLD."{name}"' for name in columns)
    onward = "(OLD.status = 'draft' AND NEW.status = 'open') OR (OLD.status = 'open' AND NEW.status = 'closed')"
    onward += " OR (OLD.status = 'closed' AND NEW.status = 'certified')"
    return (
        f"(OLD.status <> 'draft' AND ({changed})) OR (NEW.status <> OLD.status AND NOT ({onward})) "
        f"OR (OLD.status <> 'draft' AND NEW.opened_at {unlike} OLD.opened_at)"
    )


def _poll_triggers(columns: list[str], unlike: str):
    yield "polls_poll_frozen_update", "polls_poll", "UPDATE", _poll_condition(columns, unlike)
    yield "polls_poll_frozen_delete", "polls_poll", "DELETE", "OLD.status <> 'draft'"


def _columns(apps: StateApps) -> list[str]:
    fields = apps.get_model("polls", "Poll")._meta.local_concrete_fields
    return [field.column for field in fields if field.column not in LIFE]


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        _create_on_postgresql(editor, _columns(apps))
    else:
        _create_on_sqlite(editor, _columns(apps))


def _create_on_sqlite(editor: BaseDatabaseSchemaEditor, columns: list[str]) -> None:
    triggers = [(*one, MESSAGE) for one in _poll_triggers(columns, "IS NOT")]
    for table, (way, verbs) in PARTS.items():
        for verb, allowed in verbs.items():
            triggers.append((_name(table, verb), table, verb, _row_condition(way, verb, allowed), MESSAGE))
    fits = f"EXISTS ({_MISFITS.format(rows=_NEW)})"
    triggers.append(("polls_ballotchoice_fits", "polls_ballotchoice", "INSERT", fits, MISFIT))
    for trigger, table, verb, condition, message in triggers:
        editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _create_on_postgresql(editor: BaseDatabaseSchemaEditor, columns: list[str]) -> None:
    """What writes many rows at once is checked by statement: mixing a large box would pay dearly for every row."""
    for trigger, table, verb, condition in _poll_triggers(columns, "IS DISTINCT FROM"):
        _by_row(editor, trigger, table, verb, condition)
    for table, (way, verbs) in PARTS.items():
        for verb, allowed in verbs.items():
            if allowed == "open":
                wrong = f"SELECT 1 FROM changed r {_JOIN[way]} WHERE p.status <> 'open'"  # noqa: S608 -- constants
                _by_statement(editor, _name(table, verb), table, verb, wrong, MESSAGE)
            else:
                _by_row(editor, _name(table, verb), table, verb, _row_condition(way, verb, allowed))
    _by_statement(
        editor,
        "polls_ballotchoice_fits",
        "polls_ballotchoice",
        "INSERT",
        _MISFITS.format(rows="changed r"),
        MISFIT,
    )


def _by_row(editor: BaseDatabaseSchemaEditor, trigger: str, table: str, verb: str, condition: str) -> None:
    _write_function(editor, trigger, condition, MESSAGE, "OLD" if verb == "DELETE" else "NEW")
    editor.execute(f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()")


def _by_statement(
    editor: BaseDatabaseSchemaEditor, trigger: str, table: str, verb: str, wrong: str, message: str
) -> None:
    _write_function(editor, trigger, f"EXISTS ({wrong})", message, "NULL")
    rows = "OLD" if verb == "DELETE" else "NEW"
    editor.execute(
        f"CREATE TRIGGER {trigger} AFTER {verb} ON {table} REFERENCING {rows} TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()"
    )


def _write_function(editor: BaseDatabaseSchemaEditor, name: str, condition: str, message: str, answer: str) -> None:
    editor.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {answer}; END $$",
        params=None,
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
