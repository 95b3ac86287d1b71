# Rasa with this project's launcher; the model is trained while the image is built.
FROM python:3.10-slim-bookworm AS build
WORKDIR /app/bot
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=2
COPY uv-requirements.txt ./
RUN --mount=type=cache,target=/root/.cache python -m venv /uv \
 && /uv/bin/pip install --require-hashes -r uv-requirements.txt
COPY bot/pyproject.toml bot/uv.lock bot/.python-version bot/trim.py ./
RUN --mount=type=cache,target=/root/.cache /uv/bin/uv sync --locked --no-dev --python /usr/local/bin/python3 \
 && python trim.py .venv
COPY bot ./
RUN .venv/bin/python launch.py train && rm -rf .rasa && .venv/bin/python -m compileall -q *.py channels

FROM python:3.10-slim-bookworm
RUN groupadd --gid 10001 babahui && useradd --uid 10001 --gid babahui --no-create-home babahui \
 && mkdir /data && chown babahui:babahui /data
WORKDIR /app/bot
COPY --from=build /app/bot /app/bot
ENV PATH="/app/bot/.venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 \
    BABAHUI_DATA_DIR=/data BABAHUI_BOT_HOST=0.0.0.0 HOME=/tmp MPLCONFIGDIR=/tmp/matplotlib
USER 10001:10001
VOLUME /data
CMD ["python", "launch.py", "run"]
