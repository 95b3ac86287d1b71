# 坝坝会 · `make help` lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV := .tools/uv/bin/uv
PY := .venv/bin/python
# Tests run in so many processes, those with the browser by themselves (it holds the event loop that others need); each may start a Rasa and a browser of its own (1.5 GB).
WORKERS ?= 2
# uv looks through pyenv's shims and trips over them; the interpreter itself is taken where there is one, else uv fetches 3.10.
BOT_PYTHON ?= $(or $(lastword $(sort $(wildcard $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/3.10.*/bin/python3.10))),3.10)
export UV_PROJECT_ENVIRONMENT := .venv
export RASA_TELEMETRY_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Bytecode at once: without it the first start compiles half a million lines, and a read-only one does so every time.
export UV_COMPILE_BYTECODE := 1

say = @printf '\033[1m%s\033[0m\n' "$(1)"
fail = { printf '\033[31m%s\033[0m\n' "$(1)" >&2; exit 1; }

.PHONY: help setup run stop-check test test-setup lint types check-content unit bot-validate train bot-test bench evaluate prove-start prove-1 prove-2 prove-3 docker-files clean

help: ## 列出所有命令
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- setting up: every stamp is remade only when its lock file changed ---

$(UV): uv-requirements.txt
	@command -v $(PYTHON) >/dev/null || $(call fail,没有找到 Python 3。请先安装 python3（Debian/Ubuntu：apt install python3 python3-venv make git）。)
	@free=$$(df -Pk . | awk 'NR==2 {print $$4}'); [ "$$free" -gt 5000000 ] || $(call fail,磁盘空间不够：安装至少要 5 GB，现在只剩 $$((free/1024)) MB。请先清理磁盘。)
	$(call say,安装工具 uv)
	@$(PYTHON) -m venv .tools/uv || $(call fail,建不了 Python 虚拟环境。Debian/Ubuntu 请先：apt install python3-venv)
	@.tools/uv/bin/python -m pip install -q --require-hashes -r uv-requirements.txt || $(call fail,下载 uv 失败：连不上软件源，或磁盘满了。请检查网络后再运行一次。)
	@touch $(UV)

.venv/.runtime: uv.lock pyproject.toml | $(UV)
	$(call say,安装服务环境（CPython 3.11 或 3.12，约 1.3 GB）)
	@$(UV) sync --locked --no-dev --inexact || $(call fail,服务环境没有装好：没有合适的 Python（要 3.11 或 3.12），或网络、磁盘有问题，原因见上一行。改好后再运行一次，会接着装。)
	@touch $@

.venv/.dev: uv.lock pyproject.toml | $(UV)
	$(call say,安装测试工具)
	@$(UV) sync --locked || $(call fail,测试环境没有装好，原因见上一行。)
	@touch .venv/.runtime $@

bot/.venv/.done: bot/uv.lock bot/pyproject.toml bot/trim.py | $(UV)
	$(call say,安装对话引擎环境（CPython 3.10，Rasa，约 1.4 GB）)
	@env -u UV_PROJECT_ENVIRONMENT $(UV) --directory bot sync --locked --no-dev --inexact --python $(BOT_PYTHON) || $(call fail,对话引擎环境没有装好：没有 Python 3.10 又下载不了，或网络、磁盘有问题，原因见上一行。)
	@$(PYTHON) bot/trim.py bot/.venv
	@touch $@

bot/.venv/.dev: bot/.venv/.done
	@env -u UV_PROJECT_ENVIRONMENT $(UV) --directory bot sync --locked --inexact --python $(BOT_PYTHON) || $(call fail,对话引擎的测试工具没有装好，原因见上一行。)
	@touch $@

web/static/vendor/stamp: web/package-lock.json web/assets.py | .venv/.runtime
	$(call say,准备网页组件)
	@PATH="$$PWD/.tools/uv/bin:$$PATH" $(PY) -m web.assets

tts_audio/models/.done: uv.lock | .venv/.runtime
	$(call say,准备语音模型（约 110 MB）)
	@PATH="$$PWD/.tools/uv/bin:$$PATH" $(PY) -m tts_audio setup
	@mkdir -p tts_audio/models && touch $@

train: bot/.venv/.done ## 训练对话模型（bot/ 没变就不重来）
	@cd bot && .venv/bin/python launch.py train

install: .venv/.runtime bot/.venv/.done web/static/vendor/stamp tts_audio/models/.done

setup: install train ## 安装、训练、建库、导入内容（可以重复运行）
	@$(PY) -m actions setup

run: install train ## 一条命令：装好一切并启动，Ctrl-C 停止
	@$(PY) run.py

# --- checking ---

test-setup: .venv/.dev install train
	@$(PY) tests/browser_setup.py

lint: .venv/.dev ## 代码风格
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: .venv/.dev ## 类型检查
	@$(PY) -m mypy

check-content: .venv/.runtime ## 检查内容库
	@$(PY) -m content check

bot-validate: bot/.venv/.done ## 检查对话数据
	@cd bot && .venv/bin/python launch.py rasa data validate --domain domain --fail-on-warnings

bot-test: train bot/.venv/.dev ## 对话引擎自己的测试（rasa test）
	@cd bot && .venv/bin/python -m pytest -q -c pytest.ini ../tests/bot_env
	@cd bot && .venv/bin/python launch.py rasa test nlu --nlu ../tests/bot/nlu --no-plot --out ../data/test-results/nlu --model "$$(.venv/bin/python launch.py model)"
	@$(PY) -m proofs.intents data/test-results/nlu
	@cd bot && .venv/bin/python launch.py rasa test core --stories ../tests/bot/test_stories.yml --fail-on-prediction-errors --no-plot --out ../data/test-results/core --model "$$(.venv/bin/python launch.py model)"

unit: test-setup ## pytest（WORKERS 个进程一起跑，一个文件在一个进程里）
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --durations=15 --ignore=tests/browser
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile tests/browser

test: test-setup lint types check-content bot-validate bot-test unit ## 装好一切并跑完所有测试

bench: install train ## 和普通 Rasa 比一比（头一次约 45 分钟，多半在训练对方），写入 proofs/results/
	@$(PY) -m proofs.bench

evaluate: .venv/.dev install train ## 拿一千多句人话考一遍，和普通 Rasa、BM25 比（头一次约 40 分钟，多半在训练对方），写入 proofs/results/
	@$(PY) -m proofs.evaluate

prove-start: install train ## 再次启动要多久（约 2 分钟），写入 proofs/results/
	@$(PY) -m proofs.start

prove-1: install train ## 反复杀进程的证明（约 10 分钟），写入 proofs/results/
	@$(PY) -m proofs.prove_1

prove-3: install ## 搜索在大库里要多久（约 10 分钟）
	@$(PY) -m proofs.prove_3

prove-2: install ## 大内容库的证明（约 15 分钟）：几千篇文章收进来、发布、列表、断电接着来，写入 proofs/results/
	@$(PY) -m proofs.prove_2

clean: ## 删除装好的环境和模型（不动 data/）
	@rm -rf .venv .tools bot/.venv bot/models bot/.rasa web/static/vendor tts_audio/models
