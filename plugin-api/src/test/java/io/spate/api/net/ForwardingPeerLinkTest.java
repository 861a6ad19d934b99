package io.spate.api.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingPeerLinkTest {
    private record Call(Method method, List<Object> arguments) {}

    /** Something to pass in or give back of each type that a method of a link has. */
    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            PeerAddress.class, new PeerAddress(PeerAddress.IP, "192.0.2.7", 6881),
            Set.class, Set.of(LinkTag.UTP),
            String.class, "a transport",
            boolean.class, true,
            long.class, 4711L,
            Loop.class, stub(Loop.class, ForwardingPeerLinkTest::isItself),
            LinkReceiver.class, stub(LinkReceiver.class, ForwardingPeerLinkTest::isItself),
            ByteBuf.class, Unpooled.wrappedBuffer(new byte[] {1, 2, 3}),
            Future.class, Future.succeededFuture());

    static Stream<Method> methods() {
        return Arrays.stream(PeerLink.class.getMethods());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void passesACallOnOnceAsItIsAndGivesBackWhatItGot(Method method) throws ReflectiveOperationException {
        List<Call> calls = new ArrayList<>();
        PeerLink other = stub(PeerLink.class, (proxy, called, arguments) -> {
            calls.add(new Call(called, arguments == null ? List.of() : List.of(arguments)));
            return SAMPLES.get(called.getReturnType());
        });
        Object[] arguments =
                Arrays.stream(method.getParameterTypes()).map(SAMPLES::get).toArray();

        Object returned = method.invoke(new ForwardingPeerLink(other) {}, arguments);

        assertThat(calls).containsExactly(new Call(method, List.of(arguments)));
        assertThat(returned).isEqualTo(SAMPLES.get(method.getReturnType()));
    }

    private static Object isItself(Object proxy, Method method, Object[] arguments) {
        return method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : null;
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
