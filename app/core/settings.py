"""Settings from the environment, `CONCORD_*`; each is documented in docs/settings.md."""

import os
import secrets
from email.headerregistry import Address
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CONCORD_"


class UnknownSetting(ValueError):
    """An environment variable that looks like ours and is not: most likely a slip of the pen."""


class Settings(BaseSettings):
    """What an operator may set. Everything has a default that serves one secretariat's laptop."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    data_dir: Path = Path("data")
    database_url: str = ""
    bus_url: str | None = None
    public_url: str = "http://127.0.0.1:8000"
    secret_key: SecretStr = SecretStr("")
    demo: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "json", "text"] = "auto"
    login_days: int = Field(default=30, ge=1, le=365)
    invitation_days: int = Field(default=14, ge=1, le=90)
    mail_host: str = ""
    mail_port: int | None = Field(default=None, ge=1, le=65_535)
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""
    mail_from_name: str = "Concord"
    mail_reply_to: str = ""
    frontend_dir: Path = Path(__file__).resolve().parents[2] / "frontend" / "dist"

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must be sqlite:///path or postgresql://…")
        return value

    @field_validator("bus_url")
    @classmethod
    def _known_bus(cls, value: str | None) -> str | None:
        if value and not value.startswith(("redis://", "rediss://", "valkey://")):
            raise ValueError("must begin with redis://, rediss:// or valkey://")
        return value.replace("valkey://", "redis://", 1) if value else None

    @field_validator("mail_from", "mail_reply_to")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if value:
            Address(addr_spec=value)  # raises ValueError for what is none
        return value

    @field_validator("mail_host", "mail_from_name", "mail_user")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("must be one line")
        return value.strip()

    @model_validator(mode="after")
    def _mail_is_whole(self) -> "Settings":
        if self.mail_host and not self.mail_from:
            raise ValueError(f"{PREFIX}MAIL_HOST needs {PREFIX}MAIL_FROM, the address that mail comes from")
        if self.mail_user and self.mail_security == "none":
            raise ValueError(f"{PREFIX}MAIL_USER needs an encrypted connection: {PREFIX}MAIL_SECURITY=starttls or tls")
        return self

    @model_validator(mode="after")
    def _fill_in(self) -> "Settings":
        if not self.database_url:
            self.database_url = f"sqlite:///{self.data_dir / 'concord.db'}"
        return self

    @property
    def is_sqlite(self) -> bool:
        """Whether one file holds everything (and one process writes it)."""
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_path(self) -> Path:
        """Where the SQLite file is."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def secure_cookies(self) -> bool:
        """Whether people reach us by https only."""
        return self.public_url.startswith("https://")

    def secret(self) -> bytes:
        """The key for signing; made and kept beside the data when none is set."""
        if value := self.secret_key.get_secret_value():
            return value.encode()
        folder = self.sqlite_path.parent if self.is_sqlite else self.data_dir
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "secret.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        return path.read_bytes()


def load_settings() -> Settings:
    """Read the environment; raises UnknownSetting for a CONCORD_* name that means nothing."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise UnknownSetting(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return Settings()
