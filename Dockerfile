# The same steps as `make install`, in two stages; runs as a user without rights, keeps everything under /data.
FROM node:20-bookworm-slim AS pages
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend/ ./
RUN npm run --silent build

FROM python:3.11-slim-bookworm AS server
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH="/opt/concord/.venv/bin:$PATH"
# Faces for PDF files: Latin, Greek, Cyrillic; Arabic; Chinese, Japanese, Korean.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-liberation fonts-hosny-amiri fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/concord
COPY requirements.lock requirements-build.lock ./
RUN python3 -m venv .venv \
 && .venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-build.lock
COPY pyproject.toml README.md ./
COPY app/ app/
COPY migrations/ migrations/
RUN .venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation -e .
COPY --from=pages /build/frontend/dist frontend/dist
RUN useradd --system --uid 10001 --home-dir /data --create-home concord
USER concord
VOLUME /data
ENV CONCORD_DATA_DIR=/data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["concord", "serve", "--host", "0.0.0.0", "--port", "8000"]
