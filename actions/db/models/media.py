"""Pictures, sound and video that articles show; their bytes lie in the media folder under their checksum."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, String
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import UtcDateTime


class Medium(Base):
    """A medium by the SHA-256 of its bytes; `name` is its file, width and height are pixels as it is seen."""

    __tablename__ = "media"
    __table_args__ = (CheckConstraint("kind IN ('picture', 'sound', 'video')", name="kind"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(72), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    content_type: Mapped[str] = mapped_column(String(32))
    bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    seconds: Mapped[float | None] = mapped_column(Float)
    uploaded_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
