"""docs/openapi.json is what the application serves, so that the generated client fits it."""

import json
import sys
from pathlib import Path

from app.core.settings import Settings
from app.main import create_app

kept = Path("docs/openapi.json")
present = json.dumps(create_app(Settings()).openapi(), indent=1, sort_keys=True) + "\n"
if not kept.is_file() or kept.read_text() != present:
    sys.exit("docs/openapi.json is not what the application serves: run `make api`")
