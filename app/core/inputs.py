"""What words from outside must be before any database is asked to keep them."""


def storable(value: str) -> str:
    """Refuse the character NUL, which PostgreSQL cannot keep; for pydantic's AfterValidator."""
    if "\0" in value:
        raise ValueError("must not hold the character NUL")
    return value
