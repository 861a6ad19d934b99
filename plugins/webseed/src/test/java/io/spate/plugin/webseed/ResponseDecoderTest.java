package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseDecoderTest {
    private static final String RANGE = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/10\r\n"
            + "Content-Length: 4\r\nConnection: keep-alive\r\n\r\nabcd";
    private static final String CHUNKS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n2;some=thing\r\nde\r\n0\r\nTrailer: 1\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 404 Not Found\ncontent-length: 0\n\n";
    private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    private static final String TO_THE_END = "HTTP/1.0 200 OK\r\n\r\nall the rest";

    private final Recording heard = new Recording();
    private final ResponseDecoder decoder = new ResponseDecoder(heard);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void feed(String text) throws HttpFault {
        decoder.feed(Unpooled.wrappedBuffer(bytes(text)));
    }

    @Test
    void readsAnswersOneAfterTheOther() throws HttpFault {
        feed(RANGE + INTERIM + CHUNKS + EMPTY + "\r\n" + RANGE);
        assertThat(heard.events)
                .containsExactly(
                        "head 206",
                        "abcd",
                        "end",
                        "head 200",
                        "abc",
                        "de",
                        "end",
                        "head 404",
                        "end",
                        "head 206",
                        "abcd",
                        "end");
        assertThat(decoder.end()).isTrue();
    }

    @Test
    void readsTheSameFromAnySplitOfTheStream() throws HttpFault {
        byte[] stream = bytes(RANGE + INTERIM + CHUNKS + EMPTY + TO_THE_END);
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            Recording recording = new Recording();
            ResponseDecoder split = new ResponseDecoder(recording);
            int most = round == 0 ? 1 : 1 + random.nextInt(60);
            for (int at = 0; at < stream.length; ) {
                int count = Math.min(stream.length - at, 1 + random.nextInt(most));
                split.feed(Unpooled.wrappedBuffer(stream, at, count));
                at += count;
            }
            assertThat(split.end()).isTrue();
            assertThat(recording.text())
                    .isEqualTo("[head 206]abcd[end][head 200]abcde[end][head 404][end][head 200]all the rest[end]");
        }
    }

    @Test
    void knowsWhenTheEndCutsAnAnswerOff() throws HttpFault {
        feed(RANGE.substring(0, RANGE.length() - 1));
        assertThat(decoder.end()).isFalse();
        assertThat(heard.text()).isEqualTo("[head 206]abc");
    }

    @Test
    void saysNothingOnceItIsStopped() throws HttpFault {
        Recording stopping = new Recording() {
            @Override
            public void onHead(ResponseHead head) {
                super.onHead(head);
                stop.run();
            }
        };
        ResponseDecoder stopped = new ResponseDecoder(stopping);
        stopping.stop = stopped::stop;
        stopped.feed(Unpooled.wrappedBuffer(bytes(EMPTY + RANGE)));
        stopped.end();
        assertThat(stopping.events).containsExactly("head 404");
    }

    @Test
    void handsBodiesOnWithoutACopy() throws HttpFault {
        ByteBuf in = Unpooled.wrappedBuffer(bytes(RANGE));
        new ResponseDecoder(new Recording() {
                    @Override
                    public void onBody(ByteBuf body) {
                        assertThat(body.array()).isSameAs(in.array());
                        super.onBody(body);
                    }
                })
                .feed(in);
        assertThat(in.refCnt()).isEqualTo(1);
    }

    @Test
    void tellsWhetherAnotherAnswerMayFollow() throws HttpFault {
        assertThat(head("HTTP/1.1 200 OK\r\nContent-Length: 5").keepsConnection())
                .isTrue();
        assertThat(head("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: Upgrade, Close")
                        .keepsConnection())
                .isFalse();
        assertThat(head("HTTP/1.0 200 OK\r\nContent-Length: 5").keepsConnection())
                .isFalse();
        assertThat(head("HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive")
                        .keepsConnection())
                .isTrue();
        assertThat(head("HTTP/1.1 200 OK").keepsConnection()).isFalse();
        assertThat(head("HTTP/1.1 304 Not Modified").keepsConnection()).isTrue();
    }

    private static ResponseHead head(String text) throws HttpFault {
        List<String> lines = List.of(text.split("\r\n"));
        return ResponseHead.parse(lines.get(0), lines.subList(1, lines.size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 99 x\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n"
            })
    void refusesWhatIsNoAnswer(String text) {
        assertThatThrownBy(() -> feed(text)).isInstanceOf(HttpFault.class);
    }

    @Test
    void takesALengthThatIsSaidTwice() throws HttpFault {
        feed("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx");
        assertThat(heard.text()).isEqualTo("[head 200]x[end]");
    }

    @Test
    void boundsHeadsAndInterimAnswers() {
        String header = "A: " + "x".repeat(1000) + "\r\n";
        assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\n" + header.repeat(17)))
                .hasMessage("headers of more than 16384 bytes");
        assertThatThrownBy(() -> new ResponseDecoder(heard).feed(Unpooled.wrappedBuffer(bytes(INTERIM.repeat(9)))))
                .isInstanceOf(HttpFault.class);
        assertThatCode(() -> new ResponseDecoder(heard).feed(Unpooled.wrappedBuffer(bytes(EMPTY.repeat(2000)))))
                .doesNotThrowAnyException();
    }

    @Test
    void survivesWhatStrangersSend() {
        Fuzz fuzz = new Fuzz(11, List.of(bytes(RANGE), bytes(CHUNKS), bytes(EMPTY + RANGE), bytes(INTERIM + RANGE)));
        fuzz.feed(256 * 1024, input -> {
            ResponseDecoder fed = new ResponseDecoder(new Recording());
            try {
                for (int at = 0; at < input.length; ) {
                    int count = Math.min(input.length - at, 1 + fuzz.random().nextInt(100));
                    fed.feed(Unpooled.wrappedBuffer(input, at, count));
                    at += count;
                }
                fed.end();
            } catch (HttpFault e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    private static class Recording implements ResponseDecoder.Listener {
        final List<String> events = new ArrayList<>();
        Runnable stop = () -> {};

        @Override
        public void onHead(ResponseHead head) {
            events.add("head " + head.status());
        }

        @Override
        public void onBody(ByteBuf body) {
            events.add(body.toString(StandardCharsets.ISO_8859_1));
            body.release();
        }

        @Override
        public void onEnd() {
            events.add("end");
        }

        /** Bodies without where they were cut. */
        String text() {
            StringBuilder text = new StringBuilder();
            events.forEach(
                    event -> text.append(event.startsWith("head ") || event.equals("end") ? "[" + event + "]" : event));
            return text.toString();
        }
    }
}
