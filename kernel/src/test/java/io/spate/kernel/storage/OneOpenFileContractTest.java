package io.spate.kernel.storage;

import io.spate.api.storage.StorageProvider;
import io.spate.testkit.StorageContract;

/** Every file has to make way for the next one. */
class OneOpenFileContractTest extends StorageContract {
    @Override
    protected StorageProvider provider() {
        return new FileStorage(1);
    }
}
