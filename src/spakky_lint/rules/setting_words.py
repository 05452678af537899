"""The words for what the framework's environment variables take."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.facts.framework_settings import SERIALIZERS, Mistake
from spakky_lint.messages.message import Message
from spakky_lint.rules.lists import listed

ALLOWED: Mapping[Mistake, str] = {
    Mistake.NO_ZONE: Message("the name of an IANA zone is allowed, such as Asia/Seoul"),
    Mistake.NO_SERIALIZER: Message("{serializers} are allowed", serializers=listed(SERIALIZERS)),
    Mistake.NO_LIST: Message('a JSON list of serializers is allowed, such as ["json"]'),
    Mistake.NO_TRUTH: Message("true and false are allowed"),
}
