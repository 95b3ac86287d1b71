"""The editor's command line: `python -m content check [文件]|search "问"|show 编号|new 专题/编号|todo`."""

from __future__ import annotations

import sys

from content.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
