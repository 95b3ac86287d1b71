"""What nobody uses is deleted from an environment, and nothing else."""

from pathlib import Path

from trim import trim


def test_headers_and_tests_go_and_code_stays(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.10" / "site-packages"
    kept = ["tensorflow/python/eager.py", "sklearn/utils/_testing.py", "numpy/testing/__init__.py", "rasa/tests/a.py"]
    gone = ["tensorflow/include/a.h", "sklearn/utils/tests/test_a.py", "botocore/data/ec2.json"]
    for name in (*kept, *gone):
        file = packages / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    for _again in range(2):
        trim(tmp_path)
    assert [name for name in kept if (packages / name).exists()] == kept
    assert not any((packages / name).parent.exists() for name in gone)
