from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.core.client_twin.twin import Twin, bundle


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twin]:
    speaker = Twin(bundle(tmp_path_factory.mktemp("twin")))
    yield speaker
    speaker.close()
