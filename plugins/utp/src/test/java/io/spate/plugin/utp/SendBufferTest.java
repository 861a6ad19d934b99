package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SendBufferTest {
    @Test
    void givesAnyPartThatIsNotReleasedWhateverTheWritesWere() {
        Random random = new Random(4);
        SendBuffer stream = new SendBuffer(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf all = Unpooled.buffer();
        List<ByteBuf> written = new ArrayList<>();
        long released = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(5000) : random.nextInt(60)];
            random.nextBytes(bytes);
            all.writeBytes(bytes);
            ByteBuf one = Unpooled.buffer().writeZero(3).writeBytes(bytes).skipBytes(3);
            written.add(one);
            stream.add(one);
            if (random.nextInt(3) == 0) {
                released += random.nextLong(stream.end() - released + 1);
                stream.releaseUpTo(released);
            }
            long from = released + random.nextLong(stream.end() - released + 1);
            int length = (int) Math.min(1400, stream.end() - from);
            ByteBuf part = Unpooled.buffer();
            if (length > 0) {
                stream.copy(from, length, part);
            }
            assertThat(ByteBufUtil.getBytes(part))
                    .isEqualTo(Arrays.copyOfRange(all.array(), (int) from, (int) from + length));
        }
        stream.clear();
        assertThat(written).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void gathersSmallWrites() {
        SendBuffer stream = new SendBuffer(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf small = Unpooled.copiedBuffer(new byte[] {1, 2, 3});

        stream.add(small);

        assertThat(small.refCnt()).isZero();
        assertThat(stream.end()).isEqualTo(3);
        stream.clear();
    }
}
