package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipeliningTest {
    private static final int DEPTH = 4;

    private final Pipelining pipelining = new Pipelining(DEPTH);

    /** @return how many more requests may be sent now */
    private int ask() {
        int asked = 0;
        while (pipelining.mayAsk()) {
            pipelining.onAsked();
            asked++;
        }
        return asked;
    }

    private void answer() {
        pipelining.onHead(false);
        pipelining.onAnswered();
    }

    @Test
    void asksOnceUntilTheServerHasShownThatItKeepsConnections() {
        assertThat(ask()).isEqualTo(1);
        pipelining.onHead(false);
        assertThat(ask()).isEqualTo(DEPTH - 1);
        pipelining.onAnswered();
        assertThat(ask()).isEqualTo(1);
    }

    @Test
    void asksNoMoreAheadThanTheServerSaysThatItAnswersOnAConnection() {
        ask();
        answer();
        ask();
        answer();
        pipelining.onHead(true);
        pipelining.onAnswered();
        pipelining.onOpened();
        assertThat(ask()).isEqualTo(3);
        answer();
        answer();
        assertThat(ask()).isZero();
        pipelining.onHead(true);
        pipelining.onAnswered();
        pipelining.onOpened();
        assertThat(ask()).isEqualTo(3);
    }

    @Test
    void asksOneAtATimeBeyondWhatABrokenConnectionAnsweredAndMoreOnceItIsKept() {
        ask();
        answer();
        ask();
        answer();
        assertThat(pipelining.onLost()).isTrue();
        pipelining.onOpened();
        assertThat(ask()).isEqualTo(2);
        pipelining.onHead(false);
        pipelining.onAnswered();
        assertThat(ask()).isZero();
        answer();
        assertThat(ask()).isEqualTo(2);
    }

    @Test
    void asksOnceAgainAfterAConnectionThatAnsweredNothing() {
        ask();
        answer();
        pipelining.onOpened();
        assertThat(ask()).isEqualTo(DEPTH);
        assertThat(pipelining.onLost()).isTrue();
        pipelining.onOpened();
        assertThat(ask()).isEqualTo(1);
        assertThat(pipelining.onLost()).isFalse();
    }

    @Test
    void sendsNothingAheadOfAnAnswerThatHasOnlyBegunOnceAConnectionBroke() {
        ask();
        pipelining.onHead(false);
        ask();
        assertThat(pipelining.onLost()).isTrue();
        pipelining.onOpened();
        assertThat(ask()).isEqualTo(1);
        pipelining.onHead(false);
        assertThat(ask()).isZero();
        assertThat(pipelining.onLost()).isFalse();
    }
}
