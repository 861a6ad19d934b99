package io.spate.kernel.storage;

import io.spate.api.storage.StorageProvider;
import io.spate.testkit.StorageContract;

class MemoryStorageTest extends StorageContract {
    @Override
    protected StorageProvider provider() {
        return new MemoryStorage();
    }

    @Override
    protected boolean survivesReopen() {
        return false;
    }
}
