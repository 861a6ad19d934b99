package io.spate.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiVersionTest {
    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(ApiVersion.current()).matches("\\d+\\.\\d+\\.\\d+").isNotEqualTo("0.0.0");
    }
}
