package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentationTest {
    private static final int EIO = 5;

    private final Segmentation segmentation = new Segmentation();

    @BeforeEach
    void supported() {
        segmentation.supported(true);
    }

    @Test
    void endsOnceADeviceCannot() {
        segmentation.onRefused(EIO);

        assertThat(segmentation.isOn()).isFalse();
    }

    /** EPERM of a firewall, EINVAL of an address, EMSGSIZE, ENETUNREACH, ECONNREFUSED of an earlier datagram. */
    @ParameterizedTest
    @ValueSource(ints = {1, 22, 90, 101, 111})
    void goesOnWhenARowCannotGoWhereItShould(int errno) {
        segmentation.onRefused(errno);

        assertThat(segmentation.isOn()).isTrue();
    }
}
