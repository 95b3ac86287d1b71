# web, actions and worker: one image, three commands.
FROM python:3.12-slim-bookworm AS build
WORKDIR /app
# Node brings its own list of certificates; the system's list also knows a company's proxy.
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 PYTHONDONTWRITEBYTECODE=1 \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY uv-requirements.txt ./
RUN --mount=type=cache,target=/root/.cache python -m venv /uv \
 && /uv/bin/pip install --require-hashes -r uv-requirements.txt
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/root/.cache /uv/bin/uv sync --locked --no-dev --python /usr/local/bin/python3 \
 && .venv/bin/python -c "import jionlp"  # unpacks its dictionaries beside itself, which a read-only image could not
COPY web/package.json web/package-lock.json web/assets.py web/__init__.py web/
RUN --mount=type=cache,target=/root/.cache PATH="/uv/bin:$PATH" .venv/bin/python -m web.assets
COPY usage.py ./
COPY tts_audio tts_audio
RUN --mount=type=cache,target=/root/.cache PATH="/uv/bin:$PATH" .venv/bin/python -m tts_audio setup
COPY actions actions
COPY content content
COPY web web
COPY LICENSE NOTICE ./
RUN .venv/bin/python -m compileall -q actions content tts_audio web usage.py

FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 babahui && useradd --uid 10001 --gid babahui --no-create-home babahui \
 && mkdir /data && chown babahui:babahui /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH="/app/.venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 \
    BABAHUI_DATA_DIR=/data BABAHUI_HOST=0.0.0.0 BABAHUI_ACTIONS_HOST=0.0.0.0 HOME=/tmp
USER 10001:10001
VOLUME /data
CMD ["python", "-m", "web"]
