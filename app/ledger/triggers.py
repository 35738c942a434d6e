"""Triggers that make the record append-only inside the database itself; migrations run these statements.

They stop slips and careless scripts, not somebody who owns the database: that is what fingerprints are for. On SQLite
a migration that rebuilds one of the tables must run them again, since a rebuilt table has lost its triggers.
"""

_SQLITE = [
    """CREATE TRIGGER decision_is_final_on_update BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'a recorded decision is never changed'); END""",
    """CREATE TRIGGER decision_is_final_on_delete BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'a recorded decision is never deleted'); END""",
    """CREATE TRIGGER chain_only_grows_on_update BEFORE UPDATE ON chain
    WHEN NEW.name <> OLD.name OR NEW.number <> OLD.number + 1
    BEGIN SELECT RAISE(ABORT, 'a chain of decisions only grows, line by line'); END""",
    """CREATE TRIGGER chain_only_grows_on_delete BEFORE DELETE ON chain
    BEGIN SELECT RAISE(ABORT, 'a chain of decisions is never deleted'); END""",
]

_POSTGRESQL = [
    """CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a recorded decision is never changed or deleted'; END $$""",
    """CREATE FUNCTION refuse_chain_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF NEW.name = OLD.name AND NEW.number = OLD.number + 1 THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION 'a chain of decisions only grows, line by line';
    END $$""",
    """CREATE TRIGGER decision_is_final BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION refuse_decision_change()""",
    """CREATE TRIGGER decision_is_not_truncated BEFORE TRUNCATE ON decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change()""",
    """CREATE TRIGGER chain_only_grows BEFORE UPDATE OR DELETE ON chain
    FOR EACH ROW EXECUTE FUNCTION refuse_chain_change()""",
    """CREATE TRIGGER chain_is_not_truncated BEFORE TRUNCATE ON chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_chain_change()""",
]

_DROP_SQLITE = [
    "DROP TRIGGER IF EXISTS decision_is_final_on_update",
    "DROP TRIGGER IF EXISTS decision_is_final_on_delete",
    "DROP TRIGGER IF EXISTS chain_only_grows_on_update",
    "DROP TRIGGER IF EXISTS chain_only_grows_on_delete",
]

_DROP_POSTGRESQL = [
    "DROP TRIGGER IF EXISTS decision_is_final ON decision",
    "DROP TRIGGER IF EXISTS decision_is_not_truncated ON decision",
    "DROP TRIGGER IF EXISTS chain_only_grows ON chain",
    "DROP TRIGGER IF EXISTS chain_is_not_truncated ON chain",
    "DROP FUNCTION IF EXISTS refuse_decision_change()",
    "DROP FUNCTION IF EXISTS refuse_chain_change()",
]


def create_triggers(dialect: str) -> list[str]:
    """The statements that guard `decision` and `chain`, one to an execution."""
    return list(_SQLITE if dialect == "sqlite" else _POSTGRESQL)


def drop_triggers(dialect: str) -> list[str]:
    """The statements that take the guards away."""
    return list(_DROP_SQLITE if dialect == "sqlite" else _DROP_POSTGRESQL)
