package io.spate.kernel.storage;

import io.spate.api.storage.StorageProvider;
import io.spate.testkit.StorageContract;

class FileStorageContractTest extends StorageContract {
    @Override
    protected StorageProvider provider() {
        return new FileStorage(40);
    }
}
