"""Nothing that these tests do reaches the folders of whoever runs them."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
