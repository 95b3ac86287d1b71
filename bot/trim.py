"""Delete from Rasa's environment what installed packages carry and nobody here uses: `python trim.py .venv`."""

import shutil
import sys
from pathlib import Path

# Headers for compiling C++ (140 MB), descriptions of all of Amazon's services, a model of jieba's that needs Paddle.
NEVER_USED = ("tensorflow/include", "botocore/data", "jieba/lac_small")
# Packages whose own tests take the most room.
TESTED = ("dask", "h5py", "joblib", "matplotlib", "networkx", "numpy", "scipy", "sklearn")


def trim(environment: Path) -> None:
    """Delete them; what is not there is nothing to do."""
    for packages in environment.glob("lib/python3.*/site-packages"):
        for name in NEVER_USED:
            shutil.rmtree(packages / name, ignore_errors=True)
        for name in TESTED:
            for tests in sorted((packages / name).rglob("tests")):
                shutil.rmtree(tests, ignore_errors=True)


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
